import { beforeAll, describe, expect, test } from 'vitest'
import { makePersonalToken, makeUser, sql, statementsOf } from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { type TokenListQuery, tokenListQuery } from '@/lib/domain/deploy-token'
import { listPersonalAccessTokens, touchPersonalAccessTokens } from './personal-access-tokens'

const firstPage = tokenListQuery.parse({})

describe('a list', () => {
  let owner: UserActor
  beforeAll(async () => {
    owner = await makeUser()
    for (let number = 1; number <= 21; number++) {
      const day = `2199-01-${String(number).padStart(2, '0')}T00:00:00Z`
      const name = `${number % 2 ? 'odd' : 'Even'} ${number}`
      await makePersonalToken(owner, { name, expiresAt: number === 21 ? null : new Date(day) })
    }
  })

  const namesOf = async (query: Partial<TokenListQuery>) =>
    (await listPersonalAccessTokens(owner.id, { ...firstPage, ...query })).tokens.map(({ name }) => name)

  test('is two queries, twenty at a time, with the numbers of all', async () => {
    const statements = await statementsOf(async () => {
      const page = await listPersonalAccessTokens(owner.id, firstPage)
      expect(page).toMatchObject({ total: 21, counts: { active: 21, inactive: 0 } })
      expect(page.tokens.map(({ name }) => name).slice(0, 2)).toEqual(['odd 21', 'Even 20'])
      expect(page.tokens).toHaveLength(20)
    })
    expect(statements).toHaveLength(2)
    expect(await namesOf({ page: 2 })).toEqual(['odd 1'])
    expect(await namesOf({ page: 3 })).toEqual([])
  })

  test('is sorted by name in any letter case, and by end with never as the latest', async () => {
    expect((await namesOf({ sort: 'name', direction: 'asc' })).slice(0, 2)).toEqual(['Even 10', 'Even 12'])
    expect((await namesOf({ sort: 'expires', direction: 'asc' }))[0]).toBe('odd 1')
    expect((await namesOf({ sort: 'expires', direction: 'desc' }))[0]).toBe('odd 21')
  })

  test.each([
    ['EVEN 2', ['Even 20', 'Even 2']],
    ['%', []],
    ['_', []],
    ["'", []],
  ])('is searched for %s as it is written', async (search, names) => {
    expect(await namesOf({ search })).toEqual(names)
  })
})

test('the last use moves forward only, at most once a minute, all in one statement', async () => {
  const user = await makeUser()
  const [{ token: first }, { token: second }] = [await makePersonalToken(user), await makePersonalToken(user)]
  const use = (time: string) => touchPersonalAccessTokens(new Map([[first.id, new Date(time)]]))
  const lastUse = async () => {
    const [row] = await sql<{ at: Date }>`
      SELECT last_used_at AS at FROM personal_access_tokens WHERE id = ${first.id}`
    return row?.at.toISOString()
  }
  await use('2027-03-01T12:00:00Z')
  for (const early of ['2027-03-01T12:00:59Z', '2027-03-01T11:00:00Z']) {
    await use(early)
    expect(await lastUse()).toBe('2027-03-01T12:00:00.000Z')
  }
  await use('2027-03-01T12:01:01Z')
  expect(await lastUse()).toBe('2027-03-01T12:01:01.000Z')
  const uses = new Map([first.id, second.id].map((id) => [id, new Date()]))
  expect(await statementsOf(() => touchPersonalAccessTokens(uses))).toHaveLength(1)
  expect(await statementsOf(() => touchPersonalAccessTokens(new Map()))).toHaveLength(0)
})
