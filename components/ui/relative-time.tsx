'use client'

import { useSyncExternalStore } from 'react'
import { classNames } from './class-names'
import { useTimeChoice } from './time-choice'
import { momentWords, relativeWords } from './time-words'

type RelativeTimeProps = { value: string | Date; className?: string }

/**
 * "4 days ago", which keeps counting, or the moment itself, in UTC, as the reader has chosen; the tooltip has the moment
 * in any case. The server and the first client render count from the server's time, so that they say the same.
 */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const { display, countsToTwelve, renderedAt } = useTimeChoice()
  const minute = useSyncExternalStore(everyMinute, currentMinute, onTheServer)
  const date = new Date(value)
  const moment = momentWords(date, countsToTwelve)
  return (
    <time
      dateTime={date.toISOString()}
      title={moment}
      className={classNames(display === 'relative' && 'whitespace-nowrap', className)}
    >
      {display === 'absolute'
        ? moment
        : relativeWords(date, minute === undefined ? new Date(renderedAt) : new Date())}
    </time>
  )
}

function everyMinute(tick: () => void) {
  const timer = setInterval(tick, 60_000)
  return () => clearInterval(timer)
}

function currentMinute(): number | undefined {
  return Math.floor(Date.now() / 60_000)
}

function onTheServer(): number | undefined {
  return undefined
}
