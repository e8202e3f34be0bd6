import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  administrator,
  makeGroup,
  makeMember,
  makeProject,
  makeToken,
  makeUser,
  refusalOf,
  statementsOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { nobody } from '@/lib/domain/actor'
import { memberListQuery } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { accessLevels, type Role } from '@/lib/domain/role'
import { authenticate } from '@/lib/services/access/authenticate'
import { listMembers } from './list-members'

const firstPage = memberListQuery.parse({})
let group: Group
let project: Project

beforeAll(async () => {
  group = await makeGroup(undefined, { visibility: 'public' })
  project = await makeProject(group, { visibility: 'public' })
})

describe('the members of a place', () => {
  test.each(Object.keys(accessLevels) as Role[])(
    'are for a %s, who gives roles from Maintainer on',
    async (role) => {
      const level = accessLevels[role]
      for (const place of [group, project]) {
        const {
          place: opened,
          page,
          givesUpTo,
        } = await listMembers(await makeMember(place, role), place, firstPage)
        expect(opened).toMatchObject({ kind: place.kind, id: place.id })
        expect(page.total).toBeGreaterThan(0)
        expect(givesUpTo).toBe(level >= accessLevels.Maintainer ? level : 0)
      }
    },
  )

  test('are for an administrator, who gives every role', async () => {
    expect((await listMembers(await administrator(), project, firstPage)).givesUpTo).toBe(accessLevels.Owner)
  })

  test('are not for others, however public the place is', async () => {
    expect((await refusalOf(listMembers(nobody, project, firstPage))).code).toBe('unauthenticated')
    const outsider = await makeUser()
    expect((await refusalOf(listMembers(outsider, project, firstPage))).code).toBe('forbidden')
    const below = await makeMember(project, 'Owner')
    expect((await refusalOf(listMembers(below, group, firstPage))).code).toBe('forbidden')
    const past = await makeUser()
    await addMember(past, group, 'Owner', { isOver: true })
    expect((await refusalOf(listMembers(past, project, firstPage))).code).toBe('forbidden')
    const { credentials } = await makeToken(project)
    const token = await authenticate(credentials, uniqueAddress())
    expect((await refusalOf(listMembers(token, project, firstPage))).code).toBe('forbidden')
  })

  test('cost three statements, with the question who asks', async () => {
    const user = await makeMember(group, 'Guest')
    expect(await statementsOf(() => listMembers(user, project, firstPage))).toHaveLength(3)
  })
})
