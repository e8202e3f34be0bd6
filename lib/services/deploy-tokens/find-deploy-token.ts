import { findTokenRecord, type TokenRecord } from '@/lib/data/token-pages'
import type { UserActor } from '@/lib/domain/actor'
import { type HolderName, isId } from '@/lib/domain/holder'
import { openHolder } from '@/lib/services/access/open-project'

/** The holder's own token of this number, dead or alive; undefined: there is none. Errors: those of `openHolder`. */
export async function findDeployToken(
  actor: UserActor,
  { holder, tokenId }: { holder: HolderName; tokenId: number },
): Promise<TokenRecord | undefined> {
  const opened = await openHolder(actor, 'read_deploy_tokens', holder)
  return isId(tokenId) ? findTokenRecord(opened, tokenId) : undefined
}
