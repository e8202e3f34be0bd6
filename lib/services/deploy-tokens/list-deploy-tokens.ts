import { listDeployTokens as listRows, type TokenPage } from '@/lib/data/deploy-tokens'
import type { UserActor } from '@/lib/domain/actor'
import type { TokenListQuery } from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import { openHolder } from '@/lib/services/access/open-project'

/** One page of the holder's own tokens, active or inactive, with the counts of both. Errors: those of `openHolder`. */
export async function listDeployTokens(
  actor: UserActor,
  holder: { kind: HolderKind; fullPath: string },
  query: TokenListQuery,
): Promise<TokenPage> {
  const opened = await openHolder(actor, 'manage_deploy_tokens', holder)
  return listRows(opened, query)
}
