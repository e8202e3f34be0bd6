import type { Digest } from '@/lib/domain/digest'

/** True where an If-None-Match names what this digest does (RFC 9110, 13.1.2): its entity tag is the digest in quotes. */
export function isKnown(ifNoneMatch: string | undefined, digest: Digest): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(`"${digest}"`) || tags.includes('*')
}
