import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeMember,
  makeProject,
  makeSession,
  makeUser,
  refusalOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { nobody, type UserActor } from '@/lib/domain/actor'
import { listedPerPage, userListQuery } from '@/lib/domain/admin-list'
import { listUsers } from './list-users'
import { viewUser } from './view-user'

let admin: UserActor
const word = unique('listed')

beforeAll(async () => {
  admin = await makeUser({ isAdmin: true })
})

async function found(query: object) {
  const page = await listUsers(admin, userListQuery.parse(query))
  return page.users.map(({ username }) => username)
}

describe('the list of users', () => {
  test.each(['name', 'username', 'email'] as const)(
    'finds by a part of the %s in any letter case',
    async (by) => {
      const user = await makeUser()
      const mark = unique('Mark')
      await sql`UPDATE users SET name = ${by === 'name' ? `The ${mark} One` : 'x'} WHERE id = ${user.id}`
      if (by === 'username')
        await sql`UPDATE users SET username = ${mark}, username_key = ${mark.toLowerCase()} WHERE id = ${user.id}`
      if (by === 'email')
        await sql`UPDATE users SET email = ${`${mark.toLowerCase()}@x.test`} WHERE id = ${user.id}`
      expect(await found({ search: mark.toUpperCase() })).toHaveLength(1)
      expect(await found({ search: mark.slice(2) })).toHaveLength(1)
    },
  )

  test.each(['%', '_', '\\', "' OR true --", 'nobody of that name'])(
    'takes %s for itself',
    async (search) => {
      for (const username of await found({ search })) expect(username).toContain(search)
    },
  )

  test('shows the tab that was asked for, and counts all of them', async () => {
    const [user, blocked, blockedAdmin, otherAdmin] = [
      await makeUser({ username: `${word}-plain` }),
      await makeUser({ username: `${word}-blocked`, isBlocked: true }),
      await makeUser({ username: `${word}-both`, isBlocked: true, isAdmin: true }),
      await makeUser({ username: `${word}-admin`, isAdmin: true }),
    ].map(({ username }) => username)
    expect(await found({ search: word })).toEqual([otherAdmin, user])
    expect(await found({ search: word, filter: 'admins' })).toEqual([otherAdmin, blockedAdmin])
    expect(await found({ search: word, filter: 'blocked' })).toEqual([blocked, blockedAdmin])
    const { total, counts } = await listUsers(admin, userListQuery.parse({ search: word, filter: 'blocked' }))
    expect(total).toBe(2)
    const [all] = await sql`SELECT count(*) FILTER (WHERE blocked_at IS NULL)::int AS active,
      count(*) FILTER (WHERE is_admin)::int AS admins, count(*) FILTER (WHERE blocked_at IS NOT NULL)::int AS blocked
      FROM users`
    expect(counts).toEqual(all)
  })

  test('is sorted by name, by age and by last activity, up and down', async () => {
    const mark = unique('sorted')
    const [c, a, b] = [
      await makeUser({ username: `${mark}-c` }),
      await makeUser({ username: `${mark}-a` }),
      await makeUser({ username: `${mark}-b` }),
    ]
    const older = await makeSession(b)
    await makeSession(c)
    await sql`UPDATE sessions SET last_seen_at = now() - interval '1 day' WHERE id = ${older}::uuid`
    const names = (...users: UserActor[]) => users.map(({ username }) => username)
    const sorted = (sort: string, direction: string) => found({ search: mark, sort, direction })
    expect(await sorted('name', 'asc')).toEqual(names(a, b, c))
    expect(await sorted('name', 'desc')).toEqual(names(c, b, a))
    expect(await sorted('created', 'asc')).toEqual(names(c, a, b))
    expect(await sorted('created', 'desc')).toEqual(names(b, a, c))
    expect(await sorted('activity', 'desc')).toEqual(names(c, b, a))
    expect(await sorted('activity', 'asc')).toEqual(names(b, c, a))
  })

  test('counts the groups and projects somebody reaches as a member, each once, and none that is over', async () => {
    const above = await makeGroup()
    const here = await makeGroup(above)
    const project = await makeProject(here)
    await makeProject(above)
    const alone = await makeProject(await makeGroup())
    const user = await makeMember(above, 'Guest')
    await addMember(user, here, 'Developer')
    await addMember(user, project, 'Maintainer')
    await addMember(user, alone, 'Guest')
    await addMember(user, await makeGroup(), 'Owner', { isOver: true })
    const [listed] = (await listUsers(admin, userListQuery.parse({ search: user.username }))).users
    expect(listed).toMatchObject({ groupCount: 2, projectCount: 3 })
    const viewed = await viewUser(admin, user.username.toUpperCase())
    expect(viewed.user).toEqual(listed)
    expect(viewed.memberships.map(({ fullPath, accessLevel }) => [fullPath, accessLevel])).toEqual(
      [
        [above.fullPath, 10],
        [here.fullPath, 30],
        [project.fullPath, 40],
        [alone.fullPath, 10],
      ].sort(([one = ''], [other = '']) => (one < other ? -1 : 1)),
    )
    expect(viewed.membershipTotal).toBe(4)
  })

  test('is two queries at 10,000 users, each quick', async () => {
    await sql`INSERT INTO users (username, username_key, name, email, password_digest)
      SELECT 'crowd-' || n, 'crowd-' || n, 'Person ' || n, 'crowd-' || n || '@crowd.test', ''
      FROM generate_series(1, 10000) n`
    await sql`INSERT INTO sessions (id, user_id, address, user_agent, expires_at, last_seen_at)
      SELECT gen_random_uuid(), id, '', '', now(), now() - make_interval(secs => id) FROM users
      WHERE username_key LIKE 'crowd-%'`
    await sql`ANALYZE`
    for (const query of [{}, { sort: 'activity', direction: 'desc' }, { search: 'person 77', page: '3' }]) {
      const startedAt = performance.now()
      const statements = await statementsOf(async () => {
        const page = await listUsers(admin, userListQuery.parse(query))
        expect(page.users).toHaveLength(listedPerPage)
      })
      expect(statements).toHaveLength(2)
      expect(performance.now() - startedAt).toBeLessThan(1000)
    }
    await sql`DELETE FROM users WHERE username_key LIKE 'crowd-%'`
  })
})

test('nobody but an administrator sees a list or a user', async () => {
  const user = await makeUser()
  for (const work of [() => listUsers(user, userListQuery.parse({})), () => viewUser(user, user.username)])
    expect((await refusalOf(work())).code).toBe('not_found')
  for (const work of [() => listUsers(nobody, userListQuery.parse({})), () => viewUser(nobody, 'root')])
    expect((await refusalOf(work())).code).toBe('unauthenticated')
})

test.each(['nobody-of-that-name', 'a\0b', 'x'.repeat(100_000), "' OR true --"])(
  'there is no user %j',
  async (name) => expect((await refusalOf(viewUser(admin, name))).code).toBe('not_found'),
)
