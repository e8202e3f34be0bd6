'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { instanceColumns } from '@/components/deploy-tokens/token-columns'
import { SelectionBar, selectColumn, useSelection } from '@/components/lists/selection'
import { nextSort, sortOf } from '@/components/lists/sorting'
import { Pagination } from '@/components/ui/pagination'
import { Table } from '@/components/ui/table'
import type { RevokedTokens } from '@/lib/actions/deploy-tokens'
import { tokensPerPage } from '@/lib/domain/deploy-token'
import type { InstanceTokenQuery } from '@/lib/domain/instance-token-query'
import type { HeldTokenView } from '@/lib/domain/token-view'
import { deployTokensHref } from './deploy-tokens-href'
import { DeployTokensRevokeDialog } from './deploy-tokens-revoke-dialog'
import { DeployTokensRevoked } from './deploy-tokens-revoked'

interface DeployTokensTableProps {
  query: InstanceTokenQuery
  tokens: HeldTokenView[]
  total: number
  emptyText: string
}

/** One page of the instance's tokens: chosen one by one or all at once, and revoked together. */
export function DeployTokensTable({ query, tokens, total, emptyText }: DeployTokensTableProps) {
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  const [outcome, setOutcome] = useState<RevokedTokens>()
  const selectable = tokens.filter(({ state }) => state !== 'revoked').map(({ id }) => id)
  const selection = useSelection(selectable)
  const choice = selectColumn(
    selection,
    ({ id }: HeldTokenView) => id,
    ({ name }) => name,
  )

  function finish(revoked: RevokedTokens) {
    setOutcome(revoked)
    selection.setAll(false)
    router.refresh()
  }

  const sort = (key: string) => router.push(deployTokensHref({ ...query, ...nextSort(query, key), page: 1 }))
  return (
    <div className="flex flex-col gap-4">
      {outcome ? <DeployTokensRevoked outcome={outcome} onDismiss={() => setOutcome(undefined)} /> : null}
      {selectable.length > 0 ? (
        <SelectionBar
          selection={selection}
          act="Revoke selected"
          onAct={() => setAsking(true)}
          testId="revoke-selected"
        />
      ) : null}
      {tokens.length > 0 ? (
        <Table
          caption="Deploy tokens of this instance"
          columns={instanceColumns(selectable.length > 0 ? choice : undefined)}
          rows={tokens}
          rowKey={({ id }) => id}
          sort={sortOf(query)}
          onSort={sort}
        />
      ) : (
        <p className="py-2 text-gl-subtle">{emptyText}</p>
      )}
      <Pagination
        page={query.page}
        pageCount={Math.ceil(total / tokensPerPage)}
        href={(page) => deployTokensHref({ ...query, page })}
        label="Pages of deploy tokens"
      />
      <DeployTokensRevokeDialog
        tokens={isAsking ? tokens.filter(({ id }) => selection.chosen.includes(id)) : []}
        onRevoked={finish}
        onClose={() => setAsking(false)}
      />
    </div>
  )
}
