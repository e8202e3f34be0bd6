'use client'

import { signIn } from 'next-auth/react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { signUpAction } from '@/lib/actions/sign-up'
import { useActionForm } from '@/lib/client/use-action-form'
import { passwordCharactersMin, signUpForm } from '@/lib/domain/user'

/** A new account for whoever is there, who is signed in with it afterwards. */
export function SignUpForm() {
  const { form, submit, isSending, failure } = useActionForm({
    schema: signUpForm,
    defaults: { name: '', username: '', email: '', password: '' },
    send: signUpAction,
    onDone: async (_, { username, password }) => {
      const answer = await signIn('password', { login: username, password, redirect: false }).catch(
        () => undefined,
      )
      // there is an account now: whoever cannot be signed in with it here does so by hand
      location.assign(answer?.ok ? '/' : '/users/sign_in')
      // until the next page is there the form stays shut
      await new Promise(() => {})
    },
  })
  const { errors } = form.formState
  return (
    // Without scripts this form must not put a password into an address
    <form method="post" onSubmit={submit} noValidate className="flex flex-col">
      {failure ? (
        <Alert variant="danger" className="mb-4">
          {failure}
        </Alert>
      ) : null}
      <Field label="Name" error={errors.name?.message}>
        <TextInput {...form.register('name')} autoComplete="name" width="full" />
      </Field>
      <Field label="Username" error={errors.username?.message}>
        <TextInput
          {...form.register('username')}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
          width="full"
        />
      </Field>
      <Field label="Email" error={errors.email?.message}>
        <TextInput
          {...form.register('email')}
          type="email"
          autoComplete="email"
          autoCapitalize="off"
          spellCheck={false}
          width="full"
        />
      </Field>
      <Field
        label="Password"
        description={`Minimum length is ${passwordCharactersMin} characters.`}
        error={errors.password?.message}
      >
        <TextInput {...form.register('password')} type="password" autoComplete="new-password" width="full" />
      </Field>
      <Button type="submit" variant="confirm" loading={isSending}>
        Register
      </Button>
    </form>
  )
}
