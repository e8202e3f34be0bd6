import { randomBytes } from 'node:crypto'

/** A password of 120 random bits in 20 letters, for a person who has to choose another at once. */
export function oneTimePassword(): string {
  return randomBytes(15).toString('base64url')
}
