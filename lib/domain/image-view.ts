import { z } from 'zod'
import { imageNameOf } from './image-reference'
import type { ImageRepository, ImageTag } from './image-repository'

/** An image repository as a person sees it in a list: plain data. */
export interface ImageView {
  id: number
  /** As docker knows it, without the host. */
  imageName: string
  projectName: string
  projectPath: string
  tagCount: number
  /** Bytes. */
  size: number
  /** Times are ISO 8601 in UTC. */
  publishedAt: string | null
  createdAt: string
}

/** A tag as a person sees it in a list: plain data. */
export interface ImageTagView {
  name: string
  digest: string
  mediaType: string
  size: number
  platforms: string[]
  publisherName: string
  publishedAt: string
  createdAt: string
}

/** An image repository as plain data. */
export function presentImage({ id, name, project, ...rest }: ImageRepository): ImageView {
  return {
    id,
    imageName: imageNameOf(project.fullPath, name),
    projectName: project.name,
    projectPath: project.fullPath,
    tagCount: rest.tagCount,
    size: rest.size,
    publishedAt: rest.publishedAt?.toISOString() ?? null,
    createdAt: rest.createdAt.toISOString(),
  }
}

/** A tag as plain data. */
export function presentImageTag({ publishedAt, createdAt, ...tag }: ImageTag): ImageTagView {
  return { ...tag, publishedAt: publishedAt.toISOString(), createdAt: createdAt.toISOString() }
}

/** The first digits of a digest, as many as GitLab shows. */
export function shortDigest(digest: string): string {
  return digest.slice(digest.indexOf(':') + 1).slice(0, 7)
}

const withConfig = z.object({ config: z.object({ digest: z.string() }).nullish() })

/** The digest of the configuration that the manifest of an image names; undefined for that of several images. */
export function configDigestOf(manifest: Uint8Array): string | undefined {
  return withConfig.parse(JSON.parse(new TextDecoder().decode(manifest))).config?.digest
}
