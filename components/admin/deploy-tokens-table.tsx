'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { instanceColumns } from '@/components/deploy-tokens/token-columns'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Pagination } from '@/components/ui/pagination'
import { Table, type TableColumn } from '@/components/ui/table'
import type { RevokedTokens } from '@/lib/actions/deploy-tokens'
import { tokensPerPage } from '@/lib/domain/deploy-token'
import type { InstanceTokenQuery, InstanceTokenSort } from '@/lib/domain/instance-token-query'
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
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [isAsking, setAsking] = useState(false)
  const [outcome, setOutcome] = useState<RevokedTokens>()
  // what has been revoked meanwhile is chosen no longer
  const selectable = tokens.filter(({ state }) => state !== 'revoked')
  const chosen = selectable.filter(({ id }) => selected.has(id))

  function toggle(id: number) {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }

  function finish(revoked: RevokedTokens) {
    setOutcome(revoked)
    setSelected(new Set())
    router.refresh()
  }

  const sort = (key: string) =>
    router.push(deployTokensHref({ ...query, ...nextSort(query, key as InstanceTokenSort), page: 1 }))
  return (
    <div className="flex flex-col gap-4">
      {outcome ? <DeployTokensRevoked outcome={outcome} onDismiss={() => setOutcome(undefined)} /> : null}
      {selectable.length > 0 ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Checkbox
            label="Select all on this page"
            checked={chosen.length === selectable.length}
            ref={(input) => {
              if (input) input.indeterminate = chosen.length > 0 && chosen.length < selectable.length
            }}
            onChange={(event) =>
              setSelected(new Set(event.target.checked ? selectable.map(({ id }) => id) : []))
            }
          />
          <Button
            variant="danger-secondary"
            disabled={chosen.length === 0}
            onClick={() => setAsking(true)}
            data-testid="revoke-selected"
          >
            Revoke selected
          </Button>
          <span role="status" className="text-gl-subtle">
            {chosen.length > 0 ? `${chosen.length} selected` : ''}
          </span>
        </div>
      ) : null}
      {tokens.length > 0 ? (
        <Table
          caption="Deploy tokens of this instance"
          columns={instanceColumns(selectable.length > 0 ? selectColumn(selected, toggle) : undefined)}
          rows={tokens}
          rowKey={({ id }) => id}
          sort={{ key: query.sort, direction: query.direction === 'asc' ? 'ascending' : 'descending' }}
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
        tokens={isAsking ? chosen : []}
        onRevoked={finish}
        onClose={() => setAsking(false)}
      />
    </div>
  )
}

function selectColumn(
  selected: ReadonlySet<number>,
  onToggle: (id: number) => void,
): TableColumn<HeldTokenView> {
  return {
    key: 'select',
    header: 'Select',
    cell: ({ id, name, state }) =>
      state === 'revoked' ? null : (
        <Checkbox
          label={<span className="sr-only">Select {name}</span>}
          checked={selected.has(id)}
          onChange={() => onToggle(id)}
        />
      ),
  }
}

/** The heading pressed: a new one sorts upwards, the same one turns round. */
function nextSort(query: InstanceTokenQuery, sort: InstanceTokenSort): Partial<InstanceTokenQuery> {
  return { sort, direction: query.sort === sort && query.direction === 'asc' ? 'desc' : 'asc' }
}
