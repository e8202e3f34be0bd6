'use client'

import type { ComponentProps } from 'react'
import { useControl } from './field'
import { type ControlWidth, controlClass } from './text-input'

type TextAreaProps = ComponentProps<'textarea'> & { width?: ControlWidth; mono?: boolean }

export function TextArea({ width, mono, className, ...area }: TextAreaProps) {
  return (
    <textarea rows={4} {...useControl(area)} className={`${controlClass(width, mono, className)} py-2`} />
  )
}
