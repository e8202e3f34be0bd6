import { z } from '@hono/zod-openapi'
import { env } from '@/lib/env'
import { instant } from './instant'

/** A user as everybody signed in sees them. */
export const userView = z
  .object({
    id: z.int(),
    username: z.string(),
    name: z.string(),
    state: z.enum(['active', 'blocked']),
    avatar_url: z.null(),
    web_url: z.string(),
  })
  .openapi('User')

/** What users see of themselves, and administrators of everybody. */
export const accountView = userView
  .extend({ created_at: instant, email: z.string(), is_admin: z.boolean() })
  .openapi('Account')

/** One user alone: the account's fields only for who may see them. */
export const profileView = accountView.partial({ email: true, is_admin: true }).openapi('Profile')

interface Shown {
  id: number
  username: string
  name: string
  isBlocked: boolean
}

export function presentUser({ id, username, name, isBlocked }: Shown): z.infer<typeof userView> {
  return {
    id,
    username,
    name,
    state: isBlocked ? 'blocked' : 'active',
    avatar_url: null,
    web_url: `${env.url}/${username}`,
  }
}

export function presentAccount(
  profile: Shown & { email: string; isAdmin: boolean; createdAt: Date },
): z.infer<typeof accountView> {
  const { email, isAdmin, createdAt } = profile
  return { ...presentUser(profile), created_at: createdAt.toISOString(), email, is_admin: isAdmin }
}
