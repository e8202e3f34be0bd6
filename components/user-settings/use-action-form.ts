'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { Outcome } from '@/lib/actions/act'
import { explain, outcomeValue, RefusedError } from '@/lib/client/action-result'

interface ActionFormOptions<Fields extends FieldValues> {
  schema: z.ZodType<unknown, Fields>
  defaults: Fields
  send: (fields: Fields) => Promise<Outcome<void>>
  onSuccess: (fields: Fields, form: UseFormReturn<Fields>) => void
}

export interface ActionForm<Fields extends FieldValues> {
  form: UseFormReturn<Fields>
  submit: (event: React.FormEvent) => void
  isSending: boolean
  /** What went wrong with the form as a whole; what is wrong with a field stands at the field. */
  failure: string | undefined
}

/** A form that is checked with the domain's schema and sent as it was typed; a refusal stands at its fields. */
export function useActionForm<Fields extends FieldValues>(
  options: ActionFormOptions<Fields>,
): ActionForm<Fields> {
  const { schema, defaults, send, onSuccess } = options
  const form = useForm<Fields>({
    defaultValues: defaults as DefaultValues<Fields>,
    resolver: zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true }),
  })
  const sending = useMutation({
    // secrets are typed here: nothing of them outlives the answer
    gcTime: 0,
    mutationFn: (fields: Fields) => outcomeValue(send(fields)),
    onSuccess: (_, fields) => onSuccess(fields, form),
    onError: (error) => {
      const [first, ...others] = fieldErrorsOf(error)
      for (const [field, [message]] of others) form.setError(field as Path<Fields>, { message })
      if (first) form.setError(first[0] as Path<Fields>, { message: first[1][0] }, { shouldFocus: true })
    },
  })
  const hasFieldErrors = fieldErrorsOf(sending.error).length > 0
  return {
    form,
    submit: form.handleSubmit((fields) => {
      if (!sending.isPending) sending.mutate(fields)
    }),
    isSending: sending.isPending,
    failure: sending.error && !hasFieldErrors ? explain(sending.error) : undefined,
  }
}

function fieldErrorsOf(error: unknown): [string, string[]][] {
  return error instanceof RefusedError ? Object.entries(error.refusal.fields) : []
}
