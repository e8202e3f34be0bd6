import { expect, test } from 'vitest'
import { RequestWindow, sendersMax } from './request-window'

test('a minute begins with its first request, and says in seconds when it is over', () => {
  const window = new RequestWindow()
  const ask = (now: number) => window.count('token', 2, now)
  expect([ask(90_000), ask(90_001)]).toEqual([undefined, undefined])
  expect([ask(90_002), ask(120_000), ask(149_999)]).toEqual([60, 30, 1])
  expect([ask(150_000), ask(150_000), ask(150_000)]).toEqual([undefined, undefined, 60])
})

test('every sender has a count of their own', () => {
  const window = new RequestWindow()
  expect(['one', 'other', 'one'].map((sender) => window.count(sender, 1, 0))).toEqual([
    undefined,
    undefined,
    60,
  ])
})

test('what was refused is not counted, as a limit that is raised shows', () => {
  const window = new RequestWindow()
  expect([1, 1, 1, 2, 2].map((max) => window.count('token', max, 0))).toEqual([
    undefined,
    60,
    60,
    undefined,
    60,
  ])
})

test('more senders than are held begin anew', () => {
  const window = new RequestWindow()
  window.count('first', 1, 0)
  for (let sender = 2; sender < sendersMax; sender++) window.count(String(sender), 1, 0)
  expect(window.count('first', 1, 0)).toBe(60)
  window.count('last', 1, 0)
  expect(window.count('first', 1, 0)).toBeUndefined()
})
