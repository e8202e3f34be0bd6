import os from 'node:os'
import { hash } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { hashPassword, isPassword } from './passwords'

describe('a password', () => {
  test('is kept as Argon2id with OWASP’s least cost, salted', async () => {
    const [one, two] = await Promise.all([hashPassword('hunter2'), hashPassword('hunter2')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(two)
  })

  test('belongs to its own digest and to no other', async () => {
    const digest = await hashPassword('correct horse')
    expect(await isPassword('correct horse', digest)).toBe(true)
    for (const wrong of ['', 'Correct horse', 'correct horse ', 'correct hors', digest]) {
      expect(await isPassword(wrong, digest)).toBe(false)
    }
  })

  test('counts to its last character, in any script', async () => {
    const long = `${'é'.repeat(127)}漢`
    const digest = await hashPassword(long)
    expect(await isPassword(long, digest)).toBe(true)
    expect(await isPassword(`${long.slice(0, -1)}字`, digest)).toBe(false)
  })
})

describe('a login that nobody has', () => {
  test('is never right, not even with the password of the decoy', async () => {
    expect(await isPassword('nobody signs in with this', undefined)).toBe(false)
    expect(await isPassword('', undefined)).toBe(false)
  })

  test('takes the work of a real one', async () => {
    const digest = await hashPassword('hunter2')
    await isPassword('warm', undefined)
    // processor time and not the clock's, which other programs stretch
    const workOf = async (against: string | undefined) => {
      const before = process.cpuUsage()
      for (let i = 0; i < 5; i++) await isPassword('wrong', against)
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    const [known, unknown] = [await workOf(digest), await workOf(undefined)]
    expect(unknown).toBeGreaterThan(known / 3)
    expect(unknown).toBeLessThan(known * 3)
  })
})

describe('many sign-ins at once', () => {
  test('wait in a queue of 200 and then are told to come back; those in it are served', async () => {
    const digest = await hash('hunter2', { memoryCost: 8, timeCost: 1, parallelism: 1 })
    await isPassword('the decoy is made at the first sign-in', undefined)
    const places = os.availableParallelism() * 2 + 200
    const answers = await Promise.allSettled(
      Array.from({ length: places + 50 }, () => isPassword('hunter2', digest)),
    )
    const served = answers.filter((answer) => answer.status === 'fulfilled' && answer.value)
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(served).toHaveLength(places)
    expect(refused).toHaveLength(50)
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'unavailable' })
  })

  test('and afterwards every place is free again', async () => {
    const digest = await hash('hunter2', { memoryCost: 8, timeCost: 1, parallelism: 1 })
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 100 }, () => isPassword('hunter2', digest)))
      expect(answers.every(Boolean)).toBe(true)
    }
  })

  test('a broken digest gives its place back too', async () => {
    const places = os.availableParallelism() * 2 + 10
    const broken = await Promise.allSettled(
      Array.from({ length: places }, () => isPassword('x', 'no digest')),
    )
    expect(broken.every((answer) => answer.status === 'rejected')).toBe(true)
    const digest = await hash('hunter2', { memoryCost: 8, timeCost: 1, parallelism: 1 })
    expect(await isPassword('hunter2', digest)).toBe(true)
  })
})
