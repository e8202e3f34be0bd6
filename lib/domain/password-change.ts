import { z } from 'zod'
import { newPassword } from './user'

/** Said in place of everything else, once the password was right, to whoever must change it first. */
export const passwordChangeText = 'Your password has to be changed first: sign in in a browser.'

const currentPassword = z
  .string({ error: "Current password can't be blank" })
  .min(1, { error: "Current password can't be blank" })

const fields = z.object({
  currentPassword,
  newPassword,
  passwordConfirmation: z.string({ error: "Password confirmation can't be blank" }),
})
const typed = z.object({
  currentPassword: z.string(),
  newPassword: z.string(),
  passwordConfirmation: z.string(),
})

/** A password that somebody changes: another than before, typed twice. What is wrong with one field hides no other's. */
export const passwordForm = fields.and(z.unknown().superRefine(compare))
export type PasswordFields = z.input<typeof fields>

function compare(value: unknown, context: z.RefinementCtx): void {
  const { data } = typed.safeParse(value)
  if (!data) return
  const refuse = (field: keyof PasswordFields, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message })
  if (data.newPassword !== data.passwordConfirmation)
    refuse('passwordConfirmation', "Password confirmation doesn't match Password")
  if (data.newPassword === data.currentPassword && data.newPassword !== '')
    refuse('newPassword', 'New password must be another than the current one')
}
