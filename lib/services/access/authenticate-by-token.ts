import { findPersonalByDigest } from '@/lib/data/personal-access-tokens'
import type { DeployTokenActor, UserActor } from '@/lib/domain/actor'
import { looksLikeSecret } from '@/lib/domain/text'
import { isChosenToken, tokenPrefixes } from '@/lib/domain/token-format'
import { digestPersonalToken } from '@/lib/storage/keys'
import { authenticateDeployToken } from './authenticate-deploy-token'
import { authenticatePersonalToken } from './authenticate-personal-token'
import { refuseCredentials } from './refuse-credentials'

/** What a client sent as Basic credentials (RFC 7617), decoded. */
export interface Credentials {
  username: string
  password: string
}

/**
 * Who sent a token from this address: a live deploy token whose user name matches exactly, or a user by a personal
 * access token under any user name, as in GitLab; undefined where the password is not of a token's form. Errors:
 * `unauthenticated`, or `rate_limited` after too many. A genuine token that is over says so; an unknown one learns nothing.
 */
export async function authenticateByToken(
  credentials: Credentials,
  address: string,
): Promise<DeployTokenActor | UserActor | undefined> {
  const { username, password } = credentials
  if (await isPersonalToken(password)) {
    return username === '' ? refuseCredentials(address) : authenticatePersonalToken(password, address)
  }
  return looksLikeSecret(password) ? authenticateDeployToken(password, address, username) : undefined
}

/** By its prefix; what an operator chose without one may as well be somebody's password, so that is looked up. */
async function isPersonalToken(password: string): Promise<boolean> {
  if (password.startsWith(tokenPrefixes.personalAccessToken)) return true
  return isChosenToken(password) && (await findPersonalByDigest(digestPersonalToken(password))) !== undefined
}
