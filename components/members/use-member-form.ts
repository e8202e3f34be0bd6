'use client'

import { type DefaultValues, useForm } from 'react-hook-form'
import type { z } from 'zod'
import { showRefusal } from '@/lib/client/refused-fields'
import { useDatedResolver } from '@/lib/client/use-dated-resolver'
import type { MemberFields } from '@/lib/domain/member'

export const expiryInputId = 'member_expires_at'

/** A form with a role and an end: the domain's schema, and a refusal's sentences at their fields. */
export function useMemberForm<Fields extends MemberFields>(
  schema: z.ZodType<unknown, NoInfer<Fields>>,
  defaults: Fields,
) {
  const form = useForm<Fields>({
    defaultValues: defaults as DefaultValues<Fields>,
    resolver: useDatedResolver<Fields>(schema, expiryInputId),
  })
  return { form, showRefusal: (error: unknown) => showRefusal(error, form, (name) => name in defaults) }
}
