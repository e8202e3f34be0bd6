import { isDigest } from '@/lib/domain/digest'
import { DomainError } from '@/lib/domain/error'
import { isImageName } from '@/lib/domain/image-name'
import { RegistryError } from '@/lib/domain/registry-error'

export const registryPrefix = '/v2'

/** The endpoints of the OCI Distribution Specification: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#endpoints */
export type RegistryEndpoint =
  | 'base'
  | 'catalog'
  | 'blob'
  | 'uploads'
  | 'upload'
  | 'manifest'
  | 'tags'
  | 'referrers'

/** What a path below /v2 asks for. */
export interface RegistryPath {
  endpoint: RegistryEndpoint
  /** Of the image; '' for `base` and `catalog`. */
  name: string
  /** The digest, upload or reference at the end, as it was sent; '' where there is none. */
  last: string
}

const form =
  /^\/v2\/(?<name>.+)\/(?:(?<uploads>blobs\/uploads\/?)|blobs\/uploads\/(?<upload>[^/]+)|blobs\/(?<blob>[^/]+)|manifests\/(?<manifest>[^/]+)|(?<tags>tags\/list)|referrers\/(?<referrers>[^/]+))$/

/**
 * A raw path in parts; undefined where it is no endpoint. Errors: `NAME_INVALID` for a name that no image has,
 * `DIGEST_INVALID` for a digest that is none, `invalid` for what cannot be decoded. A name may hold an endpoint's word: the last one counts.
 */
export function parseRegistryPath(pathname: string): RegistryPath | undefined {
  if (pathname === '/v2' || pathname === '/v2/') return { endpoint: 'base', name: '', last: '' }
  if (pathname === '/v2/_catalog') return { endpoint: 'catalog', name: '', last: '' }
  const { name, ...ends } = form.exec(pathname)?.groups ?? {}
  const [endpoint, sent] = Object.entries(ends).find(([, value]) => value !== undefined) ?? []
  if (name === undefined || endpoint === undefined || sent === undefined) return undefined
  if (!isImageName(name)) throw new RegistryError('NAME_INVALID')
  const hasDigest = endpoint === 'blob' || endpoint === 'referrers'
  const last = ['uploads', 'tags'].includes(endpoint) ? '' : decode(sent)
  if (hasDigest && !isDigest(last)) throw new RegistryError('DIGEST_INVALID')
  return { endpoint: endpoint as RegistryEndpoint, name, last }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new DomainError('invalid', 'The path cannot be read.')
  }
}
