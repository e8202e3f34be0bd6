import type { Digest } from '@/lib/domain/digest'
import { indexMediaType, type Referrer } from '@/lib/domain/image-manifest'
import { listReferrers } from '@/lib/services/registry/list-referrers'
import type { RegistryRequest } from './registry'
import { cutPage, readPage } from './registry-pages'

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers */
export async function answerReferrers({ c, actor, name, last }: RegistryRequest): Promise<Response> {
  const page = readPage(c)
  const artifactType = page.query.get('artifactType') ?? undefined
  const query = { subject: last as Digest, artifactType, after: page.after, limit: page.limit + 1 }
  const { entries, headers } = cutPage(page, await listReferrers(actor, name, query), {
    path: `/v2/${name}/referrers/${last}`,
    nameOf: ({ digest }) => digest,
  })
  const index = { schemaVersion: 2, mediaType: indexMediaType, manifests: entries.map(descriptorOf) }
  return c.body(JSON.stringify(index), 200, {
    ...headers,
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
