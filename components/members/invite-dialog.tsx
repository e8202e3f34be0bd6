'use client'

import { useId, useMemo, useRef } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { explain } from '@/lib/client/action-result'
import { firstExpiryDate } from '@/lib/domain/deploy-token'
import { type InviteFields, inviteesMax, inviteForm } from '@/lib/domain/member'
import { accessLevels } from '@/lib/domain/role'
import { type MemberPlace, useInviteMembers } from './member-queries'
import { asLevel, RoleFields } from './role-fields'
import { useMemberForm } from './use-member-form'

interface InviteDialogProps {
  holder: MemberPlace
  name: string
  /** The server's clock, ISO 8601: the browser's may be wrong by a year. */
  now: string
  givesUpTo: number
  isOpen: boolean
  onClose: () => void
}

const empty: InviteFields = { users: '', accessLevel: accessLevels.Guest, expiresAt: '' }

/** Makes people with accounts members, several at once. */
export function InviteDialog({ isOpen, onClose, ...form }: InviteDialogProps) {
  const formId = useId()
  const { holder, name } = form
  const invite = useInviteMembers(holder)
  // a second click may come before the first one is rendered
  const isSent = useRef(false)

  function close() {
    invite.reset()
    onClose()
  }

  function send(fields: InviteFields, onError: (error: unknown) => void) {
    if (isSent.current) return
    isSent.current = true
    invite.mutate(fields, {
      onSettled: () => {
        isSent.current = false
      },
      onError,
      onSuccess: (usernames) => {
        showToast(
          usernames.length === 1
            ? `${usernames[0]} was added to the ${holder.kind}.`
            : `${usernames.length} members were added to the ${holder.kind}.`,
        )
        close()
      },
    })
  }

  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title="Invite members"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} variant="confirm" loading={invite.isPending}>
            Invite
          </Button>
        </>
      }
    >
      <p className="mb-4">
        You’re inviting members to the <bdi className="font-semibold">{name}</bdi> {holder.kind}.
      </p>
      {invite.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(invite.error)}
        </Alert>
      ) : null}
      <InviteForm {...form} id={formId} onSend={send} />
    </Dialog>
  )
}

interface InviteFormProps {
  id: string
  now: string
  givesUpTo: number
  onSend: (fields: InviteFields, onError: (error: unknown) => void) => void
}

function InviteForm({ id, now, givesUpTo, onSend }: InviteFormProps) {
  const serverTime = useMemo(() => new Date(now), [now])
  const schema = useMemo(() => inviteForm(serverTime), [serverTime])
  const { form, showRefusal } = useMemberForm<InviteFields>(schema, empty)
  const { errors } = form.formState
  return (
    <form
      id={id}
      onSubmit={form.handleSubmit((fields) => onSend(fields, showRefusal))}
      noValidate
      autoComplete="off"
      aria-label="Invite members"
    >
      <Field
        id="member_users"
        label="Username or email address"
        description={`Of people with an account, up to ${inviteesMax}, separated by commas.`}
        error={errors.users ? <span className="whitespace-pre-line">{errors.users.message}</span> : undefined}
      >
        <TextInput {...form.register('users')} autoCapitalize="off" spellCheck={false} width="full" />
      </Field>
      <RoleFields
        role={form.register('accessLevel', asLevel)}
        roleError={errors.accessLevel?.message}
        least={0}
        most={givesUpTo}
        expiresAt={form.register('expiresAt')}
        expiresAtError={errors.expiresAt?.message}
        firstDate={firstExpiryDate(serverTime)}
      />
    </form>
  )
}
