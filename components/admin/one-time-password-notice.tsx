'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { Field } from '@/components/ui/field'
import { SecretInput } from '@/components/ui/secret-input'
import { useOnLeaving } from '@/components/ui/use-on-leaving'

interface OneTimePasswordNoticeProps {
  title: string
  password: string
  onDismiss: () => void
  actions?: ReactNode
}

/** The one place where a generated password is seen: it is only ever in the props, and gone with the page. */
export function OneTimePasswordNotice({ title, password, onDismiss, actions }: OneTimePasswordNoticeProps) {
  const text = useRef<HTMLParagraphElement>(null)
  useEffect(() => text.current?.focus(), [])
  useOnLeaving(onDismiss)
  return (
    <Alert variant="success" title={title} onDismiss={onDismiss} actions={actions} className="mb-4">
      <p ref={text} tabIndex={-1} className="mb-4 scroll-mt-28">
        Give this password to the user. It has to be changed at the next sign-in.
      </p>
      <Field
        label="One-time password"
        description={
          <>
            Save it. This password can <em>not</em> be shown again.
          </>
        }
        className=""
      >
        <SecretInput name="one-time-password" noun="one-time password" value={password} />
      </Field>
    </Alert>
  )
}
