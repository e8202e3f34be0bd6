'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { AddressedList } from '@/components/lists/addressed-list'
import { SelectionBar, selectColumn, useSelection } from '@/components/lists/selection'
import { type ImageTagListQuery, imageTagListQuery } from '@/lib/domain/container-list'
import type { ImageTagView } from '@/lib/domain/image-view'
import { DeleteTagsDialog } from './delete-tags-dialog'
import { type ImagePlace, removeColumn, TagDetails, tagColumns } from './tag-columns'

interface TagListProps {
  place: ImagePlace
  repositoryId: number
  /** Where the list stands. */
  path: string
  query: ImageTagListQuery
  tags: ImageTagView[]
  total: number
  canDelete: boolean
}

const defaults = imageTagListQuery.parse({})
const nameOf = ({ name }: ImageTagView) => name

/** The tags of an image repository; whoever may deletes them one by one, or several at once. */
export function TagList(props: TagListProps) {
  const { place, repositoryId, path, query, tags, total, canDelete } = props
  const router = useRouter()
  const selection = useSelection(tags.map(nameOf))
  const [removing, setRemoving] = useState<readonly string[]>([])

  function finish() {
    selection.setAll(false)
    router.refresh()
  }

  const columns = tagColumns(place)
  const choice = selectColumn(selection, nameOf, nameOf)
  return (
    <>
      {canDelete && tags.length > 0 ? (
        <div className="mb-4">
          <SelectionBar
            selection={selection}
            act="Delete selected tags"
            onAct={() => setRemoving(selection.chosen)}
          />
        </div>
      ) : null}
      <AddressedList
        path={path}
        noun="tags"
        query={query}
        defaults={defaults}
        columns={canDelete ? [choice, ...columns, removeColumn((name) => setRemoving([name]))] : columns}
        rows={tags}
        rowKey={nameOf}
        detail={(tag) => <TagDetails place={place} tag={tag} />}
        total={total}
      />
      <DeleteTagsDialog
        repositoryId={repositoryId}
        tags={removing}
        onDeleted={finish}
        onClose={() => setRemoving([])}
      />
    </>
  )
}
