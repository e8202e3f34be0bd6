'use client'

import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { changePasswordAction } from '@/lib/actions/profile'
import { useActionForm } from '@/lib/client/use-action-form'
import { type PasswordFields, passwordForm } from '@/lib/domain/password-change'
import { passwordCharactersMin } from '@/lib/domain/user'

interface PasswordFormProps {
  /** For password managers, which keep the new one under it. */
  username: string
  /** Where to go on afterwards; without it one stays. */
  next?: string
}

const empty: PasswordFields = { currentPassword: '', newPassword: '', passwordConfirmation: '' }

export function PasswordForm({ username, next }: PasswordFormProps) {
  const { form, submit, isSending, failure } = useActionForm({
    schema: passwordForm,
    defaults: empty,
    send: changePasswordAction,
    onDone: (_value, _fields, { reset }) => {
      reset(empty)
      if (next) location.assign(next)
      else showToast('Password was successfully updated')
    },
  })
  const { register, formState } = form
  const { errors } = formState
  return (
    // Without scripts this form must not put a password into an address
    <form method="post" onSubmit={submit} noValidate aria-label="Change your password" className="max-w-140">
      {failure ? (
        <Alert variant="danger" className="mb-4">
          {failure}
        </Alert>
      ) : null}
      <input type="text" autoComplete="username" defaultValue={username} readOnly hidden />
      <Field
        label="Current password"
        description="You must provide your current password in order to change it."
        error={errors.currentPassword?.message}
      >
        <TextInput {...register('currentPassword')} type="password" autoComplete="current-password" />
      </Field>
      <Field
        label="New password"
        description={`At least ${passwordCharactersMin} characters, and none of the common ones.`}
        error={errors.newPassword?.message}
      >
        <TextInput {...register('newPassword')} type="password" autoComplete="new-password" />
      </Field>
      <Field label="Password confirmation" error={errors.passwordConfirmation?.message}>
        <TextInput {...register('passwordConfirmation')} type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" variant="confirm" loading={isSending}>
        Save password
      </Button>
    </form>
  )
}
