import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const heartbeatMs = 2000
// a holder that has not touched its file for so long is gone, wherever it ran
const staleAfterMs = 30_000

/**
 * Runs `act` while no other process on this folder does; `file` is the lock.
 * A lock whose process died is taken over; `onWait` is called once if somebody else holds it.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} act
 * @param {() => void} [onWait]
 * @returns {Promise<T>}
 */
export async function withLock(file, act, onWait) {
  mkdirSync(path.dirname(file), { recursive: true })
  const mark = await acquire(file, onWait)
  const heartbeat = setInterval(() => touch(file), heartbeatMs)
  heartbeat.unref()
  try {
    return await act()
  } finally {
    clearInterval(heartbeat)
    if (read(file) === mark) rmSync(file, { force: true })
  }
}

async function acquire(file, onWait = () => {}) {
  const mark = JSON.stringify({ pid: process.pid, host: hostname(), at: Date.now(), n: Math.random() })
  for (let tries = 0; ; tries++) {
    if (create(file, mark)) return mark
    if (isStale(file)) {
      rmSync(file, { force: true })
      if (create(file, mark)) {
        // two may have found the same stale file: whoever wrote last keeps it, the other sees that here
        await sleep(200)
        if (read(file) === mark) return mark
      }
      continue
    }
    if (tries === 0) onWait()
    await sleep(100)
  }
}

function create(file, mark) {
  try {
    writeFileSync(file, mark, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isStale(file) {
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs
    if (ageMs > staleAfterMs) return true
    const holder = JSON.parse(read(file))
    return holder.host === hostname() && !isAlive(holder.pid)
  } catch {
    return false // just released, or not written in full yet: the next look decides
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function touch(file) {
  try {
    const now = new Date()
    utimesSync(file, now, now)
  } catch {
    // removed by hand: the work goes on
  }
}
