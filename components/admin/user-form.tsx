'use client'

import { useRouter } from 'next/navigation'
import { FormProvider } from 'react-hook-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { showToast } from '@/components/ui/toast'
import { updateUserAction } from '@/lib/actions/users'
import { useActionForm } from '@/lib/client/use-action-form'
import { userForm } from '@/lib/domain/user'
import type { UserView } from '@/lib/domain/user-view'
import { AccountFields } from './account-fields'

/** The account of a user, to be changed. */
export function UserForm({ user }: { user: UserView }) {
  const router = useRouter()
  const { id: userId, name, username, email, isAdmin } = user
  const { form, submit, isSending, failure } = useActionForm({
    schema: userForm,
    defaults: { name, username, email, isAdmin },
    send: (fields) => updateUserAction({ ...fields, userId }),
    onDone: (newName) => {
      showToast('User was successfully updated.')
      // the page's own address has the name in it
      if (newName === username) router.refresh()
      else router.replace(`/admin/users/${newName}`)
    },
  })
  return (
    <FormProvider {...form}>
      <form onSubmit={submit} noValidate autoComplete="off" aria-label="Edit user" className="max-w-140">
        {failure ? (
          <Alert variant="danger" className="mb-4">
            {failure}
          </Alert>
        ) : null}
        <AccountFields isOwn={user.isSelf} />
        <Button type="submit" variant="confirm" loading={isSending}>
          Save changes
        </Button>
      </form>
    </FormProvider>
  )
}
