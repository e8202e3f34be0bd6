import type { Nobody, UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PersonalScope } from '@/lib/domain/personal-scope'

// Who may ask a route at all, and with which scopes of their token.

/** Whoever it is; who sends a token that is no good was refused before. */
export function anybody(actor: UserActor | Nobody): UserActor | Nobody {
  return actor
}

/** A user. Error: `unauthenticated`. */
export function signedIn(actor: UserActor | Nobody): UserActor {
  if (actor.kind === 'nobody')
    throw new DomainError('unauthenticated', 'Sign in with a personal access token.')
  return actor
}

/** A user who is an administrator: the API has no page to hide, and says so to the others. Error: also `forbidden`. */
export function administrator(actor: UserActor | Nobody): UserActor {
  const user = signedIn(actor)
  if (!user.isAdmin) throw new DomainError('forbidden', 'Only administrators may do this.')
  return user
}

const forReading = ['api', 'read_api'] as const
const forWriting = ['api'] as const
/** Of what is about users and the instance itself. */
export const forProfile = ['api', 'read_api', 'read_user'] as const

/** Of the files of a repository, which git gives to the same tokens. */
export const forFiles = ['api', 'read_api', 'read_repository'] as const

/** The scopes of which a token needs one: as declared, or what GitLab wants for reading, or for writing. */
export function scopesOf(route: {
  scopes?: readonly PersonalScope[]
  method: string
}): readonly PersonalScope[] {
  return route.scopes ?? (route.method === 'get' ? forReading : forWriting)
}
