import { findTokenPage, type TokenRecord } from '@/lib/data/token-pages'
import type { Actor } from '@/lib/domain/actor'
import type { Page, PageWish } from '@/lib/domain/page'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/** One page of every token there is, dead ones too unless `activeOnly`. Errors: those of `requireAdministrator`. */
export async function pageAllDeployTokens(
  actor: Actor,
  { activeOnly }: { activeOnly: boolean },
  page: PageWish,
): Promise<Page<TokenRecord>> {
  requireAdministrator(actor, 'read')
  return findTokenPage({ holder: 'instance', activeOnly }, page)
}
