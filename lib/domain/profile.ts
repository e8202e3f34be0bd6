import { z } from 'zod'
import { type Account, accountForm } from './user'

/** One's own account; the current password is asked for where the change is one of how somebody signs in. */
export const profileForm = accountForm.extend({ currentPassword: z.string() })

export type ProfileFields = z.input<typeof profileForm>
export type ProfileChange = z.output<typeof profileForm>

/** Whether somebody would sign in differently afterwards: by another user name or e-mail address. */
export function changesSignIn(
  before: Pick<Account, 'username' | 'email'>,
  after: Pick<Account, 'username' | 'email'>,
): boolean {
  return before.username !== after.username || before.email.toLowerCase() !== after.email.trim().toLowerCase()
}
