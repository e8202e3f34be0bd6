import type { ReactNode } from 'react'
import { BrandMark } from './brand-mark'

type StatusPageProps = { title: string; children: ReactNode; actions?: ReactNode }

/** A page that only says what is the matter: not found, an error. */
export function StatusPage({ title, children, actions }: StatusPageProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-4 p-4 text-center">
      <BrandMark className="size-16 text-gl-subtle" />
      <h1 className="text-gl-h1">{title}</h1>
      <div className="max-w-prose text-gl-subtle">{children}</div>
      {actions ? <div className="flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </main>
  )
}
