import { createHash } from 'node:crypto'
import { transaction } from '@/lib/data/client'
import { ensureContainerRepository } from '@/lib/data/container-repositories'
import type { Actor } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import type { Project } from '@/lib/domain/project'
import { imageActions } from '@/lib/domain/registry-ticket'
import { issueTicket } from '@/lib/services/registry/issue-ticket'
import { sql } from './fixtures'
import { type MachineRequest, send } from './machine-request'

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json'
export const ociIndex = 'application/vnd.oci.image.index.v1+json'
export const ociConfig = 'application/vnd.oci.image.config.v1+json'
export const ociLayer = 'application/vnd.oci.image.layer.v1.tar+gzip'

/** What names content in a manifest. */
export interface Described {
  mediaType: string
  digest: Digest
  size: number
}

export function sha256(content: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** The descriptor of this content. */
export function describeContent(content: string, mediaType = ociLayer): Described {
  return { mediaType, digest: sha256(content), size: Buffer.byteLength(content) }
}

/** Rows as uploads leave them, for tests that need no bytes: blobs, and their links to an image of the project. */
export async function linkBlobs(project: Project, name: string, blobs: readonly Described[]): Promise<void> {
  const repositoryId = await transaction((tx) => ensureContainerRepository(tx, project.id, name))
  const digests = blobs.map(({ digest }) => digest)
  const sizes = blobs.map(({ size }) => size)
  await sql`INSERT INTO blobs (digest, size) SELECT * FROM unnest(${digests}::text[], ${sizes}::int[])
    ON CONFLICT DO NOTHING`
  await sql`INSERT INTO container_blobs (repository_id, digest) SELECT ${repositoryId}, unnest(${digests}::text[])
    ON CONFLICT DO NOTHING`
}

/** A client of one image that has its ticket, for all that it may do there. */
export async function openImageClient(actor: Actor, imageName: string) {
  const { token } = await issueTicket(actor, [{ name: imageName, actions: imageActions }])
  return {
    /** Sends a request below the image's own path; one that begins with a slash stays as it is. */
    send: (target: string, request: MachineRequest = {}) =>
      send(target.startsWith('/') ? target : `/v2/${imageName}/${target}`, {
        ...request,
        headers: [['Authorization', `Bearer ${token}`], ...(request.headers ?? [])],
      }),
    /** Pushes a manifest under a tag or digest. */
    put: (reference: string, manifest: unknown, mediaType = ociManifest) =>
      send(`/v2/${imageName}/manifests/${reference}`, {
        method: 'PUT',
        headers: [
          ['Authorization', `Bearer ${token}`],
          ['Content-Type', mediaType],
        ],
        body:
          manifest instanceof Uint8Array
            ? new Uint8Array(manifest)
            : typeof manifest === 'string'
              ? manifest
              : JSON.stringify(manifest),
      }),
  }
}

export type ImageClient = Awaited<ReturnType<typeof openImageClient>>
