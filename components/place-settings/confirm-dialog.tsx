'use client'

import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'

interface ConfirmDialogProps {
  open: boolean
  title: string
  /** What has to be typed. */
  phrase: string
  button: string
  isSending: boolean
  failure: string | undefined
  onConfirm: (typed: string) => void
  onClose: () => void
  children: ReactNode
}

/** GitLab's question before what cannot be undone: nothing happens until the phrase is typed. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, phrase, button, isSending, failure, onConfirm, onClose, children } = props
  const formId = useId()
  const [typed, setTyped] = useState('')
  const isTyped = typed.trim() === phrase

  function close() {
    setTyped('')
    onClose()
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (isTyped && !isSending) onConfirm(phrase)
  }

  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      footer={
        <>
          <Button onClick={close}>Cancel, go back</Button>
          <Button type="submit" form={formId} variant="danger" disabled={!isTyped} loading={isSending}>
            {button}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} noValidate autoComplete="off">
        {failure ? (
          <Alert variant="danger" className="mb-4">
            {failure}
          </Alert>
        ) : null}
        <div className="mb-4">{children}</div>
        <Field
          label={
            <>
              Enter the following to confirm: <code className="font-normal wrap-anywhere">{phrase}</code>
            </>
          }
        >
          <TextInput
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoCapitalize="off"
            spellCheck={false}
            width="full"
          />
        </Field>
      </form>
    </Dialog>
  )
}
