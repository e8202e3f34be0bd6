'use client'

import { useRef } from 'react'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'

/** The address to clone, to read and to copy. */
export function CloneBox({ url }: { url: string }) {
  const input = useRef<HTMLInputElement>(null)
  const select = () => input.current?.select()
  return (
    <Field
      label={url.startsWith('https:') ? 'Clone with HTTPS' : 'Clone with HTTP'}
      className="mb-4 max-w-140"
    >
      <div className="flex items-start gap-2">
        <TextInput ref={input} value={url} readOnly onClick={select} mono width="full" />
        <CopyButton value={url} label="Copy URL" selectText={select} />
      </div>
    </Field>
  )
}
