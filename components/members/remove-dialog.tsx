'use client'

import { useRef, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { showToast } from '@/components/ui/toast'
import { explain } from '@/lib/client/action-result'
import type { DirectView, MemberView } from '@/lib/domain/member-view'
import { type MemberPlace, type RemovalChoice, useRemovalPreview, useRemoveMember } from './member-queries'
import { TokensLeft } from './tokens-left'

interface RemoveDialogProps {
  holder: MemberPlace
  name: string
  /** The member in question; undefined while none is. */
  member: (MemberView & { direct: DirectView }) | undefined
  onClose: () => void
}

/** Asks before a member goes, and shows what they would leave behind. */
export function RemoveDialog({ holder, name, member, onClose }: RemoveDialogProps) {
  const remove = useRemoveMember(holder)
  const [wishes, setWishes] = useState({ revokesTokens: false, removesBelow: false })
  const isSent = useRef(false)

  function close() {
    remove.reset()
    setWishes({ revokesTokens: false, removesBelow: false })
    onClose()
  }

  function confirm(member: MemberView, choice: RemovalChoice) {
    if (isSent.current) return
    isSent.current = true
    remove.mutate(choice, {
      onSettled: () => {
        isSent.current = false
      },
      onSuccess: ({ revokedCount }) => {
        const revoked = revokedCount > 0 ? ` Deploy tokens revoked: ${revokedCount}.` : ''
        showToast(`${member.username} was removed from the ${holder.kind}.${revoked}`)
        close()
      },
    })
  }

  return (
    <Dialog
      open={member !== undefined}
      onClose={close}
      title="Remove member"
      size="medium"
      footer={
        member ? (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="danger"
              loading={remove.isPending}
              onClick={() => confirm(member, { memberId: member.direct.id, ...wishes })}
            >
              Remove member
            </Button>
          </>
        ) : null
      }
    >
      {remove.error ? (
        <Alert variant="danger" className="mb-4">
          {explain(remove.error)}
        </Alert>
      ) : null}
      {member ? (
        <>
          <p className="mb-4">
            Are you sure you want to remove <bdi className="font-semibold">{member.name}</bdi> (
            <bdi>@{member.username}</bdi>) from the <bdi className="font-semibold">{name}</bdi> {holder.kind}?
            {member.inheritedLevel > 0 ? ' Their inherited membership stays.' : null}
          </p>
          <LeftBehind
            holder={holder}
            memberId={member.direct.id}
            wishes={wishes}
            onWish={(wish) => setWishes({ ...wishes, ...wish })}
          />
        </>
      ) : null}
    </Dialog>
  )
}

type Wishes = Omit<RemovalChoice, 'memberId'>

interface LeftBehindProps {
  holder: MemberPlace
  memberId: number
  wishes: Wishes
  onWish: (wish: Partial<Wishes>) => void
}

function LeftBehind({ holder, memberId, wishes, onWish }: LeftBehindProps) {
  const { data, error } = useRemovalPreview(holder, memberId)
  if (error) return <Alert variant="danger">{explain(error)}</Alert>
  if (!data) return <p className="text-gl-subtle">Looking for deploy tokens they created…</p>
  const { tokens, tokenCount, belowCount } = data
  return (
    <>
      {holder.kind === 'group' && belowCount > 0 ? (
        <Checkbox
          label={`Also remove direct user membership from subgroups and projects (${belowCount})`}
          checked={wishes.removesBelow}
          onChange={(event) => onWish({ removesBelow: event.target.checked })}
        />
      ) : null}
      {tokenCount > 0 ? (
        <>
          <TokensLeft kind={holder.kind} tokens={tokens} tokenCount={tokenCount} />
          <Checkbox
            label={
              tokenCount === 1
                ? 'Also revoke this deploy token'
                : `Also revoke these ${tokenCount} deploy tokens`
            }
            help="Deploy tokens belong to their project or group: without this they go on working."
            checked={wishes.revokesTokens}
            onChange={(event) => onWish({ revokesTokens: event.target.checked })}
          />
        </>
      ) : (
        <p className="text-gl-subtle">They created no deploy token here that still works.</p>
      )}
    </>
  )
}
