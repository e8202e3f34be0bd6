import { type Digest, isDigest } from './digest'
import { isImageTag } from './image-name'
import { RegistryError } from './registry-error'

/** By which name a manifest is asked for. */
export type ManifestReference = { digest: Digest } | { tag: string }

/** The digest or tag that this text is. Errors: `DIGEST_INVALID` for what has a digest's colon, `TAG_INVALID` for the rest. */
export function parseManifestReference(text: string): ManifestReference {
  if (isDigest(text)) return { digest: text }
  if (isImageTag(text)) return { tag: text }
  throw text.includes(':')
    ? new RegistryError('DIGEST_INVALID', 'the digest is not one of sha256 or sha512')
    : new RegistryError('TAG_INVALID')
}
