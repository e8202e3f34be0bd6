import { listCatalog } from '@/lib/services/registry/list-catalog'
import { cutPage, readPage } from './registry-pages'
import type { RegistryRequest } from './registry-request'

/** https://distribution.github.io/distribution/spec/api/#listing-repositories; GitLab's shows it to nobody. */
export async function answerCatalog({ c, bearer }: RegistryRequest): Promise<Response> {
  const page = readPage(c)
  const found = await listCatalog(bearer, { after: page.after, limit: page.limit + 1 })
  const { names: repositories, headers } = cutPage(page, found, '/v2/_catalog')
  return c.json({ repositories }, 200, headers)
}
