'use client'

import { type ReactNode, useRef } from 'react'
import { CopyButton } from './copy-button'
import { Field } from './field'
import { TextInput } from './text-input'

type CopyFieldProps = {
  label: ReactNode
  value: string
  /** "Copy URL": the button's name and tooltip. */
  copyLabel: string
  className?: string
}

/** One line to read and to copy. */
export function CopyField({ label, value, copyLabel, className }: CopyFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const select = () => input.current?.select()
  return (
    <Field label={label} className={className}>
      <div className="flex items-start gap-2">
        <TextInput ref={input} value={value} readOnly onClick={select} mono width="full" />
        <CopyButton value={value} label={copyLabel} selectText={select} />
      </div>
    </Field>
  )
}
