import { findTokenPage, type TokenRecord } from '@/lib/data/token-pages'
import type { UserActor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import { openHolder } from '@/lib/services/access/open-project'

/** One page of the holder's own tokens, dead ones too unless `activeOnly`. Errors: those of `openHolder`. */
export async function pageDeployTokens(
  actor: UserActor,
  { holder, activeOnly }: { holder: HolderName; activeOnly: boolean },
  page: PageWish,
): Promise<Page<TokenRecord>> {
  const opened = await openHolder(actor, 'read_deploy_tokens', holder)
  return findTokenPage({ holder: opened, activeOnly }, page)
}
