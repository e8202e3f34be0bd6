import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { PackageDoor } from './package-door'

/** The project that a request is about, of a route that only projects have. */
export function projectOf(c: Context<PackageDoor>): PlaceName {
  const place = c.get('place')
  if (place.kind !== 'project') throw new DomainError('not_found', 'Package not found')
  return place.name
}
