import { deviceOf } from './device'

/** A live session as its user sees it in the list: plain data, fit for any wire. */
export interface SessionView {
  id: string
  device: string
  address: string
  isCurrent: boolean
  /** Times are ISO 8601 in UTC. */
  createdAt: string
  lastSeenAt: string
}

interface Session {
  id: string
  address: string
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
}

/** What the list shows of a session to whoever asks in the session `currentId`. */
export function presentSession(session: Session, currentId: string): SessionView {
  const { id, address, userAgent, createdAt, lastSeenAt } = session
  return {
    id,
    device: deviceOf(userAgent),
    address,
    isCurrent: id === currentId,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }
}
