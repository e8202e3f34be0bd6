import type { IconName } from './icon-name'

type IconProps = {
  name: IconName
  /** Says what the icon means where no text beside it does. */
  label?: string
  className?: string
}

export function Icon({ name, label, className = 'size-4' }: IconProps) {
  return (
    <svg
      className={`shrink-0 fill-current ${className}`}
      viewBox="0 0 16 16"
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {label ? <title>{label}</title> : null}
      <use href={`/icons.svg#${name}`} />
    </svg>
  )
}
