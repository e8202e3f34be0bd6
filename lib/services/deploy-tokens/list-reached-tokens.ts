import { listReachedTokens as listRows, type ReachedTokenPage } from '@/lib/data/deploy-token-lists'
import type { UserActor } from '@/lib/domain/actor'
import type { ReachedTokenQuery } from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import { openHolder } from '@/lib/services/access/open-project'

/**
 * One page of the active tokens of other holders that matter here: those of all groups above, which reach here, or
 * those of every subgroup and project below. Errors: those of `openHolder`.
 */
export async function listReachedTokens(
  actor: UserActor,
  holder: { kind: HolderKind; fullPath: string },
  query: ReachedTokenQuery,
): Promise<ReachedTokenPage> {
  const opened = await openHolder(actor, 'manage_deploy_tokens', holder)
  return listRows(opened, query, actor.id)
}
