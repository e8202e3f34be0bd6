import { beforeEach, expect, test } from 'vitest'
import { Pace } from './pace'

let now: number
let pace: Pace
beforeEach(() => {
  now = 0
  pace = new Pace({ windowSeconds: 60, bytesPerSecondMin: 1024 }, () => now)
})

test('a client that sends nothing for a minute is stalled', () => {
  pace.wait()
  now = 59_999
  expect(pace.isStalled()).toBe(false)
  now = 60_000
  expect(pace.isStalled()).toBe(true)
})

test('a client that sends a byte a second is stalled after a minute', () => {
  for (let second = 0; second < 60; second++) {
    pace.wait()
    now += 1000
    pace.move(1)
  }
  expect(pace.isStalled()).toBe(true)
})

test('a client that sends two kilobytes a second never is', () => {
  for (let second = 0; second < 600; second++) {
    pace.wait()
    now += 1000
    pace.move(2048)
    expect(pace.isStalled()).toBe(false)
  }
})

test('a client that was quick once is stalled a minute after it stopped', () => {
  pace.wait()
  now += 60_000
  pace.move(100_000_000)
  pace.wait()
  now += 60_000
  expect(pace.isStalled()).toBe(true)
})

test('a client that took much in its first second, and nothing since, is stalled', () => {
  pace.wait()
  now += 1000
  pace.move(100_000_000)
  pace.wait()
  now += 59_999
  expect(pace.isStalled()).toBe(false)
  now += 1
  expect(pace.isStalled()).toBe(true)
})

test('a client that is kept waiting itself is not stalled, however long that takes', () => {
  pace.wait()
  now += 1000
  pace.move(10)
  now += 3_600_000
  expect(pace.isStalled()).toBe(false)
})
