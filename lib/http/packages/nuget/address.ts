import type { Context } from 'hono'
import { z } from 'zod'
import { nugetName, nugetVersion } from '@/lib/domain/packages/nuget'
import type { NugetBase } from '@/lib/domain/packages/nuget-documents'
import { env } from '@/lib/env'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { restPrefix } from '@/lib/http/rest/rest'

export const packageAddress = z.object({ name: nugetName })
export const versionAddress = z.object({ name: nugetName, version: nugetVersion })

/** Where the endpoints begin that this request came to, at the product's public address, whatever host it was sent to. */
export function baseOf(c: Context<PackageDoor>): NugetBase {
  const place = c.get('place')
  if (place.kind === 'instance') throw new Error('NuGet has no endpoints for the instance')
  const id = typeof place.name === 'string' ? encodeURIComponent(place.name) : String(place.name.id)
  const path = place.kind === 'project' ? `/projects/${id}/packages` : `/groups/${id}/-/packages`
  return `${env.url}${restPrefix}${path}/nuget`
}
