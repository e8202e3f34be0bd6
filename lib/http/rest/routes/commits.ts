import { z } from '@hono/zod-openapi'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { gitText, instantText, placeId } from '@/lib/http/rest/parameters'
import { nothingThere } from '@/lib/http/rest/refusals'
import {
  commitView,
  oneCommitView,
  presentCommit,
  presentOneCommit,
} from '@/lib/http/rest/views/present-commit'
import { anybody } from '@/lib/http/rest/who'
import { findCommit } from '@/lib/services/git/find-commit'
import { listCommits } from '@/lib/services/git/list-commits'

const path = '/projects/{id}/repository/commits'
const common = { method: 'get', who: anybody, place: 'Project' } as const
const params = z.object({ id: placeId })
const query = z.object({
  ref_name: gitText.optional(),
  path: gitText.default(''),
  since: instantText.optional(),
  until: instantText.optional(),
})

/** GitLab's commits API, as far as it reads: https://docs.gitlab.com/api/commits/ */
export function addCommits(rest: Rest): void {
  list(
    rest,
    { ...common, path, summary: 'The history of a branch, tag or commit', params, query, answer: commitView },
    async ({ actor, params: { id }, query: { ref_name, ...rest } }, page) => {
      const found = await listCommits(actor, id, { revision: ref_name, ...rest }, page)
      if (!found) throw nothingThere('404 Commit Not Found')
      const items = found.items.map(({ project, commit }) => presentCommit(project, commit))
      return { items, hasMore: found.hasMore }
    },
  )
  endpoint(
    rest,
    {
      ...common,
      path: `${path}/{sha}`,
      summary: 'One commit, by its id or by a branch or tag',
      params: params.extend({ sha: gitText }),
      answer: oneCommitView,
    },
    async ({ actor, params: { id, sha } }) => {
      const found = await findCommit(actor, id, sha)
      if (!found) throw nothingThere('404 Commit Not Found')
      return presentOneCommit(found)
    },
  )
}
