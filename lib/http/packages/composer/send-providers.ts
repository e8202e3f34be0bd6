import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import type { JsonObject } from '@/lib/domain/package'
import { describeVersions } from '@/lib/domain/packages/composer-documents'
import { env } from '@/lib/env'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { listWholePackages, type WholePackage } from '@/lib/services/packages/list-whole-packages'
import { packageOf } from './package-of'

// What Composer 1 reads: documents under the SHA-256 of their bytes, which it checks. As with GitLab they are told as they are
// now, whatever digest is asked for: https://getcomposer.org/doc/05-repositories.md#provider-includes-and-providers-url

/** What the repository's first document says of the others. */
export async function providersRoot(c: Context<PackageDoor>, base: string): Promise<JsonObject> {
  return {
    'provider-includes': { 'p/%hash%.json': { sha256: digestOf(await providersOf(c)) } },
    'providers-url': `${base}/%package%$%hash%.json`,
  }
}

/** All packages by their names, with the digest of what there is of each. */
export async function sendProviders(c: Context<PackageDoor>): Promise<Response> {
  return c.body(await providersOf(c), 200, { 'Content-Type': 'application/json' })
}

/** All there is of one package. */
export async function sendProvider(c: Context<PackageDoor>): Promise<Response> {
  const name = packageOf(c, /\$[0-9a-f]{64}(\.json)?$/)
  const packages = await listWholePackages(c.get('client'), c.get('place'), 'composer', name)
  return c.body(providerOf(name, packages), 200, { 'Content-Type': 'application/json' })
}

async function providersOf(c: Context<PackageDoor>): Promise<string> {
  const byName = new Map<string, WholePackage[]>()
  for (const one of await listWholePackages(c.get('client'), c.get('place'), 'composer')) {
    const others = byName.get(one.name)
    if (others) others.push(one)
    else byName.set(one.name, [one])
  }
  const providers = [...byName].map(([name, packages]) => [
    name,
    { sha256: digestOf(providerOf(name, packages)) },
  ])
  return JSON.stringify({ providers: Object.fromEntries(providers) })
}

function providerOf(name: string, packages: readonly WholePackage[]): string {
  const versions = describeVersions(packages, env.url).map((one) => [one.version, one])
  return JSON.stringify({ packages: { [name]: Object.fromEntries(versions) } })
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
