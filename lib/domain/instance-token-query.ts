import { z } from 'zod'
import { scopeNames } from './scope'

/** States an administrator asks for; the two in the middle are active tokens whose end is less than so many days away. */
export const instanceTokenStates = ['active', 'expiring_7', 'expiring_30', 'expired', 'revoked'] as const

/** At most so many tokens are revoked by one act. */
export const revokedAtOnceMax = 100

/**
 * How the deploy tokens of the whole instance are asked for, as the page's own address says it; '' is for all, and
 * what is not understood is the default.
 */
export const instanceTokenQuery = z.object({
  // PostgreSQL's text holds no NUL
  search: z
    .string()
    .transform((text) => text.replaceAll('\0', '').slice(0, 255).trim())
    .catch(''),
  state: z.enum(['', ...instanceTokenStates]).catch(''),
  scope: z.enum(['', ...scopeNames]).catch(''),
  holder: z.enum(['', 'project', 'group']).catch(''),
  /** Never used, or not used (nor made) in the last 90 days. */
  used: z.enum(['', 'never', 'unused_90']).catch(''),
  sort: z.enum(['created', 'name', 'expires', 'lastUsed']).catch('created'),
  direction: z.enum(['asc', 'desc']).catch('desc'),
  page: z.coerce.number().pipe(z.int().min(1).max(1_000_000)).catch(1),
})

export type InstanceTokenQuery = z.output<typeof instanceTokenQuery>
export type InstanceTokenSort = InstanceTokenQuery['sort']
