import { expect, test } from 'vitest'
import { transaction } from './client'

test('statements that take values stay prepared on their connection, but no more than 200', async () => {
  const [kept] = await transaction(async (tx) => {
    for (let number = 0; number < 250; number++) await tx.$queryRawUnsafe(`SELECT ${number}, $1::int`, 1)
    return tx.$queryRaw<{ one: number; all: number }[]>`
      SELECT count(*) FILTER (WHERE statement = ${'SELECT 7, $1::int'})::int AS one, count(*)::int AS all
      FROM pg_prepared_statements`
  })
  expect(kept?.one).toBe(1)
  expect(kept?.all).toBeGreaterThan(190)
  expect(kept?.all).toBeLessThanOrEqual(200)
})
