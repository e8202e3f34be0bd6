'use client'

import { ActDialog } from '@/components/admin/act-dialog'
import { showToast } from '@/components/ui/toast'
import { deletePackageAction } from '@/lib/actions/packages'

export interface DeletedPackage {
  id: number
  name: string
  version: string
}

interface DeletePackageDialogProps {
  projectId: number
  /** The version in question; undefined while none is. */
  version: DeletedPackage | undefined
  onDeleted: () => void
  onClose: () => void
}

/** Asks before a version of a package goes, in GitLab's words. */
export function DeletePackageDialog({ projectId, version, onDeleted, onClose }: DeletePackageDialogProps) {
  return (
    <ActDialog
      open={version !== undefined}
      title="Delete package version"
      confirmLabel="Permanently delete"
      variant="danger"
      send={() => deletePackageAction({ projectId, packageId: version?.id })}
      onDone={(wasThere) => {
        showToast(wasThere ? 'Package deleted successfully' : 'Somebody else had deleted it already.')
        onDeleted()
      }}
      onClose={onClose}
    >
      <p className="wrap-anywhere">
        You are about to delete version <b className="font-semibold">{version?.version}</b> of{' '}
        <b className="font-semibold">{version?.name}</b>. Are you sure?
      </p>
    </ActDialog>
  )
}
