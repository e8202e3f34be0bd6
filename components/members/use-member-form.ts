'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMemo } from 'react'
import { type DefaultValues, type FieldErrors, type Path, type Resolver, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { RefusedError } from '@/lib/client/action-result'
import type { MemberFields } from '@/lib/domain/member'

export const expiryInputId = 'member_expires_at'

/** A form with a role and an end: the domain's schema, and a refusal's sentences at their fields. */
export function useMemberForm<Fields extends MemberFields>(
  schema: z.ZodType<unknown, Fields>,
  defaults: Fields,
) {
  const form = useForm<Fields>({
    defaultValues: defaults as DefaultValues<Fields>,
    resolver: useResolver(schema),
  })
  function showRefusal(error: unknown) {
    if (!(error instanceof RefusedError)) return
    for (const [field, messages] of Object.entries(error.refusal.fields)) {
      if (field in defaults)
        form.setError(field as Path<Fields>, { message: messages.join('\n') }, { shouldFocus: true })
    }
  }
  return { form, showRefusal }
}

/** A half-typed date reads as '' from a date input, which would quietly mean "never": the browser is asked. */
function useResolver<Fields extends MemberFields>(schema: z.ZodType<unknown, Fields>): Resolver<Fields> {
  return useMemo(() => {
    const resolve = zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true })
    return async (values, context, options) => {
      const resolved = await resolve(values, context, options)
      const input = document.getElementById(expiryInputId)
      const isHalfTyped = input instanceof HTMLInputElement && input.validity.badInput
      if (!isHalfTyped) return resolved
      const expiresAt = { type: 'badInput', message: 'Expires at must be in ISO 8601 format' }
      return { values: {}, errors: { ...resolved.errors, expiresAt } as FieldErrors<Fields> }
    }
  }, [schema])
}
