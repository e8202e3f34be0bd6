import { z } from '@hono/zod-openapi'
import { instant } from './instant'
import { presentUser, userView } from './present-user'

export const memberView = userView
  .extend({
    access_level: z.int(),
    created_at: instant,
    expires_at: z.string().nullable().openapi({ format: 'date' }),
    membership_state: z.literal('active'),
  })
  .openapi('Member')

interface Shown {
  id: number
  username: string
  name: string
  isBlocked: boolean
  accessLevel: number
  memberSince: Date
  memberUntil: Date | null
}

/** A member as GitLab's API shows them: the end of a membership is a day. */
export function presentMember(member: Shown): z.infer<typeof memberView> {
  return {
    ...presentUser(member),
    access_level: member.accessLevel,
    created_at: member.memberSince.toISOString(),
    expires_at: member.memberUntil?.toISOString().slice(0, 10) ?? null,
    membership_state: 'active',
  }
}
