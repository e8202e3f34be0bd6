'use client'

import { type Theme, themes } from '@/lib/domain/preference'
import { rememberChoice } from './page-class'

/** Shows a theme at once, and to whoever signs in on this browser next, until their account has its say. */
export function showTheme(theme: Theme) {
  document.documentElement.classList.remove(...themes.map((other) => `gl-${other}`))
  document.documentElement.classList.add(`gl-${theme}`)
  rememberChoice('theme', theme)
}

/** The theme that is shown. */
export function themeOf(classes: DOMTokenList): Theme | undefined {
  return themes.find((theme) => classes.contains(`gl-${theme}`))
}
