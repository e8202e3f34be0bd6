'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, startTransition, useState } from 'react'
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
  type PreferencesChange,
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

/** What is chosen lies over what is stored, and it alone is sent: the user menu may store another theme meanwhile. */
export function PreferencesForm({ preferences }: { preferences: Preferences }) {
  const router = useRouter()
  const [chosen, setChosen] = useState<PreferencesChange>({})
  const saving = useMutation({
    mutationFn: (change: PreferencesChange) => outcomeValue(updatePreferencesAction(change)),
    onSuccess: (_, { theme }) => {
      if (theme) showTheme(theme)
      showToast('Preferences saved.')
      // together, so that the choice is not taken back until what is stored arrives
      startTransition(() => {
        router.refresh()
        setChosen({})
      })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!saving.isPending) saving.mutate(chosen)
  }
  const shown = { ...preferences, ...chosen }
  return (
    <form onSubmit={submit} aria-label="Preferences">
      {saving.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(saving.error)}
        </Alert>
      ) : null}
      <FieldSet legend="Appearance" description="Yours on every browser you sign in on.">
        {themes.map((theme) => (
          <Radio
            key={theme}
            name="theme"
            checked={shown.theme === theme}
            onChange={() => setChosen({ ...chosen, theme })}
            label={themeLabels[theme]}
          />
        ))}
      </FieldSet>
      <FieldSet legend="Time display">
        {timeDisplays.map((timeDisplay) => (
          <Radio
            key={timeDisplay}
            name="timeDisplay"
            checked={shown.timeDisplay === timeDisplay}
            onChange={() => setChosen({ ...chosen, timeDisplay })}
            label={displayLabels[timeDisplay]}
          />
        ))}
      </FieldSet>
      <FieldSet legend="Time format" className="mb-4">
        {timeFormats.map((timeFormat) => (
          <Radio
            key={timeFormat}
            name="timeFormat"
            checked={shown.timeFormat === timeFormat}
            onChange={() => setChosen({ ...chosen, timeFormat })}
            label={formatLabels[timeFormat]}
          />
        ))}
      </FieldSet>
      <Button type="submit" variant="confirm" loading={saving.isPending}>
        Save changes
      </Button>
    </form>
  )
}
