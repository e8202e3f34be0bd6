'use client'

import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { SearchInput } from '@/components/ui/search-input'
import { Table } from '@/components/ui/table'
import { explain } from '@/lib/client/action-result'
import { type TokenListQuery, tokensPerPage } from '@/lib/domain/deploy-token'
import type { PersonalTokenPageView, PersonalTokenView } from '@/lib/domain/personal-token-view'
import { firstPage, usePersonalTokens } from './personal-token-queries'
import { activeColumns, inactiveColumns } from './token-columns'

interface TokenListProps {
  state: TokenListQuery['state']
  /** The first page as the server rendered it. */
  initialPage?: PersonalTokenPageView
  onRotate?: (token: PersonalTokenView) => void
  onRevoke?: (token: PersonalTokenView) => void
}

const nothing = () => {}

/** The tokens of one state: searched, sorted and paged by the server. */
export function TokenList({ state, initialPage, onRotate = nothing, onRevoke = nothing }: TokenListProps) {
  const [query, setQuery] = useState<TokenListQuery>({ ...firstPage, state })
  const isDefault =
    query.search === '' && query.page === 1 && query.sort === 'created' && query.direction === 'desc'
  const { data, error } = usePersonalTokens(query, isDefault ? initialPage : undefined)

  const change = (changed: Partial<TokenListQuery>) => setQuery({ ...query, page: 1, ...changed })

  if (!data) return error ? <Alert variant="danger">{explain(error)}</Alert> : null
  return (
    <div className="flex flex-col gap-4">
      {data.counts[state] > 0 ? (
        <SearchInput
          label={`Search ${state} tokens`}
          value={query.search}
          maxLength={255}
          onChange={(event) => change({ search: event.target.value })}
          className="max-w-80"
        />
      ) : null}
      {data.total === 0 ? (
        <p className="py-2 text-gl-subtle">
          {query.search ? `No ${state} tokens match your search.` : `You have no ${state} tokens.`}
        </p>
      ) : (
        <Table
          caption={`${state === 'active' ? 'Active' : 'Inactive'} personal access tokens`}
          columns={state === 'active' ? activeColumns({ onRotate, onRevoke }) : inactiveColumns}
          rows={data.tokens}
          rowKey={(token) => token.id}
          sort={{ key: query.sort, direction: query.direction === 'asc' ? 'ascending' : 'descending' }}
          onSort={(key) => change(nextSort(query, key))}
        />
      )}
      <Pages query={query} total={data.total} onPage={(page) => setQuery({ ...query, page })} />
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
    <nav aria-label="Pages of tokens" className="flex items-center justify-center gap-4">
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

/** The heading pressed: a new one sorts upwards, the same one turns round. */
function nextSort(query: TokenListQuery, key: string): Pick<TokenListQuery, 'sort' | 'direction'> {
  const sort = key as TokenListQuery['sort']
  return { sort, direction: query.sort === sort && query.direction === 'asc' ? 'desc' : 'asc' }
}
