import { transaction } from '@/lib/data/client'
import { deleteManifest, findManifestId, type ImageKey } from '@/lib/data/container-manifests'
import { lockContainerRepository } from '@/lib/data/container-repositories'
import { deleteTagOf, putTagOf } from '@/lib/data/container-tags'
import { findProjectOfImage } from '@/lib/data/projects'
import type { Digest } from '@/lib/domain/digest'
import { isDomainError } from '@/lib/domain/error'
import { imagePathOf } from '@/lib/domain/image-name'
import type { RegistryEvent } from '@/lib/domain/registry-event'
import { resolveReference } from '@/lib/storage/external-registry'
import { copyManifest } from './copy-manifest'

/** A registry tells of a push before it lets the tag name what was pushed; after so long it does, however slow its disk. */
const settledMilliseconds = 60_000

/**
 * Brings our tables to what the other registry has, wherever these events say that something changed. What they say is
 * looked up there, and a later push stays, so that late, repeated and untrue ones do no harm; what belongs to no project
 * is passed over. Errors: `unavailable` where the registry does not answer: what was not looked at has to be told again.
 */
export async function recordEvents(events: readonly RegistryEvent[]): Promise<void> {
  for (const event of events) {
    const project = await findProjectOfImage(event.name, undefined)
    if (!project) continue
    await record({ projectId: project.id, name: imagePathOf(event.name, project.fullPath) }, event)
  }
}

async function record(image: ImageKey, event: RegistryEvent): Promise<void> {
  const { name, digest, tag, actorName } = event
  const named = await digestOfTag(event)
  for (const one of new Set([digest, named])) {
    if (one === undefined) continue
    await copyManifest(image, { imageName: name, digest: one, publisherName: actorName }).catch(
      passUnreadable,
    )
  }
  await transaction(async (tx) => {
    const repositoryId = await lockContainerRepository(tx, image.projectId, image.name)
    if (repositoryId === undefined) return
    // asked under the lock: of two that look at the same manifest, the one who writes last has looked last
    if (digest !== undefined && (await resolveReference(name, digest)) === undefined)
      await deleteManifest(tx, repositoryId, digest)
    if (tag === undefined) return
    const pushed = { name: tag, pushedAt: pushTimeOf(event) }
    const manifestId = named && (await findManifestId(tx, repositoryId, named))
    if (manifestId === undefined) await deleteTagOf(tx, repositoryId, pushed)
    else await putTagOf(tx, repositoryId, pushed, manifestId)
  })
}

/** What the tag of an event names: what was pushed, while that was only now; later what the registry says. */
async function digestOfTag({ name, digest, tag, at }: RegistryEvent): Promise<Digest | undefined> {
  if (tag === undefined) return undefined
  const isSettled = Date.now() - at.getTime() > settledMilliseconds
  return digest === undefined || isSettled ? resolveReference(name, tag) : digest
}

/** By a clock that is ahead of ours, no tag is to stay as it is against all that is pushed meanwhile. */
function pushTimeOf({ at }: RegistryEvent): Date {
  return new Date(Math.min(at.getTime(), Date.now()))
}

/** Manifests of forms that are not kept here (Docker's schema 1) are not shown; told again, they would be no other. */
function passUnreadable(error: unknown): void {
  if (!isDomainError(error, 'invalid')) throw error
}
