import { beforeAll, expect, test } from 'vitest'
import {
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeToken,
  refusalOf,
  statementsOf,
} from '@/e2e/support/fixtures'
import { type ActorName, nobody } from '@/lib/domain/actor'
import type { Project } from '@/lib/domain/project'
import { accessLevels } from '@/lib/domain/role'
import { openProject } from '@/lib/services/access/open-project'
import { openImage } from './open-image'

let project: Project
beforeAll(async () => {
  project = await makeProject(await makeGroup())
})

const open = (bearer: ActorName) => openImage(bearer, 'pull_image', `${project.fullPath}/app`)

test('who bears a deploy token, and the project as it is, are read in one statement', async () => {
  const { token } = await makeToken(project, { scopes: ['read_registry'] })
  const statements = await statementsOf(async () => {
    expect(await open({ kind: 'deploy-token', id: token.id })).toEqual({
      actor: expect.objectContaining({ kind: 'deploy-token', id: token.id, scopes: ['read_registry'] }),
      project: { ...project, accessLevel: 0 },
      name: 'app',
    })
  })
  expect(statements).toHaveLength(1)
})

test('so are who bears a personal access token, and the level that they have there', async () => {
  const user = await makeMember(project, 'Developer')
  const { token } = await makePersonalToken(user, { scopes: ['read_registry'] })
  const statements = await statementsOf(async () => {
    const opened = await open({ kind: 'user', id: user.id, token: { id: token.id } })
    expect(opened.actor).toMatchObject({ kind: 'user', id: user.id, token: { scopes: ['read_registry'] } })
    expect(opened.project).toEqual(await openProject(user, 'read_project', project.fullPath))
    expect(opened.project.accessLevel).toBe(accessLevels.Developer)
  })
  // the other is what it is compared with
  expect(statements).toHaveLength(2)
})

test('a token under the number of another user opens nothing', async () => {
  const [user, other] = [await makeMember(project, 'Reporter'), await makeMember(project, 'Owner')]
  const { token } = await makePersonalToken(user, { scopes: ['read_registry'] })
  const told = await refusalOf(open({ kind: 'user', id: other.id, token: { id: token.id } }))
  expect(told.code).toBe('unauthenticated')
})

test('nobody opens what is public', async () => {
  const open = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
    visibility: 'public',
  })
  expect((await openImage(nobody, 'pull_image', open.fullPath)).actor).toEqual(nobody)
  expect((await refusalOf(openImage(nobody, 'pull_image', project.fullPath))).code).toBe('unauthenticated')
})
