import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeGroup,
  makeProject,
  makeToken,
  planOf,
  type Statement,
  sql,
  statementsOf,
} from '@/e2e/support/fixtures'
import type { Project } from '@/lib/domain/project'
import { Prisma } from './client'
import { contains, orderBy, selectPage } from './pages'
import { findTokenPage } from './token-pages'

const numbers = (count: number) => ({
  columns: Prisma.sql`n, n % 3 AS rest`,
  from: Prisma.sql`FROM generate_series(1, ${count}::int) n`,
  order: Prisma.sql`n DESC`,
})

describe('a page', () => {
  test.each([
    [1, [7, 6, 5]],
    [2, [4, 3, 2]],
    [3, [1]],
    [4, []],
    [1_000_000, []],
  ])('%i of seven by three holds %j, and the total', async (page, expected) => {
    const found = await selectPage<{ n: number; rest: number }>(numbers(7), { page, perPage: 3 })
    expect(found).toEqual({ items: expected.map((n) => ({ n, rest: n % 3 })), total: 7 })
  })

  test('of nothing is empty', async () => {
    expect(await selectPage(numbers(0), { page: 1, perPage: 20 })).toEqual({ items: [], total: 0 })
  })

  test('orders ties the same way as what ties', async () => {
    const by = async (sort: 'asc' | 'desc') => {
      const order = orderBy(Prisma.sql`n % 2`, Prisma.sql`n`, sort)
      const { items } = await selectPage<{ n: number }>({ ...numbers(4), order }, { page: 1, perPage: 4 })
      return items.map(({ n }) => n)
    }
    expect(await by('asc')).toEqual([2, 4, 1, 3])
    expect(await by('desc')).toEqual([3, 1, 4, 2])
  })

  test('finds a text as it is, in any case, and has no wildcards', async () => {
    const finds = async (text: string) => {
      const [row] = await sql<{
        found: boolean
      }>`SELECT ${contains(text, [Prisma.sql`'100%_Deploy'`])} AS found`
      return row?.found
    }
    for (const text of ['', 'deploy', 'DEPLOY', '0%_d'])
      expect([text, await finds(text)]).toEqual([text, true])
    for (const text of ['%y', '_eploy', 'deploys', "' OR true --"])
      expect([text, await finds(text)]).toEqual([text, false])
  })
})

describe('a page of tokens', () => {
  let project: Project
  beforeAll(async () => {
    project = await makeProject(await makeGroup())
    const { token } = await makeToken(project)
    await sql`
      INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_id, creator_name)
      SELECT 'n' || i, sha256(('page ' || i)::bytea), scopes, project_id, gen_random_uuid(), NULL, creator_name
      FROM deploy_tokens, generate_series(1, 3000) i WHERE id = ${token.id}`
    await sql`ANALYZE deploy_tokens`
  })

  test('is one statement that reads the holder’s tokens by their index', async () => {
    const holder = await makeProject(await makeGroup())
    await makeToken(holder)
    const statements = await statementsOf(async () => {
      const { items, total } = await findTokenPage({ holder, activeOnly: true }, { page: 1, perPage: 100 })
      expect([items.length, total]).toEqual([1, 1])
    })
    expect(statements).toHaveLength(1)
    const plan = (await planOf(statements[0] as Statement)).join('\n')
    expect(plan).toContain('deploy_tokens_project_id_id_idx')
    expect(plan).not.toMatch(/Seq Scan on deploy_tokens/)
  })

  test('comes in the order of their making', async () => {
    const { items, total } = await findTokenPage(
      { holder: project, activeOnly: false },
      { page: 30, perPage: 100 },
    )
    expect(total).toBe(3001)
    const ids = items.map(({ token }) => token.id)
    expect(ids).toHaveLength(100)
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
  })
})
