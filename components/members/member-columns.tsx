import Link from 'next/link'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import type { MemberView } from '@/lib/domain/member-view'

const account: TableColumn<MemberView> = {
  key: 'account',
  header: 'Account',
  sortable: true,
  freeText: true,
  className: 'md:min-w-36 lg:min-w-48',
  cell: (member) => (
    <span className="flex min-w-0 items-start gap-3">
      <Avatar name={member.name} className="max-lg:hidden" />
      <span className="min-w-0">
        <bdi className="font-semibold">{member.name}</bdi>{' '}
        {member.isSelf ? <Badge variant="success">It’s you</Badge> : null}{' '}
        {member.isBlocked ? <Badge variant="danger">Blocked</Badge> : null}
        <bdi className="block text-gl-subtle">@{member.username}</bdi>
      </span>
    </span>
  ),
}

const source: TableColumn<MemberView> = {
  key: 'source',
  header: 'Source',
  freeText: true,
  className: 'md:min-w-24 lg:min-w-32',
  cell: ({ isDirect, source, direct }) => (
    <span>
      {isDirect ? (
        'Direct member'
      ) : (
        <>
          Inherited from{' '}
          <Link href={`/${source.fullPath}`} title={source.fullPath} className="text-gl-link hover:underline">
            <bdi>{source.name}</bdi>
          </Link>
        </>
      )}
      {!isDirect && direct ? (
        <span className="block text-gl-subtle">
          Direct member too: {direct.role}
          {direct.isExpired ? ', expired' : ''}
        </span>
      ) : null}
    </span>
  ),
}

const role: TableColumn<MemberView> = {
  key: 'role',
  header: 'Role',
  sortable: true,
  cell: (member) => member.role,
}

// between phone and desk there is no room for a moment in one line
const wraps = 'max-lg:whitespace-normal'

const expires: TableColumn<MemberView> = {
  key: 'expires',
  header: 'Expiration',
  sortable: true,
  cell: ({ expiresAt, isExpired }) => (
    <span>
      {isExpired ? <Badge variant="danger">Expired</Badge> : null}{' '}
      {expiresAt ? <RelativeTime value={expiresAt} className={wraps} /> : 'Never'}
    </span>
  ),
}

const added: TableColumn<MemberView> = {
  key: 'added',
  header: 'Added',
  sortable: true,
  cell: (member) => <RelativeTime value={member.createdAt} className={wraps} />,
}

export interface MemberActions {
  onEdit: (member: MemberView) => void
  onRemove: (member: MemberView) => void
  onLeave: () => void
  /** What one leaves: project or group. */
  kind: string
}

/** Everybody in a place, with what the one who looks may do to them. */
export function memberColumns(actions: MemberActions): TableColumn<MemberView>[] {
  const buttons: TableColumn<MemberView> = {
    key: 'actions',
    header: '',
    align: 'right',
    className: 'max-md:empty:hidden',
    cell: (member) => <MemberButtons member={member} actions={actions} />,
  }
  return [account, source, role, expires, added, buttons]
}

function MemberButtons({ member, actions }: { member: MemberView; actions: MemberActions }) {
  const { onEdit, onRemove, onLeave, kind } = actions
  if (!member.direct) return null
  return (
    <span className="flex flex-wrap justify-end gap-2 lg:flex-nowrap">
      {member.canManage ? (
        <Button size="small" aria-label={`Edit ${member.username}`} onClick={() => onEdit(member)}>
          Edit
        </Button>
      ) : null}
      {member.isSelf ? (
        <Button size="small" aria-label={`Leave ${kind}`} onClick={onLeave}>
          Leave
        </Button>
      ) : member.canManage ? (
        <Button size="small" aria-label={`Remove ${member.username}`} onClick={() => onRemove(member)}>
          Remove
        </Button>
      ) : null}
    </span>
  )
}
