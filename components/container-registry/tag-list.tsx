'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { AddressedList } from '@/components/lists/addressed-list'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { type ImageTagListQuery, imageTagListQuery } from '@/lib/domain/container-list'
import type { ImageTagView } from '@/lib/domain/image-view'
import { DeleteTagsDialog } from './delete-tags-dialog'
import { type ImagePlace, removeColumn, selectColumn, TagDetails, tagColumns } from './tag-columns'

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

/** The tags of an image repository; whoever may deletes them one by one, or several at once. */
export function TagList(props: TagListProps) {
  const { place, repositoryId, path, query, tags, total, canDelete } = props
  const router = useRouter()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [removing, setRemoving] = useState<readonly string[]>([])
  // what has gone meanwhile is chosen no longer
  const chosen = tags.map(({ name }) => name).filter((name) => selected.has(name))

  function toggle(name: string) {
    const next = new Set(selected)
    if (!next.delete(name)) next.add(name)
    setSelected(next)
  }

  function finish() {
    setSelected(new Set())
    router.refresh()
  }

  const columns = tagColumns(place)
  return (
    <>
      {canDelete && tags.length > 0 ? (
        <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Checkbox
            label="Select all on this page"
            checked={chosen.length === tags.length}
            ref={(input) => {
              if (input) input.indeterminate = chosen.length > 0 && chosen.length < tags.length
            }}
            onChange={(event) =>
              setSelected(new Set(event.target.checked ? tags.map(({ name }) => name) : []))
            }
          />
          <Button
            variant="danger-secondary"
            disabled={chosen.length === 0}
            onClick={() => setRemoving(chosen)}
          >
            Delete selected tags
          </Button>
          <span role="status" className="text-gl-subtle">
            {chosen.length > 0 ? `${chosen.length} selected` : ''}
          </span>
        </div>
      ) : null}
      <AddressedList
        path={path}
        noun="tags"
        query={query}
        defaults={defaults}
        columns={
          canDelete
            ? [selectColumn(selected, toggle), ...columns, removeColumn((name) => setRemoving([name]))]
            : columns
        }
        rows={tags}
        rowKey={({ name }) => name}
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
