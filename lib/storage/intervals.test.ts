import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readAgainAfter } from './intervals'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

describe('what is read again after a second', () => {
  test('is read once for all who ask within it', async () => {
    let reads = 0
    const ask = readAgainAfter(1000, async () => ++reads)
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1])
    vi.advanceTimersByTime(1000)
    expect(await ask()).toBe(1)
    vi.advanceTimersByTime(1)
    expect([await ask(), await ask()]).toEqual([2, 2])
  })

  test('is read again at once where reading failed', async () => {
    let reads = 0
    const ask = readAgainAfter(1000, async () => {
      if (++reads === 1) throw new Error('gone')
      return reads
    })
    await expect(ask()).rejects.toThrow('gone')
    expect(await ask()).toBe(2)
  })
})
