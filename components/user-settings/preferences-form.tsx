'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useForm } from 'react-hook-form'
import { showTheme } from '@/components/shell/show-theme'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { FieldSet } from '@/components/ui/field-set'
import { Radio } from '@/components/ui/radio'
import { showToast } from '@/components/ui/toast'
import { updatePreferencesAction } from '@/lib/actions/preferences'
import { explain, outcomeValue } from '@/lib/client/action-result'
import {
  type Preferences,
  type Theme,
  type TimeDisplay,
  type TimeFormat,
  themes,
  timeDisplays,
  timeFormats,
} from '@/lib/domain/preference'

const themeLabels = {
  light: 'Light',
  dark: 'Dark',
  auto: 'Auto: as your system has it',
} satisfies Record<Theme, string>

const displayLabels = {
  relative: 'Relative: 30 minutes ago',
  absolute: 'Absolute: the date and the time, in UTC',
} satisfies Record<TimeDisplay, string>

const formatLabels = {
  auto: 'System: as your browser’s language has it',
  '12h': '12-hour: 2:34 PM',
  '24h': '24-hour: 14:34',
} satisfies Record<TimeFormat, string>

/** Sends what was changed alone: the theme may have become another in the user menu meanwhile. */
export function PreferencesForm({ preferences }: { preferences: Preferences }) {
  const router = useRouter()
  const { register, handleSubmit, formState, reset } = useForm<Preferences>({
    values: preferences,
    resetOptions: { keepDirtyValues: true },
  })
  const { dirtyFields } = formState
  const saving = useMutation({
    mutationFn: (fields: Preferences) =>
      outcomeValue(
        updatePreferencesAction({
          ...(dirtyFields.theme && { theme: fields.theme }),
          ...(dirtyFields.timeDisplay && { timeDisplay: fields.timeDisplay }),
          ...(dirtyFields.timeFormat && { timeFormat: fields.timeFormat }),
        }),
      ),
    onSuccess: (_, fields) => {
      if (dirtyFields.theme) showTheme(fields.theme)
      reset(fields)
      showToast('Preferences saved.')
      router.refresh()
    },
  })
  return (
    <form onSubmit={handleSubmit((fields) => saving.mutate(fields))} aria-label="Preferences">
      {saving.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(saving.error)}
        </Alert>
      ) : null}
      <FieldSet legend="Appearance" description="Yours on every browser you sign in on.">
        {themes.map((theme) => (
          <Radio key={theme} {...register('theme')} value={theme} label={themeLabels[theme]} />
        ))}
      </FieldSet>
      <FieldSet legend="Time display">
        {timeDisplays.map((display) => (
          <Radio key={display} {...register('timeDisplay')} value={display} label={displayLabels[display]} />
        ))}
      </FieldSet>
      <FieldSet legend="Time format" className="mb-4">
        {timeFormats.map((format) => (
          <Radio key={format} {...register('timeFormat')} value={format} label={formatLabels[format]} />
        ))}
      </FieldSet>
      <Button type="submit" variant="confirm" loading={saving.isPending}>
        Save changes
      </Button>
    </form>
  )
}
