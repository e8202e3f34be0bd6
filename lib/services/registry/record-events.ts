import { type Transaction, transaction } from '@/lib/data/client'
import { deleteManifest, findManifestId, type ImageKey } from '@/lib/data/container-manifests'
import { lockContainerRepository } from '@/lib/data/container-repositories'
import { deleteTag, findManifestIdOfTag, putTag } from '@/lib/data/container-tags'
import { findProjectOfImage } from '@/lib/data/projects'
import { isDomainError } from '@/lib/domain/error'
import { imagePathOf } from '@/lib/domain/image-name'
import type { RegistryEvent } from '@/lib/domain/registry-event'
import { resolveReference } from '@/lib/storage/external-registry'
import { copyManifest } from './copy-manifest'

/**
 * Brings our tables to what the other registry has, wherever these events say that something changed. An event is only
 * a hint where to look, so that late, repeated and untrue ones do no harm; what belongs to no project is passed over.
 * Errors: `unavailable` where the registry does not answer: what was not looked at has to be told again.
 */
export async function recordEvents(events: readonly RegistryEvent[]): Promise<void> {
  for (const event of events) {
    const project = await findProjectOfImage(event.name, undefined)
    if (!project) continue
    const image = { projectId: project.id, name: imagePathOf(event.name, project.fullPath) }
    await record(image, event)
  }
}

async function record(image: ImageKey, { name, digest, tag, actorName }: RegistryEvent): Promise<void> {
  const named = tag === undefined ? undefined : await resolveReference(name, tag)
  for (const one of new Set([digest, named])) {
    if (one === undefined) continue
    await copyManifest(image, { imageName: name, digest: one, publisherName: actorName }).catch(
      passUnreadable,
    )
  }
  await transaction(async (tx) => {
    const repositoryId = await lockContainerRepository(tx, image.projectId, image.name)
    if (repositoryId === undefined) return
    // asked under the lock: of two that look at the same thing, the one who writes last has looked last
    if (digest !== undefined && (await resolveReference(name, digest)) === undefined)
      await deleteManifest(tx, repositoryId, digest)
    if (tag !== undefined) await settleTag(tx, repositoryId, { name, tag })
  })
}

/** Manifests of forms that are not kept here (Docker's schema 1) are not shown; told again, they would be no other. */
function passUnreadable(error: unknown): void {
  if (!isDomainError(error, 'invalid')) throw error
}

/** The time of a push stays what it was where the tag already names what it is to name. */
async function settleTag(
  tx: Transaction,
  repositoryId: number,
  { name, tag }: { name: string; tag: string },
): Promise<void> {
  const digest = await resolveReference(name, tag)
  const manifestId = digest && (await findManifestId(tx, repositoryId, digest))
  if (manifestId === undefined) await deleteTag(tx, repositoryId, tag)
  else if (manifestId !== (await findManifestIdOfTag(tx, repositoryId, tag)))
    await putTag(tx, repositoryId, tag, manifestId)
}
