import { endSession as endRow } from '@/lib/data/sessions'

/** Ends a session on the server: its cookie is worth nothing from now on, wherever a copy of it is. */
export function endSession(sessionId: string): Promise<void> {
  return endRow(sessionId)
}
