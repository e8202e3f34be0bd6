import { redirect } from 'next/navigation'
import { packagesHref } from '@/components/packages/package-href'
import { PackageList } from '@/components/packages/package-list'
import { Badge } from '@/components/ui/badge'
import { CommandBlock } from '@/components/ui/command-block'
import { EmptyState } from '@/components/ui/empty-state'
import type { Actor } from '@/lib/domain/actor'
import type { HolderKind } from '@/lib/domain/holder'
import { listAddress } from '@/lib/domain/list-query'
import { presentListedPackage } from '@/lib/domain/listed-package'
import { packageListQuery, packagesPerPage, searchOf } from '@/lib/domain/package-list'
import { publishExample } from '@/lib/domain/packages/install-recipe'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { listPackages } from '@/lib/services/packages/list-packages'
import { ArchivedNotice } from './archived-notice'
import { Frame, may } from './frame'
import { pageActor, shown } from './page-door'
import { stayWithin } from './stay-within'

interface PackageRegistryProps {
  kind: HolderKind
  fullPath: string
  query: Record<string, string | string[] | undefined>
}

const defaults = packageListQuery.parse({})

/** The packages of the project at this full path, or of all projects below that group. */
export async function PackageRegistry({ kind, fullPath, query: asked }: PackageRegistryProps) {
  const query = packageListQuery.parse(asked)
  const addressOf = (path: string, page = query.page) =>
    listAddress(packagesHref({ kind, fullPath: path }), { ...query, page }, defaults)
  const here = addressOf(fullPath)
  const actor = await pageActor()
  const wish = { page: query.page, perPage: packagesPerPage }
  const { place, items, total } = await shown(
    listPackages(actor, { holder: { kind, fullPath }, search: searchOf(query), ...wish }),
    here,
  )
  if (place.fullPath !== fullPath) redirect(addressOf(place.fullPath))
  stayWithin({ ...wish, total }, (page) => addressOf(fullPath, page))
  return (
    <Frame actor={actor} inside={place} here={here} breadcrumbs={[{ label: 'Package registry' }]}>
      <h1 className="mb-4 flex items-center gap-2 text-gl-h1">
        Package registry {total > 0 ? <Badge>{total}</Badge> : null}
      </h1>
      <ArchivedNotice place={place} />
      {total > 0 || query.search || query.filter !== 'all' ? (
        <PackageList
          place={{ kind, id: place.id, fullPath }}
          query={query}
          packages={items.map(presentListedPackage)}
          total={total}
          canDelete={place.kind === 'project' && may(actor, 'delete_package', place)}
        />
      ) : (
        <NoPackages actor={actor} place={place} />
      )}
    </Frame>
  )
}

function NoPackages({ actor, place }: { actor: Actor; place: Project | Group }) {
  return (
    <>
      <EmptyState title="There are no packages yet" icon="package">
        <p>Publish and share your packages with Latchkey.</p>
      </EmptyState>
      {place.kind === 'project' && may(actor, 'publish_package', place) ? (
        <section aria-label="How to publish" className="mx-auto max-w-prose">
          <CommandBlock
            title="Publish a file as a generic package, with a deploy token"
            command={publishExample(env.url, place.id)}
          />
        </section>
      ) : null}
    </>
  )
}
