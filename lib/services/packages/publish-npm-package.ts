import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { readJsonObject } from '@/lib/domain/json'
import type { JsonObject } from '@/lib/domain/package'
import { ArchiveCheck, type ArchiveFacts } from '@/lib/domain/packages/npm-archive'
import { reconcileManifest } from '@/lib/domain/packages/npm-manifest'
import { type NpmPublication, requireIntegrity } from '@/lib/domain/packages/npm-publication'
import type { Draft } from '@/lib/storage/drafts'
import { readTarball } from '@/lib/storage/tarball'
import { publishPackage } from './publish-package'

/**
 * Publishes a version of an npm package, once its archive says what its publisher says. Errors: those of `publishPackage`;
 * `invalid` for other bytes than were announced, an archive that is none or that a client must not unpack, and one whose
 * package.json is another than the one sent.
 */
export async function publishNpmPackage(
  actor: Actor,
  projectName: PlaceName,
  publication: NpmPublication,
  draft: Draft,
): Promise<void> {
  const { name, version, versionKey, manifest, fileName, tags } = publication
  requireIntegrity(publication, draft)
  const { packed, facts } = await inspect(draft.path)
  const { fileCount, unpackedBytes: unpackedSize } = facts
  await publishPackage(actor, projectName, {
    ...{ type: 'npm', name, nameKey: name, version, versionKey, tags },
    metadata: reconcileManifest(manifest, packed, facts),
    files: [{ name: fileName, draft, metadata: { fileCount, unpackedSize } }],
  })
}

async function inspect(path: string): Promise<{ packed: JsonObject; facts: ArchiveFacts }> {
  const check = new ArchiveCheck()
  const [manifest] = (await readTarball(path, check.look)).values()
  if (!manifest) throw new DomainError('invalid', 'The archive holds no package.json.')
  return { packed: readJsonObject(manifest.toString('utf8'), 'The package.json'), facts: check.facts }
}
