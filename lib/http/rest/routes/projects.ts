import { z } from '@hono/zod-openapi'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { isWalk, keysetQuery, walkedPage } from '@/lib/http/rest/keyset'
import { flag, placeId } from '@/lib/http/rest/parameters'
import { presentProject, projectView } from '@/lib/http/rest/views/present-project'
import { anybody } from '@/lib/http/rest/who'
import { openProject } from '@/lib/services/access/open-project'
import { pageProjects } from '@/lib/services/projects/page-projects'
import { walkProjects } from '@/lib/services/projects/walk-projects'
import { projectQuery, projectSearchOf } from './place-query'

const common = { method: 'get', who: anybody, answer: projectView } as const
const params = z.object({ id: placeId })

/** GitLab's projects API, as far as it reads: https://docs.gitlab.com/api/projects/ */
export function addProjects(rest: Rest): void {
  list(
    rest,
    {
      ...common,
      path: '/projects',
      summary: 'The projects that one may see',
      query: projectQuery.extend(keysetQuery.shape),
    },
    async ({ actor, query }, page) => {
      const search = { ...projectSearchOf(query), isDeep: true }
      if (!isWalk(query)) return presentPage(await pageProjects(actor, search, page))
      return walkedPage(await walkProjects(actor, search, page.perPage), query, presentProject)
    },
  )
  endpoint(
    rest,
    { ...common, path: '/projects/{id}', summary: 'One project', place: 'Project', params },
    async ({ actor, params: { id } }) => presentProject(await openProject(actor, 'read_project', id)),
  )
  list(
    rest,
    {
      ...common,
      path: '/groups/{id}/projects',
      summary: 'The projects of a group',
      place: 'Group',
      params,
      query: projectQuery.extend({
        include_subgroups: flag.describe('Also of the groups below').default(false),
      }),
    },
    async ({ actor, params: { id }, query }, page) => {
      const search = { ...projectSearchOf(query), isDeep: query.include_subgroups, group: id }
      return presentPage(await pageProjects(actor, search, page))
    },
  )
}

function presentPage({ items, total }: Awaited<ReturnType<typeof pageProjects>>) {
  return { items: items.map(presentProject), total }
}
