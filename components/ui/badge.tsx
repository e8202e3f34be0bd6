import type { ReactNode } from 'react'
import { classNames } from './class-names'
import { Icon } from './icon'
import type { IconName } from './icon-name'

export type BadgeVariant = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

const looks = {
  neutral: 'bg-(--gl-badge-neutral-background-color-default) text-(--gl-badge-neutral-text-color-default)',
  info: 'bg-(--gl-badge-info-background-color-default) text-(--gl-badge-info-text-color-default)',
  success: 'bg-(--gl-badge-success-background-color-default) text-(--gl-badge-success-text-color-default)',
  warning: 'bg-(--gl-badge-warning-background-color-default) text-(--gl-badge-warning-text-color-default)',
  danger: 'bg-(--gl-badge-danger-background-color-default) text-(--gl-badge-danger-text-color-default)',
} satisfies Record<BadgeVariant, string>

type BadgeProps = { children: ReactNode; variant?: BadgeVariant; icon?: IconName; className?: string }

export function Badge({ children, variant = 'neutral', icon, className }: BadgeProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1 rounded-full px-1.5 py-0.5 text-xs leading-4 whitespace-nowrap',
        looks[variant],
        className,
      )}
    >
      {icon ? <Icon name={icon} /> : null}
      <span className="min-w-2 text-center">{children}</span>
    </span>
  )
}
