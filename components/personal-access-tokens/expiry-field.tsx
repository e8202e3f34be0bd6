'use client'

import type { UseFormRegisterReturn } from 'react-hook-form'
import { DateInput } from '@/components/ui/date-input'
import { Field } from '@/components/ui/field'
import { firstExpiryDate } from '@/lib/domain/deploy-token'

export interface ExpiryLimits {
  /** The server's clock, ISO 8601: the browser's may be wrong by a year. */
  now: string
  /** The longest life of a new token, in days; 0 for any, and then the date may be left out. */
  lifetimeDaysMax: number
}

interface ExpiryFieldProps {
  id: string
  limits: ExpiryLimits
  error: string | undefined
  registration: UseFormRegisterReturn
}

/** When a token ends: a date from tomorrow on. */
export function ExpiryField({ id, limits, error, registration }: ExpiryFieldProps) {
  const { now, lifetimeDaysMax } = limits
  const ends = 'The token ends at 00:00 UTC on that date.'
  return (
    <Field
      id={id}
      label="Expiration date"
      optional={lifetimeDaysMax === 0}
      description={
        lifetimeDaysMax === 0
          ? `${ends} Without a date it never expires.`
          : `${ends} The latest is ${dayIn(lifetimeDaysMax, now)}.`
      }
      error={error}
    >
      <DateInput
        {...registration}
        min={firstExpiryDate(new Date(now))}
        max={lifetimeDaysMax === 0 ? '9999-12-31' : dayIn(lifetimeDaysMax, now)}
      />
    </Field>
  )
}

/** The date so many days from now, or the latest there may be. */
export function expiryIn(days: number, { now, lifetimeDaysMax }: ExpiryLimits): string {
  return dayIn(lifetimeDaysMax === 0 ? days : Math.min(days, lifetimeDaysMax), now)
}

function dayIn(days: number, now: string): string {
  return new Date(Date.parse(now) + days * 86_400_000).toISOString().slice(0, 10)
}
