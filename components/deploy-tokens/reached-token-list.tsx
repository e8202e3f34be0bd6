'use client'

import { useState } from 'react'
import { nextSort, sortOf } from '@/components/lists/sorting'
import { Alert } from '@/components/ui/alert'
import { Pager } from '@/components/ui/pager'
import { SearchInput } from '@/components/ui/search-input'
import { Table } from '@/components/ui/table'
import { explain } from '@/lib/client/action-result'
import { type Reach, type ReachedTokenQuery, tokensPerPage } from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import type { ReachedTokenView, TokenView } from '@/lib/domain/token-view'
import { firstReachedPage, type HolderName, useForgetReached, useReachedTokens } from './deploy-token-queries'
import { RevokeDialog } from './revoke-dialog'
import { belowColumns, inheritedColumns } from './token-columns'

interface ReachedTokenListProps {
  holder: HolderName
  reach: Reach
  onRevoked: (token: TokenView) => void
}

const words: Record<Reach, { caption: string; search: string; about: (kind: HolderKind) => string }> = {
  inherited: {
    caption: 'Inherited deploy tokens',
    search: 'Search inherited deploy tokens',
    about: (kind) =>
      `These tokens belong to groups above and open ${kind === 'project' ? 'this project' : 'the projects of this group'} too. They can be revoked only in the repository settings of their own group.`,
  },
  below: {
    caption: 'Deploy tokens below this group',
    search: 'Search deploy tokens below',
    about: () => 'Active deploy tokens of all subgroups and projects in this group.',
  },
}

/** Active tokens of the groups above, or of what stands in the group: fetched when it is first shown. */
export function ReachedTokenList({ holder, reach, onRevoked }: ReachedTokenListProps) {
  const [query, setQuery] = useState<ReachedTokenQuery>({ ...firstReachedPage, reach })
  const [revoking, setRevoking] = useState<ReachedTokenView>()
  const { data, error } = useReachedTokens(holder, query)
  const forget = useForgetReached(holder)
  const { caption, search, about } = words[reach]

  const change = (changed: Partial<ReachedTokenQuery>) => setQuery({ ...query, page: 1, ...changed })

  if (!data) return error ? <Alert variant="danger">{explain(error)}</Alert> : null
  return (
    <div className="flex flex-col gap-4">
      <p className="text-gl-subtle">{about(holder.kind)}</p>
      {data.count > 0 ? (
        <SearchInput
          label={search}
          value={query.search}
          maxLength={255}
          onChange={(event) => change({ search: event.target.value })}
          className="max-w-80"
        />
      ) : null}
      {data.total === 0 ? (
        <p className="py-2 text-gl-subtle">{emptyText(reach, query.search)}</p>
      ) : (
        <Table
          caption={caption}
          columns={reach === 'inherited' ? inheritedColumns : belowColumns(setRevoking)}
          rows={data.tokens}
          rowKey={(token) => token.id}
          sort={sortOf(query)}
          onSort={(key) => change(nextSort(query, key))}
        />
      )}
      <Pager
        label="Pages of deploy tokens"
        page={query.page}
        total={data.total}
        perPage={tokensPerPage}
        onPage={(page) => setQuery({ ...query, page })}
      />
      <RevokeDialog
        holder={revoking?.holder ?? holder}
        token={revoking}
        onRevoked={(token) => {
          forget(token)
          onRevoked(token)
        }}
        onClose={() => setRevoking(undefined)}
      />
    </div>
  )
}

function emptyText(reach: Reach, search: string): string {
  if (search) return `No ${reach === 'inherited' ? 'inherited ' : ''}deploy tokens match your search.`
  return reach === 'inherited'
    ? 'No deploy token of a group above reaches here.'
    : 'There are no active deploy tokens below this group.'
}
