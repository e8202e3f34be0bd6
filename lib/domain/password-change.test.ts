import { expect, test } from 'vitest'
import { passwordForm } from './password-change'

const good = {
  currentPassword: 'the one before',
  newPassword: 'a horse of another colour',
  passwordConfirmation: 'a horse of another colour',
}

test.each<[string, object, Record<string, string[]>]>([
  ['a new password, twice', {}, {}],
  [
    'one with spaces around it, as it was typed',
    { newPassword: ' x x x x ', passwordConfirmation: ' x x x x ' },
    {},
  ],
  [
    'nothing for the current one',
    { currentPassword: '' },
    { currentPassword: ["Current password can't be blank"] },
  ],
  [
    'another confirmation',
    { passwordConfirmation: 'a horse of another color' },
    { passwordConfirmation: ["Password confirmation doesn't match Password"] },
  ],
  [
    'the same as before',
    { currentPassword: good.newPassword },
    { newPassword: ['New password must be another than the current one'] },
  ],
  [
    'everything wrong at once',
    { currentPassword: '', newPassword: 'short', passwordConfirmation: 'shirt' },
    {
      currentPassword: ["Current password can't be blank"],
      newPassword: ['Password is too short (minimum is 8 characters)'],
      passwordConfirmation: ["Password confirmation doesn't match Password"],
    },
  ],
  [
    'numbers',
    { currentPassword: 1, newPassword: 2, passwordConfirmation: 2 },
    {
      currentPassword: ["Current password can't be blank"],
      newPassword: ["Password can't be blank"],
      passwordConfirmation: ["Password confirmation can't be blank"],
    },
  ],
])('%s', (_, wrong, errors) => {
  const parsed = passwordForm.safeParse({ ...good, ...wrong })
  expect(parsed.success ? {} : parsed.error.flatten().fieldErrors).toEqual(errors)
})
