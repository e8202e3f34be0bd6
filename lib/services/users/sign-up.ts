import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { recordFailure } from '@/lib/data/failed-authentications'
import { insertUser } from '@/lib/data/users'
import { DomainError } from '@/lib/domain/error'
import { notFoundText } from '@/lib/domain/refusal'
import { networkOf, signUpLimit } from '@/lib/domain/throttle'
import type { SignUp } from '@/lib/domain/user'
import { isSignUpOpen } from '@/lib/services/instance/is-sign-up-open'
import { hashPassword } from '@/lib/storage/passwords'
import { accountAudit, accountFacts } from './account-audit'
import { refuseTaken, writeAccount } from './taken-account'

/**
 * Makes an account for somebody at this address, who can sign in with it at once. Errors: `not_found` while sign-up is
 * off; `rate_limited` for an address that asks too often; `invalid` with fields for what is taken.
 */
export async function signUp({ password, ...account }: SignUp, address: string): Promise<void> {
  if (!(await isSignUpOpen())) throw new DomainError('not_found', notFoundText)
  await countAttempt(address)
  await refuseTaken(account)
  const passwordDigest = await hashPassword(password)
  await writeAccount(() =>
    transaction(async (tx) => {
      const user = await insertUser(tx, { ...account, passwordDigest, isAdmin: false })
      await insertAuditEvent(tx, {
        ...accountAudit('user_signed_up', user, address, user),
        after: accountFacts({ ...account, isAdmin: false }),
      })
    }),
  )
}

/** Every attempt counts, also one that finds a name taken: otherwise it would tell for free who is here. */
async function countAttempt(address: string): Promise<void> {
  const retryAfterSeconds = await recordFailure(`sign-up ${networkOf(address)}`, signUpLimit)
  if (retryAfterSeconds === 0) return
  const message = 'Too many accounts were asked for from your address. Try again later.'
  throw new DomainError('rate_limited', message, { retryAfterSeconds })
}
