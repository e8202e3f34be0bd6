'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'

export type TickBoxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; help?: ReactNode }

/** What Checkbox and Radio are: the control, its label beside it, its help below. */
export function TickBox({
  label,
  help,
  className,
  id,
  look,
  ...input
}: TickBoxProps & { type: 'checkbox' | 'radio'; look: string }) {
  const ownId = useId()
  const inputId = id ?? ownId
  const helpId = help ? `${inputId}-help` : undefined
  return (
    <div className={className}>
      <label htmlFor={inputId} className="flex min-h-11 cursor-pointer items-center gap-2 md:min-h-7">
        <input
          aria-describedby={helpId}
          {...input}
          id={inputId}
          className={`${look} size-5 shrink-0 md:size-4`}
        />
        {label}
      </label>
      {help ? (
        <p id={helpId} className="mb-2 pl-7 text-gl-subtle md:pl-6">
          {help}
        </p>
      ) : null}
    </div>
  )
}
