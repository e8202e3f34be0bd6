import { type InstanceTokenPage, listInstanceTokens as listRows } from '@/lib/data/deploy-token-lists'
import type { Actor } from '@/lib/domain/actor'
import type { InstanceTokenQuery } from '@/lib/domain/instance-token-query'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/** One page of the deploy tokens of the whole instance, in any state. Errors: those of `requireAdministrator`. */
export async function listInstanceTokens(
  actor: Actor,
  query: InstanceTokenQuery,
): Promise<InstanceTokenPage> {
  requireAdministrator(actor)
  return listRows(query)
}
