import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { pageActor, shown } from '@/app/(web)/page-door'
import { DeployTokensFilters } from '@/components/admin/deploy-tokens-filters'
import { deployTokensHref } from '@/components/admin/deploy-tokens-href'
import { DeployTokensTable } from '@/components/admin/deploy-tokens-table'
import { Badge } from '@/components/ui/badge'
import { instanceTokenQuery } from '@/lib/domain/instance-token-query'
import { presentHeldToken } from '@/lib/domain/token-view'
import { listInstanceTokens } from '@/lib/services/deploy-tokens/list-instance-tokens'

export const metadata: Metadata = { title: 'Deploy tokens' }

/** The deploy tokens of the whole instance, for administrators; its address says what is asked for. */
export default async function AdminDeployTokensPage({ searchParams }: PageProps<'/admin/deploy_tokens'>) {
  const query = instanceTokenQuery.parse(await searchParams)
  const here = deployTokensHref(query)
  const actor = await pageActor()
  const { tokens, total, now } = await shown(listInstanceTokens(actor, query), here)
  return (
    <Frame actor={actor} area="admin" here={here} breadcrumbs={[{ label: 'Deploy tokens', href: here }]}>
      <h1 className="mb-4 flex items-center gap-2 text-gl-h1">
        Deploy tokens <Badge>{total}</Badge>
      </h1>
      <div className="flex flex-col gap-6">
        <DeployTokensFilters query={query} />
        <DeployTokensTable
          key={here}
          query={query}
          tokens={tokens.map((held) => presentHeldToken(held, now))}
          total={total}
          emptyText={emptyText(here, total)}
        />
      </div>
    </Frame>
  )
}

function emptyText(here: string, total: number): string {
  if (total > 0) return 'There are not that many pages.'
  return here.includes('?') ? 'No deploy tokens match.' : 'There are no deploy tokens yet.'
}
