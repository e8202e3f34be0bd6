import { transaction } from '@/lib/data/client'
import { listPackageVersions, updateVersionMetadata } from '@/lib/data/package-versions'
import { holdPackage } from '@/lib/data/packages'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { PackageType } from '@/lib/domain/package'
import { openProject } from '@/lib/services/access/open-project'
import { refreshActor } from '@/lib/services/access/refresh-actor'

interface Deprecations {
  type: PackageType
  nameKey: string
  /** What users of each of these versions are warned of; '' for nothing. Other versions stay as they are. */
  warnings: ReadonlyMap<string, string>
}

/**
 * Changes what users of a package's versions are warned of, and nothing else. Errors: those of `refreshActor` and
 * `openProject`; `invalid` for a version that is not there.
 */
export async function deprecateVersions(
  actor: Actor,
  projectName: PlaceName,
  { type, nameKey, warnings }: Deprecations,
): Promise<void> {
  await transaction(async (tx) => {
    const project = await openProject(await refreshActor(actor, tx), 'publish_package', projectName, tx)
    const { id: packageId } = await holdPackage(tx, { projectId: project.id, type, name: nameKey, nameKey })
    const versions = await listPackageVersions([packageId], tx)
    const known = new Set(versions.map(({ version }) => version))
    const unknown = [...warnings.keys()].find((version) => !known.has(version))
    if (unknown !== undefined)
      throw new DomainError('invalid', `There is no version ${unknown}. It is published with its file.`)
    const changes = versions.flatMap(({ id, version, metadata: { deprecated = '', ...rest } }) => {
      const warning = warnings.get(version) ?? deprecated
      if (warning === deprecated) return []
      return [{ id, metadata: warning === '' ? rest : { ...rest, deprecated: warning } }]
    })
    await updateVersionMetadata(tx, changes)
  })
}
