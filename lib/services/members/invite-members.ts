import { insertAuditEvents } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { findInvitees, type Invitee, insertMemberships, listInherited } from '@/lib/data/members'
import { lockTree } from '@/lib/data/tree'
import { levelOf } from '@/lib/domain/ability'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { HolderKind, HolderName } from '@/lib/domain/holder'
import type { Invitation } from '@/lib/domain/member'
import { openHolder } from '@/lib/services/access/open-project'
import { auditOf } from './audit-of'
import { checkInherited, checkOwnLevel } from './check-role'

interface Inviting {
  holder: HolderName
  invitation: Omit<Invitation, 'accessLevel'> & { accessLevel: number }
  address: string
}

/**
 * Makes people with accounts direct members of a project or group, all of those named or none, and gives their user
 * names. Errors: those of `openHolder`; `invalid` with fields for who is unknown, blocked or a direct member already,
 * and for a role above the actor's own or below what somebody inherits.
 */
export function inviteMembers(
  actor: UserActor,
  { holder, invitation, address }: Inviting,
): Promise<string[]> {
  const { users: logins, accessLevel, expiresAt } = invitation
  return transaction(async (tx) => {
    // nothing on the way to this place changes until the end, the actor's own role included
    await lockTree(tx)
    const place = await openHolder(actor, 'manage_members', holder, tx)
    checkOwnLevel(levelOf(actor, place), accessLevel)
    const invitees = await findInvitees(tx, place, logins)
    checkInvitees(logins, invitees, place.kind)
    const inherited = await listInherited(
      tx,
      place,
      invitees.map(({ id }) => id),
    )
    const names = new Map(invitees.map(({ id, username }) => [id, `${username}: `]))
    checkInherited(accessLevel, inherited, (id) => (logins.length > 1 ? (names.get(id) ?? '') : ''))

    const where = place.kind === 'project' ? { projectId: place.id } : { groupId: place.id }
    const after = { accessLevel, expiresAt }
    await insertMemberships(
      tx,
      invitees.map(({ id }) => ({ userId: id, ...after, holder: where })),
    )
    await insertAuditEvents(
      tx,
      invitees.map((user) => auditOf('member_added', { actor, address, place, user, after })),
    )
    return invitees.map(({ username }) => username)
  })
}

function checkInvitees(logins: string[], invitees: Invitee[], kind: HolderKind): void {
  const messages = logins.flatMap((login) => problemOf(login, invitees, kind) ?? [])
  if (messages.length === 0) return
  throw new DomainError('invalid', 'Nobody was invited.', { fields: { users: messages } })
}

function problemOf(login: string, invitees: Invitee[], kind: HolderKind): string | undefined {
  const invitee = invitees.find((user) => user.username.toLowerCase() === login || user.email === login)
  if (!invitee) return `${login}: there is no account with this username or email address`
  if (invitee.isBlocked) return `${login}: this account is blocked`
  if (invitee.isMember) return `${login}: already a direct member of this ${kind}`
  return undefined
}
