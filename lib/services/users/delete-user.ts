import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { lockTree } from '@/lib/data/tree'
import { listGroupsOwnedAlone } from '@/lib/data/user-memberships'
import { deleteUser as deleteRow } from '@/lib/data/users'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { accountAudit, accountFacts } from './account-audit'
import { openUser, refuseSelf } from './open-user'

const namedMax = 10

/**
 * Removes a user with their sessions and memberships. The tokens they made live on, and the log keeps their name.
 * `confirmation` is the user name, as it was typed. Errors: those of `openUser`; `invalid` for oneself, for a
 * confirmation that is another name, and for the only Owner of a group at the top, which is then named.
 */
export function deleteUser(
  actor: Actor,
  deletion: { userId: number; confirmation: string },
  address: string,
): Promise<void> {
  return transaction(async (tx) => {
    // first of all, as every act does that takes both
    await lockTree(tx)
    const { user, administrator } = await openUser(tx, actor, deletion.userId)
    refuseSelf(user, administrator, 'delete')
    if (deletion.confirmation !== user.username) throw notConfirmed()
    const owned = await listGroupsOwnedAlone(tx, user.id)
    if (owned.length > 0) throw ownsAlone(user.name, owned)
    await deleteRow(tx, user.id)
    await insertAuditEvent(tx, {
      ...accountAudit('user_deleted', administrator, address, user),
      before: accountFacts(user),
    })
  })
}

function notConfirmed(): DomainError {
  const message = 'Type the user name exactly as it is'
  return new DomainError('invalid', `${message}.`, { fields: { confirmation: [message] } })
}

function ownsAlone(name: string, paths: string[]): DomainError {
  const named = paths.slice(0, namedMax).join(', ')
  const more = paths.length > namedMax ? ` and ${paths.length - namedMax} more` : ''
  return new DomainError(
    'invalid',
    `${name} is the only Owner of ${named}${more}. Give these groups another Owner, or delete them, first.`,
  )
}
