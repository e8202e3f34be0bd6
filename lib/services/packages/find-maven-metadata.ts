import { listMavenVersions } from '@/lib/data/maven-versions'
import { findPackageVersion } from '@/lib/data/package-versions'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PackagePlace } from '@/lib/domain/package-place'
import type { MavenMetadata } from '@/lib/domain/packages/maven'
import { artifactMetadata, snapshotMetadata } from '@/lib/domain/packages/maven-metadata'
import { openPackages } from './open-packages'

/**
 * What a place tells of an artifact, in all packages of its name in reach, or of a snapshot, in the latest begun that has
 * it. Errors: those of `openPackages`; `not_found`.
 */
export async function findMavenMetadata(
  actor: Actor,
  place: PackagePlace,
  { packageName, snapshot }: Pick<MavenMetadata, 'packageName' | 'snapshot'>,
): Promise<string> {
  const opened = await openPackages(actor, place, 'maven', packageName)
  const ids = opened.map(({ id }) => id)
  const found = await (snapshot === undefined
    ? findOfArtifact(packageName, ids)
    : findOfSnapshot(packageName, snapshot, ids))
  if (found === undefined) throw new DomainError('not_found', 'File not found')
  return found
}

async function findOfArtifact(packageName: string, ids: readonly number[]): Promise<string | undefined> {
  const versions = await listMavenVersions(ids)
  return versions.length > 0 ? artifactMetadata(packageName, versions) : undefined
}

async function findOfSnapshot(
  packageName: string,
  snapshot: string,
  ids: readonly number[],
): Promise<string | undefined> {
  for (const id of ids) {
    const { files } = (await findPackageVersion(id, snapshot)) ?? { files: [] }
    const names = files.map(({ name }) => name)
    const metadata = snapshotMetadata(packageName, snapshot, names)
    if (metadata !== undefined) return metadata
  }
}
