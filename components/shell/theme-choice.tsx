'use client'

import { Icon } from '@/components/ui/icon'
import type { IconName } from '@/components/ui/icon-name'
import { rememberChoice, usePageClasses } from './page-class'
import { type Theme, themes } from './theme'

const looks = {
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
  auto: { label: 'Auto', icon: 'monitor' },
} satisfies Record<Theme, { label: string; icon: IconName }>

export function ThemeChoice() {
  const chosen = usePageClasses(themeOf, undefined)
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

function themeOf(classes: DOMTokenList): Theme | undefined {
  return themes.find((theme) => classes.contains(`gl-${theme}`))
}

function choose(theme: Theme) {
  document.documentElement.classList.remove(...themes.map((other) => `gl-${other}`))
  document.documentElement.classList.add(`gl-${theme}`)
  rememberChoice('theme', theme)
}
