import type { Actor } from '@/lib/domain/actor'
import { isDomainError } from '@/lib/domain/error'
import { isImageName } from '@/lib/domain/image-name'
import {
  type ImageAction,
  imageAbilities,
  registryService,
  type TicketAccess,
  type TicketClaims,
  ticketIssuer,
  ticketSecondsMax,
} from '@/lib/domain/registry-ticket'
import { signTicket } from '@/lib/storage/ticket-keys'
import { openImage } from './open-image'

/** What a client would do with an image. */
export interface Wish {
  name: string
  actions: readonly ImageAction[]
}

/** A signed ticket for whichever of these wishes the actor may have fulfilled at this moment. */
export async function issueTicket(actor: Actor, wishes: readonly Wish[]): Promise<string> {
  const access: TicketAccess[] = []
  for (const { name, actions } of wishes) {
    const granted = await grantedTo(actor, name, actions)
    if (granted.length > 0) access.push({ type: 'repository', name, actions: granted })
  }
  const claims: TicketClaims = {
    ...(actor.kind !== 'nobody' && { sub: actor.username }),
    bearer: bearerOf(actor),
    access,
  }
  return signTicket(claims, { issuer: ticketIssuer, audience: registryService, seconds: ticketSecondsMax })
}

async function grantedTo(
  actor: Actor,
  name: string,
  actions: readonly ImageAction[],
): Promise<ImageAction[]> {
  if (!isImageName(name)) return []
  const granted: ImageAction[] = []
  for (const action of actions) {
    const isGranted = await openImage(actor, imageAbilities[action], name).then(
      () => true,
      (error: unknown) => {
        if (['not_found', 'forbidden', 'unauthenticated'].some((code) => isDomainError(error, code as never)))
          return false
        throw error
      },
    )
    if (isGranted) granted.push(action)
  }
  return granted
}

function bearerOf(actor: Actor): TicketClaims['bearer'] {
  if (actor.kind === 'deploy-token') return { kind: 'deploy-token', id: actor.id }
  if (actor.kind === 'user' && actor.token)
    return { kind: 'user', id: actor.id, token: { id: actor.token.id } }
  return { kind: 'nobody' }
}
