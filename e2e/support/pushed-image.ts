import { createHash } from 'node:crypto'
import type { Digest } from '@/lib/domain/digest'
import type { Project } from '@/lib/domain/project'
import { pushBlob } from '@/lib/services/registry/push-blob'
import { putManifest } from '@/lib/services/registry/put-manifest'
import { administrator, unique } from './fixtures'

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json'

/** What a push left in a project's own image: a manifest of one blob, under a tag of its own. */
export interface PushedImage {
  blob: Digest
  manifest: Digest
  tag: string
}

/** Pushes an image that nothing else holds, through the acts themselves, as the administrator. */
export async function pushImage(project: Project): Promise<PushedImage> {
  const blob = await pushContent(project)
  const tag = unique('tag')
  const content = new TextEncoder().encode(manifestOf(blob))
  const push = { imageName: project.fullPath, contentType: ociManifest, content }
  const { digest: manifest } = await putManifest(await administrator(), { ...push, reference: { tag } })
  return { blob, manifest, tag }
}

/** Pushes a blob that no manifest names. */
export async function pushContent(project: Project): Promise<Digest> {
  const content = unique('blob').slice(0, contentBytes)
  const chunk = { openBody: () => new Blob([content]).stream(), bytes: contentBytes, range: undefined }
  await pushBlob(await administrator(), project.fullPath, digestOf(content), chunk)
  return digestOf(content)
}
const contentBytes = 'blob-0123456789'.length

/** A manifest of a blob that `pushContent` has pushed. */
export function manifestOf(blob: Digest): string {
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  const config = { mediaType, digest: blob, size: contentBytes }
  return JSON.stringify({ schemaVersion: 2, mediaType: ociManifest, config, layers: [] })
}

/** What this content is called by. */
export function digestOf(content: string): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}
