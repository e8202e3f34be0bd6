'use client'

import { type ComponentProps, type ReactNode, useId } from 'react'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; help?: ReactNode }

export function Checkbox({ label, help, className, id, ...input }: CheckboxProps) {
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
          type="checkbox"
          className="control control-tick size-5 rounded-sm shrink-0 md:size-4"
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
