import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeGroupChain,
  makeProject,
  makeUser,
  planOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { type MemberListQuery, memberListQuery } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { accessLevels, type Role } from '@/lib/domain/role'
import { listMembers } from './member-lists'
import { findProject } from './projects'

type Place = 'outer' | 'inner' | 'project' | 'sibling'
let places: Record<Place, Group | Project>

beforeAll(async () => {
  const [outer, inner] = (await makeGroupChain(2)) as [Group, Group]
  places = { outer, inner, project: await makeProject(inner), sibling: await makeGroup(outer) }
})

describe('each person stands there once, by the membership that counts', () => {
  type Memberships = Partial<Record<Place, Role | `${Role}, over`>>
  const cases: [string, Memberships, { role: Role; at: Place; direct?: Role; isExpired?: true }][] = [
    ['direct', { project: 'Reporter' }, { role: 'Reporter', at: 'project', direct: 'Reporter' }],
    ['inherited from the nearest group', { inner: 'Guest' }, { role: 'Guest', at: 'inner' }],
    ['inherited from the top', { outer: 'Owner' }, { role: 'Owner', at: 'outer' }],
    ['the higher of two groups', { outer: 'Owner', inner: 'Guest' }, { role: 'Owner', at: 'outer' }],
    ['of two equal groups the nearest', { outer: 'Guest', inner: 'Guest' }, { role: 'Guest', at: 'inner' }],
    [
      'direct and higher than inherited',
      { outer: 'Guest', project: 'Developer' },
      { role: 'Developer', at: 'project', direct: 'Developer' },
    ],
    [
      'direct and as high as inherited',
      { outer: 'Developer', project: 'Developer' },
      { role: 'Developer', at: 'project', direct: 'Developer' },
    ],
    [
      'inherited and higher than direct, which is told too',
      { outer: 'Maintainer', project: 'Developer' },
      { role: 'Maintainer', at: 'outer', direct: 'Developer' },
    ],
    [
      'an expired one does not count where another does',
      { outer: 'Guest', project: 'Owner, over' },
      { role: 'Guest', at: 'outer', direct: 'Owner' },
    ],
    [
      'only an expired one',
      { project: 'Owner, over' },
      { role: 'Owner', at: 'project', direct: 'Owner', isExpired: true },
    ],
  ]

  test.each(cases)('%s', async (_, memberships, expected) => {
    const user = await makeUser()
    for (const [place, words] of Object.entries(memberships)) {
      const [role, over] = words.split(', ') as [Role, string | undefined]
      await addMember(user, places[place as Place], role, { isOver: over !== undefined })
    }
    const { members, total } = await list(places.project, { search: user.username })
    const { kind, id, name, fullPath } = places[expected.at]
    expect(total).toBe(1)
    expect(members).toEqual([
      expect.objectContaining({
        user: { id: user.id, username: user.username, name: user.name, isBlocked: false },
        accessLevel: accessLevels[expected.role],
        isDirect: expected.at === 'project',
        isExpired: expected.isExpired ?? false,
        source: { kind, id, name, fullPath },
        direct: expected.direct
          ? expect.objectContaining({ accessLevel: accessLevels[expected.direct] })
          : null,
      }),
    ])
    // and it says what a decision would
    const found = await findProject(places.project.fullPath, user.id)
    expect(found?.accessLevel).toBe(expected.isExpired ? 0 : accessLevels[expected.role])
  })

  test('and nobody from below or beside', async () => {
    const [below, beside] = [await makeUser(), await makeUser()]
    await addMember(below, places.project, 'Owner')
    await addMember(beside, places.sibling, 'Owner')
    for (const { username } of [below, beside]) {
      expect((await list(places.inner, { search: username })).total).toBe(0)
    }
    expect((await list(places.project, { search: beside.username })).total).toBe(0)
  })

  test('at depth 20 the member of the outermost group is found, in two statements', async () => {
    const chain = await makeGroupChain(20)
    const user = await makeUser()
    await addMember(user, chain[0] as Group, 'Maintainer')
    await addMember(user, chain[7] as Group, 'Guest')
    const deep = await makeProject(chain[19] as Group)
    const statements = await statementsOf(async () => {
      const { members } = await list(deep, {})
      expect(members).toMatchObject([{ accessLevel: 40, source: { id: chain[0]?.id }, inheritedLevel: 40 }])
    })
    expect(statements).toHaveLength(2)
  })
})

