import { classNames } from './class-names'

type AvatarProps = {
  name: string
  size?: 16 | 24 | 32 | 48 | 64
  /** People are round, projects and groups are square. */
  shape?: 'circle' | 'square'
  className?: string
}

const sizes = {
  16: 'size-4 text-xs',
  24: 'size-6 text-sm',
  32: 'size-8 text-base',
  48: 'size-12 text-xl',
  64: 'size-16 text-2xl',
}

const looks = [
  'bg-(--gl-avatar-fallback-background-color-red) text-(--gl-avatar-fallback-text-color-red)',
  'bg-(--gl-avatar-fallback-background-color-purple) text-(--gl-avatar-fallback-text-color-purple)',
  'bg-(--gl-avatar-fallback-background-color-blue) text-(--gl-avatar-fallback-text-color-blue)',
  'bg-(--gl-avatar-fallback-background-color-green) text-(--gl-avatar-fallback-text-color-green)',
  'bg-(--gl-avatar-fallback-background-color-orange) text-(--gl-avatar-fallback-text-color-orange)',
  'bg-(--gl-avatar-fallback-background-color-neutral) text-(--gl-avatar-fallback-text-color-neutral)',
]

/** The first letter on a colour of its own. Decoration: the name itself belongs beside it. */
export function Avatar({ name, size = 32, shape = 'circle', className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex shrink-0 items-center justify-center leading-none select-none',
        'outline -outline-offset-1 outline-(--gl-avatar-border-color-default)',
        shape === 'circle' ? 'rounded-full' : 'rounded-sm',
        sizes[size],
        looks[sumOfCodes(name) % looks.length],
        className,
      )}
    >
      {(Array.from(name)[0] ?? '?').toUpperCase()}
    </span>
  )
}

function sumOfCodes(name: string): number {
  return Array.from(name).reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0)
}
