'use client'

import { useRouter } from 'next/navigation'
import { SettingsSection } from '@/components/settings/settings-section'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextArea } from '@/components/ui/text-area'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { updateNamingAction } from '@/lib/actions/places'
import { useActionForm } from '@/lib/client/use-action-form'
import { type NamingFields, namingForm } from '@/lib/domain/project'
import { nounOf, type OpenPlace } from './open-place'

interface NamingSectionProps extends NamingFields {
  place: OpenPlace
}

/** What a group or project is called. */
export function NamingSection({ place, name, description }: NamingSectionProps) {
  const router = useRouter()
  const noun = nounOf(place)
  const { form, submit, isSending, failure } = useActionForm({
    schema: namingForm,
    defaults: { name, description },
    send: (fields) => updateNamingAction({ ...fields, place }),
    onDone: (_, fields) => {
      form.reset(fields)
      showToast(`${noun} '${fields.name.trim()}' was successfully updated.`)
      router.refresh()
    },
  })
  const { errors } = form.formState
  return (
    <SettingsSection
      id="js-general-settings"
      title="Naming, description"
      description={`Update your ${place.kind} name and description.`}
      initiallyExpanded
      data-testid="naming-settings"
    >
      <form
        onSubmit={submit}
        noValidate
        autoComplete="off"
        aria-label="Naming, description"
        className="max-w-140"
      >
        {failure ? (
          <Alert variant="danger" className="mb-4">
            {failure}
          </Alert>
        ) : null}
        <Field label={`${noun} name`} error={errors.name?.message}>
          <TextInput {...form.register('name')} />
        </Field>
        <Field label={`${noun} ID`}>
          <TextInput value={place.id} readOnly width="sm" />
        </Field>
        <Field label={`${noun} description`} optional error={errors.description?.message}>
          <TextArea {...form.register('description')} />
        </Field>
        <Button type="submit" variant="confirm" loading={isSending}>
          Save changes
        </Button>
      </form>
    </SettingsSection>
  )
}
