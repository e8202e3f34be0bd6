'use client'

import { useRouter } from 'next/navigation'
import { Icon } from '@/components/ui/icon'
import type { IconName } from '@/components/ui/icon-name'
import { showToast } from '@/components/ui/toast'
import { updatePreferencesAction } from '@/lib/actions/preferences'
import { explain, outcomeValue } from '@/lib/client/action-result'
import { type Theme, themes } from '@/lib/domain/preference'
import { usePageClasses } from './page-class'
import { showTheme, themeOf } from './show-theme'

const looks = {
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
  auto: { label: 'Auto', icon: 'monitor' },
} satisfies Record<Theme, { label: string; icon: IconName }>

/** Kept with the account of whoever is signed in, and on this browser in any case. */
export function ThemeChoice({ isSignedIn }: { isSignedIn: boolean }) {
  const chosen = usePageClasses(themeOf, undefined)
  const router = useRouter()
  const choose = async (theme: Theme) => {
    showTheme(theme)
    if (!isSignedIn) return
    try {
      await outcomeValue(updatePreferencesAction({ theme }))
      router.refresh()
    } catch (error) {
      showToast(explain(error))
    }
  }
  return (
    <fieldset>
      <legend className="px-3 pb-1 font-semibold text-gl-heading">Appearance</legend>
      {themes.map((theme) => (
        <label
          key={theme}
          className="flex min-h-11 cursor-pointer items-center gap-2 rounded-lg px-3 hover:bg-gl-hover md:min-h-8"
        >
          <input
            type="radio"
            name="theme"
            value={theme}
            checked={theme === chosen}
            onChange={() => choose(theme)}
            className="size-4 accent-(--gl-control-background-color-selected-default)"
          />
          <Icon name={looks[theme].icon} />
          {looks[theme].label}
        </label>
      ))}
    </fieldset>
  )
}
