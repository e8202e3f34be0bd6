import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { DescriptionList } from '@/components/ui/description-list'
import { RelativeTime } from '@/components/ui/relative-time'
import { sizeWords } from '@/components/ui/size-words'
import type { TableColumn } from '@/components/ui/table'
import { imageReference } from '@/lib/domain/image-reference'
import { type ImageTagView, shortDigest } from '@/lib/domain/image-view'

/** Where tags are pulled from: the instance's public origin, and the image without the host. */
export interface ImagePlace {
  origin: string
  imageName: string
}

const digest: TableColumn<ImageTagView> = {
  key: 'digest',
  header: 'Digest',
  cell: (tag) => (
    <span className="inline-flex items-center gap-1">
      <code>{shortDigest(tag.digest)}</code>
      <CopyButton variant="tertiary" size="small" value={tag.digest} label={`Copy digest of ${tag.name}`} />
    </span>
  ),
}

const size: TableColumn<ImageTagView> = {
  key: 'size',
  header: 'Size',
  cell: (tag) => <span className="whitespace-nowrap">{sizeWords(tag.size)}</span>,
}

const platforms: TableColumn<ImageTagView> = {
  key: 'platforms',
  header: 'Platforms',
  cell: (tag) => tag.platforms.join(', ') || 'None',
}

const published: TableColumn<ImageTagView> = {
  key: 'published',
  header: 'Published',
  sortable: true,
  freeText: true,
  cell: (tag) => (
    <span>
      <RelativeTime value={tag.publishedAt} /> by <bdi>{tag.publisherName}</bdi>
    </span>
  ),
}

/** The tags of an image. */
export function tagColumns(place: ImagePlace): TableColumn<ImageTagView>[] {
  const name: TableColumn<ImageTagView> = {
    key: 'name',
    header: 'Name',
    sortable: true,
    freeText: true,
    className: 'md:min-w-36',
    cell: (tag) => (
      <span className="flex min-w-0 items-center gap-1 md:items-start">
        <span className="min-w-0 font-semibold">{tag.name}</span>
        <CopyButton
          variant="tertiary"
          size="small"
          value={pullCommand(place, tag.name)}
          label={`Copy pull command of ${tag.name}`}
        />
      </span>
    ),
  }
  return [name, digest, size, platforms, published]
}

/** After the others: the end of one tag. */
export function removeColumn(onRemove: (name: string) => void): TableColumn<ImageTagView> {
  return {
    key: 'actions',
    header: '',
    align: 'right',
    cell: ({ name }) => (
      <Button size="small" icon="remove" aria-label={`Remove tag ${name}`} onClick={() => onRemove(name)} />
    ),
  }
}

/** What stands under a tag, once somebody asks for it. */
export function TagDetails({ place, tag }: { place: ImagePlace; tag: ImageTagView }) {
  return (
    <details>
      <summary className="w-fit cursor-pointer py-3 text-gl-link md:py-0">
        Details<span className="sr-only"> of {tag.name}</span>
      </summary>
      <div className="mt-2">
        <DescriptionList
          items={[
            { term: 'Pull command', details: <code>{pullCommand(place, tag.name)}</code> },
            { term: 'Manifest digest', details: <code>{tag.digest}</code> },
            { term: 'Media type', details: <code>{tag.mediaType}</code> },
            { term: 'Created', details: <RelativeTime value={tag.createdAt} /> },
          ]}
        />
      </div>
    </details>
  )
}

function pullCommand({ origin, imageName }: ImagePlace, tag: string): string {
  return `docker pull ${imageReference(origin, imageName, tag)}`
}
