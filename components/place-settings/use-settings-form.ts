'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { type DefaultValues, type FieldValues, type Path, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { Outcome } from '@/lib/actions/act'
import { explain, outcomeValue, RefusedError } from '@/lib/client/action-result'

export interface SettingsForm<Fields extends FieldValues> {
  form: UseFormReturn<Fields>
  submit: (event: React.FormEvent) => void
  isSending: boolean
  /** What went wrong with the form as a whole; what is wrong with a field stands there. */
  failure: string | undefined
  /** Forgets what went wrong. */
  reset: () => void
}

interface SettingsFormOptions<Fields extends FieldValues, Value> {
  schema: z.ZodType<unknown, NoInfer<Fields>>
  values: Fields
  send: (fields: Fields) => Promise<Outcome<Value>>
  onDone: (value: Value, fields: Fields) => void
}

/** Checks with the domain's schema and sends; a refusal stands at its fields, and nothing typed is lost. */
export function useSettingsForm<Fields extends FieldValues, Value>(
  options: SettingsFormOptions<Fields, Value>,
): SettingsForm<Fields> {
  const { schema, values, send, onDone } = options
  const form = useForm<Fields>({
    defaultValues: values as DefaultValues<Fields>,
    resolver: zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true }),
  })
  const sending = useMutation({
    mutationFn: (fields: Fields) => outcomeValue(send(fields)),
    onSuccess: onDone,
    onError: (error) => {
      if (!(error instanceof RefusedError)) return
      for (const [field, [message]] of Object.entries(error.refusal.fields)) {
        form.setError(field as Path<Fields>, { message }, { shouldFocus: true })
      }
    },
  })
  return {
    form,
    submit: form.handleSubmit((fields) => {
      if (!sending.isPending) sending.mutate(fields)
    }),
    isSending: sending.isPending,
    failure: sending.error && !hasFields(sending.error, values) ? explain(sending.error) : undefined,
    reset: () => {
      sending.reset()
      form.reset()
    },
  }
}

function hasFields(error: Error, fields: FieldValues): boolean {
  return error instanceof RefusedError && Object.keys(error.refusal.fields).some((name) => name in fields)
}
