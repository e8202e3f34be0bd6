import { z } from 'zod'
import { isReserved } from './namespace'
import { oneLine } from './text'

export const passwordCharactersMin = 8
export const passwordCharactersMax = 128

/** A user name in GitLab's grammar, the same as a path of a group at the top. */
export const personUsername = z
  .string({ error: "Username can't be blank" })
  .min(2, { error: 'Username is too short (minimum is 2 characters)', abort: true })
  .max(255, { error: 'Username is too long (maximum is 255 characters)', abort: true })
  .refine((value) => /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/.test(value) && !/([.]|[.](git|atom))$/i.test(value), {
    error:
      "Username can contain only letters, digits, '_', '-' and '.'. It cannot start with '-' or end in '.', '.git' or '.atom'.",
    abort: true,
  })
  // an address that ends in /edit is that of a project's settings
  .refine((value) => !isReserved(value, undefined) && value.toLowerCase() !== 'edit', {
    error: 'Username is a reserved name',
  })

/** An e-mail address, in lower case. */
export const personEmail = z
  .string({ error: "Email can't be blank" })
  .trim()
  .min(1, { error: "Email can't be blank", abort: true })
  .max(254, { error: 'Email is too long (maximum is 254 characters)', abort: true })
  .toLowerCase()
  .pipe(z.email({ error: 'Email is invalid' }))

export const personName = oneLine('Name', 255)

/** A password somebody chooses: 8 to 128 characters, none of the most common ones (NIST SP 800-63B). */
export const newPassword = z
  .string({ error: "Password can't be blank" })
  .min(passwordCharactersMin, {
    error: `Password is too short (minimum is ${passwordCharactersMin} characters)`,
    abort: true,
  })
  .max(passwordCharactersMax, {
    error: `Password is too long (maximum is ${passwordCharactersMax} characters)`,
    abort: true,
  })
  .refine((value) => !value.includes('\0'), { error: "Password can't contain a NUL character" })
  .refine((value) => !isCommon(value), {
    error: 'Password must not contain commonly used combinations of words and letters',
  })

/** The password lists of every attacker begin with these. */
const commonWords = new Set(
  `password passw0rd p@ssw0rd qwertyui qwertyuiop qwerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx iloveyou sunshine
   princess football baseball superman starwars trustno1 whatever computer internet michelle jennifer charlie1 welcome
   welcome1 letmein1 changeme changeit administrator administrator1 adminadmin rootroot gitlab gitlab123 latchkey
   abcdefgh abcd1234 abc12345 a1b2c3d4 aaaaaaaa asdfghjk asdfasdf zxcvbnm1 qazwsxedc q1w2e3r4 monkey123 dragon123
   master123 shadow123 football1 baseball1 liverpool chelsea1 samsung1 pokemon1 batman123 mustang1 corvette freedom1
   maverick mercedes midnight jonathan marlboro hardcore explorer december november september october1 computer1`.split(
    /\s+/,
  ),
)

function isCommon(password: string): boolean {
  const plain = password.toLowerCase()
  if (commonWords.has(plain) || commonWords.has(plain.replace(/[\d!.]+$/, ''))) return true
  // one character again and again, or a run of the keyboard's digits
  return (
    /^(.)\1*$/s.test(plain) ||
    '01234567890123456789'.includes(plain) ||
    '98765432109876543210'.includes(plain)
  )
}

/** An account as its own page, the sign-up page and the admin area make it. */
export const accountForm = z.object({
  name: personName,
  username: personUsername,
  email: personEmail,
})

export type AccountFields = z.input<typeof accountForm>
export type Account = z.output<typeof accountForm>

/** A number that could be a user's. */
export const userNumber = z.int().min(1).max(2_147_483_647)

/** A new account as an administrator makes it; '' for a password that is generated. */
export const newUserForm = accountForm.extend({
  // no union of '' and a password: that would say "Invalid input" of every other
  password: z.string({ error: "Password can't be blank" }).superRefine((value, context) => {
    const { error } = value === '' ? {} : newPassword.safeParse(value)
    for (const { message } of error?.issues ?? []) context.addIssue({ code: 'custom', message })
  }),
  isAdmin: z.boolean(),
})

/** An account as an administrator changes it. */
export const userForm = accountForm.extend({ isAdmin: z.boolean() })

/** An account as somebody makes it for themselves. */
export const signUpForm = accountForm.extend({ password: newPassword })

export type NewUserFields = z.input<typeof newUserForm>
export type NewUserForm = z.output<typeof newUserForm>
export type UserFields = z.input<typeof userForm>
export type UserForm = z.output<typeof userForm>
export type SignUpFields = z.input<typeof signUpForm>
export type SignUp = z.output<typeof signUpForm>
