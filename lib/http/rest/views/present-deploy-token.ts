import { z } from '@hono/zod-openapi'
import { type DeployToken, stateOf, usernameOf } from '@/lib/domain/deploy-token'
import { scopeNames } from '@/lib/domain/scope'
import { instant } from './instant'

/** A deploy token as GitLab's API shows it, and then what GitLab does not know of one. */
export const deployTokenView = z
  .object({
    id: z.int(),
    name: z.string(),
    username: z.string(),
    expires_at: instant.nullable(),
    scopes: z.array(z.enum(scopeNames)),
    revoked: z.boolean(),
    expired: z.boolean(),
    created_at: instant,
    last_used_at: instant.nullable(),
    revoked_at: instant.nullable(),
    project_id: z.int().nullable(),
    group_id: z.int().nullable(),
    creator: z.object({ id: z.int(), name: z.string(), username: z.string() }).nullable(),
  })
  .openapi('DeployToken')

/** With its value, which is shown this once. */
export const newDeployTokenView = deployTokenView.extend({ token: z.string() }).openapi('NewDeployToken')

interface Shown {
  token: DeployToken
  creator: { id: number; name: string; username: string } | null
  /** The moment it was read, by the database's clock. */
  now: Date
}

export function presentDeployToken({ token, creator, now }: Shown): z.infer<typeof deployTokenView> {
  const { id, name, scopes, holder, createdAt, expiresAt, lastUsedAt, revokedAt } = token
  return {
    id,
    name,
    username: usernameOf(token),
    expires_at: expiresAt?.toISOString() ?? null,
    scopes,
    revoked: revokedAt !== null,
    expired: stateOf({ expiresAt, revokedAt: null }, now) === 'expired',
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
    revoked_at: revokedAt?.toISOString() ?? null,
    project_id: holder.kind === 'project' ? holder.id : null,
    group_id: holder.kind === 'group' ? holder.id : null,
    creator,
  }
}
