import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  addMember,
  administrator,
  type MadeToken,
  makeExpiredToken,
  makeGroup,
  makeGroupChain,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  moveProject,
  planOf,
  type Statement,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { type TokenListQuery, tokenListQuery } from '@/lib/domain/deploy-token'
import type { Group, Project } from '@/lib/domain/project'
import { type Connection, database, isTaken, transaction } from './client'
import {
  findByDigest,
  insertDeployToken,
  listDeployTokens,
  revokeDeployToken,
  touchDeployTokens,
} from './deploy-tokens'

describe('findByDigest', () => {
  test('finds a token by its digest alone, with holder, scopes and the name it signs in with', async () => {
    const project = await makeProject(await makeGroup())
    const { token } = await makeToken(project, { scopes: ['read_registry', 'read_repository'] })
    expect(await findByDigest(await digestOf(token.id))).toEqual({
      actor: {
        kind: 'deploy-token',
        id: token.id,
        name: token.name,
        username: `gitlab+deploy-token-${token.id}`,
        scopes: ['read_repository', 'read_registry'],
        holder: { kind: 'project', id: project.id },
        holderPath: project.fullPath,
      },
      state: 'active',
      expiresAt: null,
      revokedAt: null,
    })
  })

  test('names the group that holds a group token', async () => {
    const group = await makeGroup()
    const { token } = await makeToken(group, { username: 'deployer' })
    expect((await findByDigest(await digestOf(token.id)))?.actor).toMatchObject({
      username: 'deployer',
      holder: { kind: 'group', id: group.id },
      holderPath: group.fullPath,
    })
  })

  test('finds nothing for any other 32 bytes', async () => {
    expect(await findByDigest(new Uint8Array(32))).toBeUndefined()
    expect(await findByDigest(new Uint8Array(0))).toBeUndefined()
  })

  test('is one statement on the unique index, however many tokens there are', async () => {
    const { token } = await makeToken(await makeGroup())
    const digest = await digestOf(token.id)
    const statements = await statementsOf(() => findByDigest(digest))
    expect(statements).toHaveLength(1)
    await inTableOf(3000, async () => {
      const plan = await planOf(only(statements))
      expect(plan.join('\n')).toContain('Index Scan using deploy_tokens_digest_key')
      expect(plan.join('\n')).not.toMatch(/Seq Scan on deploy_tokens/)
    })
  })

  test('tells the state by the database’s clock, whatever this process believes', async () => {
    const project = await makeProject(await makeGroup())
    const { token: ending } = await makeToken(project)
    const { token: ended } = await makeToken(project)
    await sql`UPDATE deploy_tokens SET expires_at = now() + interval '1 hour' WHERE id = ${ending.id}`
    await sql`UPDATE deploy_tokens SET expires_at = now() WHERE id = ${ended.id}`
    const [endingDigest, endedDigest] = [await digestOf(ending.id), await digestOf(ended.id)]
    onTestFinished(() => void vi.useRealTimers())
    for (const believed of ['1999-01-01', '2199-01-01']) {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(believed) })
      expect((await findByDigest(endingDigest))?.state).toBe('active')
      expect((await findByDigest(endedDigest))?.state).toBe('expired')
    }
  })

  test('goes with its project or group: a deleted one leaves no token behind', async () => {
    const project = await makeProject(await makeGroup())
    const { token } = await makeToken(project)
    const digest = await digestOf(token.id)
    await sql`DELETE FROM projects WHERE id = ${project.id}`
    expect(await findByDigest(digest)).toBeUndefined()
  })
})

