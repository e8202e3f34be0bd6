'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { AddressedList } from '@/components/lists/addressed-list'
import { projectColumn } from '@/components/lists/project-column'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { sizeWords } from '@/components/ui/size-words'
import type { TableColumn } from '@/components/ui/table'
import { type ImageListQuery, imageListQuery } from '@/lib/domain/container-list'
import type { HolderKind } from '@/lib/domain/holder'
import { imageReference } from '@/lib/domain/image-reference'
import type { ImageView } from '@/lib/domain/image-view'
import { DeleteImageDialog } from './delete-image-dialog'
import { imageHref, registryHref } from './image-href'

interface ImageListProps {
  place: { kind: HolderKind; fullPath: string }
  /** Public origin of the instance. */
  origin: string
  query: ImageListQuery
  images: ImageView[]
  total: number
  canDelete: boolean
}

const defaults = imageListQuery.parse({})

/** The image repositories of a project, or of all projects below a group. */
export function ImageList({ place, origin, query, images, total, canDelete }: ImageListProps) {
  const router = useRouter()
  const [deleting, setDeleting] = useState<ImageView>()
  const columns = [
    nameColumn(origin),
    ...(place.kind === 'group' ? [projectColumn<ImageView>()] : []),
    ...factColumns,
    ...(canDelete ? [deleteColumn(setDeleting)] : []),
  ]
  return (
    <>
      <AddressedList
        path={registryHref(place)}
        noun="image repositories"
        query={query}
        defaults={defaults}
        columns={columns}
        rows={images}
        rowKey={({ id }) => id}
        total={total}
      />
      <DeleteImageDialog
        image={deleting}
        onDeleted={() => router.refresh()}
        onClose={() => setDeleting(undefined)}
      />
    </>
  )
}

function nameColumn(origin: string): TableColumn<ImageView> {
  return {
    key: 'name',
    header: 'Name',
    sortable: true,
    freeText: true,
    className: 'md:min-w-48',
    cell: ({ id, imageName, projectPath }) => (
      <span className="flex min-w-0 items-center gap-1 md:items-start">
        <Link
          href={imageHref(projectPath, id)}
          prefetch={false}
          className="min-w-0 font-semibold text-gl-heading hover:underline"
        >
          {imageName}
        </Link>
        <CopyButton
          variant="tertiary"
          size="small"
          value={imageReference(origin, imageName)}
          label={`Copy image path of ${imageName}`}
        />
      </span>
    ),
  }
}

const factColumns: TableColumn<ImageView>[] = [
  { key: 'tags', header: 'Tags', cell: ({ tagCount }) => tagCount },
  { key: 'size', header: 'Size', cell: ({ size }) => sizeWords(size) },
  {
    key: 'published',
    header: 'Published',
    sortable: true,
    cell: ({ publishedAt }) => (publishedAt ? <RelativeTime value={publishedAt} /> : 'No tag'),
  },
]

function deleteColumn(onDelete: (image: ImageView) => void): TableColumn<ImageView> {
  return {
    key: 'actions',
    header: '',
    align: 'right',
    cell: (image) => (
      <Button
        size="small"
        icon="remove"
        aria-label={`Delete image repository ${image.imageName}`}
        onClick={() => onDelete(image)}
      />
    ),
  }
}
