'use client'

import { useRouter } from 'next/navigation'
import { z } from 'zod'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { deleteUserAction } from '@/lib/actions/users'
import { useActionForm } from '@/lib/client/use-action-form'
import type { UserView } from '@/lib/domain/user-view'

interface DeleteUserDialogProps {
  user: UserView
  open: boolean
  onClose: () => void
}

/** Asks for the user name before a user is removed. */
export function DeleteUserDialog({ user, open, onClose }: DeleteUserDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={
        <>
          Delete <bdi>{user.name}</bdi>?
        </>
      }
    >
      <Confirmation user={user} onClose={onClose} />
    </Dialog>
  )
}

function Confirmation({ user, onClose }: Omit<DeleteUserDialogProps, 'open'>) {
  const router = useRouter()
  const error = 'Type the user name exactly as it is'
  const { form, submit, isSending, failure } = useActionForm({
    schema: z.object({ confirmation: z.literal(user.username, { error }) }),
    defaults: { confirmation: '' },
    send: ({ confirmation }) => deleteUserAction({ userId: user.id, confirmation }),
    onDone: () => {
      showToast(`${user.username} was deleted.`)
      router.push('/admin/users')
    },
  })
  return (
    <form onSubmit={submit} noValidate autoComplete="off">
      {failure ? (
        <Alert variant="danger" className="mb-4">
          {failure}
        </Alert>
      ) : null}
      <p className="mb-4">
        You are about to delete the user <b>{user.username}</b>, their sessions and their memberships. Deploy
        tokens they have created go on working, and the audit log keeps their name. This cannot be undone.
      </p>
      <Field
        label={
          <>
            To confirm, type <code>{user.username}</code>
          </>
        }
        error={form.formState.errors.confirmation?.message}
      >
        <TextInput {...form.register('confirmation')} autoCapitalize="off" spellCheck={false} width="full" />
      </Field>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="danger" loading={isSending}>
          Delete user
        </Button>
      </div>
    </form>
  )
}
