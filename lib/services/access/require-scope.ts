import { holdsOne } from '@/lib/domain/ability'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import { lackingText } from '@/lib/domain/refusal'

/**
 * For what a user may do by themselves, without any resource to ask `decide` about: refuses a personal access token
 * that has none of these scopes, named with the narrowest first. Error: `forbidden`.
 */
export function requireScope(actor: UserActor, scopes: readonly PersonalScope[]): void {
  if (holdsOne(actor, scopes)) return
  throw new DomainError('forbidden', `You are not allowed to do this. ${lackingText(actor, scopes)}`)
}