describe('what the table itself refuses', () => {
  test('a token of a project and a group, or of neither', async () => {
    const group = await makeGroup()
    const project = await makeProject(group)
    const { token } = await makeToken(project)
    await expect(sql`UPDATE deploy_tokens SET group_id = ${group.id} WHERE id = ${token.id}`).rejects.toThrow(
      'deploy_tokens_one_holder',
    )
    await expect(sql`UPDATE deploy_tokens SET project_id = NULL WHERE id = ${token.id}`).rejects.toThrow(
      'deploy_tokens_one_holder',
    )
  })

  test('a token without a scope, and a digest that is none', async () => {
    const { token } = await makeToken(await makeGroup())
    await expect(sql`UPDATE deploy_tokens SET scopes = '{}' WHERE id = ${token.id}`).rejects.toThrow(
      'deploy_tokens_some_scope',
    )
    await expect(sql`UPDATE deploy_tokens SET digest = 'short' WHERE id = ${token.id}`).rejects.toThrow(
      'deploy_tokens_digest_size',
    )
  })

  test('a digest that another token has', async () => {
    const holder = await makeGroup()
    const creator = await administrator()
    const digest = new Uint8Array(32).map(() => Math.floor(Math.random() * 256))
    const token = { name: 'ci', username: null, expiresAt: null, scopes: ['read_repository' as const] }
    const insert = (tx: Connection) =>
      insertDeployToken(tx, { token, holder, digest, creator, requestKey: randomUUID() })
    await transaction(insert)
    const refused = await transaction(insert).catch((error: unknown) => error)
    expect(isTaken(refused, 'digest')).toBe(true)
    expect(isTaken(refused, 'request_key')).toBe(false)
  })
})

describe('numbers', () => {
  test('of project and group tokens come from one sequence', async () => {
    const group = await makeGroup()
    const { token: first } = await makeToken(group)
    const { token: second } = await makeToken(await makeProject(group))
    const { token: third } = await makeToken(group)
    expect(second.id).toBeGreaterThan(first.id)
    expect(third.id).toBeGreaterThan(second.id)
  })
})

describe('revokeDeployToken', () => {
  test('keeps the row, with who and when', async () => {
    const project = await makeProject(await makeGroup())
    const { token } = await makeToken(project)
    const revoker = await makeUser()
    const done = await transaction((tx) => revokeDeployToken(tx, project, token.id, revoker))
    expect(done?.changed).toBe(true)
    expect(done?.token).toEqual({ ...token, revokedAt: expect.any(Date), revokerName: revoker.name })
  })

  test.each([0, -1, 2_147_483_647])('finds no token %i', async (id) => {
    const group = await makeGroup()
    const revoker = await administrator()
    expect(await transaction((tx) => revokeDeployToken(tx, group, id, revoker))).toBeUndefined()
  })
})

