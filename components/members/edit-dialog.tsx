'use client'

import { useId, useMemo, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import { explain } from '@/lib/client/action-result'
import { firstExpiryDate } from '@/lib/domain/deploy-token'
import { type MemberFields, memberForm } from '@/lib/domain/member'
import type { DirectView, MemberView } from '@/lib/domain/member-view'
import { type MemberPlace, useChangeMember } from './member-queries'
import { asLevel, RoleFields } from './role-fields'
import { useMemberForm } from './use-member-form'

interface EditDialogProps {
  holder: MemberPlace
  now: string
  givesUpTo: number
  /** The member in question; undefined while none is. */
  member: MemberView | undefined
  onChanged: (member: MemberView) => void
  onClose: () => void
}

/** Gives a direct member another role or end. */
export function EditDialog({ holder, now, givesUpTo, member, onChanged, onClose }: EditDialogProps) {
  const formId = useId()
  const change = useChangeMember(holder)
  const isSent = useRef(false)

  function close() {
    change.reset()
    onClose()
  }

  function send(
    member: MemberView,
    memberId: number,
    fields: MemberFields,
    onError: (error: unknown) => void,
  ) {
    if (isSent.current) return
    isSent.current = true
    change.mutate(
      { ...fields, memberId },
      {
        onSettled: () => {
          isSent.current = false
        },
        onError,
        onSuccess: ({ changed }) => {
          if (changed) showToast(`The membership of ${member.username} was changed.`)
          onChanged(member)
          close()
        },
      },
    )
  }

  return (
    <Dialog
      open={member !== undefined}
      onClose={close}
      title={
        <>
          Edit <bdi>{member?.name}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} variant="confirm" loading={change.isPending}>
            Save changes
          </Button>
        </>
      }
    >
      {change.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(change.error)}
        </Alert>
      ) : null}
      {member?.direct ? (
        <EditForm
          id={formId}
          now={now}
          least={Math.min(member.inheritedLevel, member.direct.accessLevel)}
          most={givesUpTo}
          direct={member.direct}
          onSend={(fields, onError) => send(member, member.direct?.id ?? 0, fields, onError)}
        />
      ) : null}
    </Dialog>
  )
}

interface EditFormProps {
  id: string
  now: string
  least: number
  most: number
  direct: DirectView
  onSend: (fields: MemberFields, onError: (error: unknown) => void) => void
}

function EditForm({ id, now, least, most, direct, onSend }: EditFormProps) {
  const serverTime = useMemo(() => new Date(now), [now])
  const schema = useMemo(() => memberForm(serverTime), [serverTime])
  const { form, showRefusal } = useMemberForm<MemberFields>(schema, {
    accessLevel: direct.accessLevel as MemberFields['accessLevel'],
    expiresAt: direct.expiresAt?.slice(0, 10) ?? '',
  })
  const { errors } = form.formState
  return (
    <form
      id={id}
      onSubmit={form.handleSubmit((fields) => onSend(fields, showRefusal))}
      noValidate
      autoComplete="off"
      aria-label="Edit member"
    >
      <RoleFields
        role={form.register('accessLevel', asLevel)}
        roleError={errors.accessLevel?.message}
        least={least}
        most={most}
        expiresAt={form.register('expiresAt')}
        expiresAtError={errors.expiresAt?.message}
        firstDate={firstExpiryDate(serverTime)}
      />
    </form>
  )
}
