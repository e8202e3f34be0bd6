'use server'

import { z } from 'zod'
import { revokeOtherSessions } from '@/lib/services/sessions/revoke-other-sessions'
import { revokeSession } from '@/lib/services/sessions/revoke-session'
import { act, type Outcome } from './act'

/** Ends one of one's own sessions. */
export async function revokeSessionAction(input: unknown): Promise<Outcome<void>> {
  const schema = z.object({ sessionId: z.uuid() })
  return act(schema, input, ({ actor, address }, { sessionId }) => revokeSession(actor, sessionId, address))
}

/** Ends all of one's own sessions but this one. */
export async function revokeOtherSessionsAction(): Promise<Outcome<void>> {
  return act(z.undefined(), undefined, ({ actor, address, sessionId }) =>
    revokeOtherSessions(actor, sessionId, address),
  )
}
