import { z } from '@hono/zod-openapi'
import { stateOf } from '@/lib/domain/deploy-token'
import type { PersonalAccessToken } from '@/lib/domain/personal-access-token'
import { personalScopeNames } from '@/lib/domain/personal-scope'
import { instant } from './instant'

/** A personal access token as GitLab's API shows it. */
export const personalAccessTokenView = z
  .object({
    id: z.int(),
    name: z.string(),
    revoked: z.boolean(),
    created_at: instant,
    description: z.string(),
    scopes: z.array(z.enum(personalScopeNames)),
    user_id: z.int(),
    last_used_at: instant.nullable(),
    active: z.boolean(),
    expires_at: z.string().nullable().openapi({ format: 'date', example: '2031-01-01' }),
  })
  .openapi('PersonalAccessToken')

/** With its value, which is shown this once. */
export const newPersonalAccessTokenView = personalAccessTokenView
  .extend({ token: z.string() })
  .openapi('NewPersonalAccessToken')

interface Shown {
  token: PersonalAccessToken
  /** The moment it was read. */
  now: Date
}

export function presentPersonalAccessToken({ token, now }: Shown): z.infer<typeof personalAccessTokenView> {
  const { id, name, description, scopes, userId, createdAt, expiresAt, revokedAt, lastUsedAt } = token
  return {
    id,
    name,
    revoked: revokedAt !== null,
    created_at: createdAt.toISOString(),
    description,
    scopes,
    user_id: userId,
    last_used_at: lastUsedAt?.toISOString() ?? null,
    active: stateOf(token, now) === 'active',
    expires_at: expiresAt?.toISOString().slice(0, 10) ?? null,
  }
}
