import type { Context } from 'hono'
import type { PackagePlace } from '@/lib/domain/package-place'
import type { PackageDoor } from '@/lib/http/packages/package-door'

/** A request of an npm client, taken apart; what its endpoint has not is ''. */
export interface NpmRequest {
  c: Context<PackageDoor>
  /** The path of the registry that was asked, as it was asked for: from there clients send their credentials. */
  base: string
  /** Where packages of this name are looked for. */
  place: PackagePlace
  name: string
  file: string
  tag: string
  revision: string
}
