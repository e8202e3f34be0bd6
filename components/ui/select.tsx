'use client'

import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { useControl } from './field'
import { Icon } from './icon'
import { type ControlWidth, controlClass, controlWidths } from './text-input'

type SelectProps = Omit<ComponentProps<'select'>, 'size' | 'multiple'> & {
  width?: ControlWidth
  options: readonly { value: string; label: string }[]
}

export function Select({ width = 'lg', options, className, ...select }: SelectProps) {
  return (
    <div className={classNames('relative', controlWidths[width], className)}>
      <select
        {...useControl(select)}
        className={controlClass('full', false, 'appearance-none truncate pr-8')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" className="pointer-events-none absolute inset-y-0 right-3 my-auto size-4" />
    </div>
  )
}
