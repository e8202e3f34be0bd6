import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { deleteTokenRow } from '@/lib/data/token-pages'
import type { UserActor } from '@/lib/domain/actor'
import type { DeployToken } from '@/lib/domain/deploy-token'
import { type HolderName, isId } from '@/lib/domain/holder'
import { openHolder } from '@/lib/services/access/open-project'
import { auditOf } from './audit-of'

interface Deletion {
  holder: HolderName
  tokenId: number
  address: string
}

/**
 * Removes a token of this holder, which ends it as revoking does, and gives what it was; its history stays in the
 * audit log. Undefined: there is none, or another request removed it first. Errors: those of `openHolder`.
 */
export async function deleteDeployToken(
  actor: UserActor,
  { holder, tokenId, address }: Deletion,
): Promise<DeployToken | undefined> {
  const opened = await openHolder(actor, 'manage_deploy_tokens', holder)
  if (!isId(tokenId)) return undefined
  return transaction(async (tx) => {
    const token = await deleteTokenRow(tx, opened, tokenId)
    if (token) {
      await insertAuditEvent(tx, auditOf('deploy_token_deleted', { actor, address, holder: opened, token }))
    }
    return token
  })
}
