import { randomBytes } from 'node:crypto'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { isTaken, transaction } from '@/lib/data/client'
import { insertDeployToken } from '@/lib/data/deploy-tokens'
import type { UserActor } from '@/lib/domain/actor'
import type { DeployToken, NewDeployToken } from '@/lib/domain/deploy-token'
import { DomainError } from '@/lib/domain/error'
import type { HolderKind } from '@/lib/domain/holder'
import { mintToken, tokenPrefixes } from '@/lib/domain/token-format'
import { openHolder } from '@/lib/services/access/open-project'
import { digestToken } from '@/lib/storage/keys'
import { auditOf } from './audit-of'

interface Creation {
  holder: { kind: HolderKind; fullPath: string }
  token: NewDeployToken
  /** A UUID made once per opened form. */
  requestKey: string
  address: string
}

/**
 * Makes a deploy token for a project or group and gives its value, this once. Durable, with its audit event, before
 * it answers. Errors: those of `openHolder`; `conflict` when this creator's form was already submitted.
 */
export async function createDeployToken(
  actor: UserActor,
  { holder, token, requestKey, address }: Creation,
): Promise<{ token: DeployToken; secret: string }> {
  const opened = await openHolder(actor, 'create_deploy_tokens', holder)
  const secret = mintToken(tokenPrefixes.deployToken, randomBytes)
  const record = { token, holder: opened, digest: digestToken(secret), requestKey, creator: actor }
  try {
    const created = await transaction(async (tx) => {
      const inserted = await insertDeployToken(tx, record)
      await insertAuditEvent(
        tx,
        auditOf('deploy_token_created', { actor, address, holder: opened, token: inserted }),
      )
      return inserted
    })
    return { token: created, secret }
  } catch (error) {
    if (isTaken(error, 'request_key')) throw new DomainError('conflict', alreadyCreatedText)
    throw error
  }
}

const alreadyCreatedText =
  'This deploy token was already created. Its value cannot be shown again: revoke it and create another if you lost it.'
