import type { Actor } from '@/lib/domain/actor'
import { prefixOf, tokenPrefixes } from '@/lib/domain/token-format'
import { authenticateDeployToken } from './authenticate-deploy-token'
import { authenticatePersonalToken } from './authenticate-personal-token'

/**
 * Whose token this is, by its value alone: a deploy token, or a user's personal access token. Errors: those of both,
 * also for what is neither.
 */
export function authenticateToken(value: string, address: string): Promise<Actor> {
  return prefixOf(value) === tokenPrefixes.deployToken
    ? authenticateDeployToken(value, address)
    : authenticatePersonalToken(value, address)
}
