import { updatePreferences as updateRow } from '@/lib/data/accounts'
import type { UserActor } from '@/lib/domain/actor'
import type { PreferencesChange } from '@/lib/domain/preference'

/** Changes what is named of the actor's own preferences; looks alone, so that nothing is audited. */
export async function updatePreferences(actor: UserActor, change: PreferencesChange): Promise<void> {
  if (Object.keys(change).length > 0) await updateRow(actor.id, change)
}
