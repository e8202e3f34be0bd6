'use client'

import { createContext, type ReactNode, useContext } from 'react'

/** How the reader wants times, and what time it was on the server: all that a first paint needs to be right. */
export type TimeChoice = {
  display: 'relative' | 'absolute'
  countsToTwelve: boolean
  /** ISO 8601 */
  renderedAt: string
}

const TimeContext = createContext<TimeChoice>({
  display: 'absolute',
  countsToTwelve: false,
  renderedAt: '1970-01-01T00:00:00Z',
})

/** Around everything that shows times. */
export function TimeChoiceProvider({ choice, children }: { choice: TimeChoice; children: ReactNode }) {
  return <TimeContext value={choice}>{children}</TimeContext>
}

export function useTimeChoice(): TimeChoice {
  return useContext(TimeContext)
}
