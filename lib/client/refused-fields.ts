import type { FieldValues, Path, UseFormReturn } from 'react-hook-form'
import { RefusedError } from './action-result'

/** The fields that a refusal names, with their sentences; none for any other error. */
export function refusedFields(error: unknown): [string, string[]][] {
  return error instanceof RefusedError ? Object.entries(error.refusal.fields) : []
}

/** Puts a refusal's sentences at the fields that the form has, all of them, and the focus on the first. */
export function showRefusal<Fields extends FieldValues>(
  error: unknown,
  form: Pick<UseFormReturn<Fields>, 'setError'>,
  isField: (name: string) => boolean,
): void {
  const known = refusedFields(error).filter(([name]) => isField(name))
  for (const [index, [name, messages]] of known.entries()) {
    form.setError(name as Path<Fields>, { message: messages.join('\n') }, { shouldFocus: index === 0 })
  }
}
