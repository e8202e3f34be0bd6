'use client'

import { createContext, type ReactNode, useContext } from 'react'

const TicketLag = createContext<number | undefined>(undefined)

interface TicketLagProviderProps {
  /** For how long the container registry goes by the tickets that it was shown; undefined where it asks each time. */
  seconds: number | undefined
  children: ReactNode
}

/** Lets what is below it know how late the container registry learns that a token has ended. */
export function TicketLagProvider({ seconds, children }: TicketLagProviderProps) {
  return <TicketLag value={seconds}>{children}</TicketLag>
}

/** One sentence about that; nothing where it learns it at once. */
export function TicketLagNote({ className }: { className?: string }) {
  const seconds = useContext(TicketLag)
  if (seconds === undefined) return null
  return (
    <p className={className}>
      Tickets that a revoked token already has for the container registry end within about {seconds} seconds.
    </p>
  )
}
