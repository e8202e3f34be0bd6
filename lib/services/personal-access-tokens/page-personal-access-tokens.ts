import { findPersonalTokenPage, type PersonalTokenRecord } from '@/lib/data/personal-token-pages'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { Page, PageWish } from '@/lib/domain/page'
import type { PersonalTokenSearch } from '@/lib/domain/personal-access-token'
import { accessDeniedText } from '@/lib/domain/refusal'
import { requireScope } from '@/lib/services/access/require-scope'

/**
 * One page of tokens, dead ones too: one's own; of an administrator everybody's, or one user's. Errors: `forbidden` for
 * a token without read_api or api; `unauthenticated`, as in GitLab, for who asks for another's.
 */
export async function pagePersonalAccessTokens(
  actor: UserActor,
  search: PersonalTokenSearch,
  page: PageWish,
): Promise<Page<PersonalTokenRecord>> {
  requireScope(actor, ['read_api', 'api'])
  if (actor.isAdmin) return findPersonalTokenPage(search, page)
  if (search.userId !== undefined && search.userId !== actor.id)
    throw new DomainError('unauthenticated', accessDeniedText)
  return findPersonalTokenPage({ ...search, userId: actor.id }, page)
}
