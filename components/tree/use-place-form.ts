'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type DefaultValues, type Path, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { Outcome } from '@/lib/actions/act'
import { explain, outcomeValue, RefusedError } from '@/lib/client/action-result'
import type { GroupFields } from '@/lib/domain/project'

/** The form of a group or project: its fields, how to send it, and what went wrong with it as a whole. */
export interface PlaceForm<Fields extends GroupFields> {
  form: UseFormReturn<Fields>
  submit: (event: React.FormEvent) => void
  isSending: boolean
  failure: string | undefined
}

interface PlaceFormOptions<Fields extends GroupFields> {
  schema: z.ZodType<unknown, Fields>
  defaults: Fields
  create: (fields: Fields) => Promise<Outcome<string>>
}

/** Checks with the domain's schema, creates, and goes to what was created; a refusal stands at its fields. */
export function usePlaceForm<Fields extends GroupFields>(
  options: PlaceFormOptions<Fields>,
): PlaceForm<Fields> {
  const { schema, defaults, create } = options
  const router = useRouter()
  const form = useForm<Fields>({
    defaultValues: defaults as DefaultValues<Fields>,
    resolver: zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true }),
  })
  const creation = useMutation({
    mutationFn: (fields: Fields) => outcomeValue(create(fields)),
    onSuccess: (fullPath) => router.push(`/${fullPath}`),
    onError: (error) => {
      if (!(error instanceof RefusedError)) return
      for (const [field, [message]] of Object.entries(error.refusal.fields)) {
        form.setError(field as Path<Fields>, { message }, { shouldFocus: true })
      }
    },
  })
  const isSending = creation.isPending || creation.isSuccess
  return {
    form,
    submit: form.handleSubmit((fields) => {
      if (!isSending) creation.mutate(fields)
    }),
    isSending,
    failure: creation.error ? explain(creation.error) : undefined,
  }
}
