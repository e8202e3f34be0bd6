import { z } from 'zod'

export const themes = ['light', 'dark', 'auto'] as const
export type Theme = (typeof themes)[number]

export const timeDisplays = ['relative', 'absolute'] as const
export type TimeDisplay = (typeof timeDisplays)[number]

/** `auto` is what the browser's first language is used to. */
export const timeFormats = ['auto', '12h', '24h'] as const
export type TimeFormat = (typeof timeFormats)[number]

/** How somebody wants to see the product; it changes nothing but looks. */
export const preferencesForm = z.object({
  theme: z.enum(themes),
  timeDisplay: z.enum(timeDisplays),
  timeFormat: z.enum(timeFormats),
})
export type Preferences = z.output<typeof preferencesForm>

/** What is changed of them; the rest stays. */
export const preferencesChange = preferencesForm.partial()
export type PreferencesChange = z.output<typeof preferencesChange>

/** A visitor's, and everybody's to begin with; these are the database's defaults too. */
export const defaultPreferences: Preferences = { theme: 'auto', timeDisplay: 'relative', timeFormat: 'auto' }

/** Whether hours count to twelve: as chosen, or as the first language of an Accept-Language header has them. */
export function countsToTwelve(timeFormat: TimeFormat, acceptLanguage: string | null): boolean {
  if (timeFormat !== 'auto') return timeFormat === '12h'
  const language = /^\s*([A-Za-z0-9-]{2,35})\s*(?:[;,]|$)/.exec(acceptLanguage ?? '')?.[1]
  return language !== undefined && hourCycleOf(language)?.startsWith('h1') === true
}

function hourCycleOf(language: string): string | undefined {
  try {
    return new Intl.DateTimeFormat(language, { hour: 'numeric' }).resolvedOptions().hourCycle
  } catch (error) {
    // a tag that is none
    if (error instanceof RangeError) return undefined
    throw error
  }
}
