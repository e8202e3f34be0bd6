'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { showToast } from '@/components/ui/toast'
import { deletePlaceAction } from '@/lib/actions/places'
import { explain, outcomeValue } from '@/lib/client/action-result'
import { AdvancedBlock } from './advanced-block'
import { ConfirmDialog } from './confirm-dialog'
import { nounOf, type OpenPlace } from './open-place'

interface Contents {
  subgroups: number
  projects: number
  deployTokens: number
}

/** For good. */
export function DeleteBlock({ place, contents }: { place: OpenPlace; contents: Contents }) {
  const router = useRouter()
  const [isOpen, setOpen] = useState(false)
  const deletion = useMutation({
    mutationFn: (confirmation: string) => outcomeValue(deletePlaceAction({ place, confirmation })),
    onSuccess: (parent) => {
      showToast(`${nounOf(place)} '${place.fullPath}' was deleted.`)
      router.push(`/${parent}`)
    },
  })
  const title = `Delete ${place.kind}`
  const lost = lossesOf(place, contents)
  return (
    <AdvancedBlock title={title} isDangerous>
      <p className="mb-4">
        This action deletes <bdi className="font-semibold wrap-anywhere">{place.fullPath}</bdi> and everything
        this {place.kind} contains. <strong>There is no going back.</strong>
      </p>
      <Button
        variant="danger"
        onClick={() => {
          deletion.reset()
          setOpen(true)
        }}
      >
        {title}
      </Button>
      <ConfirmDialog
        open={isOpen}
        title="Are you absolutely sure?"
        phrase={place.fullPath}
        button={`Yes, delete ${place.kind}`}
        isSending={deletion.isPending || deletion.isSuccess}
        failure={deletion.error ? explain(deletion.error) : undefined}
        onConfirm={(typed) => deletion.mutate(typed)}
        onClose={() => setOpen(false)}
      >
        <Alert variant="warning" title={`You are about to delete this ${place.kind} containing:`}>
          <ul className="list-disc pl-6">
            {lost.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Alert>
      </ConfirmDialog>
    </AdvancedBlock>
  )
}

function lossesOf({ kind }: OpenPlace, { subgroups, projects, deployTokens }: Contents): string[] {
  return [
    ...(kind === 'group'
      ? [
          counted(subgroups, 'subgroup'),
          `${counted(projects, 'project')} with ${projects === 1 ? 'its repository' : 'their repositories'}`,
        ]
      : ['the repository with all its branches and tags']),
    `${counted(deployTokens, 'active deploy token')}, which ${deployTokens === 1 ? 'stops' : 'stop'} working at once`,
  ]
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
