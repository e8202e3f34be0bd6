'use client'

import { useEffect, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { SecretInput } from '@/components/ui/secret-input'
import { TextInput } from '@/components/ui/text-input'
import { useOnLeaving } from '@/components/ui/use-on-leaving'
import type { CreatedToken } from '@/lib/actions/deploy-tokens'
import type { HolderKind } from '@/lib/domain/holder'
import type { HolderName } from './deploy-token-queries'
import { TokenCommands } from './token-commands'

interface NewTokenNoticeProps {
  created: CreatedToken
  holder: HolderName
  holderId: number
  origin: string
  registryOrigin: string
  projectPaths: string[]
  onDismiss: () => void
}

const announcements: Record<HolderKind, string> = {
  project: 'Your new project deploy token has been created.',
  group: 'Your new group deploy token has been created.',
}

/**
 * The one place where a token's value is seen, and it is only ever in this component's props: dismissing the
 * notice, leaving the page or going back to it from the browser's cache finds it gone.
 */
export function NewTokenNotice({
  created,
  holder,
  holderId,
  origin,
  registryOrigin,
  projectPaths,
  onDismiss,
}: NewTokenNoticeProps) {
  const { token, secret } = created
  const heading = useRef<HTMLParagraphElement>(null)
  useEffect(() => heading.current?.focus(), [])
  useOnLeaving(onDismiss)

  return (
    <Alert variant="success" title="Your new deploy token" onDismiss={onDismiss} className="mb-4">
      <p ref={heading} tabIndex={-1} className="mb-4 scroll-mt-28">
        {announcements[holder.kind]}
      </p>
      <Field label="Username" description="This username supports access." className="mb-4">
        <UsernameInput value={token.username} />
      </Field>
      <Field
        label="Deploy token"
        description={
          <>
            Use this token as a password. Save it. This password can <em>not</em> be recovered.
          </>
        }
        className="mb-4"
      >
        <SecretInput name="deploy-token" noun="deploy token" value={secret} />
      </Field>
      <TokenCommands
        created={created}
        holder={holder}
        holderId={holderId}
        origin={origin}
        registryOrigin={registryOrigin}
        projectPaths={projectPaths}
      />
    </Alert>
  )
}

function UsernameInput({ value }: { value: string }) {
  const input = useRef<HTMLInputElement>(null)
  const select = () => input.current?.select()
  return (
    <div className="flex items-start gap-2">
      <TextInput name="deploy-token-user" ref={input} value={value} readOnly onClick={select} mono />
      <CopyButton value={value} label="Copy username" selectText={select} />
    </div>
  )
}
