'use client'

import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import { explain } from '@/lib/client/action-result'
import { type MemberPlace, useLeavePlace } from './member-queries'

interface LeaveDialogProps {
  holder: MemberPlace
  name: string
  isOpen: boolean
  onClose: () => void
}

/** Asks before one leaves, and goes home afterwards. */
export function LeaveDialog({ holder, name, isOpen, onClose }: LeaveDialogProps) {
  const leave = useLeavePlace(holder)
  const router = useRouter()
  const isSent = useRef(false)

  function close() {
    leave.reset()
    onClose()
  }

  function confirm() {
    if (isSent.current) return
    isSent.current = true
    leave.mutate(undefined, {
      onError: () => {
        isSent.current = false
      },
      onSuccess: () => {
        showToast(`You left the ${holder.kind} ${holder.fullPath}.`)
        router.push('/')
      },
    })
  }

  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title={
        <>
          Leave <bdi>{name}</bdi>?
        </>
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="danger" loading={leave.isPending || leave.isSuccess} onClick={confirm}>
            Leave {holder.kind}
          </Button>
        </>
      }
    >
      {leave.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(leave.error)}
        </Alert>
      ) : null}
      <p>
        Are you sure you want to leave <bdi className="font-semibold">{name}</bdi>? Deploy tokens that you
        created here go on working.
      </p>
    </Dialog>
  )
}
