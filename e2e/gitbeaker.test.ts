import { GitbeakerRequestError, Gitlab } from '@gitbeaker/rest'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import {
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeRevokedToken,
  makeToken,
  sql,
} from './support/fixtures'
import { type MachineServer, openMachineServer } from './support/machine-server'

// The real @gitbeaker/rest, over a real connection.

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const host = `http://127.0.0.1:${port}`

let server: MachineServer
let group: Group
let project: Project
let maintainer: UserActor
let secret: string
let gitlab: Gitlab

beforeAll(async () => {
  server = await openMachineServer(port)
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
  secret = (await makePersonalToken(maintainer)).secret
  gitlab = new Gitlab({ host, token: secret })
})
afterAll(() => server.close())
beforeEach(() => sql`DELETE FROM failed_authentications`)

describe('gitbeaker', () => {
  test('says who one is, by either header', async () => {
    for (const proof of [{ token: secret }, { oauthToken: secret }])
      expect(await new Gitlab({ host, ...proof }).Users.showCurrentUser()).toMatchObject({
        username: maintainer.username,
        web_url: `${host}/${maintainer.username}`,
      })
    expect(await gitlab.Metadata.show()).toMatchObject({ version: '18.0.0', enterprise: false })
  })

  test('reads projects and groups, by number and by path', async () => {
    for (const id of [project.id, project.fullPath])
      expect(await gitlab.Projects.show(id)).toMatchObject({
        id: project.id,
        path_with_namespace: project.fullPath,
        http_url_to_repo: `${host}/${project.fullPath}.git`,
      })
    for (const id of [group.id, group.fullPath])
      expect(await gitlab.Groups.show(id)).toMatchObject({ id: group.id, full_path: group.fullPath })
    const projects = await gitlab.Projects.all({ membership: true, orderBy: 'id', sort: 'asc' })
    expect(projects.map((each) => each.path_with_namespace)).toContain(project.fullPath)
    const below = await makeGroup(group)
    const groups = await gitlab.Groups.allSubgroups(group.fullPath)
    expect(groups.map((each) => each.full_path)).toEqual([below.fullPath])
  })

  test.each(['project', 'group'] as const)(
    'creates, lists, shows and removes the tokens of a %s, by number and by path',
    async (kind) => {
      const { DeployTokens } = gitlab
      const { id, fullPath } = kind === 'project' ? project : group
      const at = (place: number | string) => (kind === 'project' ? { projectId: place } : { groupId: place })

      const made = await DeployTokens.create('plain', ['read_repository', 'read_registry'], at(id))
      expect(made).toMatchObject({
        name: 'plain',
        username: `gitlab+deploy-token-${made.id}`,
        expires_at: null,
        scopes: ['read_repository', 'read_registry'],
        revoked: false,
        expired: false,
        token: expect.stringMatching(/^gldt-/),
      })
      const wishes = { username: 'deployer', expires_at: '2099-01-01' }
      const dated = await DeployTokens.create('dated', ['write_registry'], { ...at(fullPath), ...wishes })
      expect(dated).toMatchObject({ username: 'deployer', expires_at: '2099-01-01T00:00:00.000Z' })

      const listed = await DeployTokens.all({ ...at(fullPath), active: true })
      expect(listed.map(({ name }) => name)).toEqual(['plain', 'dated'])
      const shown = await DeployTokens.show(made.id, at(fullPath))
      expect(shown).toMatchObject({ id: made.id, name: 'plain' })
      expect(shown).not.toHaveProperty('token')

      await DeployTokens.remove(made.id, at(id))
      await DeployTokens.remove(dated.id, at(fullPath))
      expect(await DeployTokens.all(at(id))).toEqual([])
    },
  )

  test('sends `{}` with a deletion, and it is done once', async () => {
    const { token } = await makeToken(project)
    const asked = server.requests.length
    const { status } = await gitlab.DeployTokens.remove(token.id, {
      projectId: project.id,
      showExpanded: true,
    })
    expect(status).toBe(204)
    const [deletion, ...others] = server.requests.slice(asked)
    expect([deletion?.method, deletion?.headers['content-type'], others]).toEqual([
      'DELETE',
      'application/json',
      [],
    ])
    const again = gitlab.DeployTokens.remove(token.id, { projectId: project.id })
    expect(await refusalOf(again)).toEqual([404, '404 Not found'])
  })

  test('lists the tokens of the instance for an administrator, the active ones where it asks for them', async () => {
    const other = await makeProject(group)
    const { token: revoked } = await makeRevokedToken(other)
    const { token: live } = await makeToken(other)
    const ofRoot = new Gitlab({ host, token: (await makePersonalToken(await administrator())).secret })
    const ids = async (query: { active?: boolean }) =>
      (await ofRoot.DeployTokens.all(query)).map(({ id }) => id).filter((id) => id >= revoked.id)
    expect(await ids({})).toEqual([revoked.id, live.id])
    expect(await ids({ active: true })).toEqual([live.id])
  })

  test('walks over 50 tokens page by page, and knows where it is', async () => {
    const wide = await makeProject(group)
    for (let i = 0; i < 50; i++) await makeToken(wide, { name: `token ${i}` })
    const names = Array.from({ length: 50 }, (_, i) => `token ${i}`)
    const asked = server.requests.length
    const all = await gitlab.DeployTokens.all({ projectId: wide.fullPath, perPage: 20 })
    expect(all.map(({ name }) => name)).toEqual(names)
    expect(server.requests.length - asked).toBe(3)

    const second = { projectId: wide.id, perPage: 20, page: 2, maxPages: 1, showExpanded: true } as const
    const { data, paginationInfo } = await gitlab.DeployTokens.all(second)
    expect(data.map(({ name }) => name)).toEqual(names.slice(20, 40))
    expect(paginationInfo).toEqual({
      current: 2,
      previous: 1,
      next: 3,
      perPage: 20,
      total: 50,
      totalPages: 3,
    })
  })

  test('rejects with its own error, our status and our sentence', async () => {
    const nobody = new Gitlab({ host, token: 'wrong' })
    const deploying = new Gitlab({ host, token: (await makeToken(project)).secret })
    const { secret: readSecret } = await makePersonalToken(maintainer, { scopes: ['read_api'] })
    const reading = new Gitlab({ host, token: readSecret })
    const here = { projectId: project.id }

    const refusals = [
      nobody.Projects.show(project.id),
      deploying.DeployTokens.all(here),
      reading.DeployTokens.create('x', ['read_repository'], here),
      gitlab.DeployTokens.all(),
      gitlab.Projects.show('not/there'),
      gitlab.Groups.show('not/there'),
      gitlab.DeployTokens.show(999999, here),
      gitlab.DeployTokens.create('x', [], here),
      gitlab.DeployTokens.create('', ['read_repository'], here),
      gitlab.DeployTokens.create('x', ['read_repository'], { ...here, expires_at: 'soon' }),
      gitlab.Users.showCurrentUser({ sudo: 'root' }),
    ]
    expect(await Promise.all(refusals.map(refusalOf))).toEqual([
      [401, '401 Unauthorized'],
      [401, '401 Unauthorized'],
      [403, 'insufficient_scope'],
      [403, '403 Forbidden'],
      [404, '404 Project Not Found'],
      [404, '404 Group Not Found'],
      [404, '404 Not found'],
      [400, "Scopes can't be blank"],
      [400, "Name can't be blank"],
      [400, 'expires_at is invalid'],
      [403, '403 Forbidden - sudo is not available here'],
    ])
  })
})

/** The status and the description in gitbeaker's error. */
async function refusalOf(asked: Promise<unknown>): Promise<[number?, string?]> {
  const error: unknown = await asked.catch((error: unknown) => error)
  if (!(error instanceof GitbeakerRequestError)) throw new Error('It was not refused.', { cause: error })
  return [error.cause?.response.status, error.cause?.description]
}
