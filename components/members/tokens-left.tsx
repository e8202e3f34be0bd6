'use client'

import { RelativeTime } from '@/components/ui/relative-time'
import { Table, type TableColumn } from '@/components/ui/table'
import type { HolderKind } from '@/lib/domain/holder'
import type { RemovalView } from '@/lib/domain/removal-view'

type TokenLeft = RemovalView['tokens'][number]

const columns: TableColumn<TokenLeft>[] = [
  {
    key: 'name',
    header: 'Name',
    freeText: true,
    cell: (token) => (
      <span className="min-w-0">
        <bdi className="font-semibold">{token.name}</bdi>
        <span className="block text-gl-subtle">{token.holderPath}</span>
      </span>
    ),
  },
  { key: 'scopes', header: 'Scopes', cell: (token) => token.scopes.join(', ') },
  {
    key: 'lastUsed',
    header: 'Last used',
    cell: (token) => (token.lastUsedAt ? <RelativeTime value={token.lastUsedAt} /> : 'Never'),
  },
  {
    key: 'expires',
    header: 'Expires',
    cell: (token) => (token.expiresAt ? <RelativeTime value={token.expiresAt} /> : 'Never'),
  },
]

/** The working deploy tokens that somebody created and would leave behind. */
export function TokensLeft({
  kind,
  tokens,
  tokenCount,
}: Omit<RemovalView, 'belowCount'> & { kind: HolderKind }) {
  return (
    <>
      <h3 className="mt-2 text-gl-h4">Deploy tokens they created</h3>
      <p className="mb-2 text-gl-subtle">
        Active in this {kind}
        {kind === 'group' ? ' and everything below it' : ''}
        {tokenCount > tokens.length ? `; the first ${tokens.length} of ${tokenCount}` : ''}.
      </p>
      <section
        aria-label="Deploy tokens they created"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        className="mb-2 max-h-96 overflow-y-auto"
      >
        <Table
          caption="Deploy tokens they created"
          columns={columns}
          rows={tokens}
          rowKey={(token) => token.id}
        />
      </section>
    </>
  )
}
