'use server'

import { passwordForm } from '@/lib/domain/password-change'
import { profileForm } from '@/lib/domain/profile'
import { changePassword } from '@/lib/services/users/change-password'
import { updateProfile } from '@/lib/services/users/update-profile'
import { setCurrentSession } from '@/lib/session'
import { act, type Outcome } from './act'

/** Writes one's own name, user name and e-mail address. */
export async function updateProfileAction(input: unknown): Promise<Outcome<void>> {
  return act(profileForm, input, ({ actor, address }, change) => updateProfile(actor, change, address))
}

/** Changes one's own password; this browser goes on in a new session, every other one is signed out. */
export async function changePasswordAction(input: unknown): Promise<Outcome<void>> {
  const change = { beforePasswordChange: true }
  return act(
    passwordForm,
    input,
    async ({ actor, address, sessionId }, { currentPassword, newPassword }) =>
      setCurrentSession(await changePassword(actor, { currentPassword, newPassword, sessionId, address })),
    change,
  )
}
