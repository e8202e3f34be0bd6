'use client'

import { useState } from 'react'
import { nextSort, sortOf } from '@/components/lists/sorting'
import { Alert } from '@/components/ui/alert'
import { Pager } from '@/components/ui/pager'
import { SearchInput } from '@/components/ui/search-input'
import { Table } from '@/components/ui/table'
import { explain } from '@/lib/client/action-result'
import { type TokenListQuery, tokensPerPage } from '@/lib/domain/deploy-token'
import type { TokenPageView, TokenView } from '@/lib/domain/token-view'
import { firstPage, type HolderName, useDeployTokens } from './deploy-token-queries'
import { RevokeDialog } from './revoke-dialog'
import { activeColumns, inactiveColumns } from './token-columns'

interface TokenListProps {
  holder: HolderName
  state: TokenListQuery['state']
  /** The first page as the server rendered it. */
  initialPage?: TokenPageView
  onRevoked?: (token: TokenView) => void
}

/** The tokens of one state: searched, sorted and paged by the server, so that ten thousand are as quick as ten. */
export function TokenList({ holder, state, initialPage, onRevoked }: TokenListProps) {
  const [query, setQuery] = useState<TokenListQuery>({ ...firstPage, state })
  const [revoking, setRevoking] = useState<TokenView>()
  const isDefault =
    query.search === '' && query.page === 1 && query.sort === 'created' && query.direction === 'desc'
  const { data, error } = useDeployTokens(holder, query, isDefault ? initialPage : undefined)

  const change = (changed: Partial<TokenListQuery>) => setQuery({ ...query, page: 1, ...changed })
  const sort = (key: string) => change(nextSort(query, key))

  if (!data) return error ? <Alert variant="danger">{explain(error)}</Alert> : null
  const isEmpty = data.total === 0
  return (
    <div className="flex flex-col gap-4">
      {data.counts[state] > 0 ? (
        <SearchInput
          label={`Search ${state} deploy tokens`}
          value={query.search}
          maxLength={255}
          onChange={(event) => change({ search: event.target.value })}
          className="max-w-80"
        />
      ) : null}
      {isEmpty ? (
        <p className="py-2 text-gl-subtle">{emptyText(holder, state, query.search)}</p>
      ) : (
        <Table
          caption={`${state === 'active' ? 'Active' : 'Inactive'} deploy tokens`}
          columns={state === 'active' ? activeColumns(setRevoking) : inactiveColumns}
          rows={data.tokens}
          rowKey={(token) => token.id}
          sort={sortOf(query)}
          onSort={sort}
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
        holder={holder}
        token={revoking}
        onRevoked={onRevoked}
        onClose={() => setRevoking(undefined)}
      />
    </div>
  )
}

function emptyText(holder: HolderName, state: TokenListQuery['state'], search: string): string {
  return search
    ? `No ${state} deploy tokens match your search.`
    : `This ${holder.kind} has no ${state} deploy tokens.`
}
