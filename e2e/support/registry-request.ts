import { createHash, randomUUID } from 'node:crypto'
import { transaction } from '@/lib/data/client'
import { findContainerRepository } from '@/lib/data/container-repositories'
import { findActorOfDeployToken } from '@/lib/data/deploy-tokens'
import type { Actor, DeployTokenActor } from '@/lib/domain/actor'
import type { DeployToken } from '@/lib/domain/deploy-token'
import type { Digest } from '@/lib/domain/digest'
import type { Group, Project } from '@/lib/domain/project'
import type { ImageAction } from '@/lib/domain/registry-ticket'
import { issueTicket } from '@/lib/services/registry/issue-ticket'
import { blobPath } from '@/lib/storage/blobs'
import { makeToken } from './fixtures'
import { type MachineRequest, send } from './machine-request'

/** The header that carries a ticket for whichever of these actions on an image, or several, the actor may do now. */
export async function bearer(
  actor: Actor,
  names: string | readonly string[],
  actions: readonly ImageAction[] = ['pull', 'push', 'delete'],
): Promise<[string, string]> {
  const wishes = [names].flat().map((name) => ({ name, actions }))
  const { token } = await issueTicket(actor, wishes)
  return ['Authorization', `Bearer ${token}`]
}

/** A new deploy token as the actor that it signs in. */
export async function makeTokenActor(
  place: Group | Project,
  scopes: DeployToken['scopes'] = ['read_registry', 'write_registry'],
): Promise<DeployTokenActor> {
  const { token } = await makeToken(place, { scopes })
  const actor = await findActorOfDeployToken(token.id)
  if (!actor) throw new Error('What was just made is not live')
  return actor
}

/** The sha256 of these bytes, as content is called by it. */
export function sha256(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** What a client does with one image: each request with this header, its path below `/v2/<name>/`. */
export function imageClient(name: string, authorization: [string, string]) {
  return (method: string, path: string, { headers = [], ...request }: MachineRequest = {}) =>
    send(`${path.startsWith('/') ? '' : `/v2/${name}/`}${path}`, {
      ...request,
      method,
      headers: [authorization, ...headers],
    })
}

export { blobPath }

export type ImageClient = ReturnType<typeof imageClient>

/** Pushes these bytes as a blob, and gives its digest. */
export async function pushed(client: ImageClient, content: Uint8Array | string): Promise<Digest> {
  const digest = sha256(content)
  const answer = await client('POST', `blobs/uploads/?digest=${digest}`, { body: content as BodyInit })
  if (answer.status !== 201) throw new Error(`The push of a blob was answered ${answer.status}`)
  return digest
}

/** Makes a manifest in a project's repository of this name that names this blob, as the push of one does. */
export async function holdByManifest(project: Project, name: string, digest: Digest): Promise<void> {
  await transaction(async (tx) => {
    const repositoryId = await findContainerRepository(tx, project.id, name)
    await tx.$queryRaw`
      SELECT FROM container_blobs WHERE repository_id = ${repositoryId} AND digest = ${digest} FOR SHARE`
    await tx.$executeRaw`
      WITH made AS (
        INSERT INTO container_manifests (repository_id, digest, media_type, content, image_size, platforms, publisher_name)
        VALUES (${repositoryId}, ${sha256(randomUUID())}, 'application/vnd.oci.image.manifest.v1+json', '', 0, '{}', 'x')
        RETURNING id, repository_id)
      INSERT INTO container_manifest_blobs (manifest_id, repository_id, digest)
      SELECT id, repository_id, ${digest} FROM made`
  })
}

/** The code of the error that an answer holds. */
export async function codeOf(answer: Response): Promise<string> {
  const { errors } = (await answer.json()) as { errors: [{ code: string }] }
  return errors[0].code
}
