import { classNames } from './class-names'

export type ButtonVariant = 'confirm' | 'default' | 'danger' | 'danger-secondary' | 'tertiary' | 'link'
export type ButtonSize = 'medium' | 'small'

type ButtonShape = { variant?: ButtonVariant; size?: ButtonSize; iconOnly?: boolean; className?: string }

const looks = {
  confirm: 'button-confirm',
  default: 'button-default',
  danger: 'button-danger',
  'danger-secondary': 'button-danger-secondary',
  tertiary: 'button-tertiary',
  link: '',
} satisfies Record<ButtonVariant, string>

/** The classes of a button or of a link that looks like one: 44 pixels high on phones, as in Pajamas above. */
export function buttonClass({
  variant = 'default',
  size = 'medium',
  iconOnly,
  className,
}: ButtonShape): string {
  if (variant === 'link') return classNames('inline-flex items-center gap-1 rounded-sm link', className)
  return classNames(
    'inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-2 rounded-lg border',
    'text-center transition-colors button-off',
    size === 'medium' ? 'md:min-h-8 md:min-w-8' : 'md:min-h-6 md:min-w-6',
    !iconOnly && (size === 'medium' ? 'px-3' : 'px-2'),
    looks[variant],
    className,
  )
}
