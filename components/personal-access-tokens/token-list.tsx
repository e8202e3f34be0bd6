'use client'

import { useState } from 'react'
import { nextSort, sortOf } from '@/components/lists/sorting'
import { Alert } from '@/components/ui/alert'
import { Pager } from '@/components/ui/pager'
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
          sort={sortOf(query)}
          onSort={(key) => change(nextSort(query, key))}
        />
      )}
      <Pager
        label="Pages of tokens"
        page={query.page}
        total={data.total}
        perPage={tokensPerPage}
        onPage={(page) => setQuery({ ...query, page })}
      />
    </div>
  )
}
