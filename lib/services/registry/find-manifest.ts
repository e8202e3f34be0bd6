import { database } from '@/lib/data/client'
import { findManifest as findRow, type StoredManifest } from '@/lib/data/container-manifests'
import type { ActorName } from '@/lib/domain/actor'
import type { ManifestReference } from '@/lib/domain/manifest-reference'
import { RegistryError } from '@/lib/domain/registry-error'
import { openImage } from './open-image'

/**
 * The manifest that an image has under this digest or tag, byte for byte as it was pushed. Errors: those of `openImage`;
 * `NAME_UNKNOWN` before the image's first push, `MANIFEST_UNKNOWN` afterwards.
 */
export async function findManifest(
  bearer: ActorName,
  imageName: string,
  reference: ManifestReference,
): Promise<StoredManifest> {
  const { project, name } = await openImage(bearer, 'pull_image', imageName)
  const found = await findRow(database(), { projectId: project.id, name }, reference)
  if (!found) throw new RegistryError(found === undefined ? 'NAME_UNKNOWN' : 'MANIFEST_UNKNOWN')
  return found
}
