'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { showToast } from '@/components/ui/toast'
import { transferPlaceAction } from '@/lib/actions/places'
import { explain, outcomeValue } from '@/lib/client/action-result'
import { AdvancedBlock } from './advanced-block'
import { ConfirmDialog } from './confirm-dialog'
import { nounOf, type OpenPlace } from './open-place'

interface TransferFormProps {
  place: OpenPlace
  parent: string | undefined
  targets: string[]
}

/** Into another group, or with a group to the top. */
export function TransferForm({ place, parent, targets }: TransferFormProps) {
  const router = useRouter()
  const options = optionsOf(place, parent, targets)
  const [target, setTarget] = useState(unchosen)
  const [isOpen, setOpen] = useState(false)
  const transfer = useMutation({
    mutationFn: (confirmation: string) =>
      outcomeValue(transferPlaceAction({ place, parent: target.slice(1), confirmation })),
    onSuccess: (fullPath) => {
      setOpen(false)
      showToast(`${nounOf(place)} was successfully transferred.`)
      router.push(`/${fullPath}`)
    },
  })
  const title = `Transfer ${place.kind}`
  return (
    <AdvancedBlock title={title} isDangerous>
      <p className="mb-2">
        Transfer this {place.kind} to another {place.kind === 'group' ? 'parent group' : 'group'}.
      </p>
      <ul className="mb-4 list-disc pl-6">
        <li>Members and deploy tokens of the groups above lose their way to it, and those there get one.</li>
        <li>Its address changes. Readers of the old one are led on, until something else takes it.</li>
        <li>You can only transfer to groups you maintain, and not to one that is less visible.</li>
      </ul>
      {options.length === 0 ? (
        <p className="text-gl-subtle">There is no other group you can transfer it to.</p>
      ) : (
        <div className="max-w-140">
          <Field label={place.kind === 'group' ? 'Select parent group' : 'Select a new group'}>
            <Select
              value={target}
              onChange={(event) => setTarget(event.target.value)}
              options={[{ value: unchosen, label: 'Select a group' }, ...options]}
              width="xl"
            />
          </Field>
          <Button
            variant="danger"
            disabled={target === unchosen}
            onClick={() => {
              transfer.reset()
              setOpen(true)
            }}
          >
            {title}
          </Button>
        </div>
      )}
      <ConfirmDialog
        open={isOpen}
        title={`${title}?`}
        phrase={place.fullPath}
        button={title}
        isSending={transfer.isPending || transfer.isSuccess}
        failure={transfer.error ? explain(transfer.error) : undefined}
        onConfirm={(typed) => transfer.mutate(typed)}
        onClose={() => setOpen(false)}
      >
        <p>
          You are about to transfer <bdi className="font-semibold">{place.fullPath}</bdi> to{' '}
          <bdi className="font-semibold">{target === atTop ? 'the top level' : target.slice(1)}</bdi>.
        </p>
      </ConfirmDialog>
    </AdvancedBlock>
  )
}

/** A value of the select is `=` and a full path, so that the top is another than nothing chosen. */
const unchosen = ''
const atTop = '='

function optionsOf({ kind }: OpenPlace, parent: string | undefined, targets: string[]) {
  const top = kind === 'group' && parent !== undefined ? [{ value: atTop, label: 'No parent group' }] : []
  return [...top, ...targets.map((path) => ({ value: `=${path}`, label: path }))]
}
