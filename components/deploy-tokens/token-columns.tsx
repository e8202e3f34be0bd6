import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import type { TokenView } from '@/lib/domain/token-view'

const name: TableColumn<TokenView> = {
  key: 'name',
  header: 'Name',
  sortable: true,
  freeText: true,
  cell: (token) => <bdi className="font-semibold">{token.name}</bdi>,
}

const username: TableColumn<TokenView> = {
  key: 'username',
  header: 'Username',
  cell: (token) => <span className="font-mono text-sm">{token.username}</span>,
}

const created: TableColumn<TokenView> = {
  key: 'created',
  header: 'Created',
  sortable: true,
  cell: (token) => (
    <span>
      <RelativeTime value={token.createdAt} />
      {token.creatorName ? <span className="block text-gl-subtle">by {token.creatorName}</span> : null}
    </span>
  ),
}

const lastUsed: TableColumn<TokenView> = {
  key: 'lastUsed',
  header: 'Last used',
  cell: (token) => (token.lastUsedAt ? <RelativeTime value={token.lastUsedAt} /> : 'Never'),
}

const expires: TableColumn<TokenView> = {
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

const scopes: TableColumn<TokenView> = {
  key: 'scopes',
  header: 'Scopes',
  cell: (token) => token.scopes.join(', '),
}

const ended: TableColumn<TokenView> = {
  key: 'ended',
  header: 'Ended',
  cell: ({ state, revokedAt, revokerName, expiresAt }) => (
    <span>
      <Badge variant={state === 'revoked' ? 'danger' : 'neutral'}>
        {state === 'revoked' ? 'Revoked' : 'Expired'}
      </Badge>{' '}
      <RelativeTime value={revokedAt ?? expiresAt ?? ''} />
      {revokerName ? <span className="block text-gl-subtle">by {revokerName}</span> : null}
    </span>
  ),
}

/** Active tokens, each with its Revoke button. */
export function activeColumns(onRevoke: (token: TokenView) => void): TableColumn<TokenView>[] {
  return [
    name,
    username,
    scopes,
    created,
    lastUsed,
    expires,
    {
      key: 'actions',
      header: '',
      align: 'right',
      cell: (token) => (
        <Button
          size="small"
          data-testid="revoke-button"
          aria-label={`Revoke ${token.name}`}
          onClick={() => onRevoke(token)}
        >
          Revoke
        </Button>
      ),
    },
  ]
}

/** Revoked and expired tokens: when it ended, and by whom. */
export const inactiveColumns: TableColumn<TokenView>[] = [name, username, scopes, created, lastUsed, ended]
