import { DescriptionList } from '@/components/ui/description-list'
import { RelativeTime } from '@/components/ui/relative-time'
import type { UserView } from '@/lib/domain/user-view'

/** What there is to know of a user. */
export function UserDetails({ user }: { user: UserView }) {
  const { id, email, createdAt, lastActivityAt, blockedAt, groupCount, projectCount } = user
  return (
    <DescriptionList
      items={[
        { term: 'ID', details: id },
        { term: 'Email', details: email },
        { term: 'Created', details: <RelativeTime value={createdAt} /> },
        {
          term: 'Last activity',
          details: lastActivityAt ? <RelativeTime value={lastActivityAt} /> : 'Never',
        },
        ...(blockedAt ? [{ term: 'Blocked', details: <RelativeTime value={blockedAt} /> }] : []),
        { term: 'Groups', details: groupCount },
        { term: 'Projects', details: projectCount },
      ]}
    />
  )
}
