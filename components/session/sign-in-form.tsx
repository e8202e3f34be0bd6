'use client'

import { signIn } from 'next-auth/react'
import { useState } from 'react'
import { useForm } from 'react-hook-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'

interface SignInFields {
  login: string
  password: string
}

/** User name or e-mail address and password; one refusal for whatever was wrong about them. */
export function SignInForm({ returnPath }: { returnPath: string }) {
  const { register, handleSubmit, formState } = useForm<SignInFields>()
  const [refusal, setRefusal] = useState<string>()
  const { errors, isSubmitting, isSubmitSuccessful } = formState

  const submit = handleSubmit(async ({ login, password }) => {
    setRefusal(undefined)
    const answer = await signIn('password', { login, password, redirect: false }).catch(() => undefined)
    if (answer?.ok) location.assign(returnPath)
    else setRefusal(wordsFor(answer?.error))
  })

  return (
    // Without scripts this form must not put a password into an address
    <form method="post" onSubmit={submit} noValidate className="flex flex-col">
      {refusal ? (
        <Alert variant="danger" className="mb-4">
          {refusal}
        </Alert>
      ) : null}
      <Field label="Username or primary email" error={errors.login?.message}>
        <TextInput
          {...register('login', { required: 'Enter your user name or e-mail address.' })}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          width="full"
        />
      </Field>
      <Field label="Password" error={errors.password?.message}>
        <TextInput
          {...register('password', { required: 'Enter your password.' })}
          type="password"
          autoComplete="current-password"
          width="full"
        />
      </Field>
      <Button type="submit" variant="confirm" loading={isSubmitting || (isSubmitSuccessful && !refusal)}>
        Sign in
      </Button>
    </form>
  )
}

function wordsFor(error: string | null | undefined): string {
  if (error === 'CredentialsSignin') return 'Invalid login or password.'
  return error ?? 'The server could not be reached. Try again.'
}
