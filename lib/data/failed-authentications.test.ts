import { describe, expect, test } from 'vitest'
import { sql, statementsOf, unique } from '@/e2e/support/fixtures'
import { blockSecondsMax, failuresPerHourMax, type Limit } from '@/lib/domain/throttle'
import { blockedSeconds, forgetOldFailures, recordFailure } from './failed-authentications'

const limit: Limit = { failuresMax: 3, windowSeconds: 100, blockSeconds: 60 }

describe('failures under a key', () => {
  test('up to the limit block nothing; the next one blocks', async () => {
    const key = unique('key')
    expect(await fail(key, 3)).toEqual([0, 0, 0])
    expect(await blockedSeconds([key])).toBe(0)
    expect(inTens(await recordFailure(key, limit))).toBe(60)
    expect(inTens(await blockedSeconds([key]))).toBe(60)
  })

  test('block that key alone', async () => {
    const [key, other] = [unique('key'), unique('key')]
    await fail(key, 4)
    expect(await blockedSeconds([other])).toBe(0)
    expect(inTens(await blockedSeconds([other, key]))).toBe(60)
    expect(await blockedSeconds([])).toBe(0)
  })

  test('spread over more than the window do not add up', async () => {
    const key = unique('key')
    await fail(key, 3)
    await age(key, 101)
    expect(await fail(key, 3)).toEqual([0, 0, 0])
  })

  test('within the window add up, however far apart', async () => {
    const key = unique('key')
    await fail(key, 3)
    await age(key, 99)
    expect(await fail(key, 1)).toEqual([60])
  })

  test('block twice as long each time within the hour, up to an hour', async () => {
    const key = unique('key')
    const blocks: number[] = []
    for (let strike = 0; strike < 8; strike++) {
      blocks.push((await fail(key, 4)).at(-1) ?? 0)
      await sql`UPDATE failed_authentications SET blocked_until = now() WHERE key = ${key}`
      expect(await blockedSeconds([key])).toBe(0)
    }
    expect(blocks).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600])
    expect(Math.max(...blocks)).toBe(blockSecondsMax)
  })

  test('begin anew after a quiet hour', async () => {
    const key = unique('key')
    await fail(key, 8)
    await age(key, 3601)
    expect(await fail(key, 3)).toEqual([0, 0, 0])
    expect(await recordFailure(key, limit)).toBeGreaterThanOrEqual(60)
  })

  test('during a block go on counting, and answer how long it still lasts', async () => {
    const key = unique('key')
    await fail(key, 4)
    expect(await fail(key, 4)).toEqual([60, 60, 60, 120])
  })

  test(`more than ${failuresPerHourMax} in an hour block for an hour, however they are spread`, async () => {
    const key = unique('key')
    await recordFailure(key, limit)
    await sql`UPDATE failed_authentications SET hour_failures = ${failuresPerHourMax - 1} WHERE key = ${key}`
    expect(await recordFailure(key, limit)).toBe(0)
    expect(inTens(await recordFailure(key, limit))).toBe(blockSecondsMax)
  })

  test('arriving all at once are all counted', async () => {
    const key = unique('key')
    const wide: Limit = { ...limit, failuresMax: 49 }
    const answers = await Promise.all(Array.from({ length: 50 }, () => recordFailure(key, wide)))
    expect(answers.filter((seconds) => seconds > 0)).toHaveLength(1)
    const [row] = await sql`SELECT hour_failures, strikes FROM failed_authentications WHERE key = ${key}`
    expect(row).toEqual({ hour_failures: 50, strikes: 1 })
  })

  test('cost one statement each, and asking costs one', async () => {
    const key = unique('key')
    expect(await statementsOf(() => recordFailure(key, limit))).toHaveLength(1)
    expect(await statementsOf(() => blockedSeconds([key]))).toHaveLength(1)
  })

  test('may stand under any text: nothing of it is read as SQL', async () => {
    const key = `${unique('key')}'; DROP TABLE users; --`
    await fail(key, 4)
    expect(inTens(await blockedSeconds([key]))).toBe(60)
  })
})

test('keys that were quiet for a day are forgotten, others are not', async () => {
  const [old, young] = [unique('key'), unique('key')]
  await fail(old, 4)
  await fail(young, 4)
  await age(old, 86_401)
  await forgetOldFailures()
  expect(await sql`SELECT 1 FROM failed_authentications WHERE key = ${old}`).toEqual([])
  expect(inTens(await blockedSeconds([young]))).toBe(60)
})

async function fail(key: string, times: number): Promise<number[]> {
  const answers: number[] = []
  while (answers.length < times) answers.push(inTens(await recordFailure(key, limit)))
  return answers
}

/** The column holds milliseconds, rounded: a second more, or one gone by meanwhile, is no matter. */
function inTens(seconds: number): number {
  return Math.round(seconds / 10) * 10
}

/** Lets so many seconds have passed for a key. */
async function age(key: string, seconds: number): Promise<void> {
  await sql`UPDATE failed_authentications SET
    window_started_at = window_started_at - make_interval(secs => ${seconds}),
    hour_started_at = hour_started_at - make_interval(secs => ${seconds}),
    blocked_until = blocked_until - make_interval(secs => ${seconds}) WHERE key = ${key}`
}
