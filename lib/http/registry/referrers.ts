import { isDigest } from '@/lib/domain/digest'
import { indexMediaType, type Referrer } from '@/lib/domain/image-manifest'
import { RegistryError } from '@/lib/domain/registry-error'
import { listReferrers } from '@/lib/services/registry/list-referrers'
import { linkAfter, readPage } from './registry-pages'
import type { RegistryRequest } from './registry-request'

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers */
export async function answerReferrers({ c, bearer, name, last }: RegistryRequest): Promise<Response> {
  if (!isDigest(last)) throw new RegistryError('DIGEST_INVALID')
  const page = readPage(c)
  const artifactType = page.query.get('artifactType') ?? undefined
  const query = { subject: last, artifactType, after: page.after, limit: page.limit }
  const { referrers, hasMore } = await listReferrers(bearer, name, query)
  const end = referrers.at(-1)?.digest
  const index = { schemaVersion: 2, mediaType: indexMediaType, manifests: referrers.map(descriptorOf) }
  return c.body(JSON.stringify(index), 200, {
    ...(hasMore && end && linkAfter(end, page, `/v2/${name}/referrers/${last}`)),
    'Content-Type': indexMediaType,
    ...(artifactType !== undefined && { 'OCI-Filters-Applied': 'artifactType' }),
  })
}

function descriptorOf({ mediaType, digest, size, artifactType, annotations }: Referrer) {
  return {
    ...{ mediaType, digest, size },
    ...(artifactType && { artifactType }),
    ...(annotations && { annotations }),
  }
}
