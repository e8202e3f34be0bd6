import pino from 'pino'
import { env } from '@/lib/env'

const secretShapes = [
  /gl[a-z]{2,5}-[0-9A-Za-z_-]{20,}/g,
  /\b(?:Basic|Bearer)\s+[\w+/=.~-]{8,}/gi,
  /\/\/[^/\s@]*@/g,
]

/** Text with everything that looks like a credential taken out; the last line behind never logging one. */
export function redact(text: string): string {
  return secretShapes.reduce((rest, shape) => rest.replace(shape, '[redacted]'), text)
}

/** Structured log, one JSON object a line; every line passes `redact` whole, keys and nested values alike. */
export const log = pino(
  {
    level: env.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  },
  { write: (line: string) => process.stdout.write(redact(line)) },
)
