import { randomBytes } from 'node:crypto'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { isTaken, transaction } from '@/lib/data/client'
import { insertPersonalAccessToken } from '@/lib/data/personal-access-tokens'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { NewPersonalAccessToken, PersonalAccessToken } from '@/lib/domain/personal-access-token'
import { mintToken, tokenPrefixes } from '@/lib/domain/token-format'
import { requireAdministrator } from '@/lib/services/access/require-administrator'
import { digestPersonalToken } from '@/lib/storage/keys'
import { auditOf } from './audit-of'
import { checkLifetime } from './check-lifetime'

interface Creation {
  token: NewPersonalAccessToken
  /** A UUID made once per opened form. */
  requestKey: string
  address: string
}

/**
 * Makes a personal access token for the actor and gives its value, this once. Durable, with its audit event, before it
 * answers. A token makes others for administrators only, as in GitLab: or a short-lived one could outlive itself.
 * Errors: those of `requireAdministrator`; `invalid` for a life longer than the instance allows; `conflict` when this
 * form was already submitted.
 */
export async function createPersonalAccessToken(
  actor: UserActor,
  { token, requestKey, address }: Creation,
): Promise<{ token: PersonalAccessToken; secret: string }> {
  if (actor.token) requireAdministrator(actor)
  const secret = mintToken(tokenPrefixes.personalAccessToken, randomBytes)
  const record = { token, user: actor, digest: digestPersonalToken(secret), requestKey }
  try {
    const created = await transaction(async (tx) => {
      await checkLifetime(tx, token.expiresAt, new Date())
      const inserted = await insertPersonalAccessToken(tx, record)
      await insertAuditEvent(
        tx,
        auditOf('personal_access_token_created', { actor, address, token: inserted }),
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
  'This token was already created. Its value cannot be shown again: revoke it and create another if you lost it.'
