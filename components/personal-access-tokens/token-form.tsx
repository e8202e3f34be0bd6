'use client'

import { useEffect, useMemo, useRef, useState } from 'react'
import { useForm } from 'react-hook-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { FieldSet } from '@/components/ui/field-set'
import { TextInput } from '@/components/ui/text-input'
import type { CreatedPersonalToken } from '@/lib/actions/personal-access-tokens'
import { explain, RefusedError } from '@/lib/client/action-result'
import { newRequestKey } from '@/lib/client/request-key'
import { useDatedResolver } from '@/lib/client/use-dated-resolver'
import { type PersonalAccessTokenFields, personalAccessTokenForm } from '@/lib/domain/personal-access-token'
import { type PersonalScope, personalScopes } from '@/lib/domain/personal-scope'
import { ExpiryField, type ExpiryLimits, expiryIn } from './expiry-field'
import { useCreatePersonalToken } from './personal-token-queries'

/** What a link to the page may fill in, as other programs' set-up pages do. */
export interface TokenSuggestion {
  name: string
  description: string
  scopes: PersonalScope[]
}

interface TokenFormProps {
  limits: ExpiryLimits
  offered: readonly PersonalScope[]
  suggestion?: TokenSuggestion
  onCreated: (created: CreatedPersonalToken) => void
  onCancel: () => void
}

const dateId = 'personal_access_token_expires_at'
const suggestedLifeDays = 30

/** "Add a personal access token": checked by the domain's schema, every error at its field. */
export function TokenForm({ limits, offered, suggestion, onCreated, onCancel }: TokenFormProps) {
  const schema = useMemo(() => personalAccessTokenForm(new Date(limits.now)), [limits.now])
  // One key per opened form: however often it is sent, it makes one token
  const [requestKey] = useState(newRequestKey)
  // a second click may come before the first one is rendered
  const isSent = useRef(false)
  const form = useForm<PersonalAccessTokenFields>({
    defaultValues: {
      name: '',
      description: '',
      scopes: [],
      ...suggestion,
      expiresAt: expiryIn(suggestedLifeDays, limits),
    },
    resolver: useDatedResolver<PersonalAccessTokenFields>(schema, dateId),
  })
  const { register, formState, setError, handleSubmit, setFocus } = form
  const { errors } = formState
  const create = useCreatePersonalToken(onCreated)

  useEffect(() => setFocus('name'), [setFocus])

  const submit = handleSubmit((fields) => {
    if (isSent.current) return
    isSent.current = true
    create.mutate(
      { ...fields, requestKey },
      {
        onSettled: () => {
          isSent.current = false
        },
        onError: (error) => {
          if (!(error instanceof RefusedError)) return
          for (const [field, [message]] of Object.entries(error.refusal.fields)) {
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
      aria-label="Add a personal access token"
      className="border-b p-4"
    >
      <h3 className="mb-4 text-gl-h4">Add a personal access token</h3>
      {create.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(create.error)}
        </Alert>
      ) : null}
      <Field
        id="personal_access_token_name"
        label="Token name"
        description="For example, the application using the token or the purpose of the token."
        error={errors.name?.message}
      >
        <TextInput {...register('name')} />
      </Field>
      <Field
        id="personal_access_token_description"
        label="Description"
        optional
        error={errors.description?.message}
      >
        <TextInput {...register('description')} />
      </Field>
      <ExpiryField
        id={dateId}
        limits={limits}
        error={errors.expiresAt?.message}
        registration={register('expiresAt')}
      />
      <FieldSet
        legend="Select scopes"
        description="Scopes set the permission levels granted to the token."
        error={errors.scopes?.message}
      >
        {offered.map((scope) => (
          <Checkbox
            key={scope}
            id={`personal_access_token_scopes_${scope}`}
            label={scope}
            help={personalScopes[scope].help}
            value={scope}
            {...register('scopes')}
          />
        ))}
      </FieldSet>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="confirm" loading={create.isPending}>
          Create token
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  )
}

const fields = { name: true, description: true, expiresAt: true, scopes: true } satisfies Record<
  keyof PersonalAccessTokenFields,
  true
>

function isField(field: string): field is keyof PersonalAccessTokenFields {
  return field in fields
}
