import { touchDeployTokens } from '@/lib/data/deploy-tokens'
import { log } from '@/lib/log'

const flushMilliseconds = 10_000

let pending = new Map<number, Date>()
let timer: NodeJS.Timeout | undefined

/** Remembers that a token was used just now; written in batches, so that a request pays nothing for it. */
export function noteUse(tokenId: number): void {
  pending.set(tokenId, new Date())
  timer ??= setTimeout(flushUses, flushMilliseconds).unref()
}

/** Writes the remembered uses; also called by the ordered stop. A failure costs a time stamp, not a request. */
export async function flushUses(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const uses = pending
  pending = new Map()
  await touchDeployTokens(uses).catch((error: unknown) =>
    log.warn({ err: error }, 'last-used times were lost'),
  )
}
