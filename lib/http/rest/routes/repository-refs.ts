import { z } from '@hono/zod-openapi'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { gitText, placeId, searchText } from '@/lib/http/rest/parameters'
import { nothingThere } from '@/lib/http/rest/refusals'
import { branchView, presentBranch, presentTag, tagView } from '@/lib/http/rest/views/present-ref'
import { anybody } from '@/lib/http/rest/who'
import { findBranch } from '@/lib/services/git/find-branch'
import { findTag } from '@/lib/services/git/find-tag'
import { listBranches } from '@/lib/services/git/list-branches'
import { listTags } from '@/lib/services/git/list-tags'

const common = { method: 'get', who: anybody, place: 'Project' } as const
const params = z.object({ id: placeId })

/** GitLab's branches and tags APIs, as far as they read: https://docs.gitlab.com/api/branches/, …/tags/ */
export function addRepositoryRefs(rest: Rest): void {
  const branches = '/projects/{id}/repository/branches'
  const branchQuery = z.object({ search: searchText })
  list(
    rest,
    {
      ...common,
      path: branches,
      summary: 'The branches of a project',
      params,
      query: branchQuery,
      answer: branchView,
    },
    async ({ actor, params: { id }, query: { search } }, page) => {
      const { items, total } = await listBranches(actor, id, search, page)
      return { items: items.map(presentBranch), total }
    },
  )
  endpoint(
    rest,
    {
      ...common,
      path: `${branches}/{branch}`,
      summary: 'One branch',
      params: params.extend({ branch: gitText }),
      answer: branchView,
    },
    async ({ actor, params: { id, branch } }) => {
      const found = await findBranch(actor, id, branch)
      if (!found) throw nothingThere('404 Branch Not Found')
      return presentBranch(found)
    },
  )
  addTags(rest)
}

const tagQuery = z.object({
  search: searchText,
  order_by: z.enum(['name', 'updated', 'version']).describe('What to sort by').default('updated'),
  sort: z.enum(['asc', 'desc']).describe('Upwards or downwards').default('desc'),
})

function addTags(rest: Rest): void {
  const tags = '/projects/{id}/repository/tags'
  list(
    rest,
    { ...common, path: tags, summary: 'The tags of a project', params, query: tagQuery, answer: tagView },
    async ({ actor, params: { id }, query: { search, order_by, sort } }, page) => {
      const wish = { search, order: { by: order_by, sort } }
      const { items, total } = await listTags(actor, id, wish, page)
      return { items: items.map(presentTag), total }
    },
  )
  endpoint(
    rest,
    {
      ...common,
      path: `${tags}/{tag_name}`,
      summary: 'One tag',
      params: params.extend({ tag_name: gitText }),
      answer: tagView,
    },
    async ({ actor, params: { id, tag_name } }) => {
      const found = await findTag(actor, id, tag_name)
      if (!found) throw nothingThere('404 Tag Not Found')
      return presentTag(found)
    },
  )
}
