'use client'

import { useEffect, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { Field } from '@/components/ui/field'
import { SecretInput } from '@/components/ui/secret-input'
import { useOnLeaving } from '@/components/ui/use-on-leaving'

interface NewTokenNoticeProps {
  secret: string
  onDismiss: () => void
}

/**
 * The one place where a token's value is seen, and it is only ever in this component's props: dismissing the
 * notice, leaving the page or going back to it from the browser's cache finds it gone.
 */
export function NewTokenNotice({ secret, onDismiss }: NewTokenNoticeProps) {
  const heading = useRef<HTMLParagraphElement>(null)
  useEffect(() => heading.current?.focus(), [])
  useOnLeaving(onDismiss)

  return (
    <Alert variant="success" title="Your new personal access token" onDismiss={onDismiss} className="mb-4">
      <p ref={heading} tabIndex={-1} className="mb-4 scroll-mt-28">
        Your new personal access token has been created.
      </p>
      <Field
        label="Your token"
        description="Make sure you save it - you won't be able to access it again."
        className=""
      >
        <SecretInput name="personal-access-token" noun="token" value={secret} />
      </Field>
    </Alert>
  )
}
