import { findInstanceSettings } from '@/lib/data/settings'

/** Whether anybody may make an account for themselves now. */
export async function isSignUpOpen(): Promise<boolean> {
  return (await findInstanceSettings()).signUpEnabled
}
