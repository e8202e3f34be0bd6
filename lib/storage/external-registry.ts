import { createHash } from 'node:crypto'
import { type Digest, isDigest, partsOf } from '@/lib/domain/digest'
import { DomainError } from '@/lib/domain/error'
import { manifestBytesMax, manifestMediaTypes } from '@/lib/domain/image-manifest'
import { RegistryError } from '@/lib/domain/registry-error'
import { type ImageAction, registryService, ticketIssuer } from '@/lib/domain/registry-ticket'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { signTicket } from './tickets'

// What is asked of another registry (LATCHKEY_REGISTRY=external), with tickets that we sign for ourselves. Errors of
// all of them: `unavailable` where it cannot be reached, or answers as no registry that believes our tickets does.

const secondsMax = 5
const atOnceMax = 8

/** An image's manifest as it was pushed; undefined where it is not there. Error: `MANIFEST_INVALID` for one that is too long. */
export async function fetchManifest(
  name: string,
  digest: Digest,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; mediaType: string } | undefined> {
  const response = await ask('GET', name, `manifests/${digest}`)
  if (response.status === 404) return leave(response)
  const bytes = await readVerified(response, digest, manifestBytesMax)
  if (!bytes) throw new RegistryError('MANIFEST_INVALID')
  return { bytes, mediaType: response.headers.get('content-type') ?? '' }
}

/** The bytes of a blob of this image; undefined where it is not there, or has more than this many. */
export async function fetchBlob(
  name: string,
  digest: Digest,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const response = await ask('GET', name, `blobs/${digest}`)
  return response.status === 404 ? leave(response) : readVerified(response, digest, bytesMax)
}

/** The digest of the manifest that a tag or digest names at this moment; undefined where there is none. */
export async function resolveReference(name: string, reference: string): Promise<Digest | undefined> {
  const response = await ask('HEAD', name, `manifests/${reference}`)
  if (response.status === 404) return undefined
  const digest = response.headers.get('docker-content-digest') ?? ''
  if (!isDigest(digest)) throw unavailable(new Error('the registry named no digest'))
  return digest
}

/**
 * Deletes manifests and with them their tags, a few at a time; one that is not there is deleted. Error: `conflict` where
 * the registry does not delete.
 */
export async function removeManifests(name: string, digests: readonly string[]): Promise<void> {
  for (let first = 0; first < digests.length; first += atOnceMax)
    await Promise.all(digests.slice(first, first + atOnceMax).map((digest) => remove(name, digest)))
}

async function remove(name: string, digest: string): Promise<void> {
  const response = await ask('DELETE', name, `manifests/${digest}`, [202, 404, 405])
  await leave(response)
  if (response.status === 405)
    throw new DomainError(
      'conflict',
      'The registry does not delete: storage.delete.enabled is not set there.',
    )
}

/** The answer to one question, of one of these statuses. */
async function ask(
  method: 'GET' | 'HEAD' | 'DELETE',
  name: string,
  path: string,
  statuses: readonly number[] = [200, 404],
): Promise<Response> {
  const ticket = await ownTicket(name, method === 'DELETE' ? 'delete' : 'pull')
  const headers = { Authorization: `Bearer ${ticket}`, Accept: [...manifestMediaTypes, '*/*'].join(', ') }
  const signal = AbortSignal.timeout(secondsMax * 1000)
  const response = await fetch(`${registryUrl()}/v2/${name}/${path}`, { method, headers, signal }).catch(
    (error: unknown) => {
      throw unavailable(error)
    },
  )
  // a 404 of whatever else stands at that address must not pass for one of the registry
  const isRegistry = response.status !== 404 || response.headers.has('docker-distribution-api-version')
  if (isRegistry && statuses.includes(response.status)) return response
  await leave(response)
  throw unavailable(new Error(`the registry answered ${response.status} to ${method} ${path}`))
}

function ownTicket(name: string, action: ImageAction): Promise<string> {
  const claims = { sub: ticketIssuer, access: [{ type: 'repository', name, actions: [action] }] }
  return signTicket(claims, { issuer: ticketIssuer, audience: registryService, seconds: secondsMax })
}

function registryUrl(): string {
  if (env.registry.kind === 'embedded') throw new Error('There is no other registry.')
  return env.registry.url
}

/** All of the answer, which has to be what the digest says; undefined where it is too long, and is then not read on. */
async function readVerified(
  response: Response,
  digest: Digest,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of response.body ?? []) {
      length += chunk.length
      if (length > bytesMax) return undefined
      chunks.push(chunk)
    }
  } catch (error) {
    throw unavailable(error)
  }
  const bytes = Buffer.concat(chunks)
  const { algorithm, hex } = partsOf(digest)
  if (createHash(algorithm).update(bytes).digest('hex') === hex) return bytes
  throw unavailable(new Error(`what the registry sent is not ${digest}`))
}

/** Lets go of an answer that nobody reads. */
async function leave(response: Response): Promise<undefined> {
  await response.body?.cancel()
}

/** Whoever asked can only try again; what is wrong is for the operator. */
function unavailable(cause: unknown): DomainError {
  log.warn({ err: cause }, 'the container registry did not answer')
  const message = 'The container registry cannot be reached. Try again in a moment.'
  return new DomainError('unavailable', message, { retryAfterSeconds: 10, cause })
}