describe('listDeployTokens', () => {
  let project: Project
  let group: Group
  const names = ['Alpha', 'beta', 'Gamma 100%', 'a_b', 'axb']
  let made: MadeToken[]

  beforeAll(async () => {
    group = await makeGroup()
    project = await makeProject(group)
    made = []
    for (const name of names) made.push(await makeToken(project, { name }))
    await makeRevokedToken(project, { name: 'gone' })
    await makeExpiredToken(project, { name: 'over' })
    await makeToken(group, { name: 'of the group' })
    await makeToken(await makeProject(group), { name: 'of a neighbour' })
  })

  test('shows the holder’s own active tokens, the newest first, and none of its groups’ or neighbours’', async () => {
    const { tokens, total, counts } = await list({})
    expect(tokens.map((token) => token.name)).toEqual([...names].reverse())
    expect({ total, counts }).toEqual({ total: 5, counts: { active: 5, inactive: 2 } })
  })

  test('shows revoked and expired ones as inactive', async () => {
    const { tokens, total, counts } = await list({ state: 'inactive' })
    expect(tokens.map((token) => token.name)).toEqual(['over', 'gone'])
    expect({ total, counts }).toEqual({ total: 2, counts: { active: 5, inactive: 2 } })
  })

  test.each([
    [{ sort: 'created', direction: 'asc' }, ['Alpha', 'beta', 'Gamma 100%', 'a_b', 'axb']],
    [{ sort: 'name', direction: 'asc' }, 'in order of names'],
    [{ sort: 'name', direction: 'desc' }, 'in reverse order of names'],
  ] as const)('sorts by %j', async (query, expected) => {
    const shown = (await list(query)).tokens.map((token) => token.name)
    if (typeof expected !== 'string') return expect(shown).toEqual(expected)
    // the order of letters is the database's; upper and lower case stand together in it
    const sorted = await sql<{ name: string }>`
      SELECT name FROM unnest(${names}::text[]) AS name ORDER BY lower(name)`
    const ascending = sorted.map((row) => row.name)
    expect(shown).toEqual(expected.includes('reverse') ? ascending.reverse() : ascending)
  })

  test('sorts by expiry with "never" as the latest of all', async () => {
    const other = await makeProject(group)
    const never = await makeToken(other)
    const late = await makeToken(other, { expiresAt: new Date('2099-01-01') })
    const early = await makeToken(other, { expiresAt: new Date('2098-01-01') })
    const ids = async (direction: 'asc' | 'desc') =>
      (await listDeployTokens(other, { ...asked({}), sort: 'expires', direction })).tokens.map(({ id }) => id)
    const ascending = [early, late, never].map(({ token }) => token.id)
    expect(await ids('asc')).toEqual(ascending)
    expect(await ids('desc')).toEqual(ascending.reverse())
  })

  test.each([
    ['alpha', ['Alpha']],
    ['ALPHA', ['Alpha']],
    ['a', ['axb', 'a_b', 'Gamma 100%', 'beta', 'Alpha']],
    // LIKE's wildcards are letters like others
    ['%', ['Gamma 100%']],
    ['100%', ['Gamma 100%']],
    ['_', ['a_b']],
    ['a_b', ['a_b']],
    ['\\', []],
    ["'", []],
    ["' OR '1'='1", []],
    [' ', ['Gamma 100%']],
    ['nothing like it', []],
    ['gone', []],
  ] as const)('searching for %j finds %j', async (search, found) => {
    const { tokens, total, counts } = await list({ search })
    expect(tokens.map((token) => token.name)).toEqual(found)
    expect(total).toBe(found.length)
    expect(counts).toEqual({ active: 5, inactive: 2 })
  })

  test('searching for something long or slow finds nothing, and takes no time', async () => {
    for (const search of ['x'.repeat(255), '('.repeat(255), `${'a'.repeat(254)}!`]) {
      const { tokens, total } = await list({ search })
      expect({ tokens, total }).toEqual({ tokens: [], total: 0 })
    }
  })

  test('finds a token by the name it signs in with, chosen or default', async () => {
    const other = await makeProject(group)
    const byDefault = await makeToken(other, { name: 'one' })
    const chosen = await makeToken(other, { name: 'two', username: 'Deployer' })
    const search = async (text: string) =>
      (await listDeployTokens(other, asked({ search: text }))).tokens.map(({ id }) => id)
    expect(await search(`deploy-token-${byDefault.token.id}`)).toEqual([byDefault.token.id])
    expect(await search('deployer')).toEqual([chosen.token.id])
  })

  test('gives pages of 20 that hold each token once, and counts all of them on each', async () => {
    const other = await makeProject(group)
    await insertTokens(other, 45)
    const pages = await Promise.all([1, 2, 3, 4].map((page) => listDeployTokens(other, asked({ page }))))
    expect(pages.map(({ tokens }) => tokens.length)).toEqual([20, 20, 5, 0])
    expect(new Set(pages.flatMap(({ tokens }) => tokens.map(({ id }) => id))).size).toBe(45)
    expect(pages.map(({ total }) => total)).toEqual([45, 45, 45, 45])
  })

  test('is empty and no error far past the last page', async () => {
    expect((await list({ page: 1_000_000 })).tokens).toEqual([])
  })

  test('of 10,000 tokens reads the holder’s own by an index, in two statements', async () => {
    const large = await makeProject(group)
    await insertTokens(large, 10_000)
    const statements = await statementsOf(() => listDeployTokens(large, asked({})))
    expect(statements).toHaveLength(2)
    await inTableOf(40_000, async () => {
      const plans = await Promise.all(statements.map(planOf))
      for (const plan of plans) {
        expect(plan.join('\n')).toMatch(/Index (Only )?Scan/)
        expect(plan.join('\n')).not.toContain('Seq Scan')
      }
      // the newest page comes out of an index in order: nothing is sorted
      expect(plans.find((plan) => plan[0]?.startsWith('Limit'))?.join('\n')).not.toContain('Sort')
    })
    const started = performance.now()
    expect((await listDeployTokens(large, asked({ search: '('.repeat(200), sort: 'name' }))).total).toBe(0)
    expect(performance.now() - started).toBeLessThan(500)
  })

  function list(query: Partial<TokenListQuery>) {
    return listDeployTokens(project, asked(query))
  }
})

