'use client'

import type { ComponentProps } from 'react'
import { classNames } from './class-names'
import { useControl } from './field'

/** Pajamas' widths for form controls; always the full width on phones. */
export const controlWidths = {
  sm: 'sm:max-w-40',
  md: 'sm:max-w-60',
  lg: 'sm:max-w-80',
  xl: 'sm:max-w-140',
  full: '',
}

export type ControlWidth = keyof typeof controlWidths

export type TextInputProps = Omit<ComponentProps<'input'>, 'width'> & {
  width?: ControlWidth
  mono?: boolean
}

export function TextInput({ width, mono, className, ...input }: TextInputProps) {
  return <input type="text" {...useControl(input)} className={controlClass(width, mono, className)} />
}

/** 16 pixels of text on phones: below that, iOS zooms into a focused control. */
export function controlClass(width: ControlWidth = 'xl', mono?: boolean, className?: string): string {
  return classNames(
    'control block min-h-11 w-full rounded-lg px-3 text-base md:min-h-8 md:text-sm',
    mono && 'font-mono',
    controlWidths[width],
    className,
  )
}
