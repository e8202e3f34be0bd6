import { touchDeployTokens } from '@/lib/data/deploy-tokens'
import { touchPersonalAccessTokens } from '@/lib/data/personal-access-tokens'
import { log } from '@/lib/log'

const flushMilliseconds = 10_000

let deployTokens = new Map<number, Date>()
let personalTokens = new Map<number, Date>()
let timer: NodeJS.Timeout | undefined

/** Remembers that a deploy token was used just now; written in batches, so that a request pays nothing for it. */
export function noteUse(tokenId: number): void {
  note(deployTokens, tokenId)
}

/** As `noteUse`, of a personal access token. */
export function notePersonalUse(tokenId: number): void {
  note(personalTokens, tokenId)
}

function note(pending: Map<number, Date>, tokenId: number): void {
  pending.set(tokenId, new Date())
  timer ??= setTimeout(flushUses, flushMilliseconds).unref()
}

/** Writes the remembered uses; also called by the ordered stop. A failure costs a time stamp, not a request. */
export async function flushUses(): Promise<void> {
  clearTimeout(timer)
  timer = undefined
  const writes = [touchDeployTokens(deployTokens), touchPersonalAccessTokens(personalTokens)]
  deployTokens = new Map()
  personalTokens = new Map()
  await Promise.all(writes).catch((error: unknown) => log.warn({ err: error }, 'last-used times were lost'))
}
