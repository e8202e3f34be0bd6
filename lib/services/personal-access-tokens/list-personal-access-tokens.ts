import {
  listPersonalAccessTokens as listRows,
  type PersonalTokenPage,
} from '@/lib/data/personal-access-tokens'
import type { UserActor } from '@/lib/domain/actor'
import type { TokenListQuery } from '@/lib/domain/deploy-token'
import { requireAdministrator } from '@/lib/services/access/require-administrator'
import { requireScope } from '@/lib/services/access/require-scope'

/**
 * One page of a user's tokens, active or inactive, with the counts of both: of one's own, or of anybody for an
 * administrator. Errors: those of `requireAdministrator`; `forbidden` for a token without read_api or api.
 */
export async function listPersonalAccessTokens(
  actor: UserActor,
  userId: number,
  query: TokenListQuery,
): Promise<PersonalTokenPage> {
  if (userId === actor.id) requireScope(actor, ['read_api', 'api'])
  else requireAdministrator(actor, 'read')
  return listRows(userId, query)
}
