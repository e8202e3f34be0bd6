import type { Connection } from '@/lib/data/client'
import { findPersonalAccessToken as findRow } from '@/lib/data/personal-access-tokens'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { isId } from '@/lib/domain/holder'
import type { PersonalAccessToken } from '@/lib/domain/personal-access-token'
import { requireScope } from '@/lib/services/access/require-scope'

/** A token by its number, or the one that the actor came with. */
export type WhichToken = number | 'self'

/**
 * The token, where the actor may do this to it: their own, or anybody's for an administrator, who may not rotate
 * another's, as they would get its value and with it the other's name. Any token may look at itself and end itself.
 * Errors: `not_found` alike for what is missing and what is another's; `forbidden` for a token that lacks the scope.
 */
export async function openPersonalAccessToken(
  actor: UserActor,
  act: 'read' | 'revoke' | 'rotate',
  which: WhichToken,
  connection?: Connection,
): Promise<PersonalAccessToken> {
  const id = which === 'self' ? actor.token?.id : which
  const isOwnSelf = id !== undefined && id === actor.token?.id
  if (!isOwnSelf || act === 'rotate') requireScope(actor, act === 'read' ? ['read_api', 'api'] : ['api'])
  const found = id !== undefined && isId(id) ? await findRow(id, connection) : undefined
  if (found && (found.userId === actor.id || (actor.isAdmin && act !== 'rotate'))) return found
  throw new DomainError('not_found', 'Personal access token not found.')
}
