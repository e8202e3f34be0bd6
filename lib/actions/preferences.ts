'use server'

import { preferencesChange } from '@/lib/domain/preference'
import { updatePreferences } from '@/lib/services/users/update-preferences'
import { act, type Outcome } from './act'

/** Changes what is named of one's own preferences. */
export async function updatePreferencesAction(input: unknown): Promise<Outcome<void>> {
  return act(preferencesChange, input, ({ actor }, change) => updatePreferences(actor, change))
}
