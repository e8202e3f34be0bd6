import type { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Actor } from '@/lib/domain/actor'
import type { PackageDoor } from './package-door'

/** One package format: what its clients ask for, below which word of the URL, and where. */
export interface PackageFormat {
  /** As in `/projects/:id/packages/<word>`. */
  word: string
  /** What says that something of this name is there already; 403 unless said, as GitLab answers npm. */
  conflict?: ContentfulStatusCode
  /** What its clients show of a refusal: JSON unless said. */
  refusals?: 'json' | 'text'
  /** Who bears a ticket that its client got here in a token's place and sends as Bearer. */
  openTicket?: (ticket: string) => Promise<Actor>
  /** Routes below `/projects/:id/packages/<word>`. */
  project: Hono<PackageDoor>
  /** Routes below `/groups/:id/-/packages/<word>`, where a client may look through a whole group. */
  group?: Hono<PackageDoor>
  /** What GitLab's address of a group begins with where it is not `groups`. */
  groupSegment?: 'group'
  /** Routes below `/packages/<word>`, for the whole instance. */
  instance?: Hono<PackageDoor>
}
