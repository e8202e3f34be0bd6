'use client'

import { useId, useMemo, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { CreatedPersonalToken } from '@/lib/actions/personal-access-tokens'
import { explain, RefusedError } from '@/lib/client/action-result'
import { newRequestKey } from '@/lib/client/request-key'
import { useDatedResolver } from '@/lib/client/use-dated-resolver'
import { rotatedLifeDays, rotationForm } from '@/lib/domain/personal-access-token'
import type { PersonalTokenView } from '@/lib/domain/personal-token-view'
import { ExpiryField, type ExpiryLimits, expiryIn } from './expiry-field'
import { useRotatePersonalToken } from './personal-token-queries'

interface RotateDialogProps {
  limits: ExpiryLimits
  /** The token in question; undefined while none is. */
  token: PersonalTokenView | undefined
  onCreated: (created: CreatedPersonalToken) => void
  onClose: () => void
}

const dateId = 'rotated_token_expires_at'

/** Asks until when the token that takes the place of this one lives. */
export function RotateDialog({ limits, token, onCreated, onClose }: RotateDialogProps) {
  const formId = useId()
  const rotate = useRotatePersonalToken(onCreated)

  function close() {
    rotate.reset()
    onClose()
  }

  return (
    <Dialog
      open={token !== undefined}
      onClose={close}
      title={
        <>
          Rotate the token <bdi>{token?.name}</bdi>?
        </>
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} variant="confirm" loading={rotate.isPending}>
            Rotate
          </Button>
        </>
      }
    >
      {token ? (
        <RotationForm id={formId} limits={limits} token={token} rotate={rotate} onDone={close} />
      ) : null}
    </Dialog>
  )
}

interface RotationFormProps {
  id: string
  limits: ExpiryLimits
  token: PersonalTokenView
  rotate: ReturnType<typeof useRotatePersonalToken>
  onDone: () => void
}

function RotationForm({ id, limits, token, rotate, onDone }: RotationFormProps) {
  const schema = useMemo(() => rotationForm(new Date(limits.now)), [limits.now])
  const [requestKey] = useState(newRequestKey)
  // a second click may come before the first one is rendered
  const isSent = useRef(false)
  const { register, formState, handleSubmit, setError } = useForm({
    defaultValues: { expiresAt: expiryIn(rotatedLifeDays, limits) },
    resolver: useDatedResolver<{ expiresAt: string }>(schema, dateId),
  })

  const submit = handleSubmit(({ expiresAt }) => {
    if (isSent.current) return
    isSent.current = true
    rotate.mutate(
      { token, expiresAt, requestKey },
      {
        onSettled: () => {
          isSent.current = false
        },
        onSuccess: onDone,
        onError: (error) => {
          const [message] = (error instanceof RefusedError && error.refusal.fields.expiresAt) || []
          if (message) setError('expiresAt', { message }, { shouldFocus: true })
        },
      },
    )
  })

  return (
    <form id={id} onSubmit={submit} noValidate autoComplete="off">
      {rotate.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(rotate.error)}
        </Alert>
      ) : null}
      <p className="mb-4">
        A new token with the same name and scopes takes its place. The value of{' '}
        <bdi className="font-semibold">{token.name}</bdi> stops working at once, and must not be used again:
        that would end the new token too.
      </p>
      <ExpiryField
        id={dateId}
        limits={limits}
        error={formState.errors.expiresAt?.message}
        registration={register('expiresAt')}
      />
    </form>
  )
}
