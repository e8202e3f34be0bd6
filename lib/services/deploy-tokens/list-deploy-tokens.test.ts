import { beforeAll, describe, expect, test } from 'vitest'
import {
  type MadeToken,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  refusalOf,
  statementsOf,
} from '@/e2e/support/fixtures'
import { nobody, type UserActor } from '@/lib/domain/actor'
import { tokenListQuery } from '@/lib/domain/deploy-token'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { listDeployTokens } from './list-deploy-tokens'
import { openSettings } from './open-settings'

let group: Group
let subgroup: Group
let project: Project
let maintainer: UserActor
let own: MadeToken
const firstPage = tokenListQuery.parse({})

beforeAll(async () => {
  group = await makeGroup()
  subgroup = await makeGroup(group)
  project = await makeProject(subgroup)
  maintainer = await makeMember(group, 'Maintainer')
  own = await makeToken(project)
  await makeToken(group)
  await makeToken(subgroup)
  await makeRevokedToken(project)
  await makeExpiredToken(project)
})

describe('a list', () => {
  test('holds the holder’s own tokens: none of the groups above, none of what is below', async () => {
    const { tokens, total, counts } = await listDeployTokens(maintainer, project, firstPage)
    expect(tokens).toEqual([own.token])
    expect({ total, counts }).toEqual({ total: 1, counts: { active: 1, inactive: 2 } })
    for (const holder of [group, subgroup]) {
      const { tokens } = await listDeployTokens(maintainer, holder, firstPage)
      expect(tokens.map((token) => token.holder)).toEqual([{ kind: 'group', id: holder.id }])
    }
  })

  test('agrees with sign-in about what is active', async () => {
    const tokens = [
      await makeToken(project),
      await makeRevokedToken(project),
      await makeExpiredToken(project),
    ]
    const active = (await listDeployTokens(maintainer, project, firstPage)).tokens.map(({ id }) => id)
    for (const { token, credentials } of tokens) {
      const signedIn = await authenticate(credentials, '192.0.2.1').then(
        () => true,
        () => false,
      )
      expect(active.includes(token.id)).toBe(signedIn)
    }
  })

  test.each(['Guest', 'Planner', 'Reporter', 'Developer'] as const)('is not for a %s', async (role) => {
    const user = await makeMember(group, role)
    for (const holder of [project, group]) {
      expect((await refusalOf(listDeployTokens(user, holder, firstPage))).code).toBe('forbidden')
      expect((await refusalOf(openSettings(user, holder))).code).toBe('forbidden')
    }
  })

  test('is not there for an outsider, who learns nothing of the project either', async () => {
    const outsider = await makeUser()
    const there = await refusalOf(listDeployTokens(outsider, project, firstPage))
    const missing = await refusalOf(
      listDeployTokens(outsider, { ...project, fullPath: 'not/there' }, firstPage),
    )
    expect(there).toEqual(missing)
    expect(there.code).toBe('not_found')
  })
})

describe('the settings page', () => {
  test('of a project shows its first tokens and itself as the example', async () => {
    const { holder, tokens, projectPaths } = await openSettings(maintainer, project)
    expect(holder).toMatchObject({ kind: 'project', id: project.id })
    expect(tokens.tokens.map(({ id }) => id)).toContain(own.token.id)
    expect(projectPaths).toEqual([project.fullPath])
  })

  test('of a group names the projects that its tokens reach, at any depth', async () => {
    const { holder, projectPaths } = await openSettings(maintainer, group)
    expect(holder).toMatchObject({ kind: 'group', id: group.id })
    expect(projectPaths).toEqual([project.fullPath])
  })

  test('costs four statements, however much there is', async () => {
    expect((await statementsOf(() => openSettings(maintainer, group))).length).toBeLessThanOrEqual(4)
  })

  test('is nothing for nobody, and no token of the project opens it', async () => {
    expect((await refusalOf(openSettings(nobody, project))).code).toBe('unauthenticated')
    const token = await authenticate(own.credentials, '192.0.2.1')
    expect((await refusalOf(openSettings(token, project))).code).toBe('forbidden')
    expect((await refusalOf(openSettings(token, group))).code).toBe('not_found')
  })
})
