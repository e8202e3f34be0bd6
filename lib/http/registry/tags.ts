import { listTags } from '@/lib/services/registry/list-tags'
import { cutPage, readPage } from './registry-pages'
import type { RegistryRequest } from './registry-request'

/** https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags */
export async function answerTags({ c, bearer, name }: RegistryRequest): Promise<Response> {
  const page = readPage(c)
  const found = await listTags(bearer, name, { after: page.after, limit: page.limit + 1 })
  const { names: tags, headers } = cutPage(page, found, `/v2/${name}/tags/list`)
  return c.json({ name, tags }, 200, headers)
}
