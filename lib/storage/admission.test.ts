import { describe, expect, test, vi } from 'vitest'
import { isDomainError } from '@/lib/domain/error'
import { enterLane, type Lane, type LaneLimits } from './admission'

const limits: LaneLimits = { runningMax: 2, waitingMax: 2, waitSecondsMax: 30 }
const newLane = (): Lane => ({ running: 0, waiting: new Set() })
const errorOf = (work: Promise<unknown>) => work.catch((error: unknown) => error)

describe('a lane', () => {
  test('lets as many in as there are places, and the others in the order they came', async () => {
    const lane = newLane()
    const [first] = await Promise.all([enterLane(lane, limits), enterLane(lane, limits)])
    const order: number[] = []
    const third = enterLane(lane, limits).then((leave) => [order.push(3), leave] as const)
    const fourth = enterLane(lane, limits).then((leave) => [order.push(4), leave] as const)
    expect(lane).toMatchObject({ running: 2, waiting: { size: 2 } })
    first()
    const [, leaveThird] = await third
    leaveThird()
    await fourth
    expect(order).toEqual([3, 4])
    expect(lane).toMatchObject({ running: 2, waiting: { size: 0 } })
  })

  test('gives a place back once, however often it is left', async () => {
    const lane = newLane()
    const leave = await enterLane(lane, limits)
    await enterLane(lane, limits)
    leave()
    leave()
    expect(lane.running).toBe(1)
  })

  test('turns away who would be one too many to wait, with a time to come back', async () => {
    const lane = newLane()
    const entered = Array.from({ length: 4 }, () => errorOf(enterLane(lane, limits)))
    const error = await errorOf(enterLane(lane, limits))
    expect(isDomainError(error, 'unavailable') && error.retryAfterSeconds).toBe(10)
    expect(lane).toMatchObject({ running: 2, waiting: { size: 2 } })
    for (const leave of await Promise.all(entered.slice(0, 2))) if (typeof leave === 'function') leave()
    await Promise.all(entered)
  })

  test('turns away who has waited too long', async () => {
    vi.useFakeTimers()
    const lane = { ...newLane(), running: 2 }
    const waiting = errorOf(enterLane(lane, limits))
    await vi.advanceTimersByTimeAsync(30_000)
    expect(isDomainError(await waiting, 'unavailable')).toBe(true)
    expect(lane.waiting.size).toBe(0)
    vi.useRealTimers()
  })

  test('forgets a client that leaves while it waits, or has left before', async () => {
    const lane = { ...newLane(), running: 2 }
    const leaving = new AbortController()
    const waiting = errorOf(enterLane(lane, limits, leaving.signal))
    expect(lane.waiting.size).toBe(1)
    leaving.abort()
    expect(isDomainError(await waiting, 'unavailable')).toBe(true)
    expect(isDomainError(await errorOf(enterLane(newLane(), limits, leaving.signal)))).toBe(true)
    expect(lane).toMatchObject({ running: 2, waiting: { size: 0 } })
  })
})
