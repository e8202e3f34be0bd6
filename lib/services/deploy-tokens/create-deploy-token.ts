import { randomBytes } from 'node:crypto'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { isTaken, transaction } from '@/lib/data/client'
import { lockTokenMaking } from '@/lib/data/deploy-token-limits'
import { insertDeployToken } from '@/lib/data/deploy-tokens'
import type { UserActor } from '@/lib/domain/actor'
import type { DeployToken, NewDeployToken } from '@/lib/domain/deploy-token'
import { DomainError } from '@/lib/domain/error'
import type { HolderName } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import { notFoundText } from '@/lib/domain/refusal'
import { offeredScopes, type Scope } from '@/lib/domain/scope'
import { mintToken, tokenPrefixes } from '@/lib/domain/token-format'
import { digestToken } from '@/lib/storage/keys'
import { auditOf } from './audit-of'
import { checkLimits } from './check-limits'
import { openToChange } from './open-to-change'

interface Creation {
  holder: HolderName
  token: NewDeployToken
  /** A UUID made once per opened form. */
  requestKey: string
  address: string
}

/**
 * Makes a deploy token for a project or group and gives its value, this once. Durable, with its audit event, before
 * it answers. Errors: those of `openHolder`; `invalid` for a scope whose feature is switched off there; `conflict`
 * when this creator's form was already submitted; those of `checkLimits`.
 */
export async function createDeployToken(
  actor: UserActor,
  { holder, token, requestKey, address }: Creation,
): Promise<{ token: DeployToken; secret: string }> {
  const opened = await openToChange(actor, {
    ability: 'create_deploy_tokens',
    attempt: 'create deploy token',
    holder,
    address,
  })
  requireOffered(token.scopes, opened)
  const secret = mintToken(tokenPrefixes.deployToken, randomBytes)
  const record = { token, holder: opened, digest: digestToken(secret), requestKey, creator: actor }
  try {
    const created = await transaction(async (tx) => {
      const createdAt = await lockTokenMaking(tx, opened, actor.id)
      if (!createdAt) throw new DomainError('not_found', notFoundText)
      const inserted = await insertDeployToken(tx, { ...record, createdAt })
      // after the row: a form that was sent before is told so, and not that there is no room for it
      await checkLimits(tx, actor, inserted)
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

function requireOffered(chosen: readonly Scope[], { disabledFeatures }: Project | Group): void {
  const offered = offeredScopes(disabledFeatures)
  const messages = chosen
    .filter((scope) => !offered.includes(scope))
    .map((scope) => `${scope} is switched off here`)
  if (messages.length === 0) return
  throw new DomainError('invalid', 'Some fields need another look.', { fields: { scopes: messages } })
}

const alreadyCreatedText =
  'This deploy token was already created. Its value cannot be shown again: revoke it and create another if you lost it.'
