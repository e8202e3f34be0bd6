'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { showToast } from '@/components/ui/toast'
import { blockUserAction, resetPasswordAction, unblockUserAction } from '@/lib/actions/users'
import type { UserView } from '@/lib/domain/user-view'
import { ActDialog } from './act-dialog'
import { DeleteUserDialog } from './delete-user-dialog'

interface UserActsProps {
  user: UserView
  /** Gets the password that a reset has made. */
  onReset: (password: string) => void
}

/** What an administrator can do to somebody else, beside editing. */
export function UserActs({ user, onReset }: UserActsProps) {
  const router = useRouter()
  const [asked, setAsked] = useState<'block' | 'reset' | 'delete'>()
  const dialog = { onClose: () => setAsked(undefined) }
  const target = { userId: user.id }

  function say(text: string) {
    showToast(text)
    router.refresh()
  }

  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setAsked('block')}>{user.isBlocked ? 'Unblock' : 'Block'}</Button>
      <Button onClick={() => setAsked('reset')}>Reset password</Button>
      <Button variant="danger" onClick={() => setAsked('delete')}>
        Delete user
      </Button>
      <ActDialog
        {...dialog}
        open={asked === 'block'}
        title={
          <>
            {user.isBlocked ? 'Unblock' : 'Block'} <bdi>{user.name}</bdi>?
          </>
        }
        confirmLabel={user.isBlocked ? 'Unblock' : 'Block'}
        variant={user.isBlocked ? 'confirm' : 'danger'}
        send={() => (user.isBlocked ? unblockUserAction(target) : blockUserAction(target))}
        onDone={() => say(`${user.username} was ${user.isBlocked ? 'unblocked' : 'blocked'}.`)}
      >
        {user.isBlocked
          ? 'The user can sign in again, with the password and the memberships they had.'
          : 'The user is signed out everywhere at once and can neither sign in nor use git. What they own stays, and so do the deploy tokens they have created. You can unblock them at any time.'}
      </ActDialog>
      <ActDialog
        {...dialog}
        open={asked === 'reset'}
        title={
          <>
            Reset the password of <bdi>{user.name}</bdi>?
          </>
        }
        confirmLabel="Reset password"
        variant="danger"
        send={() => resetPasswordAction(target)}
        onDone={(password) => {
          onReset(password)
          say(`The password of ${user.username} was reset.`)
        }}
      >
        A new password is generated and shown to you once. The user is signed out everywhere, and has to
        choose another password at the next sign-in.
      </ActDialog>
      <DeleteUserDialog {...dialog} user={user} open={asked === 'delete'} />
    </div>
  )
}
