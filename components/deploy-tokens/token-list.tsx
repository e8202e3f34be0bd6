'use client'

import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { SearchInput } from '@/components/ui/search-input'
import { Table, type TableSort } from '@/components/ui/table'
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
      <Pages query={query} total={data.total} onPage={(page) => setQuery({ ...query, page })} />
      <RevokeDialog
        holder={holder}
        token={revoking}
        onRevoked={onRevoked}
        onClose={() => setRevoking(undefined)}
      />
    </div>
  )
}

interface PagesProps {
  query: TokenListQuery
  total: number
  onPage: (page: number) => void
}

function Pages({ query, total, onPage }: PagesProps) {
  const pageCount = Math.ceil(total / tokensPerPage)
  if (pageCount <= 1) return null
  return (
    <nav aria-label="Pages of deploy tokens" className="flex items-center justify-center gap-4">
      <Button size="small" disabled={query.page <= 1} onClick={() => onPage(query.page - 1)}>
        Previous
      </Button>
      <span role="status">
        Page {query.page} of {pageCount}
      </span>
      <Button size="small" disabled={query.page >= pageCount} onClick={() => onPage(query.page + 1)}>
        Next
      </Button>
    </nav>
  )
}

function emptyText(holder: HolderName, state: TokenListQuery['state'], search: string): string {
  return search
    ? `No ${state} deploy tokens match your search.`
    : `This ${holder.kind} has no ${state} deploy tokens.`
}

function sortOf({ sort, direction }: TokenListQuery): TableSort {
  return { key: sort, direction: direction === 'asc' ? 'ascending' : 'descending' }
}

/** The heading pressed: a new one sorts upwards, the same one turns round. */
function nextSort(query: TokenListQuery, key: string): Pick<TokenListQuery, 'sort' | 'direction'> {
  const sort = key as TokenListQuery['sort']
  return { sort, direction: query.sort === sort && query.direction === 'asc' ? 'desc' : 'asc' }
}
