import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { findInstanceSettings, putInstanceSettings } from '@/lib/data/settings'
import type { Actor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import {
  applyChange,
  type InstanceSettings,
  type InstanceSettingsChange,
} from '@/lib/domain/instance-settings'
import { holdAdministration } from '@/lib/services/access/hold-administration'

/**
 * Changes what is set for the whole instance, from the next request on, and gives all of it; what the change leaves
 * out stays. Errors: those of `holdAdministration`.
 */
export function updateSettings(
  actor: Actor,
  change: InstanceSettingsChange,
  address: string,
): Promise<InstanceSettings> {
  return transaction(async (tx) => {
    const administrator = await holdAdministration(tx, actor)
    const { settings, difference } = applyChange(await findInstanceSettings(tx), change)
    if (!difference) return settings
    await putInstanceSettings(tx, settings)
    await insertAuditEvent(tx, {
      action: 'instance_settings_updated',
      doer: doerOf(administrator, address),
      // there is one instance, and it has no row
      target: { type: 'instance', id: 0, name: 'Instance settings' },
      ...difference,
    })
    return settings
  })
}
