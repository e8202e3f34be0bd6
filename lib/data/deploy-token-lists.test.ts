import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeExpiredToken,
  makeGroup,
  makeGroupChain,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  planOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { type Reach, type ReachedTokenQuery, reachedTokenQuery } from '@/lib/domain/deploy-token'
import { type InstanceTokenQuery, instanceTokenQuery } from '@/lib/domain/instance-token-query'
import type { Group, Project } from '@/lib/domain/project'
import { accessLevels } from '@/lib/domain/role'
import { database } from './client'
import { findTokenSurroundings, listInstanceTokens, listReachedTokens } from './deploy-token-lists'

describe('tokens in reach', () => {
  // above › here › below, above › sibling; a project in each, a token of each
  let places: Record<'above' | 'here' | 'below' | 'sibling', Group>
  let projects: Record<keyof typeof places, Project>
  let viewer: UserActor

  beforeAll(async () => {
    const above = await makeGroup()
    const here = await makeGroup(above)
    places = { above, here, below: await makeGroup(here), sibling: await makeGroup(above) }
    const made = Object.entries(places).map(
      async ([name, group]) => [name, await makeProject(group)] as const,
    )
    projects = Object.fromEntries(await Promise.all(made)) as typeof projects
    for (const [name, group] of Object.entries(places)) await makeToken(group, { name })
    for (const [name, project] of Object.entries(projects)) await makeToken(project, { name: `in ${name}` })
    for (const place of [...Object.values(places), ...Object.values(projects)]) {
      await makeRevokedToken(place, { name: 'gone' })
      await makeExpiredToken(place, { name: 'over' })
    }
    viewer = await makeUser()
    await addMember(viewer, here, 'Maintainer')
  })

  test.each<[keyof typeof places, 'group' | 'project', Reach, string[]]>([
    ['below', 'project', 'inherited', ['below', 'here', 'above']],
    ['here', 'project', 'inherited', ['here', 'above']],
    ['sibling', 'project', 'inherited', ['sibling', 'above']],
    ['below', 'group', 'inherited', ['here', 'above']],
    ['here', 'group', 'inherited', ['above']],
    ['above', 'group', 'inherited', []],
    ['here', 'group', 'below', ['in below', 'in here', 'below']],
    [
      'above',
      'group',
      'below',
      ['in sibling', 'in below', 'in here', 'in above', 'sibling', 'below', 'here'],
    ],
    ['below', 'group', 'below', ['in below']],
    ['here', 'project', 'below', []],
  ])('of %s (%s), %s: %j', async (name, kind, reach, expected) => {
    const place = kind === 'group' ? places[name] : projects[name]
    const { tokens, total, count } = await list(place, { reach })
    expect(tokens.map(({ token }) => token.name)).toEqual(expected)
    expect({ total, count }).toEqual({ total: expected.length, count: expected.length })
    const { counts } = await findTokenSurroundings(place, 10)
    expect(counts[reach]).toBe(expected.length)
  })

  test('name the holder, and what the viewer is there', async () => {
    const { tokens } = await list(projects.here, {})
    expect(
      tokens.map(({ token, holderPath, accessLevel }) => ({ ...token.holder, holderPath, accessLevel })),
    ).toEqual([
      {
        kind: 'group',
        id: places.here.id,
        holderPath: places.here.fullPath,
        accessLevel: accessLevels.Maintainer,
      },
      { kind: 'group', id: places.above.id, holderPath: places.above.fullPath, accessLevel: 0 },
    ])
    const below = await list(places.here, { reach: 'below' })
    expect(below.tokens.map(({ accessLevel }) => accessLevel)).toEqual(Array(3).fill(accessLevels.Maintainer))
    expect(below.tokens[0]?.holderPath).toBe(projects.below.fullPath)
  })

  test('are found by name, by the name they sign in with, and by the path of their holder', async () => {
    const names = async (search: string) => {
      const { tokens, total, count } = await list(places.above, { reach: 'below', search })
      expect({ total, count }).toEqual({ total: tokens.length, count: 7 })
      return tokens.map(({ token }) => token.name)
    }
    expect(await names('IN SIB')).toEqual(['in sibling'])
    expect(await names(projects.below.fullPath)).toEqual(['in below'])
    const [row] = await sql<{
      id: number
    }>`SELECT id FROM deploy_tokens WHERE project_id = ${projects.here.id}
      AND name = 'in here'`
    expect(await names(`gitlab+deploy-token-${row?.id}`)).toContain('in here')
    for (const search of ['%', "' OR '1'='1", '\\', '('.repeat(255)]) expect(await names(search)).toEqual([])
  })

  test('are sorted, in pages of 20', async () => {
    const group = await makeGroup()
    const project = await makeProject(group)
    await insertTokens([project.id], 45)
    const pages = await Promise.all([1, 2, 3, 4].map((page) => list(group, { reach: 'below', page })))
    expect(pages.map(({ tokens }) => tokens.length)).toEqual([20, 20, 5, 0])
    expect(new Set(pages.flatMap(({ tokens }) => tokens.map(({ token }) => token.id))).size).toBe(45)
    const asked = { reach: 'below', sort: 'name', direction: 'asc' } as const
    expect((await list(group, asked)).tokens[0]?.token.name).toBe('bulk 1')
  })

  test('of 10,000 tokens of 1,000 holders under 20 levels come in two statements, by indexes, and fast', async () => {
    const chain = await makeGroupChain(20)
    const [top, deepest] = [must(chain[0]), must(chain.at(-1))]
    // outside the tree there is as much again
    const elsewhere = await makeGroup()
    await insertTokens(await insertProjects(elsewhere, 1000), 10)
    for (const group of chain) await insertTokens(await insertProjects(group, 50), 10)
    const project = await makeProject(deepest)
    for (const group of chain) await makeToken(group)
    for (const table of ['deploy_tokens', 'projects', 'groups', 'routes', 'memberships'])
      await database().$executeRawUnsafe(`ANALYZE ${table}`)

    for (const [place, reach, expected] of [
      [project, 'inherited', 20],
      [top, 'below', 10_019],
    ] as const) {
      const statements = await statementsOf(() => list(place, { reach }))
      expect(statements).toHaveLength(2)
      const asked: Partial<ReachedTokenQuery>[] = [
        {},
        { sort: 'name' },
        { search: '('.repeat(200) },
        { page: 400 },
      ]
      for (const query of asked) {
        const started = performance.now()
        const { count } = await list(place, { reach, ...query })
        expect(count).toBe(expected)
        expect(performance.now() - started).toBeLessThan(500)
      }
    }
    const plans = await Promise.all((await statementsOf(() => list(project, {}))).map(planOf))
    for (const plan of plans) {
      expect(plan.join('\n')).toContain('deploy_tokens_group_id_id_idx')
      expect(plan.join('\n')).not.toContain('Seq Scan on deploy_tokens')
    }
    expect(await statementsOf(() => findTokenSurroundings(top, 100))).toHaveLength(1)
  })

  function list(place: Group | Project, query: Partial<ReachedTokenQuery>) {
    return listReachedTokens(place, reachedTokenQuery.parse({ reach: 'inherited', ...query }), viewer.id)
  }
})

