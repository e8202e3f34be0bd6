import { Badge } from '@/components/ui/badge'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import type { TokenState } from '@/lib/domain/deploy-token'

// What lists of tokens of every kind show alike.

interface ListedToken {
  scopes: readonly string[]
  state: TokenState
  expiresSoon: boolean
  /** Times are ISO 8601 in UTC. */
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
  /** Who ended it, in lists that say so. */
  revokerName?: string | null
}

export const scopes: TableColumn<ListedToken> = {
  key: 'scopes',
  header: 'Scopes',
  cell: (token) => token.scopes.join(', '),
}

export const lastUsed: TableColumn<ListedToken> = {
  key: 'lastUsed',
  header: 'Last used',
  cell: (token) => (token.lastUsedAt ? <RelativeTime value={token.lastUsedAt} /> : 'Never'),
}

export const expires: TableColumn<ListedToken> = {
  key: 'expires',
  header: 'Expires',
  sortable: true,
  cell: (token) => {
    if (!token.expiresAt) return 'Never'
    const time = <RelativeTime value={token.expiresAt} />
    return token.expiresSoon ? (
      <span>
        <Badge variant="warning">Expires soon</Badge> {time}
      </span>
    ) : (
      time
    )
  },
}

export const ended: TableColumn<ListedToken> = {
  key: 'ended',
  header: 'Ended',
  cell: ({ state, revokedAt, revokerName, expiresAt }) => (
    <span>
      <Badge variant={state === 'revoked' ? 'danger' : 'neutral'}>
        {state === 'revoked' ? 'Revoked' : 'Expired'}
      </Badge>{' '}
      <RelativeTime value={revokedAt ?? expiresAt ?? ''} />
      <By name={revokerName} />
    </span>
  ),
}

/** Who did it; a long name breaks before it widens the table. */
export function By({ name }: { name: string | null | undefined }) {
  return name ? <span className="block text-gl-subtle wrap-anywhere xl:min-w-20">by {name}</span> : null
}
