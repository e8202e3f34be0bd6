'use client'

import { TextInput, type TextInputProps } from './text-input'

type DateInputProps = Omit<TextInputProps, 'type' | 'value' | 'defaultValue' | 'min' | 'max'> & {
  value?: string
  defaultValue?: string
  min?: string
  max?: string
}

/** Speaks plain YYYY-MM-DD strings, in and out (`event.target.value`): a day has no time zone to lose. */
export function DateInput({ width = 'sm', ...input }: DateInputProps) {
  return <TextInput {...input} type="date" width={width} />
}
