'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMemo } from 'react'
import type { FieldErrors, Resolver } from 'react-hook-form'
import type { z } from 'zod'

/**
 * The domain's schema for a form whose `expiresAt` stands in the date input of this id. A half-typed date reads as ''
 * from there, which would quietly mean "never": the browser knows better, so it is asked.
 */
export function useDatedResolver<Fields extends { expiresAt: string }>(
  schema: z.ZodType<unknown, NoInfer<Fields>>,
  dateInputId: string,
): Resolver<Fields> {
  return useMemo(() => {
    const resolve = zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true })
    return async (values, context, options) => {
      const resolved = await resolve(values, context, options)
      const input = document.getElementById(dateInputId)
      const isHalfTyped = input instanceof HTMLInputElement && input.validity.badInput
      if (!isHalfTyped) return resolved
      const expiresAt = { type: 'badInput', message: 'Expires at must be in ISO 8601 format' }
      return { values: {}, errors: { ...resolved.errors, expiresAt } as FieldErrors<Fields> }
    }
  }, [schema, dateInputId])
}
