'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from './button'
import { CopyButton } from './copy-button'
import { useControl } from './field'
import { controlClass } from './text-input'

type SecretInputProps = {
  value: string
  /** What it is, for the buttons: "deploy token" makes "Copy deploy token" and "Reveal deploy token". */
  noun: string
  id?: string
  name?: string
  initiallyRevealed?: boolean
}

/**
 * Read-only, masked until the eye is pressed. The value is a property of the input, never an attribute or a text, so
 * it is not in the HTML; and password managers are asked to leave it alone, since it is nobody's sign-in here.
 */
export function SecretInput({ value, noun, initiallyRevealed = false, ...input }: SecretInputProps) {
  const ref = useRef<HTMLInputElement>(null)
  const [revealed, setRevealed] = useState(initiallyRevealed)
  const control = useControl(input)

  useEffect(() => {
    if (ref.current) ref.current.value = value
  }, [value])

  return (
    <div className="flex flex-wrap gap-2 sm:flex-nowrap">
      <input
        {...control}
        ref={ref}
        type={revealed ? 'text' : 'password'}
        readOnly
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore
        data-bwignore
        data-lpignore="true"
        data-form-type="other"
        onClick={() => ref.current?.select()}
        className={controlClass('xl', true, 'min-w-0')}
      />
      <Button
        icon={revealed ? 'eye-slash' : 'eye'}
        aria-label={`${revealed ? 'Hide' : 'Reveal'} ${noun}`}
        onClick={() => setRevealed(!revealed)}
      />
      <CopyButton
        value={value}
        label={`Copy ${noun}`}
        selectText={() => {
          setRevealed(true)
          ref.current?.select()
        }}
      />
    </div>
  )
}
