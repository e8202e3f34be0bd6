import { randomBytes, randomUUID } from 'node:crypto'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { insertPersonalAccessToken } from '@/lib/data/personal-access-tokens'
import { findInstanceSettings } from '@/lib/data/settings'
import type { UserActor } from '@/lib/domain/actor'
import { isId } from '@/lib/domain/holder'
import {
  latestExpiry,
  type PersonalAccessToken,
  type RequestedPersonalAccessToken,
} from '@/lib/domain/personal-access-token'
import { mintToken, tokenPrefixes } from '@/lib/domain/token-format'
import { openUser } from '@/lib/services/users/open-user'
import { digestPersonalToken } from '@/lib/storage/keys'
import { auditOf } from './audit-of'
import { checkLifetime } from './check-lifetime'

interface Creation {
  userId: number
  token: RequestedPersonalAccessToken
  address: string
}

/**
 * Makes a personal access token for any user and gives its value to the administrator who asks, this once; the log
 * holds who that was. Without an end it lives as long as the instance allows. Errors: those of `openUser`; `invalid`
 * for an end that is past or too far away.
 */
export async function createPersonalAccessTokenFor(
  actor: UserActor,
  { userId, token, address }: Creation,
): Promise<{ token: PersonalAccessToken; secret: string }> {
  const secret = mintToken(tokenPrefixes.personalAccessToken, randomBytes)
  return transaction(async (tx) => {
    const { user } = await openUser(tx, actor, whoIs(userId))
    const now = new Date()
    const { tokenLifetimeDaysMax } = await findInstanceSettings(tx)
    const wanted = token.expiresAt ?? latestExpiry(tokenLifetimeDaysMax, now)
    const expiresAt = await checkLifetime(tx, wanted, now)
    const created = await insertPersonalAccessToken(tx, {
      token: { ...token, expiresAt },
      user,
      digest: digestPersonalToken(secret),
      requestKey: randomUUID(),
    })
    await insertAuditEvent(tx, auditOf('personal_access_token_created', { actor, address, token: created }))
    return { token: created, secret }
  })
}

/** What cannot be a number of ours is not looked up: 0 is nobody's. */
function whoIs(userId: number): number {
  return isId(userId) ? userId : 0
}
