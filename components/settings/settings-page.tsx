import type { ReactNode } from 'react'

type SettingsPageProps = {
  /** The page's heading, read out and not shown, as in GitLab: the breadcrumbs above say it already. */
  title: string
  children: ReactNode
}

/** Settings sections, one under the other. */
export function SettingsPage({ title, children }: SettingsPageProps) {
  return (
    <div className="*:last:border-b-0">
      <h1 className="sr-only">{title}</h1>
      {children}
    </div>
  )
}
