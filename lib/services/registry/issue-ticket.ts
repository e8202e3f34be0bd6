import { findProjectsOfImages } from '@/lib/data/projects'
import { findInstanceSettings } from '@/lib/data/settings'
import { type Ability, decide, holdsOne } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { Project } from '@/lib/domain/project'
import { accessDeniedText } from '@/lib/domain/refusal'
import { RegistryError } from '@/lib/domain/registry-error'
import type { Wish } from '@/lib/domain/registry-scope'
import {
  imageAbilities,
  imageActions,
  registryService,
  type TicketAccess,
  type TicketClaims,
  ticketDatedBackSeconds,
  ticketIssuer,
  ticketSecondsMax,
} from '@/lib/domain/registry-ticket'
import { bearerOf } from '@/lib/domain/ticket-bearer'
import { env } from '@/lib/env'
import { signTicket } from '@/lib/storage/tickets'

export interface Ticket {
  token: string
  access: TicketAccess[]
  /** For how long it opens that. */
  seconds: number
}

/**
 * A signed ticket for whichever of these wishes the actor may have fulfilled at this moment, which may be none: logging in
 * asks for nothing. Errors, as GitLab's: `UNAVAILABLE` where the instance has no registry, `DENIED` for credentials that
 * open none and for nobody who is granted nothing, `unauthenticated` for a deploy token that opens packages alone.
 */
export async function issueTicket(actor: Actor, wishes: readonly Wish[]): Promise<Ticket> {
  const userId = actor.kind === 'user' ? actor.id : undefined
  const names = wishes.map(({ name }) => name)
  const [settings, projects] = await Promise.all([
    findInstanceSettings(),
    findProjectsOfImages(names, userId),
  ])
  if (settings.disabledFeatures.includes('container_registry')) throw new RegistryError('UNAVAILABLE')
  requireRegistryScope(actor)
  const access = wishes.flatMap((wish) => accessOf(actor, wish, projects.get(wish.name)))
  if (actor.kind === 'nobody' && access.length === 0) throw new RegistryError('DENIED', deniedText)
  const claims: TicketClaims = {
    ...(actor.kind !== 'nobody' && { sub: actor.username }),
    bearer: bearerOf(actor),
    access,
  }
  const { kind } = env.registry
  const seconds = ticketSecondsMax[kind]
  const datedBackSeconds = ticketDatedBackSeconds[kind]
  const validity = { issuer: ticketIssuer, audience: registryService, seconds, datedBackSeconds }
  return { token: await signTicket(claims, validity), access, seconds }
}

const deniedText = 'access forbidden'

/** Of a deploy token for packages alone GitLab's registry knows nothing, so that it is no credential here. */
function requireRegistryScope(actor: Actor): void {
  if (actor.kind === 'deploy-token') {
    const { name, scopes } = actor
    if (scopes.includes('read_registry') || scopes.includes('write_registry')) return
    if (scopes.includes('read_repository')) throw new RegistryError('DENIED', deniedText)
    const text = `${accessDeniedText} The deploy token "${name}" lacks the scopes read_registry and write_registry.`
    throw new DomainError('unauthenticated', text)
  }
  if (!holdsOne(actor, ['read_registry', 'write_registry', 'api']))
    throw new RegistryError('DENIED', deniedText)
}

function accessOf(actor: Actor, { name, actions }: Wish, project: Project | undefined): TicketAccess[] {
  const mayAskAll = actor.kind === 'user' && actions.includes('*')
  const granted = imageActions.filter((action) => {
    const ability: Ability = imageAbilities[action]
    return (mayAskAll || actions.includes(action)) && decide(actor, ability, project) === 'allow'
  })
  return granted.length > 0 ? [{ type: 'repository', name, actions: granted }] : []
}