describe('what surrounds a holder’s tokens', () => {
  test('names the projects they reach, and the settings', async () => {
    const group = await makeGroup()
    const subgroup = await makeGroup(group)
    const [one, two] = [await makeProject(group, { path: 'a' }), await makeProject(subgroup)]
    const { projectPaths, settings } = await findTokenSurroundings(group, 10)
    expect(projectPaths.sort()).toEqual([one.fullPath, two.fullPath].sort())
    expect(settings).toMatchObject({ activeTokensMax: 10_000, tokenLifetimeDaysMax: 0 })
    expect((await findTokenSurroundings(group, 1)).projectPaths).toHaveLength(1)
    expect((await findTokenSurroundings(two, 10)).projectPaths).toEqual([two.fullPath])
  })
})

describe('tokens of the whole instance', () => {
  let group: Group
  let project: Project
  const word = unique('instance')

  beforeAll(async () => {
    group = await makeGroup()
    project = await makeProject(group)
    const soon = (days: number) => new Date(Date.now() + days * 86_400_000)
    await makeToken(project, { name: `${word} plain`, username: 'Deployer' })
    await makeToken(group, { name: `${word} packages`, scopes: ['read_package_registry'] })
    await makeToken(project, { name: `${word} week`, expiresAt: soon(6) })
    await makeToken(project, { name: `${word} month`, expiresAt: soon(29) })
    await makeToken(project, { name: `${word} year`, expiresAt: soon(365) })
    await makeExpiredToken(project, { name: `${word} over` })
    await makeRevokedToken(project, { name: `${word} gone` })
    const used = await makeToken(project, { name: `${word} used` })
    await sql`UPDATE deploy_tokens SET last_used_at = now() WHERE id = ${used.token.id}`
    const left = await makeToken(project, { name: `${word} left` })
    await sql`UPDATE deploy_tokens SET created_at = now() - interval '1 year',
      last_used_at = now() - interval '91 days' WHERE id = ${left.token.id}`
    const old = await makeToken(project, { name: `${word} old` })
    await sql`UPDATE deploy_tokens SET created_at = now() - interval '91 days' WHERE id = ${old.token.id}`
  })

  test.each<[Partial<InstanceTokenQuery>, string[]]>([
    [{}, ['plain', 'packages', 'week', 'month', 'year', 'over', 'gone', 'used', 'left', 'old']],
    [{ state: 'active' }, ['plain', 'packages', 'week', 'month', 'year', 'used', 'left', 'old']],
    [{ state: 'expiring_7' }, ['week']],
    [{ state: 'expiring_30' }, ['week', 'month']],
    [{ state: 'expired' }, ['over']],
    [{ state: 'revoked' }, ['gone']],
    [{ scope: 'read_package_registry' }, ['packages']],
    [{ holder: 'group' }, ['packages']],
    [{ holder: 'project', state: 'revoked' }, ['gone']],
    [{ used: 'never', state: 'active', holder: 'project' }, ['plain', 'week', 'month', 'year', 'old']],
    [{ used: 'unused_90' }, ['left', 'old']],
    [{ sort: 'lastUsed', direction: 'desc', used: '', state: 'active', search: `${word} u` }, ['used']],
  ])('asked by %j are %j', async (query, expected) => {
    const { tokens, total } = await list({ search: word, direction: 'asc', ...query })
    expect(tokens.map(({ token }) => token.name)).toEqual(expected.map((name) => `${word} ${name}`))
    expect(total).toBe(expected.length)
  })

  test('are found by name, sign-in name, path of the holder and creator', async () => {
    const creator = unique('Maker Ådams')
    await sql`UPDATE deploy_tokens SET creator_name = ${creator} WHERE name = ${`${word} plain`}`
    const names = async (search: string) =>
      (await list({ search })).tokens.map(({ token }) => token.name.slice(word.length + 1))
    expect(await names(creator.toUpperCase())).toEqual(['plain'])
    expect(await names(`${word} PLAIN`)).toEqual(['plain'])
    expect(await names(project.fullPath)).toHaveLength(9)
    expect(await names(group.fullPath)).toHaveLength(10)
    expect(await names('%')).toEqual([])
  })

  test('name their holders, and say who revoked them and when', async () => {
    const { tokens } = await list({ search: `${word} gone` })
    expect(tokens).toMatchObject([
      {
        holderPath: project.fullPath,
        token: { revokedAt: expect.any(Date), revokerName: expect.any(String) },
      },
    ])
  })

  test.each<[InstanceTokenQuery['sort'], 'asc' | 'desc', string, string]>([
    ['created', 'desc', 'old', 'plain'],
    ['name', 'asc', 'gone', 'year'],
    ['expires', 'asc', 'week', 'year'],
    ['lastUsed', 'desc', 'used', 'plain'],
    ['lastUsed', 'asc', 'plain', 'used'],
  ])('sorted by %s %s begin with %s', async (sort, direction, first, later) => {
    const state = sort === 'expires' ? 'active' : ''
    const { tokens } = await list({ search: word, sort, direction, state })
    const names = tokens.map(({ token }) => token.name.slice(word.length + 1))
    expect(names[0]).toBe(first)
    expect(names.indexOf(later)).toBeGreaterThan(0)
  })

  test('come in two statements, and fast among 10,000', async () => {
    expect(await statementsOf(() => list({}))).toHaveLength(2)
    const started = performance.now()
    expect((await list({ search: '('.repeat(200), sort: 'lastUsed' })).total).toBe(0)
    expect((await list({ page: 300 })).tokens).toHaveLength(20)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  function list(query: Partial<InstanceTokenQuery>) {
    return listInstanceTokens({ ...instanceTokenQuery.parse({}), ...query })
  }
})

/** Adds projects to a group in two statements, and gives their ids. */
async function insertProjects(group: Group, count: number): Promise<number[]> {
  const rows = await sql<{ id: number }>`
    INSERT INTO projects (group_id, path, name) SELECT ${group.id}, 'p' || n, 'Project ' || n
    FROM generate_series(1, ${count}) AS n RETURNING id`
  await sql`
    INSERT INTO routes (path, path_key, project_id)
    SELECT ${group.fullPath} || '/' || p.path, lower(${group.fullPath} || '/' || p.path), p.id
    FROM projects p WHERE p.group_id = ${group.id}`
  return rows.map(({ id }) => id)
}

/** Adds so many live tokens to each of these projects. */
async function insertTokens(projectIds: number[], each: number): Promise<void> {
  await sql`
    INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_name)
    SELECT 'bulk ' || n, sha256((${unique('bulk')} || id || '-' || n)::bytea), '{read_repository}', id,
      gen_random_uuid(), 'bulk'
    FROM unnest(${projectIds}::int[]) AS id, generate_series(1, ${each}) AS n`
}

function must<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('There is none')
  return thing
}
