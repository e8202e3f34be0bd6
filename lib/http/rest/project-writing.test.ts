import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { makeGroup, makeMember, makePersonalToken, makeProject, sql, unique } from '@/e2e/support/fixtures'
import { ask } from '@/e2e/support/machine-request'
import type { Group } from '@/lib/domain/project'

// GitLab's projects API, as far as it writes.

let group: Group
let owner: string

beforeAll(async () => {
  group = await makeGroup(undefined, { visibility: 'internal' })
  owner = (await makePersonalToken(await makeMember(group, 'Owner'))).secret
})

const write =
  (method: string) =>
  (path: string, json?: unknown, token: string | undefined = owner) =>
    askApi(path, { method, token, json })
const [post, put, remove] = [write('POST'), write('PUT'), write('DELETE')]
const eventsOf = async (id: number) =>
  (
    await sql<{
      action: string
    }>`SELECT action FROM audit_events WHERE target_type = 'project' AND target_id = ${id} ORDER BY id`
  ).map(({ action }) => action)

describe('a project', () => {
  test('is made in a group with a name alone, a path alone, or both', async () => {
    const [path, other] = [unique('by-path'), unique('both')]
    const word = unique('Name')
    const namespace_id = group.id
    expect(await post('/projects', { namespace_id, path })).toMatchObject({
      status: 201,
      body: { name: path, path, visibility: 'private', namespace: { id: group.id } },
    })
    expect(await post('/projects', { namespace_id, name: `Größe ${word}` })).toMatchObject({
      status: 201,
      body: { name: `Größe ${word}`, path: expect.stringMatching(/^gr-?o-?.*-name-/) },
    })
    const wish = { name: 'Both', path: other, visibility: 'internal', description: 'What it is' }
    const made = await post('/projects', { ...wish, namespace_id, initialize_with_readme: true })
    expect(made).toMatchObject({ status: 201, body: wish })
    const { id } = made.body as { id: number }
    const refs = await ask(`/${group.fullPath}/${other}.git/info/refs?service=git-upload-pack`, {
      headers: [['Authorization', `Basic ${btoa(`anybody:${owner}`)}`]],
    })
    expect(refs.body).toContain('refs/heads/main')
    expect(await eventsOf(id)).toEqual(['project_created'])
  })

  test('is made with what is switched off', async () => {
    const switches = { packages_enabled: false, builds_access_level: 'disabled' }
    const wish = { ...switches, namespace_id: group.id, path: unique('off') }
    expect(await post('/projects', wish)).toMatchObject({
      status: 201,
      body: { ...switches, repository_access_level: 'enabled', container_registry_enabled: true },
    })
  })

  test.each([
    [{ path: 'x' }, { error: 'namespace_id is missing' }],
    [{ namespace_id: 'x', path: 'x' }, { error: 'namespace_id is invalid' }],
    [{ namespace_id: 1 }, { error: 'name, path are missing, at least one parameter must be provided' }],
    [{ namespace_id: 2147483647, path: 'x' }, { message: { namespace: ['is not valid'] } }],
    [
      { namespace_id: 1, path: 'x', repository_access_level: 'private' },
      { error: 'repository_access_level does not have a valid value' },
    ],
  ])('of %j is refused in GitLab’s words', async (json, body) => {
    expect(await post('/projects', json)).toMatchObject({ status: 400, body })
  })

  test('is refused where the path is taken or reserved', async () => {
    const project = await makeProject(group)
    const wish = { namespace_id: group.id, name: 'x' }
    expect(await post('/projects', { ...wish, path: project.fullPath.split('/').at(-1) })).toMatchObject({
      status: 400,
      body: { message: { path: ['has already been taken'] } },
    })
    expect(await post('/projects', { ...wish, path: 'tree' })).toMatchObject({
      status: 400,
      body: { message: { path: ['tree is a reserved name'] } },
    })
  })

  test('is changed in what is named, switches too, and in nothing where a part is refused', async () => {
    const project = await makeProject(group)
    const path = unique('renamed')
    const wish = { name: 'Renamed', path, repository_access_level: 'disabled', visibility: 'internal' }
    expect(await put(`/projects/${project.id}`, wish)).toMatchObject({
      status: 200,
      body: { ...wish, path_with_namespace: `${group.fullPath}/${path}`, packages_enabled: true },
    })
    const at = `/projects/${encodeURIComponent(`${group.fullPath}/${path}`)}`
    const packages = { packages_enabled: false }
    expect(await put(at, packages)).toMatchObject({ status: 200, body: { ...wish, ...packages } })
    expect(await put(at, { repository_access_level: 'enabled' })).toMatchObject({
      body: { ...packages, repository_access_level: 'enabled' },
    })
    expect(await put(at, { name: 'Lost', visibility: 'public' })).toMatchObject({
      status: 400,
      body: { message: { visibility_level: [expect.any(String)] } },
    })
    expect((await askApi(at, { token: owner })).body).toMatchObject({ name: 'Renamed' })
    expect(await put(at, {})).toMatchObject({ status: 400, body: { error: expect.any(String) } })
  })

  test('goes into another group, by number or path', async () => {
    const project = await makeProject(group)
    const path = project.fullPath.split('/').at(-1)
    for (const namespace of [(await makeGroup(group)).id, group.fullPath])
      expect(await put(`/projects/${project.id}/transfer`, { namespace })).toMatchObject({
        status: 200,
        body: { path },
      })
    expect(await put(`/projects/${project.id}/transfer`, { namespace: 'nowhere' })).toMatchObject({
      status: 404,
      body: { message: '404 Namespace Not Found' },
    })
    expect(await put(`/projects/${project.id}/transfer`)).toMatchObject({
      status: 400,
      body: { error: 'namespace is missing' },
    })
    expect(await eventsOf(project.id)).toEqual(['project_transferred', 'project_transferred'])
  })

  test('is archived, taken out again, and deleted at once', async () => {
    const { id } = await makeProject(group)
    expect(await post(`/projects/${id}/archive`)).toMatchObject({ status: 201, body: { archived: true } })
    expect(await post(`/projects/${id}/unarchive`)).toMatchObject({ status: 201, body: { archived: false } })
    expect(await remove(`/projects/${id}`)).toMatchObject({
      status: 202,
      body: { message: '202 Accepted' },
    })
    expect((await remove(`/projects/${id}`)).status).toBe(404)
    expect(await eventsOf(id)).toEqual(['project_archived', 'project_unarchived', 'project_deleted'])
  })
})
