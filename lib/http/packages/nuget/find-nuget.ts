import type { Context } from 'hono'
import { inVersionOrder, nugetNameKey, nugetVersionKey } from '@/lib/domain/packages/nuget'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { findVersions } from '@/lib/services/packages/find-versions'

/** The versions of a package that the request may read, from the lowest on, and those whole that `choose` picks. Errors: those of `findVersions`. */
export function findNuget(
  c: Context<PackageDoor>,
  name: string,
  choose: Parameters<typeof findVersions>[4],
): ReturnType<typeof findVersions> {
  const which = { type: 'nuget', nameKey: nugetNameKey(name) } as const
  return findVersions(c.get('client'), c.get('place'), which, inVersionOrder, choose)
}

/** Whether one is this version, however they are written. */
export function isVersion(version: string): (one: { version: string }) => boolean {
  const key = nugetVersionKey(version)
  return (one) => nugetVersionKey(one.version) === key
}
