'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { type DefaultValues, type FieldValues, get, type UseFormReturn, useForm } from 'react-hook-form'
import type { z } from 'zod'
import type { Outcome } from '@/lib/actions/act'
import { explain, outcomeValue } from './action-result'
import { refusedFields, showRefusal } from './refused-fields'

/** A form over a schema of the domain: its fields, how to send it, and what went wrong with it. */
export interface ActionForm<Fields extends FieldValues> {
  form: UseFormReturn<Fields>
  submit: (event: React.FormEvent) => void
  isSending: boolean
  /** It was sent, and taken. */
  isDone: boolean
  /** What went wrong with the form as a whole; what is wrong with a field stands at the field. */
  failure: string | undefined
}

interface ActionFormOptions<Fields extends FieldValues, Value> {
  schema: z.ZodType<unknown, NoInfer<Fields>>
  defaults: Fields
  send: (fields: Fields) => Promise<Outcome<Value>>
  onDone: (value: Value, fields: Fields, form: UseFormReturn<Fields>) => void | Promise<void>
}

/**
 * Checks with the schema, sends, and hands what came of it to `onDone` and to nothing else: no cache keeps it. A
 * refusal stands at its fields, and nothing that was typed is lost.
 */
export function useActionForm<Fields extends FieldValues, Value>(
  options: ActionFormOptions<Fields, Value>,
): ActionForm<Fields> {
  const { schema, defaults, send, onDone } = options
  const form = useForm<Fields>({
    defaultValues: defaults as DefaultValues<Fields>,
    resolver: zodResolver(schema as z.ZodType<Fields, Fields>, undefined, { raw: true }),
  })
  const isField = (name: string) => get(defaults, name) !== undefined
  // a second click may come before the first one is rendered
  const isSent = useRef(false)
  const sending = useMutation({
    gcTime: 0,
    mutationFn: async (fields: Fields) => onDone(await outcomeValue(send(fields)), fields, form),
    onSettled: () => {
      isSent.current = false
    },
    onError: (error) => showRefusal(error, form, isField),
  })
  const { error, isPending, isSuccess } = sending
  return {
    form,
    submit: form.handleSubmit((fields) => {
      if (isSent.current) return
      isSent.current = true
      sending.mutate(fields)
    }),
    isSending: isPending,
    isDone: isSuccess,
    failure: error && !refusedFields(error).some(([name]) => isField(name)) ? explain(error) : undefined,
  }
}
