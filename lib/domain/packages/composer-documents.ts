import type { JsonObject, PackageVersion } from '@/lib/domain/package'
import type { Project } from '@/lib/domain/project'
import { composerVersionKey } from './composer'
import { isDevelopment } from './composer-version'

// https://getcomposer.org/doc/05-repositories.md#composer

/** A package as one project has it. */
export interface ComposerPackage {
  name: string
  project: Pick<Project, 'id' | 'fullPath'>
  /** The latest published first. */
  versions: readonly PackageVersion[]
  /** By the name of what is developed, the version that it is now. */
  tags: readonly { name: string; versionId: number }[]
}

/**
 * What clients are told of the packages of one name, each version once: of two that are one to Composer the first counts, and
 * of what is developed where its branch is now. `origin` is the public one, of the addresses.
 */
export function describeVersions(packages: readonly ComposerPackage[], origin: string): JsonObject[] {
  const told = new Map<string, JsonObject>()
  for (const { project, versions, tags } of packages) {
    const current = new Set(tags.map(({ versionId }) => versionId))
    for (const one of versions) {
      const key = isDevelopment(one.version) ? one.version : composerVersionKey(one.version, '')
      const isPast = isDevelopment(one.version) && !current.has(one.id)
      if (!isPast && !told.has(key) && one.files.length > 0) told.set(key, describe(one, project, origin))
    }
  }
  return [...told.values()]
}

/** Of what `describeVersions` gives, the releases or the rest: Composer 2 asks for each by itself. */
export function ofStability(versions: readonly JsonObject[], isDeveloped: boolean): JsonObject[] {
  return versions.filter(({ version }) => isDevelopment(String(version)) === isDeveloped)
}

/** A client installs by `dist`, for which a token for packages is enough; by `source` where its user asks for that, and may clone. */
function describe(
  { id, name, version, metadata, files: [file] }: PackageVersion,
  { id: projectId, fullPath }: ComposerPackage['project'],
  origin: string,
): JsonObject {
  const reference = file?.metadata.reference ?? null
  const query = new URLSearchParams({ sha: String(reference), version })
  const archives = `${origin}/api/v4/projects/${projectId}/packages/composer/archives`
  return {
    ...metadata,
    name,
    version,
    uid: id,
    dist: { type: 'zip', url: `${archives}/${name}.zip?${query}`, reference, shasum: file?.sha1 ?? '' },
    source: { type: 'git', url: `${origin}/${fullPath}.git`, reference },
  }
}
