import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Providers } from '@/components/providers'
import { parseTheme } from '@/components/shell/theme'
import { classNames } from '@/components/ui/class-names'
import { countsToTwelve, defaultPreferences } from '@/lib/domain/preference'
import { currentSession } from '@/lib/session'
import { mono, sans } from './fonts'
import './styles/globals.css'

export const metadata: Metadata = { title: { default: 'Latchkey', template: '%s · Latchkey' } }

export const viewport: Viewport = { colorScheme: 'light dark' }

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Pages rendered at build time could carry no nonce of the content security policy, and would show yesterday's data.
  await connection()
  const jar = await cookies()
  const preferences = await accountPreferences()
  const theme = preferences?.theme ?? parseTheme(jar.get('theme')?.value)
  const { timeDisplay, timeFormat } = preferences ?? defaultPreferences
  const times = {
    display: timeDisplay,
    countsToTwelve: countsToTwelve(timeFormat, (await headers()).get('accept-language')),
    renderedAt: new Date().toISOString(),
  }
  const collapsed = jar.get('sidebar')?.value === 'collapsed' && 'sidebar-collapsed'
  return (
    <html lang="en" className={classNames(sans.variable, mono.variable, `gl-${theme}`, collapsed)}>
      <body>
        <Providers times={times}>{children}</Providers>
      </body>
    </html>
  )
}

/** Of whoever is signed in. Looks alone: where they cannot be read, the page itself says what is the matter. */
async function accountPreferences() {
  const session = await currentSession().catch(() => undefined)
  return session?.preferences
}
