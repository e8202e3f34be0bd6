import { Badge } from '@/components/ui/badge'
import type { UserView } from '@/lib/domain/user-view'

/** What stands out about a user, beside their name. */
export function UserBadges({ user }: { user: Pick<UserView, 'isAdmin' | 'isBlocked' | 'isSelf'> }) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      {user.isBlocked ? <Badge variant="danger">Blocked</Badge> : null}
      {user.isAdmin ? <Badge variant="success">Admin</Badge> : null}
      {user.isSelf ? <Badge>It's you!</Badge> : null}
    </span>
  )
}
