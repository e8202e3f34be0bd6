import { findListedTag } from '@/lib/data/container-listings'
import type { Actor } from '@/lib/domain/actor'
import type { ImageTag } from '@/lib/domain/image-repository'
import { configDigestOf } from '@/lib/domain/image-view'
import { type ImageRepositoryName, type OpenedRepository, openImageRepository } from './open-image-repository'

export interface FoundTag extends ImageTag {
  /** Of the image's configuration; undefined for a tag of several images. */
  configDigest: string | undefined
}

/** An image repository with the tag of this name, undefined where it has none. Errors: those of `openImageRepository`. */
export async function findImageTag(
  actor: Actor,
  repository: ImageRepositoryName,
  name: string,
): Promise<OpenedRepository & { tag: FoundTag | undefined }> {
  const opened = await openImageRepository(actor, 'read_images', repository)
  const found = await findListedTag(opened.repository.id, name)
  if (!found) return { ...opened, tag: undefined }
  const { content, ...tag } = found
  return { ...opened, tag: { ...tag, configDigest: configDigestOf(content) } }
}
