import type { z } from 'zod'
import { DomainError } from '@/lib/domain/error'

/** What this schema makes of what a client sent. Error: `invalid`, in the schema's own sentences. */
export function parse<Schema extends z.ZodType>(schema: Schema, sent: unknown): z.output<Schema> {
  const parsed = schema.safeParse(sent)
  if (parsed.success) return parsed.data
  const sentences = parsed.error.issues.map(({ path, message }) =>
    path.length > 0 && !message.startsWith(String(path[0])) ? `${path.join('.')}: ${message}` : message,
  )
  throw new DomainError('invalid', [...new Set(sentences)].join(', '))
}
