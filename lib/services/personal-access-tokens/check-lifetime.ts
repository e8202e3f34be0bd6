import type { Connection } from '@/lib/data/client'
import { findInstanceSettings } from '@/lib/data/settings'
import { DomainError } from '@/lib/domain/error'
import { lifetimeProblem, pastProblem, rotatedExpiry } from '@/lib/domain/personal-access-token'

/**
 * The end of a new token: as asked for, or where nothing was asked for, that of a rotated one. Error: `invalid` for an
 * end that is past, and for a life longer than the instance allows.
 */
export async function checkLifetime(
  tx: Connection,
  wanted: Date | null | undefined,
  now: Date,
): Promise<Date | null> {
  const { tokenLifetimeDaysMax } = await findInstanceSettings(tx)
  const expiresAt = wanted === undefined ? rotatedExpiry(tokenLifetimeDaysMax, now) : wanted
  const problem = pastProblem(expiresAt, now) ?? lifetimeProblem(expiresAt, tokenLifetimeDaysMax, now)
  if (problem) throw new DomainError('invalid', problem, { fields: { expiresAt: [problem] } })
  return expiresAt
}
