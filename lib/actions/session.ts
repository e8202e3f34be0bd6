'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { endSession } from '@/lib/services/sessions/end-session'
import { currentSessionId, sessionCookie } from '@/lib/session'
import { requireOwnOrigin } from './act'

/** Signs out: the session ends on the server, then the cookie goes. */
export async function signOutAction(): Promise<void> {
  await requireOwnOrigin()
  const sessionId = await currentSessionId()
  if (sessionId) await endSession(sessionId)
  const jar = await cookies()
  jar.delete(sessionCookie)
  redirect('/users/sign_in')
}
