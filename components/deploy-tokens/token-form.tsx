'use client'

import { useEffect, useMemo, useState } from 'react'
import { useForm } from 'react-hook-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { DateInput } from '@/components/ui/date-input'
import { Field } from '@/components/ui/field'
import { FieldSet } from '@/components/ui/field-set'
import { TextInput } from '@/components/ui/text-input'
import type { CreatedToken } from '@/lib/actions/deploy-tokens'
import { explain, RefusedError } from '@/lib/client/action-result'
import { newRequestKey } from '@/lib/client/request-key'
import { useDatedResolver } from '@/lib/client/use-dated-resolver'
import {
  type DeployTokenFields,
  deployTokenForm,
  firstExpiryDate,
  lastExpiryDate,
  type TokenLimits,
} from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import { type Scope, scopes } from '@/lib/domain/scope'
import { type HolderName, useCreateDeployToken } from './deploy-token-queries'

interface TokenFormProps {
  holder: HolderName
  /** The server's clock, ISO 8601: the browser's may be wrong by a year. */
  now: string
  /** Scopes whose features are not switched off here. */
  offered: readonly Scope[]
  limits: TokenLimits
  onCreated: (created: CreatedToken) => void
  onCancel: () => void
}

const empty: DeployTokenFields = { name: '', expiresAt: '', username: '', scopes: [] }

const introductions: Record<HolderKind, string> = {
  project: 'Create a new deploy token for this project.',
  group: 'Create a new deploy token for all projects in this group.',
}

export function TokenForm({ holder, now, offered, limits, onCreated, onCancel }: TokenFormProps) {
  const serverTime = useMemo(() => new Date(now), [now])
  // One key per opened form: however often it is sent, it makes one token
  const [requestKey] = useState(newRequestKey)
  const schema = useMemo(() => deployTokenForm(serverTime, limits), [serverTime, limits])
  const resolver = useDatedResolver<DeployTokenFields>(schema, 'deploy_token_expires_at')
  const form = useForm<DeployTokenFields>({ defaultValues: empty, resolver })
  const { register, formState, setError, handleSubmit, setFocus } = form
  const { errors } = formState
  const create = useCreateDeployToken(holder, onCreated)

  useEffect(() => setFocus('name'), [setFocus])

  const submit = handleSubmit((fields) => {
    if (create.isPending) return
    create.mutate(
      { ...fields, requestKey },
      {
        onError: (error) => {
          if (!(error instanceof RefusedError)) return
          const messages = Object.entries(error.refusal.fields)
          for (const [field, [message]] of messages) {
            if (isField(field)) setError(field, { message }, { shouldFocus: true })
          }
        },
      },
    )
  })

  return (
    <form
      onSubmit={submit}
      noValidate
      autoComplete="off"
      aria-label="New deploy token"
      className="border-b p-4"
    >
      <h4 className="text-gl-h4">New deploy token</h4>
      <p className="mb-4">{introductions[holder.kind]}</p>
      {create.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(create.error)}
        </Alert>
      ) : null}
      <Field
        id="deploy_token_name"
        label="Name"
        description="Enter a unique name for your deploy token."
        error={errors.name?.message}
      >
        <TextInput {...register('name')} />
      </Field>
      <Field
        id="deploy_token_expires_at"
        label="Expiration date"
        optional={limits.tokenLifetimeDaysMax === 0}
        description={`Enter an expiration date for your token${lifetimeText(limits)}. The token ends at 00:00 UTC on that date.`}
        error={errors.expiresAt?.message}
      >
        <DateInput
          {...register('expiresAt')}
          min={firstExpiryDate(serverTime)}
          max={lastExpiryDate(serverTime, limits)}
        />
      </Field>
      <Field
        id="deploy_token_username"
        label="Username"
        optional
        description={
          <>
            Enter a username for your token. Defaults to <code>gitlab+deploy-token-{'{n}'}</code>.
          </>
        }
        error={errors.username?.message}
      >
        <TextInput {...register('username')} autoCapitalize="off" spellCheck={false} />
      </Field>
      <FieldSet legend="Scopes (select at least one)" error={errors.scopes?.message}>
        {offered.map((scope) => (
          <Checkbox
            key={scope}
            id={`deploy_token_${scope}`}
            label={scope}
            help={scopes[scope].help[holder.kind]}
            value={scope}
            {...register('scopes')}
          />
        ))}
      </FieldSet>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="confirm" loading={create.isPending}>
          Create deploy token
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}

function lifetimeText({ tokenLifetimeDaysMax: days }: TokenLimits): string {
  if (days === 0) return '. Defaults to never expire'
  return days === 1 ? ', tomorrow at the latest' : `, at most ${days} days from now`
}

function isField(field: string): field is keyof DeployTokenFields {
  return field in empty
}
