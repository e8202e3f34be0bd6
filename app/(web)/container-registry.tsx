import { redirect } from 'next/navigation'
import { registryHref } from '@/components/container-registry/image-href'
import { ImageList } from '@/components/container-registry/image-list'
import { PushCommands } from '@/components/container-registry/push-commands'
import { TicketLagNote } from '@/components/container-registry/ticket-lag'
import { Badge } from '@/components/ui/badge'
import { EmptyState } from '@/components/ui/empty-state'
import type { Actor } from '@/lib/domain/actor'
import { imageListQuery, imagesPerPage, searchOf } from '@/lib/domain/container-list'
import type { HolderKind } from '@/lib/domain/holder'
import { imageNameOf } from '@/lib/domain/image-reference'
import { presentImage } from '@/lib/domain/image-view'
import { listAddress } from '@/lib/domain/list-query'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { listImageRepositories } from '@/lib/services/registry/list-image-repositories'
import { ArchivedNotice } from './archived-notice'
import { Frame, may } from './frame'
import { pageActor, shown } from './page-door'
import { stayWithin } from './stay-within'

interface ContainerRegistryProps {
  kind: HolderKind
  fullPath: string
  query: Record<string, string | string[] | undefined>
}

const defaults = imageListQuery.parse({})

/** The image repositories of the project at this full path, or of all projects below that group. */
export async function ContainerRegistry({ kind, fullPath, query: asked }: ContainerRegistryProps) {
  const query = imageListQuery.parse(asked)
  const addressOf = (path: string, page = query.page) =>
    listAddress(registryHref({ kind, fullPath: path }), { ...query, page }, defaults)
  const here = addressOf(fullPath)
  const actor = await pageActor()
  const { place, items, total } = await shown(
    listImageRepositories(actor, {
      holder: { kind, fullPath },
      search: searchOf(query),
      page: query.page,
      perPage: imagesPerPage,
    }),
    here,
  )
  if (place.fullPath !== fullPath) redirect(addressOf(place.fullPath))
  stayWithin({ page: query.page, perPage: imagesPerPage, total }, (page) => addressOf(fullPath, page))
  return (
    <Frame actor={actor} inside={place} here={here} breadcrumbs={[{ label: 'Container registry' }]}>
      <h1 className="mb-4 flex items-center gap-2 text-gl-h1">
        Container registry {total > 0 ? <Badge>{total}</Badge> : null}
      </h1>
      <ArchivedNotice place={place} />
      <TicketLagNote className="mb-4 text-gl-subtle" />
      {total > 0 || query.search ? (
        <>
          {place.kind === 'project' && may(actor, 'push_image', place) ? <Commands project={place} /> : null}
          <ImageList
            place={{ kind, fullPath }}
            origin={env.registryUrl}
            query={query}
            images={items.map(presentImage)}
            total={total}
            canDelete={place.kind === 'project' && may(actor, 'delete_image', place)}
          />
        </>
      ) : (
        <NoImages actor={actor} place={place} />
      )}
    </Frame>
  )
}

function Commands({ project }: { project: Project }) {
  return (
    <details className="mb-4 rounded-lg border px-4 py-2">
      <summary className="min-h-11 cursor-pointer content-center font-semibold text-gl-heading md:min-h-6">
        CLI commands
      </summary>
      <div className="max-w-140 py-2">
        <PushCommands origin={env.registryUrl} imageName={imageNameOf(project.fullPath, '')} />
      </div>
    </details>
  )
}

function NoImages({ actor, place }: { actor: Actor; place: Project | Group }) {
  if (place.kind === 'group')
    return (
      <EmptyState title="There are no container images available in this group" icon="container-image">
        <p>
          With the container registry, every project can have its own space to store its Docker images. Push
          at least one Docker image in one of this group's projects in order to show up here.
        </p>
      </EmptyState>
    )
  return (
    <>
      <EmptyState title="There are no container images stored for this project" icon="container-image">
        <p>With the container registry, every project can have its own space to store its Docker images.</p>
      </EmptyState>
      {may(actor, 'push_image', place) ? (
        <section aria-labelledby="cli-commands" className="mx-auto max-w-prose">
          <h2 id="cli-commands" className="mb-2 text-gl-h3">
            CLI commands
          </h2>
          <PushCommands origin={env.registryUrl} imageName={imageNameOf(place.fullPath, '')} />
        </section>
      ) : null}
    </>
  )
}
