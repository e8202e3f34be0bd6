import { countEverything, type Statistics } from '@/lib/data/statistics'
import type { Actor } from '@/lib/domain/actor'
import { requireAdministrator } from '@/lib/services/access/require-administrator'
import { version } from '@/package.json'

/** How much there is in the instance, and what it runs. Errors: those of `requireAdministrator`. */
export async function viewInstance(actor: Actor): Promise<Statistics & { version: string }> {
  requireAdministrator(actor)
  return { ...(await countEverything()), version }
}
