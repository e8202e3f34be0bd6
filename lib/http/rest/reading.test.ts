import { beforeAll, describe, expect, test } from 'vitest'
import { type ApiAnswer, askApi } from '@/e2e/support/api-request'
import {
  addMember,
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeUser,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'

// What clients read around deploy tokens: the instance, people, projects, groups and who is a member.
// above › group › below;  group › project, archived;  below › deep;  open › shown (public);  within (internal)

const host = 'http://localhost:3000'

let above: Group
let group: Group
let below: Group
let project: Project
let archived: Project
let deep: Project
let open: Group
let shown: Project
let within: Project
let user: UserActor
let root: UserActor
let token: string
let rootToken: string
let outsiderToken: string

beforeAll(async () => {
  above = await makeGroup()
  group = await makeGroup(above)
  below = await makeGroup(group)
  project = await makeProject(group)
  archived = await makeProject(group)
  await sql`UPDATE projects SET archived_at = now() WHERE id = ${archived.id}`
  deep = await makeProject(below)
  open = await makeGroup(undefined, { visibility: 'public' })
  shown = await makeProject(open, { visibility: 'public' })
  within = await makeProject(open, { visibility: 'internal' })
  user = await makeMember(group, 'Developer')
  root = await administrator()
  token = (await makePersonalToken(user)).secret
  rootToken = (await makePersonalToken(root)).secret
  outsiderToken = (await makePersonalToken(await makeUser())).secret
})

/** The full paths in a list, in its order. */
async function pathsOf(path: string, asker?: string): Promise<string[]> {
  const { status, body } = await askApi(`${path}${path.includes('?') ? '&' : '?'}per_page=100`, {
    token: asker,
  })
  expect([path, status]).toEqual([path, 200])
  return (body as { path_with_namespace?: string; full_path?: string }[]).map(
    (item) => item.path_with_namespace ?? item.full_path ?? '',
  )
}

describe('the instance', () => {
  test('is a GitLab of a version, and tells its address', async () => {
    expect((await askApi('/version', { token })).body).toEqual({ version: '18.0.0', revision: 'latchkey' })
    expect((await askApi('/metadata', { token })).body).toMatchObject({
      version: '18.0.0',
      external_url: host,
    })
  })
})

describe('users', () => {
  test('see themselves', async () => {
    expect((await askApi('/user', { token })).body).toEqual({
      id: user.id,
      username: user.username,
      name: user.name,
      state: 'active',
      avatar_url: null,
      web_url: `${host}/${user.username}`,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      email: `${user.username}@example.com`,
      is_admin: false,
    })
  })

  test('see others without e-mail address, which administrators see', async () => {
    const seen = (await askApi(`/users/${root.id}`, { token })).body
    expect(seen).toMatchObject({ id: root.id, username: root.username })
    expect(Object.keys(seen as object)).not.toContain('email')
    expect((await askApi(`/users/${user.id}`, { token: rootToken })).body).toMatchObject({
      email: `${user.username}@example.com`,
      is_admin: false,
    })
  })

  test('are found by their user name in any case, and by a part of it', async () => {
    const blocked = await makeUser({ isBlocked: true })
    const find = async (query: string) =>
      ((await askApi(`/users?${query}`, { token })).body as { username: string; state: string }[]).map(
        ({ username, state }) => [username, state],
      )
    expect(await find(`username=${user.username.toUpperCase()}`)).toEqual([[user.username, 'active']])
    expect(await find(`username=${user.username.slice(1)}`)).toEqual([])
    expect(await find(`search=${blocked.username.slice(1).toUpperCase()}`)).toEqual([
      [blocked.username, 'blocked'],
    ])
    expect(await find('search=%25')).toEqual([])
    expect(await find('username=%27%20OR%201%3D1--')).toEqual([])
  })

  test.each([
    ['0', 404],
    ['2147483648', 404],
    ['9'.repeat(400), 404],
    ['abc', 400],
    ['1e3', 400],
  ])('of the number %s are not there', async (id, status) => {
    expect((await askApi(`/users/${id}`, { token })).status).toBe(status)
  })
})

describe('a project', () => {
  test('is shown with its place, its addresses and what it offers', async () => {
    await sql`UPDATE groups SET disabled_features = '{container_registry}' WHERE id = ${below.id}`
    const namespace = {
      id: below.id,
      name: below.name,
      path: below.fullPath.split('/').at(-1),
      kind: 'group',
      full_path: below.fullPath,
      parent_id: group.id,
      avatar_url: null,
      web_url: `${host}/groups/${below.fullPath}`,
    }
    expect((await askApi(`/projects/${deep.id}`, { token })).body).toEqual({
      id: deep.id,
      description: '',
      name: deep.name,
      name_with_namespace: `${above.name} / ${group.name} / ${below.name} / ${deep.name}`,
      path: deep.fullPath.split('/').at(-1),
      path_with_namespace: deep.fullPath,
      created_at: deep.createdAt.toISOString(),
      default_branch: 'main',
      http_url_to_repo: `${host}/${deep.fullPath}.git`,
      web_url: `${host}/${deep.fullPath}`,
      avatar_url: null,
      visibility: 'private',
      archived: false,
      namespace,
      repository_access_level: 'enabled',
      container_registry_access_level: 'disabled',
      container_registry_enabled: false,
      builds_access_level: 'enabled',
      packages_enabled: true,
    })
    expect((await askApi(`/namespaces/${encodeURIComponent(below.fullPath)}`, { token })).body).toEqual(
      namespace,
    )
    expect((await askApi(`/projects/${archived.id}`, { token })).body).toMatchObject({ archived: true })
  })

  test('that is public is shown to anybody, an internal one to users', async () => {
    expect((await askApi(`/projects/${shown.id}`)).body).toMatchObject({ id: shown.id })
    expect((await askApi(`/projects/${within.id}`)).status).toBe(404)
    expect((await askApi(`/projects/${within.id}`, { token: outsiderToken })).status).toBe(200)
  })
})

describe('projects are listed', () => {
  test('as far as one may see them: by anybody, by a stranger, by a member, by an administrator', async () => {
    const mine = [project, archived, deep].map(({ fullPath }) => fullPath)
    const all = [...mine, shown.fullPath, within.fullPath]
    const seen = async (asker?: string) =>
      (await pathsOf('/projects', asker)).filter((path) => all.includes(path))
    expect(await seen()).toEqual([shown.fullPath])
    expect((await seen(outsiderToken)).sort()).toEqual([shown.fullPath, within.fullPath].sort())
    expect((await seen(token)).sort()).toEqual([...all].sort())
    expect((await seen(rootToken)).sort()).toEqual([...all].sort())
  })

  test('by membership, level, visibility, archiving and search', async () => {
    const mine = [project, archived, deep].map(({ fullPath }) => fullPath).sort()
    const seen = async (query: string, asker = token) => (await pathsOf(`/projects?${query}`, asker)).sort()
    expect(await seen('membership=true')).toEqual(mine)
    expect(await seen('membership=true', rootToken)).toEqual([])
    expect(await seen('min_access_level=30')).toEqual(mine)
    expect(await seen('min_access_level=40')).toEqual([])
    expect(await seen('owned=1')).toEqual([])
    expect(await seen('membership=true&archived=true')).toEqual([archived.fullPath])
    expect(await seen('membership=true&archived=false')).toEqual([project.fullPath, deep.fullPath].sort())
    expect(await seen('membership=true&visibility=public')).toEqual([])
    const word = project.fullPath.split('/').at(-1)?.toUpperCase()
    expect(await seen(`search=${word}`)).toEqual([project.fullPath])
    expect(await seen('search=%25')).toEqual([])
  })

  test.each(['id', 'name', 'path', 'created_at'])('in the order of %s, either way', async (column) => {
    const of = `/projects?membership=true&order_by=${column}`
    const rows = await sql<{ path: string }>`
      SELECT r.path FROM projects p JOIN routes r ON r.project_id = p.id
      WHERE p.id IN (${project.id}, ${archived.id}, ${deep.id})
      ORDER BY CASE ${column} WHEN 'name' THEN lower(p.name) WHEN 'path' THEN p.path END, p.created_at, p.id`
    const ascending = rows.map(({ path }) => path)
    expect(await pathsOf(`${of}&sort=asc`, token)).toEqual(ascending)
    expect(await pathsOf(of, token)).toEqual(ascending.reverse())
  })

  test.each([
    ['order_by', 'id;DROP TABLE projects'],
    ['order_by', 'last_activity_at'],
    ['sort', 'sideways'],
    ['visibility', 'secret'],
    ['min_access_level', '35'],
    ['membership', 'perhaps'],
    ['search', 'x'.repeat(256)],
  ])('R26: not with %s=%s', async (name, value) => {
    expect(await askApi(`/projects?${name}=${encodeURIComponent(value)}`, { token })).toMatchObject({
      status: 400,
      body: { error: `${name} does not have a valid value` },
    })
  })
})

describe('groups', () => {
  test('are shown with their place', async () => {
    expect((await askApi(`/groups/${encodeURIComponent(group.fullPath)}`, { token })).body).toEqual({
      id: group.id,
      web_url: `${host}/groups/${group.fullPath}`,
      name: group.name,
      path: group.fullPath.split('/').at(-1),
      description: '',
      visibility: 'private',
      avatar_url: null,
      full_name: `${above.name} / ${group.name}`,
      full_path: group.fullPath,
      created_at: group.createdAt.toISOString(),
      parent_id: above.id,
      archived: false,
    })
  })

  test('are listed as far as one may see them, with what is below them', async () => {
    const all = [above, group, below, open].map(({ fullPath }) => fullPath)
    const seen = async (query: string, asker?: string) =>
      (await pathsOf(`/groups${query}`, asker)).filter((path) => all.includes(path)).sort()
    expect(await seen('')).toEqual([open.fullPath])
    // a member of a group is none of the group above it
    expect(await seen('', token)).toEqual([group, below, open].map(({ fullPath }) => fullPath).sort())
    expect(await seen('?all_available=false', token)).toEqual([group.fullPath, below.fullPath].sort())
    expect(await seen('?top_level_only=true', rootToken)).toEqual([above.fullPath, open.fullPath].sort())
    expect(await seen(`?search=${below.fullPath.split('/').at(-1)}`, token)).toEqual([below.fullPath])
    expect(await pathsOf(`/groups/${above.id}/subgroups`, rootToken)).toEqual([group.fullPath])
    expect((await pathsOf(`/groups/${above.id}/descendant_groups`, rootToken)).sort()).toEqual(
      [group.fullPath, below.fullPath].sort(),
    )
    expect((await pathsOf(`/groups/${group.id}/projects`, token)).sort()).toEqual(
      [project.fullPath, archived.fullPath].sort(),
    )
    expect((await pathsOf(`/groups/${group.id}/projects?include_subgroups=true`, token)).sort()).toEqual(
      [project.fullPath, archived.fullPath, deep.fullPath].sort(),
    )
    expect(await pathsOf(`/groups/${open.id}/projects`)).toEqual([shown.fullPath])
  })

  test('are the namespaces of their members, and all of them an administrator’s', async () => {
    expect((await pathsOf('/namespaces', token)).sort()).toEqual([group.fullPath, below.fullPath].sort())
    expect(await pathsOf('/namespaces?owned_only=true', token)).toEqual([])
    expect(await pathsOf('/namespaces', rootToken)).toEqual(
      expect.arrayContaining([above.fullPath, open.fullPath]),
    )
    expect(await askApi(`/namespaces/${above.id}`, { token })).toMatchObject({
      status: 404,
      body: { message: '404 Namespace Not Found' },
    })
  })
})

describe('members', () => {
  const levels = ({ body }: ApiAnswer) =>
    (body as { username: string; access_level: number }[]).map((member) => [
      member.username,
      member.access_level,
    ])

  test('are those of the place itself, or with those above it once each, at their highest level', async () => {
    const own = await makeProject(group)
    const guest = await makeUser({ username: unique('zz-guest') })
    await addMember(guest, own, 'Guest')
    await addMember(user, own, 'Reporter')
    const former = await makeUser()
    await addMember(former, own, 'Owner', { isOver: true })
    const both = [
      [user.username, 30],
      [guest.username, 10],
    ]
    expect(levels(await askApi(`/projects/${own.id}/members`, { token }))).toEqual([
      [user.username, 20],
      [guest.username, 10],
    ])
    expect(levels(await askApi(`/projects/${own.id}/members/all`, { token }))).toEqual(both)
    expect(levels(await askApi(`/projects/${own.id}/members/all?query=ZZ-`, { token }))).toEqual([both[1]])
    expect(levels(await askApi(`/groups/${group.id}/members`, { token }))).toEqual([[user.username, 30]])
    expect(levels(await askApi(`/groups/${below.id}/members`, { token }))).toEqual([])
    expect(levels(await askApi(`/groups/${below.id}/members/all`, { token }))).toEqual([[user.username, 30]])
  })

  test('are shown with level, beginning and end', async () => {
    await sql`UPDATE memberships SET expires_at = '2099-05-06T00:00:00Z' WHERE user_id = ${user.id} AND group_id = ${group.id}`
    const { body } = await askApi(`/groups/${group.id}/members`, { token })
    expect(body).toEqual([
      {
        id: user.id,
        username: user.username,
        name: user.name,
        state: 'active',
        avatar_url: null,
        web_url: `${host}/${user.username}`,
        access_level: 30,
        created_at: expect.stringMatching(/Z$/),
        expires_at: '2099-05-06',
        membership_state: 'active',
      },
    ])
  })

  test('are told to members alone', async () => {
    for (const [asker, status] of [
      [undefined, 403],
      [outsiderToken, 403],
    ] as const)
      expect((await askApi(`/projects/${shown.id}/members`, { token: asker })).status).toBe(status)
    expect((await askApi(`/projects/${project.id}/members`, { token: outsiderToken })).status).toBe(404)
  })
})

describe('a walk by keyset', () => {
  let wide: Group
  let inside: number[]
  let walker: string
  beforeAll(async () => {
    wide = await makeGroup()
    walker = (await makePersonalToken(await makeMember(wide, 'Guest'))).secret
    inside = []
    for (let count = 0; count < 5; count++) inside.push((await makeProject(wide)).id)
    for (let count = 0; count < 4; count++) await makeGroup(wide)
  })

  /** The numbers on each page, as a client sees them that follows the links. */
  async function walk(path: string): Promise<number[][]> {
    const pages: number[][] = []
    for (let next: string | undefined = path; next; ) {
      const { status, headers, body } = await askApi(next, { token: walker })
      expect(status).toBe(200)
      expect(Object.keys(headers).filter((name) => /^x-(total|page|next-page)/.test(name))).toEqual([])
      pages.push((body as { id: number }[]).map(({ id }) => id))
      const [, link] =
        /^<http:\/\/localhost:3000\/api\/v4([^>]+)>; rel="next"$/.exec(headers.link ?? '') ?? []
      expect(link === undefined).toBe(headers.link === undefined)
      next = link
    }
    return pages
  }

  test.each(['asc', 'desc'] as const)('passes over all projects once, %s, and ends', async (sort) => {
    const all = sort === 'asc' ? inside : inside.toReversed()
    expect(
      await walk(`/projects?membership=1&pagination=keyset&order_by=id&sort=${sort}&per_page=2`),
    ).toEqual([all.slice(0, 2), all.slice(2, 4), all.slice(4)])
    // a last page that is full has no next one either
    expect(
      await walk(`/projects?membership=1&pagination=keyset&order_by=id&sort=${sort}&per_page=5`),
    ).toEqual([all])
  })

  test.each(['asc', 'desc'] as const)('passes over all groups once, %s', async (sort) => {
    const rows = await sql<{
      id: number
    }>`SELECT id FROM groups WHERE ${wide.id} = ANY (traversal_ids) ORDER BY id`
    const all = rows.map(({ id }) => id)
    if (sort === 'desc') all.reverse()
    expect(
      await walk(`/groups?all_available=0&pagination=keyset&order_by=id&sort=${sort}&per_page=3`),
    ).toEqual([all.slice(0, 3), all.slice(3)])
  })

  test('is not disturbed by what is made or goes meanwhile', async () => {
    const of = '/projects?membership=1&pagination=keyset&order_by=id&sort=desc&per_page=2'
    const first = await askApi(of, { token: walker })
    const late = await makeProject(wide)
    const gone = inside.at(-2)
    await sql`DELETE FROM projects WHERE id = ${gone}`
    const [, next = ''] = /api\/v4([^>]+)>/.exec(first.headers.link ?? '') ?? []
    expect((await walk(next)).flat()).toEqual(inside.slice(0, 3).toReversed())
    await sql`DELETE FROM projects WHERE id = ${late.id}`
    inside = inside.filter((id) => id !== gone)
  })

  test('costs one statement a page, and counts nothing', async () => {
    const of = '/projects?pagination=keyset&order_by=id&per_page=2'
    const statements = await statementsOf(() => askApi(of, { token: walker }))
    expect(statements).toHaveLength(2)
    expect(statements.at(-1)?.text).not.toContain('count(*)')
  })

  test('is there in the order of numbers alone', async () => {
    for (const path of ['/projects?pagination=keyset', '/groups?pagination=keyset&order_by=path'])
      expect(await askApi(path, { token: walker })).toMatchObject({
        status: 405,
        body: { error: 'Keyset pagination is not yet available for this type of request' },
      })
  })

  test('begins and ends anywhere, and lists are cut the same way', async () => {
    const [first = 0, second = 0] = inside
    const of = '/projects?membership=1&order_by=id&sort=asc'
    expect(await walk(`${of}&pagination=keyset&id_after=${first}&id_before=${second + 1}`)).toEqual([
      [second],
    ])
    expect(await walk(`${of}&pagination=keyset&id_after=${Number.MAX_SAFE_INTEGER}`)).toEqual([[]])
    expect((await askApi(`${of}&id_before=${second}`, { token: walker })).headers['x-total']).toBe('1')
    expect((await askApi(`${of}&id_before=0`, { token: walker })).body).toEqual([])
    for (const value of ['-1', 'x', '1e3', '9'.repeat(400), ''])
      expect(await askApi(`${of}&id_after=${value}`, { token: walker })).toMatchObject({
        status: 400,
        body: { error: 'id_after is invalid' },
      })
    expect((await askApi('/projects?pagination=cursor', { token: walker })).body).toEqual({
      error: 'pagination does not have a valid value',
    })
  })
})

test('a page of anything is one statement beside who asks and what it is in', async () => {
  const lists = {
    '/projects': 2,
    '/groups': 2,
    '/namespaces': 2,
    '/users': 2,
    [`/groups/${group.id}/projects`]: 3,
    [`/groups/${group.id}/subgroups`]: 3,
    [`/projects/${project.id}/members/all`]: 3,
  }
  for (const [path, count] of Object.entries(lists)) {
    const statements = await statementsOf(() => askApi(`${path}?per_page=100`, { token }))
    expect([path, statements.length]).toEqual([path, count])
  }
})
