import type { Connection } from '@/lib/data/client'
import { tallyTokens } from '@/lib/data/deploy-token-limits'
import type { UserActor } from '@/lib/domain/actor'
import {
  createdTokensPerHourMax,
  type DeployToken,
  fullHolderText,
  lifetimeProblem,
} from '@/lib/domain/deploy-token'
import { DomainError } from '@/lib/domain/error'

/**
 * Measures a token that this transaction has just made by the instance's limits. Errors, each of which undoes it:
 * `invalid` for an end that is missing or too late, and for one token too many of its holder; `rate_limited` for one
 * too many of its maker within the hour.
 */
export async function checkLimits(tx: Connection, maker: UserActor, token: DeployToken): Promise<void> {
  const { active, settings, now, waitSeconds } = await tallyTokens(tx, token.holder, maker.id)
  if (waitSeconds !== null) throw tooManyWithinTheHour(Math.max(1, waitSeconds))
  if (active > settings.activeTokensMax) {
    const message = fullHolderText(token.holder.kind, settings.activeTokensMax)
    throw new DomainError('invalid', message, { fields: { '': [message] } })
  }
  const problem = lifetimeProblem(token.expiresAt?.toISOString().slice(0, 10), now, settings)
  if (problem) throw new DomainError('invalid', problem, { fields: { expiresAt: [problem] } })
}

function tooManyWithinTheHour(waitSeconds: number): DomainError {
  const minutes = Math.ceil(waitSeconds / 60)
  const message = `You have created ${createdTokensPerHourMax} deploy tokens within an hour. Try again in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
  return new DomainError('rate_limited', message, { retryAfterSeconds: waitSeconds })
}
