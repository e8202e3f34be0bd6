import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import type { SessionView } from '@/lib/domain/session-view'

interface Revoking {
  revokingId: string | undefined
  onRevoke: (session: SessionView) => void
}

/** What there is to know of a session, and its Revoke button: one's own ends with Sign out. */
export function sessionColumns({ revokingId, onRevoke }: Revoking): TableColumn<SessionView>[] {
  return [
    {
      key: 'device',
      header: 'Device',
      cell: ({ device, isCurrent }) => (
        <span>
          <span className="font-semibold">{device}</span>
          {isCurrent ? (
            <span className="mt-1 block">
              <Badge variant="success">This is your current session</Badge>
            </span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'address',
      header: 'IP address',
      freeText: true,
      cell: ({ address }) => <span className="font-mono">{address}</span>,
    },
    { key: 'created', header: 'Signed in', cell: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    { key: 'seen', header: 'Last seen', cell: ({ lastSeenAt }) => <RelativeTime value={lastSeenAt} /> },
    {
      key: 'actions',
      header: '',
      align: 'right',
      // on a phone the current session's would be a line of nothing
      className: 'max-md:empty:hidden',
      cell: (session) =>
        session.isCurrent ? null : (
          <Button
            size="small"
            aria-label={`Revoke the session of ${session.device} from ${session.address}`}
            loading={revokingId === session.id}
            onClick={() => onRevoke(session)}
          >
            Revoke
          </Button>
        ),
    },
  ]
}
