import Link from 'next/link'
import type { ComponentProps } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class'
import { Icon } from './icon'
import type { IconName } from './icon-name'

type LinkButtonProps = ComponentProps<typeof Link> & {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: IconName
}

export function LinkButton({ variant, size, icon, className, children, ...link }: LinkButtonProps) {
  const iconOnly = !children
  return (
    <Link
      title={iconOnly ? link['aria-label'] : undefined}
      {...link}
      className={buttonClass({ variant, size, iconOnly, className })}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
    </Link>
  )
}
