import { findInstanceSettings } from '@/lib/data/settings'
import type { Actor } from '@/lib/domain/actor'
import type { InstanceSettings } from '@/lib/domain/instance-settings'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/** What is set for the whole instance. Errors: those of `requireAdministrator`. */
export async function viewSettings(actor: Actor): Promise<InstanceSettings> {
  requireAdministrator(actor)
  return findInstanceSettings()
}
