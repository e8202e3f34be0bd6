import type { Context } from 'hono'
import type { PackagePlace } from '@/lib/domain/package-place'
import {
  inModuleOrder,
  type ModuleAddress,
  type ModuleVersionAddress,
  moduleFileName,
  modulePackageName,
  moduleVersionKey,
} from '@/lib/domain/packages/terraform'
import { env } from '@/lib/env'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import { findVersions } from '@/lib/services/packages/find-versions'

const type = 'terraform_module'

/** The versions of a module that the request may read, from the highest on, and its project's page. Errors: those of `findVersions`. */
export async function findModule(c: Context<PackageDoor>, place: PackagePlace, address: ModuleAddress) {
  const which = { type, nameKey: modulePackageName(address) } as const
  const found = await findVersions(c.get('client'), place, which, inModuleOrder, () => [])
  const [source = env.url] = found.packages.map(({ project }) => `${env.url}/${project.fullPath}`)
  return { versions: found.names, source }
}

/** The archive of a version, as `findPackageFile`. */
export function findModuleFile(c: Context<PackageDoor>, place: PackagePlace, address: ModuleVersionAddress) {
  return findPackageFile(c.get('client'), place, {
    type,
    nameKey: modulePackageName(address),
    versionKey: moduleVersionKey(address.version),
    file: moduleFileName(address),
  })
}
