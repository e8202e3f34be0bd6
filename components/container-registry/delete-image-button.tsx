'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { DeleteImageDialog } from './delete-image-dialog'

interface DeleteImageButtonProps {
  image: { id: number; imageName: string }
  /** Where one goes from what is no longer there. */
  next: string
}

/** The end of the image repository whose page this is. */
export function DeleteImageButton({ image, next }: DeleteImageButtonProps) {
  const router = useRouter()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button variant="danger-secondary" onClick={() => setAsking(true)}>
        Delete image repository
      </Button>
      <DeleteImageDialog
        image={isAsking ? image : undefined}
        onDeleted={() => router.push(next)}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
