import { z } from 'zod'
import { nugetNameKey } from '@/lib/domain/packages/nuget'

/** What names are to have in them, of whatever was sent. */
export const searchText = z
  .string()
  .catch('')
  .transform((text) => nugetNameKey(text.replaceAll('\0', '').trim()).slice(0, 255))

/** A whole number, or the nearest there may be. */
export function clamped(least: number, most: number, otherwise: number) {
  return z.coerce
    .number()
    .int()
    .catch(otherwise)
    .transform((value) => Math.min(most, Math.max(least, value)))
}
