import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import {
  addMember,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeUser,
} from '@/e2e/support/fixtures'
import type { Group, Project } from '@/lib/domain/project'

// GitLab's members API, of one member.

let top: Group
let group: Group
let project: Project
let owner: string

beforeAll(async () => {
  top = await makeGroup()
  group = await makeGroup(top)
  project = await makeProject(group)
  owner = (await makePersonalToken(await makeMember(top, 'Owner'))).secret
})

const write =
  (method: string) =>
  (path: string, json?: unknown, token: string | undefined = owner) =>
    askApi(path, { method, token, json })
const [get, post, put, remove] = [write('GET'), write('POST'), write('PUT'), write('DELETE')]

const holders = [
  ['project', () => `/projects/${project.id}/members`, () => project],
  ['group', () => `/groups/${encodeURIComponent(group.fullPath)}/members`, () => group],
] as const

describe.each(holders)('a member of a %s', (_, at, place) => {
  test('is added, changed and removed', async () => {
    const { id, username } = await makeUser()
    const added = await post(at(), { user_id: id, access_level: 20, expires_at: '2999-12-31' })
    const shown = { id, username, access_level: 20, expires_at: '2999-12-31' }
    expect(added).toMatchObject({ status: 201, body: shown })
    expect(await get(`${at()}/${id}`)).toMatchObject({ status: 200, body: shown })
    // an end that is not named stays
    expect(await put(`${at()}/${id}`, { access_level: 30 })).toMatchObject({
      status: 200,
      body: { access_level: 30, expires_at: '2999-12-31' },
    })
    expect(await put(`${at()}/${id}`, { access_level: 30, expires_at: null })).toMatchObject({
      status: 200,
      body: { expires_at: null },
    })
    expect(await remove(`${at()}/${id}`)).toMatchObject({ status: 204, body: undefined })
    for (const ask of [get, remove])
      expect(await ask(`${at()}/${id}`)).toMatchObject({ status: 404, body: { message: '404 Not found' } })
    expect(await put(`${at()}/${id}`, { access_level: 30 })).toMatchObject({
      status: 404,
      body: { message: '404 Not found' },
    })
  })

  test('is added by user name, and once', async () => {
    const { id, username } = await makeUser()
    const wish = { username: username.toUpperCase(), access_level: '10' }
    expect(await post(at(), wish)).toMatchObject({ status: 201, body: { id } })
    expect(await post(at(), wish)).toMatchObject({
      status: 409,
      body: { message: 'Member already exists' },
    })
  })

  test('by a group above is found among all, and is given no less here', async () => {
    const above = await makeMember(top, 'Developer')
    expect((await get(`${at()}/${above.id}`)).status).toBe(404)
    expect(await get(`${at()}/all/${above.id}`)).toMatchObject({ status: 200, body: { access_level: 30 } })
    expect(await post(at(), { user_id: above.id, access_level: 10 })).toMatchObject({
      status: 400,
      body: { message: { access_level: [expect.stringMatching(/^should be greater than or equal to/)] } },
    })
  })

  test('is refused in GitLab’s words', async () => {
    const { id, username } = await makeUser()
    for (const [json, status, body] of [
      [{ access_level: 10 }, 400, { error: /exactly one/ }],
      [{ user_id: id, username, access_level: 10 }, 400, { error: /mutually exclusive/ }],
      [{ user_id: id }, 400, { error: /^access_level is missing$/ }],
      [{ user_id: id, access_level: 11 }, 400, { error: /^access_level does not have a valid value$/ }],
      [{ user_id: 2147483647, access_level: 10 }, 404, { message: /^404 User Not Found$/ }],
      [{ user_id: 99999999999, access_level: 10 }, 404, { message: /^404 User Not Found$/ }],
    ] as const) {
      const answer = await post(at(), json)
      const [[name, pattern] = ['', /./]] = Object.entries(body)
      expect([json, answer.status]).toEqual([json, status])
      expect(answer.body).toEqual({ [name]: expect.stringMatching(pattern) })
    }
    const past = { user_id: id, access_level: 10, expires_at: '2020-01-01' }
    expect(await post(at(), past)).toMatchObject({
      status: 400,
      body: { message: { expires_at: [expect.any(String)] } },
    })
    expect((await get(`${at()}/99999999999`)).status).toBe(404)
  })

  test('may go, and may be given no role above one’s own', async () => {
    const guest = await makeMember(place(), 'Guest')
    const { secret } = await makePersonalToken(guest)
    expect((await remove(`${at()}/${guest.id}`, undefined, secret)).status).toBe(204)
    const maintainer = (await makePersonalToken(await makeMember(place(), 'Maintainer'))).secret
    const { id } = await makeUser()
    expect(await post(at(), { user_id: id, access_level: 50 }, maintainer)).toMatchObject({
      status: 400,
      body: { message: { access_level: [expect.any(String)] } },
    })
  })
})

test('a member of a group is removed from everything below too, unless told otherwise', async () => {
  for (const [query, status] of [
    ['', 404],
    ['?skip_subresources=true', 200],
  ] as const) {
    const user = await makeMember(group, 'Guest')
    await addMember(user, project, 'Developer')
    expect((await remove(`/groups/${group.id}/members/${user.id}${query}`)).status).toBe(204)
    expect((await get(`/projects/${project.id}/members/${user.id}`)).status).toBe(status)
  }
})
