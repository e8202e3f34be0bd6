'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMemo } from 'react'
import { type DefaultValues, type FieldErrors, type Resolver, useForm } from 'react-hook-form'
import type { z } from 'zod'

type Dated = { expiresAt: string }

/**
 * A form over the domain's schema with a date in the control of this id. A half-typed date reads as '' from a date
 * input, which would quietly mean "never": the browser knows better, so it is asked.
 */
export function useDatedForm<Fields extends Dated>(
  schema: z.ZodType<unknown, Fields>,
  dateId: string,
  defaultValues: Fields,
) {
  const resolver = useMemo((): Resolver<Fields> => {
    const resolve = zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true })
    return async (values, context, options) => {
      const resolved = await resolve(values, context, options)
      const input = document.getElementById(dateId)
      const isHalfTyped = input instanceof HTMLInputElement && input.validity.badInput
      if (!isHalfTyped) return resolved
      const expiresAt = { type: 'badInput', message: 'Expires at must be in ISO 8601 format' }
      return { values: {}, errors: { ...resolved.errors, expiresAt } as FieldErrors<Fields> }
    }
  }, [schema, dateId])
  return useForm<Fields>({ defaultValues: defaultValues as DefaultValues<Fields>, resolver })
}
