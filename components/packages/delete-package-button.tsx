'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { type DeletedPackage, DeletePackageDialog } from './delete-package-dialog'

interface DeletePackageButtonProps {
  projectId: number
  version: DeletedPackage
  /** Where one goes from what is no longer there. */
  next: string
}

/** The end of the version whose page this is. */
export function DeletePackageButton({ projectId, version, next }: DeletePackageButtonProps) {
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button variant="danger-secondary" onClick={() => setAsking(true)}>
        Delete
      </Button>
      <DeletePackageDialog
        projectId={projectId}
        version={isAsking ? version : undefined}
        onDeleted={() => router.push(next)}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
