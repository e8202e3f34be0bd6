'use client'

import { ErrorPage } from '@/components/shell/error-page'
import { classNames } from '@/components/ui/class-names'
import { mono, sans } from './fonts'
import './styles/globals.css'

/** Stands in for the root layout when that one fails: it cannot know the chosen theme, so the system's is used. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className={classNames(sans.variable, mono.variable, 'gl-auto')}>
      <body>
        <title>Error · Latchkey</title>
        <ErrorPage error={error} retry={retry} />
      </body>
    </html>
  )
}
