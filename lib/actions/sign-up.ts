'use server'

import { signUpForm } from '@/lib/domain/user'
import { signUp } from '@/lib/services/users/sign-up'
import { actAsAnybody, type Outcome } from './act'

/** Makes an account for whoever asks; they sign in with it afterwards as with any other. */
export async function signUpAction(input: unknown): Promise<Outcome<void>> {
  return actAsAnybody(signUpForm, input, (address, form) => signUp(form, address))
}
