import { ended, expires, lastUsed, scopes } from '@/components/lists/token-columns'
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

const created: TableColumn<PersonalTokenView> = {
  key: 'created',
  header: 'Created',
  sortable: true,
  cell: (token) => <RelativeTime value={token.createdAt} />,
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
