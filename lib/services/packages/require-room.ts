import type { Transaction } from '@/lib/data/client'
import { holdPackageStorage, sumPackageBytes } from '@/lib/data/package-storage'
import { quotaExceeded } from '@/lib/domain/package-quota'

/**
 * Lets a project's packages grow by so many bytes, up to a quota of bytes; until the end of the transaction nobody else's files
 * come to them. What makes them no larger always may. Error: `too_large`.
 */
export async function requireRoom(
  tx: Transaction,
  projectId: number,
  quota: number,
  growth: number,
): Promise<void> {
  if (quota === Number.POSITIVE_INFINITY || growth <= 0) return
  await holdPackageStorage(tx, projectId)
  if ((await sumPackageBytes(projectId, tx)) + growth > quota) throw quotaExceeded(quota)
}
