import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { makeGroup, makeMember, makePersonalToken, makeProject, sql, unique } from '@/e2e/support/fixtures'
import type { Group } from '@/lib/domain/project'

// GitLab's groups API, as far as it writes.

let top: Group
let owner: string

beforeAll(async () => {
  top = await makeGroup(undefined, { visibility: 'internal' })
  owner = (await makePersonalToken(await makeMember(top, 'Owner'))).secret
})

const write =
  (method: string) =>
  (path: string, json?: unknown, token: string | undefined = owner) =>
    askApi(path, { method, token, json })
const [post, put, remove] = [write('POST'), write('PUT'), write('DELETE')]
const pathNow = async (id: number) =>
  (await sql<{ path: string }>`SELECT path FROM routes WHERE group_id = ${id}`)[0]?.path
const eventsOf = async (id: number) =>
  (
    await sql<{
      action: string
    }>`SELECT action FROM audit_events WHERE target_type = 'group' AND target_id = ${id} ORDER BY id`
  ).map(({ action }) => action)

describe('a group', () => {
  test('is made at the top, private unless told otherwise, and its maker may do everything there', async () => {
    const path = unique('made')
    const made = await post('/groups', { name: 'Made here', path })
    expect(made).toMatchObject({
      status: 201,
      body: { name: 'Made here', full_path: path, visibility: 'private', description: '', parent_id: null },
    })
    expect((await remove(`/groups/${path}`)).status).toBe(202)
  })

  test('is made below another, by JSON or by form', async () => {
    const wish = { name: 'Below', path: unique('below'), visibility: 'internal', description: 'What it is' }
    expect(await post('/groups', { ...wish, parent_id: top.id })).toMatchObject({
      status: 201,
      body: { ...wish, full_path: `${top.fullPath}/${wish.path}`, parent_id: top.id },
    })
    const form = new URLSearchParams({ name: 'Form', path: unique('form'), parent_id: String(top.id) })
    const answer = await askApi('/groups', { method: 'POST', token: owner, body: form })
    expect(answer).toMatchObject({ status: 201, body: { parent_id: top.id } })
  })

  test.each([
    [{ path: 'x' }, { error: 'name is missing' }],
    [{ name: 'x' }, { error: 'path is missing' }],
    [{ name: 'x', path: 'x', visibility: 'secret' }, { error: 'visibility does not have a valid value' }],
    [{ name: 'x', path: 'x', parent_id: 'x' }, { error: 'parent_id is invalid' }],
    [{ name: '', path: 'x' }, { message: { name: ["can't be blank"] } }],
    [{ name: 'x', path: 'admin' }, { message: { path: ['admin is a reserved name'] } }],
  ])('of %j is refused in GitLab’s words', async (json, body) => {
    expect(await post('/groups', json)).toMatchObject({ status: 400, body })
  })

  test('is refused where the path is taken, the visibility too wide, or the parent hidden', async () => {
    expect(await post('/groups', { name: 'x', path: top.fullPath.toUpperCase() })).toMatchObject({
      status: 400,
      body: { message: { path: ['has already been taken'] } },
    })
    const wide = { name: 'x', path: unique('x'), parent_id: top.id, visibility: 'public' }
    const { status, body } = await post('/groups', wide)
    expect([status, Object.keys((body as { message: object }).message)]).toEqual([400, ['visibility_level']])
    const hidden = await makeGroup()
    for (const parent_id of [hidden.id, 2147483647, 99999999999])
      expect(await post('/groups', { name: 'x', path: unique('x'), parent_id })).toMatchObject({
        status: 404,
        body: { message: '404 Group Not Found' },
      })
  })

  test('is changed in all that is named and nothing else, with an audit event for each part', async () => {
    const group = await makeGroup(top)
    const path = unique('renamed')
    const wish = { name: 'Renamed', path, visibility: 'internal', description: 'New' }
    const changed = await put(`/groups/${group.id}`, wish)
    expect(changed).toMatchObject({ status: 200, body: { ...wish, full_path: `${top.fullPath}/${path}` } })
    expect(await eventsOf(group.id)).toEqual(['group_updated', 'group_updated', 'group_updated'])
    const byPath = `/groups/${encodeURIComponent(`${top.fullPath}/${path}`)}`
    expect(await put(byPath, { name: 'Again' })).toMatchObject({
      status: 200,
      body: { ...wish, name: 'Again' },
    })
  })

  test('is changed in nothing where a part is refused', async () => {
    const group = await makeGroup(top)
    const taken = await makeGroup(top)
    const path = taken.fullPath.split('/').at(-1)
    expect(await put(`/groups/${group.id}`, { name: 'Lost', path })).toMatchObject({
      status: 400,
      body: { message: { path: ['has already been taken'] } },
    })
    expect((await askApi(`/groups/${group.id}`, { token: owner })).body).toMatchObject({ name: group.name })
    expect(await eventsOf(group.id)).toEqual([])
  })

  test('goes into another group and to the top', async () => {
    const group = await makeGroup(top)
    const target = await makeGroup(top)
    const path = group.fullPath.split('/').at(-1) ?? ''
    expect(await post(`/groups/${group.id}/transfer`, { group_id: target.id })).toMatchObject({
      status: 201,
      body: { full_path: `${target.fullPath}/${path}`, parent_id: target.id },
    })
    expect(await post(`/groups/${group.id}/transfer`)).toMatchObject({
      status: 201,
      body: { full_path: path, parent_id: null },
    })
    expect(await post(`/groups/${group.id}/transfer`)).toMatchObject({
      status: 400,
      body: { message: 'The group is already there' },
    })
    const hidden = await makeGroup()
    expect(await post(`/groups/${group.id}/transfer`, { group_id: hidden.id })).toMatchObject({
      status: 404,
      body: { message: '404 Group Not Found' },
    })
    expect(await pathNow(group.id)).toBe(path)
  })

  test('is archived and taken out again', async () => {
    const group = await makeGroup(top)
    for (const [act, archived] of [['archive', true] as const, ['unarchive', false] as const]) {
      expect(await post(`/groups/${group.id}/${act}`)).toMatchObject({ status: 201, body: { archived } })
      expect(await post(`/groups/${group.id}/${act}`)).toMatchObject({ status: 201, body: { archived } })
    }
    expect(await eventsOf(group.id)).toEqual(['group_archived', 'group_unarchived'])
  })

  test('is deleted at once, with what is below', async () => {
    const group = await makeGroup(top)
    const project = await makeProject(group)
    expect(await remove(`/groups/${group.id}`)).toMatchObject({
      status: 202,
      body: { message: '202 Accepted' },
    })
    expect(await remove(`/groups/${group.id}`)).toMatchObject({
      status: 404,
      body: { message: '404 Group Not Found' },
    })
    expect((await askApi(`/projects/${project.id}`, { token: owner })).status).toBe(404)
  })

  test('is not touched with a token that only reads', async () => {
    const reader = await makeMember(top, 'Owner')
    const { secret } = await makePersonalToken(reader, { scopes: ['read_api'] })
    const asked = [
      post('/groups', { name: 'x', path: 'x' }, secret),
      put(`/groups/${top.id}`, { name: 'x' }, secret),
      post(`/groups/${top.id}/transfer`, {}, secret),
      post(`/groups/${top.id}/archive`, {}, secret),
      remove(`/groups/${top.id}`, undefined, secret),
    ]
    for (const answer of await Promise.all(asked))
      expect(answer).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } })
  })
})
