import type { Actor } from './actor'
import type { Feature } from './feature'
import type { PersonalScope } from './personal-scope'
import { accessLevels, noAccess } from './role'
import type { Scope } from './scope'
import type { Visibility } from './visibility'

/** A project or group as a decision sees it: where it stands, who may look, and the asking person's level there. */
export interface Resource {
  kind: 'project' | 'group'
  id: number
  visibility: Visibility
  /** Ids of the groups it stands in, the outermost first; a group's own id is the last. */
  traversalIds: readonly number[]
  /** The highest live membership of the asking user along that chain; 0 for anyone else. */
  accessLevel: number
  /** Switched off here, in a group above or in the whole instance. */
  disabledFeatures: readonly Feature[]
  /** Archived itself, or with a group above it: read-only. */
  isArchived: boolean
}

interface Rule {
  /** The least access level of a member. */
  memberLevel: number
  /** Whether whoever may look at a public or internal thing may do this to it. */
  byVisibility: boolean
  /** The scopes of a deploy token each of which lets it do this; without one no token ever may. */
  scopes?: readonly Scope[]
  /** Of deploy tokens only those of the project itself. */
  ofProject?: true
  /** The scopes of a personal access token each of which lets its user do this; `api` alone unless said. */
  personal?: readonly PersonalScope[]
  /** Nobody may where this is switched off. */
  feature?: Feature
  /** Where it is switched off, it is as if nothing were there. */
  hidesWhenOff?: true
  /** Nobody may in what is archived. */
  writes?: true
}

const onlyByApi: readonly PersonalScope[] = ['api']
const byReading = ['read_api', 'api'] as const

/** Every ability there is: https://docs.gitlab.com/user/permissions/ */
export const abilities = {
  read_group: { memberLevel: accessLevels.Guest, byVisibility: true, personal: byReading },
  create_subgroup: { memberLevel: accessLevels.Maintainer, byVisibility: false, writes: true },
  create_project: { memberLevel: accessLevels.Developer, byVisibility: false, writes: true },
  read_project: { memberLevel: accessLevels.Guest, byVisibility: true, personal: byReading },
  download_code: {
    memberLevel: accessLevels.Reporter,
    byVisibility: true,
    scopes: ['read_repository'],
    personal: ['read_repository', 'write_repository', 'api'],
    feature: 'repository',
  },
  // as download_code, but through the REST API, where a deploy token is nobody
  read_code: {
    memberLevel: accessLevels.Reporter,
    byVisibility: true,
    personal: ['read_repository', 'read_api', 'api'],
    feature: 'repository',
  },
  push_code: {
    memberLevel: accessLevels.Developer,
    byVisibility: false,
    personal: ['write_repository', 'api'],
    feature: 'repository',
    writes: true,
  },
  pull_image: {
    memberLevel: accessLevels.Reporter,
    byVisibility: true,
    scopes: ['read_registry'],
    personal: ['read_registry', 'api'],
    feature: 'container_registry',
  },
  push_image: {
    memberLevel: accessLevels.Developer,
    byVisibility: false,
    scopes: ['write_registry'],
    personal: ['write_registry', 'api'],
    feature: 'container_registry',
    writes: true,
  },
  // no scopes: a deploy token never takes an image away
  delete_image: {
    memberLevel: accessLevels.Maintainer,
    byVisibility: false,
    feature: 'container_registry',
    writes: true,
  },
  // as pull_image, but on the pages and through the REST API, where a deploy token is nobody
  read_images: {
    memberLevel: accessLevels.Reporter,
    byVisibility: true,
    personal: byReading,
    feature: 'container_registry',
  },
  read_packages: {
    memberLevel: accessLevels.Reporter,
    byVisibility: true,
    scopes: ['read_package_registry', 'write_package_registry'],
    personal: byReading,
    feature: 'packages',
    hidesWhenOff: true,
  },
  // beside read_packages: of a project's code what its tags publish as Go modules
  read_modules: {
    memberLevel: accessLevels.Reporter,
    byVisibility: true,
    scopes: ['read_package_registry', 'write_package_registry'],
    personal: byReading,
    feature: 'repository',
  },
  // beside read_modules: also of commits that no tag publishes
  read_module_commits: {
    memberLevel: accessLevels.Reporter,
    byVisibility: true,
    scopes: ['read_repository'],
    personal: byReading,
    feature: 'repository',
  },
  publish_package: {
    memberLevel: accessLevels.Developer,
    byVisibility: false,
    scopes: ['write_package_registry'],
    feature: 'packages',
    hidesWhenOff: true,
    writes: true,
  },
  delete_package: {
    memberLevel: accessLevels.Maintainer,
    byVisibility: false,
    scopes: ['write_package_registry'],
    ofProject: true,
    feature: 'packages',
    hidesWhenOff: true,
    writes: true,
  },
  read_deploy_tokens: { memberLevel: accessLevels.Maintainer, byVisibility: false, personal: byReading },
  manage_deploy_tokens: { memberLevel: accessLevels.Maintainer, byVisibility: false },
  create_deploy_tokens: { memberLevel: accessLevels.Maintainer, byVisibility: false, writes: true },
  read_members: { memberLevel: accessLevels.Guest, byVisibility: false, personal: byReading },
  manage_members: { memberLevel: accessLevels.Maintainer, byVisibility: false },
  read_audit_events: { memberLevel: accessLevels.Maintainer, byVisibility: false, personal: byReading },
  edit_settings: { memberLevel: accessLevels.Maintainer, byVisibility: false },
  // into a group: it gets a project or a group from elsewhere
  receive_transfer: { memberLevel: accessLevels.Maintainer, byVisibility: false, writes: true },
  transfer: { memberLevel: accessLevels.Owner, byVisibility: false, writes: true },
  archive: { memberLevel: accessLevels.Owner, byVisibility: false },
  delete: { memberLevel: accessLevels.Owner, byVisibility: false },
} as const satisfies Record<string, Rule>

