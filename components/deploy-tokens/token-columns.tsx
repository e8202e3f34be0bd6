import Link from 'next/link'
import { Fragment } from 'react'
import { By, ended, expires, lastUsed, scopes } from '@/components/lists/token-columns'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import type { TableColumn } from '@/components/ui/table'
import type { HeldTokenView, ReachedTokenView, TokenView } from '@/lib/domain/token-view'
import { settingsHref } from './settings-href'

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
  cell: (token) => (
    <span className="font-mono text-sm wrap-anywhere md:block xl:min-w-32">{token.username}</span>
  ),
}

const nameAndUsername: TableColumn<TokenView> = {
  ...name,
  cell: (token) => (
    <span>
      {name.cell(token)}
      <span className="block font-mono text-sm text-gl-subtle xl:min-w-36">{token.username}</span>
    </span>
  ),
}

const created: TableColumn<TokenView> = {
  key: 'created',
  header: 'Created',
  sortable: true,
  cell: (token) => (
    <span>
      <RelativeTime value={token.createdAt} />
      <By name={token.creatorName} />
    </span>
  ),
}

function actions<Row extends TokenView>(
  onRevoke: (token: Row) => void,
  isOffered: (token: Row) => boolean,
): TableColumn<Row> {
  return {
    key: 'actions',
    header: '',
    align: 'right',
    cell: (token) =>
      isOffered(token) ? (
        <Button
          size="small"
          data-testid="revoke-button"
          aria-label={`Revoke ${token.name}`}
          onClick={() => onRevoke(token)}
        >
          Revoke
        </Button>
      ) : null,
  }
}

/** Active tokens, each with its Revoke button. */
export function activeColumns(onRevoke: (token: TokenView) => void): TableColumn<TokenView>[] {
  return [name, username, scopes, created, lastUsed, expires, actions(onRevoke, () => true)]
}

/** The holder's path: a link to its own Deploy tokens for whoever may manage them there. */
export function HolderLink({ token, isLink }: { token: HeldTokenView; isLink: boolean }) {
  const { holder } = token
  // breaks after a slash before it breaks a word
  const steps = holder.fullPath.split(/(?<=\/)/)
  const path = steps.map((step, i) => (
    <Fragment key={steps.slice(0, i + 1).join('')}>
      {step}
      <wbr />
    </Fragment>
  ))
  const link = (
    <Link href={settingsHref(holder)} prefetch={false} className="link">
      {path}
    </Link>
  )
  return <span className="md:block xl:min-w-20">{isLink ? link : path}</span>
}

function holder(header: string): TableColumn<ReachedTokenView> {
  return {
    key: 'holder',
    header,
    freeText: true,
    cell: (token) => <HolderLink token={token} isLink={token.canManage} />,
  }
}

/** Tokens of the whole instance, in any state; `select` is the column that chooses rows, if any can be. */
export function instanceColumns(
  select: TableColumn<HeldTokenView> | undefined,
): TableColumn<HeldTokenView>[] {
  return [
    ...(select ? [select] : []),
    nameAndUsername,
    {
      key: 'holder',
      header: 'Project or group',
      freeText: true,
      cell: (token) => <HolderLink token={token} isLink />,
    },
    scopes,
    created,
    { ...lastUsed, sortable: true },
    {
      key: 'expires',
      header: 'Expires or ended',
      sortable: true,
      cell: (token) => (token.state === 'active' ? expires : ended).cell(token),
    },
  ]
}

/** Tokens of groups above: nothing can be done to them here. */
export const inheritedColumns: TableColumn<ReachedTokenView>[] = [
  name,
  username,
  scopes,
  holder('Group'),
  created,
  lastUsed,
  expires,
]

/** Tokens of what stands in the group, each with its Revoke button where the viewer may. */
export function belowColumns(onRevoke: (token: ReachedTokenView) => void): TableColumn<ReachedTokenView>[] {
  return [
    nameAndUsername,
    scopes,
    holder('Project or group'),
    created,
    lastUsed,
    expires,
    actions(onRevoke, ({ canManage }) => canManage),
  ]
}

/** Revoked and expired tokens: when it ended, and by whom. */
export const inactiveColumns: TableColumn<TokenView>[] = [name, username, scopes, created, lastUsed, ended]
