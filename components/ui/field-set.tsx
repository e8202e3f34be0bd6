'use client'

import { type ReactNode, useId } from 'react'
import { fieldTexts } from './field'

type FieldSetProps = {
  legend: ReactNode
  children: ReactNode
  description?: ReactNode
  error?: ReactNode
  className?: string
}

/** A group of checkboxes or radio buttons under one label. */
export function FieldSet({
  legend,
  children,
  description,
  error,
  className = 'mb-4 last:mb-0',
}: FieldSetProps) {
  const texts = fieldTexts(useId(), description, error)
  return (
    <fieldset className={className} aria-describedby={texts.ids}>
      <legend className="mb-2 font-semibold text-gl-heading">{legend}</legend>
      {children}
      {texts.nodes}
    </fieldset>
  )
}
