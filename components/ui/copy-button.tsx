'use client'

import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button'
import { copyText } from './copy-text'

type CopyButtonProps = Pick<ButtonProps, 'variant' | 'size' | 'className' | 'id'> & {
  value: string
  /** "Copy username": the button's name and tooltip. */
  label: string
  /** Called where the browser lets no page write to the clipboard: select the text, so that Ctrl+C copies it. */
  selectText?: () => void
}

const outcomes = { copied: 'Copied', refused: 'Press Ctrl+C or ⌘C to copy' }

export function CopyButton({ value, label, selectText, ...button }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<keyof typeof outcomes>()

  useEffect(() => {
    if (!outcome) return
    const timer = setTimeout(() => setOutcome(undefined), 3000)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    const copied = await copyText(value)
    if (!copied) selectText?.()
    setOutcome(copied ? 'copied' : 'refused')
  }

  return (
    <span className="relative inline-flex">
      <Button
        {...button}
        icon={outcome === 'copied' ? 'check-sm' : 'copy-to-clipboard'}
        aria-label={label}
        onClick={copy}
      />
      <span role="status" className={outcome ? 'hint' : 'sr-only'}>
        {outcome ? outcomes[outcome] : null}
      </span>
    </span>
  )
}
