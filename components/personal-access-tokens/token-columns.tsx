import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import type { PersonalTokenView } from '@/lib/domain/personal-token-view'

const name: TableColumn<PersonalTokenView> = {
  key: 'name',
  header: 'Token name',
  sortable: true,
  freeText: true,
  cell: (token) => (
    <span>
      <bdi className="font-semibold">{token.name}</bdi>
      {token.description ? <bdi className="block text-gl-subtle">{token.description}</bdi> : null}
    </span>
  ),
}

const scopes: TableColumn<PersonalTokenView> = {
  key: 'scopes',
  header: 'Scopes',
  cell: (token) => token.scopes.join(', '),
}

const created: TableColumn<PersonalTokenView> = {
  key: 'created',
  header: 'Created',
  sortable: true,
  cell: (token) => <RelativeTime value={token.createdAt} />,
}

const lastUsed: TableColumn<PersonalTokenView> = {
  key: 'lastUsed',
  header: 'Last used',
  cell: (token) => (token.lastUsedAt ? <RelativeTime value={token.lastUsedAt} /> : 'Never'),
}

const expires: TableColumn<PersonalTokenView> = {
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

const ended: TableColumn<PersonalTokenView> = {
  key: 'ended',
  header: 'Ended',
  cell: ({ state, revokedAt, expiresAt }) => (
    <span>
      <Badge variant={state === 'revoked' ? 'danger' : 'neutral'}>
        {state === 'revoked' ? 'Revoked' : 'Expired'}
      </Badge>{' '}
      <RelativeTime value={revokedAt ?? expiresAt ?? ''} />
    </span>
  ),
}

interface RowActions {
  onRotate: (token: PersonalTokenView) => void
  onRevoke: (token: PersonalTokenView) => void
}

/** Active tokens, each with its buttons. */
export function activeColumns({ onRotate, onRevoke }: RowActions): TableColumn<PersonalTokenView>[] {
  const actions: TableColumn<PersonalTokenView> = {
    key: 'actions',
    header: '',
    align: 'right',
    cell: (token) => (
      <span className="inline-flex flex-wrap justify-end gap-2">
        <Button size="small" icon="retry" aria-label={`Rotate ${token.name}`} onClick={() => onRotate(token)}>
          Rotate
        </Button>
        <Button size="small" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
          Revoke
        </Button>
      </span>
    ),
  }
  return [name, scopes, created, lastUsed, expires, actions]
}

/** Revoked and expired tokens, with when they ended. */
export const inactiveColumns: TableColumn<PersonalTokenView>[] = [name, scopes, created, lastUsed, ended]
