import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { requireSession, requireUser } from '@/app/(web)/page-door'
import { SessionList } from '@/components/user-settings/session-list'
import { listSessions, sessionsMax } from '@/lib/services/sessions/list-sessions'

export const metadata: Metadata = { title: 'Active sessions · User settings' }

const here = '/-/user_settings/active_sessions'

export default async function ActiveSessionsPage() {
  const actor = await requireUser(here)
  const { sessionId } = await requireSession(here)
  const sessions = await listSessions(actor, sessionId)
  return (
    <Frame actor={actor} area="user" here={here} breadcrumbs={[{ label: 'Active sessions' }]}>
      <h1 className="mb-2 text-gl-h1">Active sessions</h1>
      <p className="mb-4 text-gl-subtle">
        These browsers are signed in to your account. Revoke any sessions that you do not recognize.
        {sessions.length === sessionsMax ? ` Only the ${sessionsMax} that were used last are listed.` : null}
      </p>
      <SessionList sessions={sessions} />
    </Frame>
  )
}
