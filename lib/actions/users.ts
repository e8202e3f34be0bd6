'use server'

import { z } from 'zod'
import { newUserForm, userForm, userNumber } from '@/lib/domain/user'
import { blockUser } from '@/lib/services/users/block-user'
import { createUser } from '@/lib/services/users/create-user'
import { deleteUser } from '@/lib/services/users/delete-user'
import { resetPassword } from '@/lib/services/users/reset-password'
import { unblockUser } from '@/lib/services/users/unblock-user'
import { updateUser } from '@/lib/services/users/update-user'
import { act, type Outcome } from './act'

const user = z.object({ userId: userNumber })

/** A new account; the password that was generated for it, which no later answer holds. */
export interface CreatedAccount {
  username: string
  password: string | undefined
}

/** Makes an account from the form. */
export async function createUserAction(input: unknown): Promise<Outcome<CreatedAccount>> {
  return act(newUserForm, input, async ({ actor, address }, form) => {
    const { user, password } = await createUser(actor, form, address)
    return { username: user.username, password }
  })
}

/** Changes the account of a user and gives their name as it is then. */
export async function updateUserAction(input: unknown): Promise<Outcome<string>> {
  const schema = userForm.extend(user.shape)
  return act(schema, input, async ({ actor, address }, { userId, ...form }) => {
    await updateUser(actor, userId, form, address)
    return form.username
  })
}

/** Shuts a user out. */
export async function blockUserAction(input: unknown): Promise<Outcome<void>> {
  return act(user, input, ({ actor, address }, { userId }) => blockUser(actor, userId, address))
}

/** Lets a user in again. */
export async function unblockUserAction(input: unknown): Promise<Outcome<void>> {
  return act(user, input, ({ actor, address }, { userId }) => unblockUser(actor, userId, address))
}

/** Removes a user whose name was typed to confirm it. */
export async function deleteUserAction(input: unknown): Promise<Outcome<void>> {
  const schema = user.extend({ confirmation: z.string().max(255) })
  return act(schema, input, ({ actor, address }, deletion) => deleteUser(actor, deletion, address))
}

/** Gives a user a new password, which no later answer holds. */
export async function resetPasswordAction(input: unknown): Promise<Outcome<string>> {
  return act(user, input, ({ actor, address }, { userId }) => resetPassword(actor, userId, address))
}
