'use client'

import { useRouter } from 'next/navigation'
import { Controller } from 'react-hook-form'
import { SettingsSection } from '@/components/settings/settings-section'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { showToast } from '@/components/ui/toast'
import { updatePermissionsAction } from '@/lib/actions/places'
import { useActionForm } from '@/lib/client/use-action-form'
import type { Feature } from '@/lib/domain/feature'
import { permissionsForm } from '@/lib/domain/project'
import { isWithin, type Visibility, visibilities } from '@/lib/domain/visibility'
import { FeatureSwitches } from './feature-switches'
import type { OpenPlace } from './open-place'

interface PermissionsSectionProps {
  place: OpenPlace
  visibility: Visibility
  /** Nothing is wider than the group it stands in; undefined at the top. */
  parentVisibility: Visibility | undefined
  /** Switched off here itself. */
  disabledFeatures: Feature[]
  disabledAbove: { feature: Feature; by: string | undefined }[]
}

/** Who may see a group or project, and what it offers. */
export function PermissionsSection(props: PermissionsSectionProps) {
  const { place, visibility, parentVisibility, disabledFeatures, disabledAbove } = props
  const router = useRouter()
  const { form, submit, isSending, failure } = useActionForm({
    schema: permissionsForm,
    defaults: { visibility, disabledFeatures },
    send: (fields) => updatePermissionsAction({ ...fields, place }),
    onDone: (_, fields) => {
      form.reset(fields)
      showToast('Visibility and features were successfully updated.')
      router.refresh()
    },
  })
  const { errors } = form.formState
  const title = `Visibility, ${place.kind} features, permissions`
  const possible = visibilities.filter(
    (value) => value === visibility || !parentVisibility || isWithin(value, parentVisibility),
  )
  return (
    <SettingsSection
      id="js-shared-permissions"
      title={title}
      description={descriptions[place.kind]}
      data-testid="permissions-settings"
    >
      <form onSubmit={submit} noValidate aria-label={title} className="max-w-140">
        {failure ? (
          <Alert variant="danger" className="mb-4">
            {failure}
          </Alert>
        ) : null}
        <Field
          label={place.kind === 'group' ? 'Visibility level' : 'Project visibility'}
          description={`Private: members only. Internal: everyone who is signed in. Public: everyone.${limitText(parentVisibility)}`}
          error={errors.visibility?.message}
        >
          <Select
            {...form.register('visibility')}
            options={possible.map((value) => ({
              value,
              label: `${value[0]?.toUpperCase()}${value.slice(1)}`,
            }))}
          />
        </Field>
        <Controller
          control={form.control}
          name="disabledFeatures"
          render={({ field }) => (
            <FeatureSwitches
              kind={place.kind}
              off={field.value}
              disabledAbove={disabledAbove}
              onChange={field.onChange}
              error={errors.disabledFeatures?.message}
            />
          )}
        />
        <Button type="submit" variant="confirm" loading={isSending}>
          Save changes
        </Button>
      </form>
    </SettingsSection>
  )
}

const descriptions = {
  project: 'Choose visibility level and enable or disable project features.',
  group: 'Choose visibility level and enable or disable features for everything in this group.',
}

function limitText(parentVisibility: Visibility | undefined): string {
  if (!parentVisibility || parentVisibility === 'public') return ''
  return ` The group it stands in is ${parentVisibility}, and nothing in it can be more visible.`
}
