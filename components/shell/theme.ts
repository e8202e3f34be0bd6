import { type Theme, themes } from '@/lib/domain/preference'

/** The theme a cookie asks for; whatever else it says, the system decides. */
export function parseTheme(cookie: string | undefined): Theme {
  return themes.find((theme) => theme === cookie) ?? 'auto'
}
