'use client'

import { useRouter } from 'next/navigation'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { changePathAction } from '@/lib/actions/places'
import { useActionForm } from '@/lib/client/use-action-form'
import { pathForm } from '@/lib/domain/project'
import { AdvancedBlock } from './advanced-block'
import { type OpenPlace, settingsAddress } from './open-place'

interface PathFormProps {
  place: OpenPlace
  origin: string
  parent: string | undefined
}

const words = {
  project: {
    title: 'Change path',
    text: "A project's path defines its URL, the one to browse and to clone from.",
    button: 'Change path',
  },
  group: {
    title: 'Change group URL',
    text: "Changing a group's URL changes those of everything in it.",
    button: 'Change group URL',
  },
}

/** The last part of the full path. */
export function PathForm({ place, origin, parent }: PathFormProps) {
  const router = useRouter()
  const path = place.fullPath.slice(place.fullPath.lastIndexOf('/') + 1)
  const { form, submit, isSending, failure } = useActionForm({
    schema: pathForm,
    defaults: { path },
    send: (fields) => changePathAction({ ...fields, place }),
    onDone: (fullPath, fields) => {
      form.reset(fields)
      showToast(`The address is now ${fullPath}.`)
      router.replace(settingsAddress({ kind: place.kind, fullPath }))
    },
  })
  const { title, text, button } = words[place.kind]
  return (
    <AdvancedBlock title={title}>
      <form onSubmit={submit} noValidate autoComplete="off" aria-label={title} className="max-w-140">
        <p className="mb-4">
          {text} Readers of the old address are led to the new one, until something else takes it.
        </p>
        {failure ? (
          <Alert variant="danger" className="mb-4">
            {failure}
          </Alert>
        ) : null}
        <Field
          label="Path"
          description={<span className="wrap-anywhere">{`${origin}/${parent ? `${parent}/` : ''}…`}</span>}
          error={form.formState.errors.path?.message}
        >
          <TextInput {...form.register('path')} autoCapitalize="off" spellCheck={false} />
        </Field>
        <Button type="submit" variant="danger-secondary" loading={isSending}>
          {button}
        </Button>
      </form>
    </AdvancedBlock>
  )
}
