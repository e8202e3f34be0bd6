'use client'

import { useSyncExternalStore } from 'react'
import { classNames } from './class-names'
import { dayWords, momentWords, relativeWords } from './time-words'

type RelativeTimeProps = { value: string | Date; className?: string }

/**
 * The server and the first client render show the day, in UTC; once hydrated it says "in 4 days" and keeps counting.
 * The tooltip has the moment itself.
 */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const minute = useSyncExternalStore(everyMinute, currentMinute, onTheServer)
  const date = new Date(value)
  return (
    <time
      dateTime={date.toISOString()}
      title={momentWords(date)}
      className={classNames('whitespace-nowrap', className)}
    >
      {minute === undefined ? dayWords(date) : relativeWords(date, new Date())}
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
