import type { ReactNode } from 'react'
import { Icon } from './icon'
import type { IconName } from './icon-name'

type EmptyStateProps = { title: string; children?: ReactNode; icon?: IconName; actions?: ReactNode }

export function EmptyState({ title, children, icon, actions }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-10 text-center">
      {icon ? <Icon name={icon} className="size-8 text-gl-subtle" /> : null}
      <h2 className="text-gl-h3">{title}</h2>
      {children ? <div className="max-w-prose text-gl-subtle">{children}</div> : null}
      {actions ? <div className="flex flex-wrap justify-center gap-2">{actions}</div> : null}
    </div>
  )
}
