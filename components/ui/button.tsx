'use client'

import type { ComponentProps, MouseEvent } from 'react'
import { type ButtonSize, type ButtonVariant, buttonClass } from './button-class'
import { Icon } from './icon'
import type { IconName } from './icon-name'
import { Spinner } from './spinner'

export type ButtonProps = ComponentProps<'button'> & {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: IconName
  /** Shows a spinner and lets no click through; the button keeps its focus, which `disabled` would lose. */
  loading?: boolean
}

/** Without children it is an icon button: give it an `aria-label`, which is its tooltip too. */
export function Button({ variant, size, icon, loading, className, children, ...button }: ButtonProps) {
  const iconOnly = !children
  return (
    <button
      type="button"
      title={iconOnly ? button['aria-label'] : undefined}
      {...button}
      {...(loading && { 'aria-disabled': true, 'aria-busy': true, onClick: ignore })}
      className={buttonClass({ variant, size, iconOnly, className })}
    >
      {loading ? <Spinner /> : icon ? <Icon name={icon} /> : null}
      {children}
    </button>
  )
}

function ignore(event: MouseEvent) {
  event.preventDefault()
}
