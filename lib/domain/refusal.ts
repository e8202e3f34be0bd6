import { type Ability, abilities, missingScopes, type Resource } from './ability'
import type { Actor } from './actor'
import type { Feature } from './feature'
import type { PersonalScope } from './personal-scope'

/** GitLab's answer for what is not there and for what is not yours. */
export const notFoundText =
  "The project you were looking for could not be found or you don't have permission to view it."

/**
 * Why the actor may not, in words for the client's own screen; says only what the actor's own secret proves. The
 * thing itself is told of only where it is denied, and so seen.
 */
export function refusalOf(
  actor: Actor,
  ability: Ability,
  decision: 'challenge' | 'hide' | 'deny',
  resource?: Pick<Resource, 'kind' | 'disabledFeatures' | 'isArchived'>,
): string {
  if (decision === 'challenge') return accessDeniedText
  if (decision === 'hide') return hiddenText(actor)
  const state = resource && stateText(ability, resource)
  if (state) return state
  const lacking = missingScopes(actor, ability)
  if (lacking.length > 0) return `${deniedText(ability)} ${lackingText(actor, lacking)}`
  if (ability === 'push_code') return pushText(actor)
  return `${deniedText(ability)}${missingScope(actor, ability)}`
}

function deniedText(ability: Ability): string {
  if (ability === 'download_code' || ability === 'read_code') return 'You are not allowed to download code.'
  if (ability === 'push_code') return 'You are not allowed to upload code.'
  return 'You are not allowed to do this.'
}

/** What to give a personal access token that has none of these scopes: the narrowest comes first in every rule. */
export function lackingText(actor: Actor, scopes: readonly PersonalScope[]): string {
  const name = actor.kind === 'user' ? actor.token?.name : undefined
  return `The personal access token "${name}" lacks the scope ${scopes[0]}.`
}

/** Of genuine personal access tokens, in the words that GitLab's API and its clients know. */
export const expiredTokenText = 'Token is expired. You can either do re-authorization or token refresh.'
export const revokedTokenText = 'Token was revoked. You have to re-authorize from the user.'

export const accessDeniedText =
  'HTTP Basic: Access denied. Use your user name and a password or personal access token, or the user name and value of a deploy token.'

const nouns = {
  repository: 'repository',
  container_registry: 'container registry',
  packages: 'package registry',
  ci_cd: 'CI/CD',
} as const satisfies Record<Feature, string>

/** What of the thing itself is in the way, whoever asks. */
export function switchedOffText(feature: Feature): string {
  return `The ${nouns[feature]} of this project is switched off.`
}

function stateText(
  ability: Ability,
  { kind, disabledFeatures, isArchived }: Pick<Resource, 'kind' | 'disabledFeatures' | 'isArchived'>,
): string | undefined {
  const rule = abilities[ability]
  if ('feature' in rule && disabledFeatures.includes(rule.feature)) return switchedOffText(rule.feature)
  if ('writes' in rule && isArchived) return `This ${kind} is archived and read-only.`
  return undefined
}

function hiddenText(actor: Actor): string {
  if (actor.kind !== 'deploy-token') return notFoundText
  const reach =
    actor.holder.kind === 'project'
      ? `only ${actor.holderPath}`
      : `the projects of the group ${actor.holderPath}`
  return `${notFoundText} The deploy token "${actor.name}" reaches ${reach}.`
}

function pushText(actor: Actor): string {
  return actor.kind === 'deploy-token'
    ? 'You are not allowed to upload code. A deploy token can only read a repository.'
    : 'You are not allowed to push code to this project.'
}

function missingScope(actor: Actor, ability: Ability): string {
  const rule = abilities[ability]
  if (actor.kind !== 'deploy-token' || !('scopes' in rule)) return ''
  return ` The deploy token "${actor.name}" lacks the scope ${rule.scopes[0]}.`
}
