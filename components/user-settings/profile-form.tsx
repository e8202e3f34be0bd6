'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { updateProfileAction } from '@/lib/actions/profile'
import { useActionForm } from '@/lib/client/use-action-form'
import { changesSignIn, profileForm } from '@/lib/domain/profile'
import type { Account } from '@/lib/domain/user'

interface ProfileFormProps {
  userId: number
  account: Account
}

/** Name, user name and e-mail address; the password is asked for once one of the last two is another. */
export function ProfileForm({ userId, account }: ProfileFormProps) {
  const router = useRouter()
  const [saved, setSaved] = useState(account)
  const { form, submit, isSending, failure } = useActionForm({
    schema: profileForm,
    defaults: { ...account, currentPassword: '' },
    send: updateProfileAction,
    onDone: (_value, fields, { reset }) => {
      // as it was stored: trimmed, the address in lower case
      const { currentPassword: _, ...stored } = profileForm.parse(fields)
      setSaved(stored)
      reset({ ...stored, currentPassword: '' })
      showToast('Profile was successfully updated')
      router.refresh()
    },
  })
  const { register, formState, watch } = form
  const { errors } = formState
  const [username, email] = watch(['username', 'email'])
  return (
    <form
      // Without scripts this form must not put a password into an address
      method="post"
      onSubmit={submit}
      noValidate
      aria-label="Profile"
      className="max-w-140"
    >
      {failure ? (
        <Alert variant="danger" className="mb-4">
          {failure}
        </Alert>
      ) : null}
      <Field
        label="Full name"
        description="Enter your name, so people you know can recognize you."
        error={errors.name?.message}
      >
        <TextInput {...register('name')} autoComplete="name" />
      </Field>
      <Field label="User ID">
        <TextInput value={userId} readOnly width="sm" />
      </Field>
      <Field
        label="Username"
        description="You sign in with it, in a browser and with git."
        error={errors.username?.message}
      >
        <TextInput
          {...register('username')}
          autoComplete="username"
          autoCapitalize="off"
          spellCheck={false}
        />
      </Field>
      <Field
        label="Email"
        description="You can sign in with it in place of your username."
        error={errors.email?.message}
      >
        <TextInput
          {...register('email')}
          type="email"
          autoComplete="email"
          autoCapitalize="off"
          spellCheck={false}
        />
      </Field>
      {changesSignIn(saved, { username, email }) ? (
        <Field
          label="Current password"
          description="Enter your password to confirm the change of how you sign in."
          error={errors.currentPassword?.message}
        >
          <TextInput {...register('currentPassword')} type="password" autoComplete="current-password" />
        </Field>
      ) : null}
      <Button type="submit" variant="confirm" loading={isSending}>
        Update profile settings
      </Button>
    </form>
  )
}
