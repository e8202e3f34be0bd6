'use client'

import { useRouter } from 'next/navigation'
import type { UseFormReturn } from 'react-hook-form'
import type { z } from 'zod'
import type { Outcome } from '@/lib/actions/act'
import { useActionForm } from '@/lib/client/use-action-form'
import type { GroupFields } from '@/lib/domain/project'

/** The form of a group or project: its fields, how to send it, and what went wrong with it as a whole. */
export interface PlaceForm<Fields extends GroupFields> {
  form: UseFormReturn<Fields>
  submit: (event: React.FormEvent) => void
  isSending: boolean
  failure: string | undefined
}

interface PlaceFormOptions<Fields extends GroupFields> {
  schema: z.ZodType<unknown, NoInfer<Fields>>
  defaults: Fields
  create: (fields: Fields) => Promise<Outcome<string>>
}

/** Checks with the domain's schema, creates, and goes to what was created; a refusal stands at its fields. */
export function usePlaceForm<Fields extends GroupFields>(
  options: PlaceFormOptions<Fields>,
): PlaceForm<Fields> {
  const { schema, defaults, create } = options
  const router = useRouter()
  const { isSending, isDone, ...rest } = useActionForm({
    schema,
    defaults,
    send: create,
    onDone: (fullPath) => router.push(`/${fullPath}`),
  })
  // until the new page is there
  return { ...rest, isSending: isSending || isDone }
}