describe('reach is worked out at every question', () => {
  test('a token keeps its holder when the project moves, and its holder’s new path is told', async () => {
    const [outer, inner] = await makeGroupChain(2)
    const project = await makeProject(must(inner))
    const { token } = await makeToken(project)
    await moveProject(project, must(outer))
    const presented = await findByDigest(await digestOf(token.id))
    expect(presented?.actor.holder).toEqual({ kind: 'project', id: project.id })
    expect(presented?.actor.holderPath).toBe(`${outer?.fullPath}/${project.fullPath.split('/').at(-1)}`)
  })

  test('a creator who leaves leaves the token, with the name they had', async () => {
    const project = await makeProject(await makeGroup())
    const creator = await makeUser()
    await addMember(creator, project, 'Maintainer')
    const { token } = await makeToken(project)
    await sql`UPDATE deploy_tokens SET creator_id = ${creator.id}, creator_name = ${creator.username}
      WHERE id = ${token.id}`
    await sql`DELETE FROM users WHERE id = ${creator.id}`
    expect((await findByDigest(await digestOf(token.id)))?.state).toBe('active')
    const { tokens } = await listDeployTokens(project, asked({}))
    expect(tokens[0]?.creatorName).toBe(creator.username)
  })
})

describe('touchDeployTokens', () => {
  test('moves the last use forward, at most once a minute, and never back', async () => {
    const group = await makeGroup()
    const { token } = await makeToken(group)
    const use = (time: string) => touchDeployTokens(new Map([[token.id, new Date(time)]]))
    const lastUse = async () =>
      (await listDeployTokens(group, asked({}))).tokens[0]?.lastUsedAt?.toISOString()
    expect(await lastUse()).toBeUndefined()
    await use('2027-03-01T12:00:00.000Z')
    expect(await lastUse()).toBe('2027-03-01T12:00:00.000Z')
    await use('2027-03-01T12:01:00.000Z')
    expect(await lastUse()).toBe('2027-03-01T12:00:00.000Z')
    await use('2027-03-01T12:01:00.001Z')
    expect(await lastUse()).toBe('2027-03-01T12:01:00.001Z')
    await use('2026-01-01T00:00:00.000Z')
    expect(await lastUse()).toBe('2027-03-01T12:01:00.001Z')
  })

  test('writes any number of uses in one statement, and none in none', async () => {
    const group = await makeGroup()
    const tokens = await Promise.all(Array.from({ length: 3 }, () => makeToken(group)))
    const uses = new Map(tokens.map(({ token }) => [token.id, new Date('2027-03-01')]))
    expect(await statementsOf(() => touchDeployTokens(uses))).toHaveLength(1)
    expect(await statementsOf(() => touchDeployTokens(new Map()))).toHaveLength(0)
    const { tokens: listed } = await listDeployTokens(group, asked({}))
    expect(listed.map(({ lastUsedAt }) => lastUsedAt?.toISOString())).toEqual(
      Array(3).fill('2027-03-01T00:00:00.000Z'),
    )
  })
})

function asked(query: Partial<TokenListQuery>): TokenListQuery {
  return tokenListQuery.parse(query)
}

async function digestOf(tokenId: number): Promise<Uint8Array<ArrayBuffer>> {
  const [row] = await sql<{
    digest: Uint8Array<ArrayBuffer>
  }>`SELECT digest FROM deploy_tokens WHERE id = ${tokenId}`
  return must(row).digest
}

/** Adds this many live tokens to a project in one statement. */
async function insertTokens({ id }: Project, count: number): Promise<void> {
  await sql`
    INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_name)
    SELECT 'bulk ' || n, sha256((${unique('bulk')} || n)::bytea), '{read_repository}', ${id}, gen_random_uuid(), 'bulk'
    FROM generate_series(1, ${count}) AS n`
}

/** Runs `work` while the table has some `count` more rows of other holders, and PostgreSQL knows it. */
async function inTableOf(count: number, work: () => Promise<void>): Promise<void> {
  const elsewhere = await makeGroup()
  const crowd = await Promise.all(Array.from({ length: 20 }, () => makeProject(elsewhere)))
  for (const project of crowd) await insertTokens(project, count / crowd.length)
  await database().$executeRaw`ANALYZE deploy_tokens`
  try {
    await work()
  } finally {
    await sql`DELETE FROM deploy_tokens WHERE project_id = ANY (${crowd.map(({ id }) => id)})`
    await database().$executeRaw`ANALYZE deploy_tokens`
  }
}

function only(statements: Statement[]): Statement {
  if (statements.length !== 1) throw new Error(`${statements.length} statements`)
  return must(statements[0])
}

function must<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('There is none')
  return thing
}
