'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'

type RadioProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; help?: ReactNode }

/** One of several in a FieldSet, all with the same name. */
export function Radio({ label, help, className, id, ...input }: RadioProps) {
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
          type="radio"
          className="size-5 shrink-0 accent-(--gl-control-background-color-selected-default) md:size-4"
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
