'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import { archivePlaceAction } from '@/lib/actions/places'
import { explain, outcomeValue } from '@/lib/client/action-result'
import { AdvancedBlock } from './advanced-block'
import { nounOf, type OpenPlace } from './open-place'

interface ArchiveBlockProps {
  place: OpenPlace
  isArchivedItself: boolean
  archivedBy: string | undefined
}

const texts = {
  project:
    'Archive this project to make it read-only: no pushes, no new deploy tokens. It can still be cloned.',
  group: 'Archive this group to make it and everything in it read-only. Projects can still be cloned.',
}

/** Read-only, and back. */
export function ArchiveBlock({ place, isArchivedItself, archivedBy }: ArchiveBlockProps) {
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const verb = isArchivedItself ? 'Unarchive' : 'Archive'
  const title = `${verb} ${place.kind}`
  const archive = useMutation({
    mutationFn: () => outcomeValue(archivePlaceAction({ place, isArchived: !isArchivedItself })),
    onSuccess: () => {
      setOpen(false)
      showToast(`${nounOf(place)} was ${verb.toLowerCase()}d.`)
      router.refresh()
    },
  })
  return (
    <AdvancedBlock title={title}>
      <p className="mb-4">
        {isArchivedItself ? `Unarchive this ${place.kind} to make it writable again.` : texts[place.kind]}
      </p>
      {archivedBy !== undefined ? (
        <p className="mb-4 text-gl-subtle">
          It is read-only as long as the group <span className="wrap-anywhere">{archivedBy}</span> is
          archived.
        </p>
      ) : null}
      <Button
        variant={isArchivedItself ? 'default' : 'danger-secondary'}
        onClick={() => {
          archive.reset()
          setOpen(true)
        }}
      >
        {title}
      </Button>
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={`${title}?`}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button
              variant={isArchivedItself ? 'confirm' : 'danger'}
              loading={archive.isPending}
              onClick={() => archive.mutate()}
            >
              {title}
            </Button>
          </>
        }
      >
        {archive.error ? (
          <Alert variant="danger" className="mb-4">
            {explain(archive.error)}
          </Alert>
        ) : null}
        <p>
          <bdi className="font-semibold">{place.fullPath}</bdi> will be{' '}
          {isArchivedItself ? 'writable again' : 'read-only'} from the next request on.
        </p>
      </Dialog>
    </AdvancedBlock>
  )
}
