'use client'

import { type ReactNode, useState } from 'react'
import { Button } from './button'
import { classNames } from './class-names'
import { Icon } from './icon'
import type { IconName } from './icon-name'

export type AlertVariant = 'info' | 'success' | 'warning' | 'danger'

type AlertProps = {
  children: ReactNode
  variant?: AlertVariant
  title?: ReactNode
  /** Buttons under the text. */
  actions?: ReactNode
  dismissible?: boolean
  onDismiss?: () => void
  className?: string
}

const looks = {
  info: {
    icon: 'information-o',
    box: 'border-gl-info bg-gl-info',
    color: 'text-(--gl-feedback-info-icon-color)',
  },
  success: {
    icon: 'check-circle-filled',
    box: 'border-gl-success bg-gl-success',
    color: 'text-(--gl-feedback-success-icon-color)',
  },
  warning: {
    icon: 'warning',
    box: 'border-gl-warning bg-gl-warning',
    color: 'text-(--gl-feedback-warning-icon-color)',
  },
  danger: {
    icon: 'error',
    box: 'border-gl-danger bg-gl-danger',
    color: 'text-(--gl-feedback-danger-icon-color)',
  },
} satisfies Record<AlertVariant, { icon: IconName; box: string; color: string }>

/** With `onDismiss` the caller removes it; with `dismissible` alone it removes itself. */
export function Alert({
  children,
  variant = 'info',
  title,
  actions,
  dismissible,
  onDismiss,
  className,
}: AlertProps) {
  const [dismissed, setDismissed] = useState(false)
  if (dismissed) return null
  const { icon, box, color } = looks[variant]
  return (
    <div
      role={variant === 'danger' || variant === 'warning' ? 'alert' : 'status'}
      className={classNames(
        'flex gap-3 rounded-lg border py-4 pl-4',
        box,
        dismissible || onDismiss ? 'pr-2' : 'pr-4',
        className,
      )}
    >
      <Icon name={icon} className={`mt-0.5 size-4 ${color}`} />
      <div className="min-w-0 grow wrap-anywhere">
        {title ? <h2 className="mb-1 text-gl-h4">{title}</h2> : null}
        {children}
        {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
      {dismissible || onDismiss ? (
        <Button
          variant="tertiary"
          size="small"
          icon="close"
          aria-label="Dismiss"
          onClick={onDismiss ?? (() => setDismissed(true))}
          className="-my-3 self-start md:my-0"
        />
      ) : null}
    </div>
  )
}
