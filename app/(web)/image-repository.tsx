import { redirect } from 'next/navigation'
import { DeleteImageButton } from '@/components/container-registry/delete-image-button'
import { imageHref, registryHref } from '@/components/container-registry/image-href'
import { TagList } from '@/components/container-registry/tag-list'
import { CopyButton } from '@/components/ui/copy-button'
import { EmptyState } from '@/components/ui/empty-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { sizeWords } from '@/components/ui/size-words'
import { imagesPerPage, imageTagListQuery, searchOf } from '@/lib/domain/container-list'
import { imageReference } from '@/lib/domain/image-reference'
import type { ImageRepository as Repository } from '@/lib/domain/image-repository'
import { presentImage, presentImageTag } from '@/lib/domain/image-view'
import { listAddress } from '@/lib/domain/list-query'
import { env } from '@/lib/env'
import { listImageTags } from '@/lib/services/registry/list-image-tags'
import { ArchivedNotice } from './archived-notice'
import { Frame, may } from './frame'
import { pageActor, shown } from './page-door'
import { stayWithin } from './stay-within'

interface ImageRepositoryProps {
  fullPath: string
  id: number
  query: Record<string, string | string[] | undefined>
}

const defaults = imageTagListQuery.parse({})

/** One image repository of the project at this full path, with its tags. */
export async function ImageRepository({ fullPath, id, query: asked }: ImageRepositoryProps) {
  const query = imageTagListQuery.parse(asked)
  const addressOf = (path: string, page = query.page) =>
    listAddress(imageHref(path, id), { ...query, page }, defaults)
  const here = addressOf(fullPath)
  const actor = await pageActor()
  const wish = { page: query.page, perPage: imagesPerPage }
  const { project, repository, page } = await shown(
    listImageTags(actor, { id, project: fullPath }, searchOf(query), wish),
    here,
  )
  if (project.fullPath !== fullPath) redirect(addressOf(project.fullPath))
  stayWithin({ ...wish, total: page.total }, (last) => addressOf(fullPath, last))
  const { imageName } = presentImage(repository)
  const list = registryHref(project)
  const canDelete = may(actor, 'delete_image', project)
  const breadcrumbs = [{ label: 'Container registry', href: list }, { label: imageName }]
  return (
    <Frame actor={actor} inside={project} here={here} breadcrumbs={breadcrumbs}>
      <div className="mb-4 flex flex-wrap items-start gap-2">
        <h1 className="min-w-0 text-gl-h1 wrap-anywhere">{imageName}</h1>
        <CopyButton value={imageReference(env.registryUrl, imageName)} label="Copy image path" />
        <span className="grow" />
        {canDelete ? <DeleteImageButton image={{ id, imageName }} next={list} /> : null}
      </div>
      <ArchivedNotice place={project} />
      <Facts repository={repository} />
      {repository.tagCount > 0 ? (
        <TagList
          key={here}
          place={{ origin: env.registryUrl, imageName }}
          repositoryId={id}
          path={imageHref(fullPath, id)}
          query={query}
          tags={page.items.map(presentImageTag)}
          total={page.total}
          canDelete={canDelete}
        />
      ) : (
        <EmptyState title="This image has no active tags" icon="tag">
          <p>
            The last tag related to this image was recently removed. If you have any questions, contact your
            administrator.
          </p>
        </EmptyState>
      )}
    </Frame>
  )
}

function Facts({ repository: { tagCount, size, createdAt, publishedAt } }: { repository: Repository }) {
  return (
    <p className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-gl-subtle">
      <span>{tagCount === 1 ? '1 tag' : `${tagCount} tags`}</span>
      <span>{sizeWords(size)}</span>
      <span>
        Created <RelativeTime value={createdAt} />
      </span>
      {publishedAt ? (
        <span>
          Last published <RelativeTime value={publishedAt} />
        </span>
      ) : null}
    </p>
  )
}