describe('a list of several', () => {
  let group: Group
  const wishes: [string, Role, string | null][] = [
    ['Ann', 'Owner', null],
    ['bob 100%', 'Guest', '2099-01-01'],
    ['Cy_d', 'Developer', '2098-01-01'],
    ['Dee', 'Maintainer', null],
  ]

  beforeAll(async () => {
    const parent = await makeGroup()
    group = await makeGroup(parent)
    for (const [name, role, expiresAt] of wishes) {
      const user = await makeUser()
      await sql`UPDATE users SET name = ${name} WHERE id = ${user.id}`
      await addMember(user, name === 'Dee' ? parent : group, role)
      await sql`UPDATE memberships SET expires_at = ${expiresAt && new Date(expiresAt)} WHERE user_id = ${user.id}`
    }
  })

  test.each([
    [{}, ['Ann', 'bob 100%', 'Cy_d', 'Dee']],
    [{ direction: 'desc' }, ['Dee', 'Cy_d', 'bob 100%', 'Ann']],
    [{ sort: 'role' }, ['bob 100%', 'Cy_d', 'Dee', 'Ann']],
    [{ sort: 'role', direction: 'desc' }, ['Ann', 'Dee', 'Cy_d', 'bob 100%']],
    [{ sort: 'expires' }, ['Cy_d', 'bob 100%', 'Ann', 'Dee']],
    [{ sort: 'added' }, ['Ann', 'bob 100%', 'Cy_d', 'Dee']],
    [{ accessLevel: 40 }, ['Dee']],
    [{ accessLevel: 15 }, []],
    [{ source: 'direct' }, ['Ann', 'bob 100%', 'Cy_d']],
    [{ source: 'inherited' }, ['Dee']],
    [{ search: 'ANN' }, ['Ann']],
    [{ search: '%' }, ['bob 100%']],
    [{ search: '_' }, ['Cy_d']],
    [{ search: "' OR '1'='1" }, []],
    [{ search: '\\' }, []],
    [{ search: 'example.com' }, []],
  ] satisfies [Partial<MemberListQuery>, string[]][])('%j', async (query, names) => {
    const { members, total, count } = await list(group, query)
    expect(members.map(({ user }) => user.name)).toEqual(names)
    expect({ total, count }).toEqual({ total: names.length, count: 4 })
  })

  test('a blocked user is marked', async () => {
    const user = await makeUser({ isBlocked: true })
    const other = await makeGroup()
    await addMember(user, other, 'Developer')
    expect((await list(other, {})).members).toMatchObject([{ user: { isBlocked: true } }])
  })
})

describe('ten thousand members', () => {
  let group: Group

  beforeAll(async () => {
    group = await makeGroup(await makeGroup())
    const word = unique('many')
    await sql`
      WITH made AS (
        INSERT INTO users (username, username_key, name, email, password_digest)
        SELECT ${word} || n, ${word} || n, 'Member ' || n, ${word} || n || '@example.com', 'none'
        FROM generate_series(1, 10000) n RETURNING id)
      INSERT INTO memberships (user_id, group_id, access_level) SELECT id, ${group.id}, 30 FROM made`
  })

  test('come in pages of 20 that hold each once, and in two statements', async () => {
    const seen = new Set<number>()
    for (const page of [1, 2, 500]) {
      const statements = await statementsOf(async () => {
        const { members, total } = await list(group, { page })
        expect(total).toBe(10_000)
        for (const { user } of members) seen.add(user.id)
      })
      expect(statements).toHaveLength(2)
    }
    expect(seen.size).toBe(60)
    expect((await list(group, { page: 501 })).members).toEqual([])
  })

  test('are searched and sorted within half a second', async () => {
    const started = performance.now()
    expect((await list(group, { search: 'Member 9999', sort: 'role' })).total).toBe(1)
    expect((await list(group, { search: '('.repeat(255), sort: 'expires' })).total).toBe(0)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('elsewhere cost a small group nothing: its own are read by indexes', async () => {
    await sql`ANALYZE memberships`
    await sql`ANALYZE users`
    const project = await makeProject(await makeGroup())
    await addMember(await makeUser(), project, 'Guest')
    const statements = await statementsOf(() => list(project, {}))
    for (const statement of statements) {
      const plan = (await planOf(statement)).join('\n')
      expect(plan).toMatch(/memberships_(group|project)_id/)
      expect(plan).not.toMatch(/Seq Scan on (memberships|users)/)
    }
  })
})

function list(place: Group | Project, query: Partial<MemberListQuery>) {
  return listMembers(place, memberListQuery.parse(query))
}
