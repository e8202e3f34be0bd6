'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormProvider } from 'react-hook-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { LinkButton } from '@/components/ui/link-button'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { type CreatedAccount, createUserAction } from '@/lib/actions/users'
import { useActionForm } from '@/lib/client/use-action-form'
import { type NewUserFields, newUserForm } from '@/lib/domain/user'
import { AccountFields } from './account-fields'
import { OneTimePasswordNotice } from './one-time-password-notice'

const empty: NewUserFields = { name: '', username: '', email: '', password: '', isAdmin: false }

/** A new account. A generated password is shown once, above a form that is ready for the next one. */
export function NewUserForm() {
  const router = useRouter()
  const [created, setCreated] = useState<CreatedAccount>()
  const { form, submit, isSending, failure } = useActionForm({
    schema: newUserForm,
    defaults: empty,
    send: createUserAction,
    onDone: (account) => {
      if (account.password === undefined) {
        showToast(`${account.username} was created.`)
        router.push(`/admin/users/${account.username}`)
        return
      }
      setCreated(account)
      form.reset(empty)
    },
  })
  return (
    <>
      {created?.password ? (
        <OneTimePasswordNotice
          key={created.username}
          title={`${created.username} was created.`}
          password={created.password}
          onDismiss={() => setCreated(undefined)}
          actions={<LinkButton href={`/admin/users/${created.username}`}>View {created.username}</LinkButton>}
        />
      ) : null}
      <FormProvider {...form}>
        <form onSubmit={submit} noValidate autoComplete="off" aria-label="New user" className="max-w-140">
          {failure ? (
            <Alert variant="danger" className="mb-4">
              {failure}
            </Alert>
          ) : null}
          <AccountFields />
          <Field
            label="Password"
            optional
            description="Leave empty to have one generated and shown once. It has to be changed at the first sign-in."
            error={form.formState.errors.password?.message}
          >
            <TextInput {...form.register('password')} type="password" autoComplete="new-password" />
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="confirm" loading={isSending}>
              Create user
            </Button>
            <LinkButton href="/admin/users">Cancel</LinkButton>
          </div>
        </form>
      </FormProvider>
    </>
  )
}
