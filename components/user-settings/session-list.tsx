'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Table } from '@/components/ui/table'
import { showToast } from '@/components/ui/toast'
import { revokeOtherSessionsAction, revokeSessionAction } from '@/lib/actions/sessions'
import { explain, outcomeValue } from '@/lib/client/action-result'
import type { SessionView } from '@/lib/domain/session-view'
import { sessionColumns } from './session-columns'

/** One's live sessions; what is revoked leaves the table at once. */
export function SessionList({ sessions }: { sessions: SessionView[] }) {
  const router = useRouter()
  const [revokedIds, setRevokedIds] = useState<readonly string[]>([])
  const shown = sessions.filter(({ id }) => !revokedIds.includes(id))
  const others = shown.filter(({ isCurrent }) => !isCurrent)

  const settled = (ids: string[], text: string) => {
    setRevokedIds([...revokedIds, ...ids])
    showToast(text)
    router.refresh()
  }
  const revoke = useMutation({
    mutationFn: ({ id }: SessionView) => outcomeValue(revokeSessionAction({ sessionId: id })),
    onSuccess: (_, { id, device }) => settled([id], `The session of ${device} was revoked.`),
  })
  const revokeOthers = useMutation({
    mutationFn: () => outcomeValue(revokeOtherSessionsAction()),
    onSuccess: () =>
      settled(
        others.map(({ id }) => id),
        'All other sessions were revoked.',
      ),
  })
  const error = revoke.error ?? revokeOthers.error
  const isBusy = revoke.isPending || revokeOthers.isPending
  return (
    <>
      {error ? (
        <Alert variant="danger" className="mb-4">
          {explain(error)}
        </Alert>
      ) : null}
      <Table
        caption="Active sessions"
        columns={sessionColumns({
          revokingId: revoke.isPending ? revoke.variables.id : undefined,
          onRevoke: (session) => isBusy || revoke.mutate(session),
        })}
        rows={shown}
        rowKey={({ id }) => id}
      />
      {others.length > 0 ? (
        <Button
          variant="danger"
          className="mt-4"
          loading={revokeOthers.isPending}
          onClick={() => isBusy || revokeOthers.mutate()}
        >
          Revoke all other sessions
        </Button>
      ) : null}
    </>
  )
}
