'use client'

import { useMutation } from '@tanstack/react-query'
import { ConfirmDialog } from '@/components/place-settings/confirm-dialog'
import { showToast } from '@/components/ui/toast'
import { deleteImageRepositoryAction } from '@/lib/actions/container-registry'
import { explain, outcomeValue } from '@/lib/client/action-result'

interface DeleteImageDialogProps {
  /** The image repository in question; undefined while none is. */
  image: { id: number; imageName: string } | undefined
  onDeleted: () => void
  onClose: () => void
}

/** Asks before an image repository goes, in GitLab's words. */
export function DeleteImageDialog({ image, onDeleted, onClose }: DeleteImageDialogProps) {
  const deletion = useMutation({
    mutationFn: (repositoryId: number) => outcomeValue(deleteImageRepositoryAction({ repositoryId })),
    onSuccess: () => {
      showToast(`${image?.imageName} was deleted.`)
      close()
      onDeleted()
    },
  })

  function close() {
    deletion.reset()
    onClose()
  }

  return (
    <ConfirmDialog
      key={image?.id}
      open={image !== undefined}
      title="Delete image repository?"
      phrase={image?.imageName ?? ''}
      button="Delete image repository"
      isSending={deletion.isPending}
      failure={deletion.error ? explain(deletion.error) : undefined}
      onConfirm={() => image && deletion.mutate(image.id)}
      onClose={close}
    >
      <p>
        Deleting the image repository will delete all images and tags inside. This action cannot be undone.
      </p>
    </ConfirmDialog>
  )
}
