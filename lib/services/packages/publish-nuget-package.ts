import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import type { PackageVersion } from '@/lib/domain/package'
import { nugetFileName, nugetNameKey, nugetVersionKey } from '@/lib/domain/packages/nuget'
import type { Draft } from '@/lib/storage/drafts'
import { readNugetArchive } from '@/lib/storage/nuget-archive'
import { addFiles, addOnce, type Meeting, publishPackage } from './publish-package'

/**
 * Publishes what has arrived as the version that its .nuspec names: a .nupkg as a new one, a .snupkg as the symbols of one
 * that is there. Errors: those of `readNugetArchive` and `publishPackage`; `invalid` for the one in place of the other.
 */
export async function publishNugetPackage(
  actor: Actor,
  project: PlaceName,
  draft: Draft,
  extension: 'nupkg' | 'snupkg',
): Promise<void> {
  const { id, version, isSymbols, metadata } = await readNugetArchive(draft.path)
  const wantsSymbols = extension === 'snupkg'
  if (isSymbols !== wantsSymbols)
    throw new DomainError('invalid', `This is ${isSymbols ? 'a' : 'no'} symbol package.`)
  await publishPackage(actor, project, {
    type: 'nuget',
    name: id,
    nameKey: nugetNameKey(id),
    version,
    versionKey: nugetVersionKey(version),
    metadata,
    files: [{ name: nugetFileName(id, version, extension), draft }],
    meet: wantsSymbols ? addSymbols : addOnce,
  })
}

/** Symbols are of a package that is there. */
function addSymbols(there: PackageVersion | undefined): Meeting {
  if (!there) throw new DomainError('not_found', 'Package not found')
  return addFiles()
}
