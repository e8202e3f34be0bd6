import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Actor } from '@/lib/domain/actor'
import type { PackagePlace } from '@/lib/domain/package-place'
import type { Door } from '@/lib/http/door'

/** What a format's routes know of a request, beside what every machine's door knows: who asks, where, and what the format says of refusals. */
export interface PackageDoor extends Door {
  Variables: Door['Variables'] & {
    client: Actor
    place: PackagePlace
    conflict: ContentfulStatusCode
    refusals: 'json' | 'text'
  }
}
