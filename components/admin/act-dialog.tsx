'use client'

import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Outcome } from '@/lib/actions/act'
import { explain, outcomeValue } from '@/lib/client/action-result'

interface ActDialogProps<Value> {
  open: boolean
  title: ReactNode
  /** What will happen. */
  children: ReactNode
  confirmLabel: string
  variant?: 'confirm' | 'danger'
  send: () => Promise<Outcome<Value>>
  /** The only one who gets what came of it. */
  onDone: (value: Value) => void
  onClose: () => void
}

/** Asks before something is done, does it, and says what went wrong. */
export function ActDialog<Value>(props: ActDialogProps<Value>) {
  const { open, title, children, confirmLabel, variant = 'confirm', send, onDone, onClose } = props
  const act = useMutation({ gcTime: 0, mutationFn: async () => onDone(await outcomeValue(send())) })
  // a second click may come before the first one is rendered
  const isSent = useRef(false)

  function close() {
    act.reset()
    onClose()
  }

  function confirm() {
    if (isSent.current) return
    isSent.current = true
    act.mutate(undefined, {
      onSuccess: close,
      onSettled: () => {
        isSent.current = false
      },
    })
  }

  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant={variant} loading={act.isPending} onClick={confirm}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      {act.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(act.error)}
        </Alert>
      ) : null}
      {children}
    </Dialog>
  )
}
