'use server'

import { type InstanceSettings, instanceSettingsChange } from '@/lib/domain/instance-settings'
import { updateSettings } from '@/lib/services/instance/update-settings'
import { act, type Outcome } from './act'

/** Changes some of what is set for the whole instance and gives all of it. */
export async function updateInstanceSettingsAction(input: unknown): Promise<Outcome<InstanceSettings>> {
  return act(instanceSettingsChange, input, ({ actor, address }, change) =>
    updateSettings(actor, change, address),
  )
}
