import { z } from '@hono/zod-openapi'
import { accessLevels, noAccess } from '@/lib/domain/role'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { flag, placeId, searchText } from '@/lib/http/rest/parameters'
import { namespaceView, presentNamespace } from '@/lib/http/rest/views/present-namespace'
import { signedIn } from '@/lib/http/rest/who'
import { openGroup } from '@/lib/services/access/open-project'
import { pageGroups } from '@/lib/services/groups/page-groups'

const common = { method: 'get', who: signedIn, answer: namespaceView } as const
const query = z.object({
  search: searchText,
  owned_only: flag.describe('Only those that one owns').default(false),
  top_level_only: flag.describe('Only those that are in no other').default(false),
})

/** GitLab's namespaces API; every one here is a group: https://docs.gitlab.com/api/namespaces/ */
export function addNamespaces(rest: Rest): void {
  list(
    rest,
    {
      ...common,
      path: '/namespaces',
      summary: 'The groups one is a member of; an administrator’s are all',
      query,
    },
    async ({ actor, query: { search, owned_only, top_level_only } }, page) => {
      const ownLevel = owned_only ? accessLevels.Owner : accessLevels.Guest
      const wish = {
        text: search,
        levelMin: actor.isAdmin && !owned_only ? noAccess : ownLevel,
        isDeep: !top_level_only,
        orderBy: 'path',
        sort: 'asc',
      } as const
      const { items, total } = await pageGroups(actor, wish, page)
      return { items: items.map(presentNamespace), total }
    },
  )
  endpoint(
    rest,
    {
      ...common,
      path: '/namespaces/{id}',
      summary: 'One namespace',
      place: 'Namespace',
      params: z.object({ id: placeId }),
    },
    async ({ actor, params: { id } }) => presentNamespace(await openGroup(actor, 'read_group', id)),
  )
}
