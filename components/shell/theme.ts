export const themes = ['light', 'dark', 'auto'] as const

export type Theme = (typeof themes)[number]

/** The theme a cookie asks for; whatever else it says, the system decides. */
export function parseTheme(cookie: string | undefined): Theme {
  return themes.find((theme) => theme === cookie) ?? 'auto'
}
