'use client'

import { ActDialog } from '@/components/admin/act-dialog'
import { showToast } from '@/components/ui/toast'
import { deleteImageTagsAction } from '@/lib/actions/container-registry'

interface DeleteTagsDialogProps {
  repositoryId: number
  /** The tags in question; none while nothing is asked. */
  tags: readonly string[]
  onDeleted: () => void
  onClose: () => void
}

/** Asks before tags go, in GitLab's words. */
export function DeleteTagsDialog({ repositoryId, tags, onDeleted, onClose }: DeleteTagsDialogProps) {
  const [first] = tags
  const label = tags.length === 1 ? 'Remove tag' : 'Remove tags'
  return (
    <ActDialog
      open={tags.length > 0}
      title={label}
      confirmLabel={label}
      variant="danger"
      send={() => deleteImageTagsAction({ repositoryId, tags })}
      onDone={(deleted) => {
        showToast(doneText(tags, deleted))
        onDeleted()
      }}
      onClose={onClose}
    >
      {tags.length === 1 ? (
        <p>
          You are about to remove <b className="font-semibold">{first}</b>. Are you sure?
        </p>
      ) : (
        <>
          <p className="mb-2">
            You are about to remove <b className="font-semibold">{tags.length}</b> tags. Are you sure?
          </p>
          <ul aria-label="Tags to remove" className="list-disc pl-6">
            {tags.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </>
      )}
    </ActDialog>
  )
}

function doneText(asked: readonly string[], deleted: readonly string[]): string {
  if (deleted.length === 0) return 'Somebody else had removed them already.'
  if (asked.length === 1) return 'Tag successfully deleted.'
  return deleted.length === 1 ? '1 tag was deleted.' : `${deleted.length} tags were deleted.`
}
