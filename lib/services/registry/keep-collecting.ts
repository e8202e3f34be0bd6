import { randomInt } from 'node:crypto'
import { runExclusively } from '@/lib/data/exclusive-runs'
import { log } from '@/lib/log'
import { collectBlobs } from './collect-blobs'

const ageHoursMin = 24
const minute = 60_000

/**
 * Collects every hour what nobody has used for a day, and first a few minutes after the start; of several processes one
 * at a time. Gives what ends it, which waits for the step under way.
 */
export function keepCollecting(): () => Promise<void> {
  const ending = new AbortController()
  let running = Promise.resolve()
  const plan = (milliseconds: number) =>
    setTimeout(() => {
      running = collect(ending.signal)
      timer = plan(randomInt(55 * minute, 65 * minute))
    }, milliseconds).unref()
  // processes that were started together do not come together
  let timer = plan(randomInt(3 * minute, 8 * minute))
  return () => {
    clearTimeout(timer)
    ending.abort()
    return running
  }
}

async function collect(signal: AbortSignal): Promise<void> {
  try {
    const before = new Date(Date.now() - ageHoursMin * 60 * minute)
    await runExclusively('collection of blobs', () => collectBlobs(before, signal))
  } catch (error) {
    log.error({ err: error }, 'blobs could not be collected')
  }
}