export type Ability = keyof typeof abilities

/** allow; challenge: say who you are; hide: there is no such thing; deny: you see it, and may not. */
export type Decision = 'allow' | 'challenge' | 'hide' | 'deny'

/**
 * May this actor do this to this thing, now? The one question behind every door. A thing that does not exist
 * (`undefined`) and one the actor may not know about get the same answer.
 */
export function decide(actor: Actor, ability: Ability, resource: Resource | undefined): Decision {
  const rule: Rule = abilities[ability]
  if (resource && isAllowed(actor, rule, resource)) return 'allow'
  if (actor.kind === 'nobody') return 'challenge'
  return resource && sees(actor, resource) && !(rule.hidesWhenOff && isOff(rule, resource)) ? 'deny' : 'hide'
}

function isOff({ feature }: Rule, { disabledFeatures }: Resource): boolean {
  return feature !== undefined && disabledFeatures.includes(feature)
}

function isAllowed(actor: Actor, rule: Rule, resource: Resource): boolean {
  if (isOff(rule, resource)) return false
  if (rule.writes && resource.isArchived) return false
  if (actor.kind === 'deploy-token') {
    if (rule.ofProject && actor.holder.kind !== 'project') return false
    return reaches(actor, resource) && actor.scopes.some((scope) => rule.scopes?.includes(scope))
  }
  if (!holdsOne(actor, rule.personal ?? onlyByApi)) return false
  return levelOf(actor, resource) >= rule.memberLevel || (rule.byVisibility && isVisibleTo(actor, resource))
}

/**
 * Of a personal access token's scopes those that would let its user do this, where the token has none of them; empty
 * for whoever lacks no scope. What the user's role is worth is another question.
 */
export function missingScopes(actor: Actor, ability: Ability): readonly PersonalScope[] {
  const { personal = onlyByApi }: Rule = abilities[ability]
  return holdsOne(actor, personal) ? [] : personal
}

/** False only for a user who came with a personal access token that has none of these scopes. */
export function holdsOne(actor: Actor, scopes: readonly PersonalScope[]): boolean {
  const limits = actor.kind === 'user' ? actor.token : undefined
  return limits === undefined || scopes.some((scope) => limits.scopes.includes(scope))
}

function sees(actor: Actor, resource: Resource): boolean {
  if (actor.kind === 'deploy-token') return reaches(actor, resource)
  return levelOf(actor, resource) > noAccess || isVisibleTo(actor, resource)
}

/** A project token reaches its project; a group token what stands in its group today, at any depth. */
function reaches(actor: Extract<Actor, { kind: 'deploy-token' }>, resource: Resource): boolean {
  if (resource.kind !== 'project') return false
  const { holder } = actor
  return holder.kind === 'project' ? holder.id === resource.id : resource.traversalIds.includes(holder.id)
}

/** The actor's access level at a thing; an administrator is Owner everywhere. */
export function levelOf(actor: Actor, resource: Pick<Resource, 'accessLevel'>): number {
  if (actor.kind !== 'user') return noAccess
  return actor.isAdmin ? accessLevels.Owner : resource.accessLevel
}

function isVisibleTo(actor: Actor, resource: Resource): boolean {
  return resource.visibility === 'public' || (resource.visibility === 'internal' && actor.kind === 'user')
}
