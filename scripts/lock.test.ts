import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLock } from './lock.mjs'

let file = ''

beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), 'latchkey-lock-')), 'lock')
})

afterEach(() => rmSync(path.dirname(file), { recursive: true }))

test('whoever comes second waits, and is told once that it does', async () => {
  const steps: string[] = []
  const first = withLock(file, async () => {
    await sleep(300)
    steps.push('first')
  })
  await expect.poll(() => existsSync(file)).toBe(true)
  await withLock(
    file,
    async () => steps.push('second'),
    () => steps.push('waiting'),
  )
  await first
  expect(steps).toEqual(['waiting', 'first', 'second'])
  expect(existsSync(file)).toBe(false)
})

test('what the work throws is thrown on, and the lock is free', async () => {
  await expect(withLock(file, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await withLock(file, async () => 'next')).toBe('next')
})

test('the lock of a process that died is taken over at once, by one of those who wait', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(file, JSON.stringify({ pid, host: hostname() }))
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await sleep(50)
    inside--
  }
  await Promise.all(Array.from({ length: 5 }, () => withLock(file, work)))
  expect(most).toBe(1)
})

test('a lock nobody has touched for long is taken over, whatever it says', async () => {
  writeFileSync(file, '')
  const longAgo = new Date(Date.now() - 60_000)
  utimesSync(file, longAgo, longAgo)
  await withLock(file, async () => expect(JSON.parse(readFileSync(file, 'utf8')).pid).toBe(process.pid))
})
