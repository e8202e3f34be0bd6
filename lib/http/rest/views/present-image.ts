import { z } from '@hono/zod-openapi'
import { imageNameOf, imageReference } from '@/lib/domain/image-reference'
import type { ImageRepository } from '@/lib/domain/image-repository'
import { env } from '@/lib/env'
import type { FoundTag } from '@/lib/services/registry/find-image-tag'
import { instant } from './instant'

export const imageTagView = z
  .object({ name: z.string(), path: z.string(), location: z.string() })
  .openapi('ContainerTag')

export const imageTagDetailsView = imageTagView
  .extend({
    revision: z.string().nullable(),
    short_revision: z.string().nullable(),
    digest: z.string(),
    created_at: instant,
    total_size: z.int(),
  })
  .openapi('ContainerTagDetails')

export const imageRepositoryView = z
  .object({
    id: z.int(),
    name: z.string(),
    path: z.string(),
    project_id: z.int(),
    location: z.string(),
    created_at: instant,
    cleanup_policy_started_at: z.null(),
    status: z.null(),
    tags_count: z.int().optional(),
    tags: z.array(imageTagView).optional(),
  })
  .openapi('ContainerRepository')

export const imageRepositoryDetailsView = imageRepositoryView
  .extend({ size: z.int().optional() })
  .openapi('ContainerRepositoryDetails')

/** What of an image repository is told only where it is asked for. */
export interface ToldOfImage {
  tags: boolean
  tags_count: boolean
}

/** An image repository in GitLab's names. */
export function presentImageRepository(
  repository: ImageRepository & { tagNames: string[] },
  told: ToldOfImage,
): z.infer<typeof imageRepositoryView> {
  const { id, name, project, createdAt, tagCount, tagNames } = repository
  const path = imageNameOf(project.fullPath, name)
  return {
    id,
    name,
    path,
    project_id: project.id,
    location: imageReference(env.registryUrl, path),
    created_at: createdAt.toISOString(),
    cleanup_policy_started_at: null,
    status: null,
    ...(told.tags_count && { tags_count: tagCount }),
    ...(told.tags && { tags: tagNames.map((tag) => presentTag(path, tag)) }),
  }
}

/** A tag of the image repository of this name, in GitLab's names. */
export function presentTag(imageName: string, tag: string): z.infer<typeof imageTagView> {
  return { name: tag, path: `${imageName}:${tag}`, location: imageReference(env.registryUrl, imageName, tag) }
}

/** The same with what it names. */
export function presentTagDetails(imageName: string, tag: FoundTag): z.infer<typeof imageTagDetailsView> {
  const revision = tag.configDigest?.replace(/^\w+:/, '') ?? null
  return {
    ...presentTag(imageName, tag.name),
    revision,
    short_revision: revision?.slice(0, 9) ?? null,
    digest: tag.digest,
    created_at: tag.createdAt.toISOString(),
    total_size: tag.size,
  }
}
