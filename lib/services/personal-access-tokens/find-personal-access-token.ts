import type { UserActor } from '@/lib/domain/actor'
import type { PersonalAccessToken } from '@/lib/domain/personal-access-token'
import { openPersonalAccessToken, type WhichToken } from './open-personal-access-token'

/** One token, dead or alive; 'self' is the one that the actor came with. Errors: those of `openPersonalAccessToken`. */
export function findPersonalAccessToken(actor: UserActor, which: WhichToken): Promise<PersonalAccessToken> {
  return openPersonalAccessToken(actor, 'read', which)
}
