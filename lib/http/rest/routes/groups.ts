import { z } from '@hono/zod-openapi'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { isWalk, keysetQuery, walkedPage } from '@/lib/http/rest/keyset'
import { flag, placeId } from '@/lib/http/rest/parameters'
import { groupView, presentGroup } from '@/lib/http/rest/views/present-group'
import { anybody } from '@/lib/http/rest/who'
import { openGroup } from '@/lib/services/access/open-project'
import { pageGroups } from '@/lib/services/groups/page-groups'
import { walkGroups } from '@/lib/services/groups/walk-groups'
import { groupQuery, groupSearchOf } from './place-query'

const common = { method: 'get', who: anybody, answer: groupView } as const
const params = z.object({ id: placeId })

/** GitLab's groups API, as far as it reads: https://docs.gitlab.com/api/groups/ */
export function addGroups(rest: Rest): void {
  list(
    rest,
    {
      ...common,
      path: '/groups',
      summary: 'The groups that one may see',
      query: groupQuery.extend({
        ...keysetQuery.shape,
        top_level_only: flag.describe('Only groups that are in no other').default(false),
      }),
    },
    async ({ actor, query }, page) => {
      const search = { ...groupSearchOf(query), isDeep: !query.top_level_only }
      if (!isWalk(query)) return presentPage(await pageGroups(actor, search, page))
      return walkedPage(await walkGroups(actor, search, page.perPage), query, presentGroup)
    },
  )
  endpoint(
    rest,
    { ...common, path: '/groups/{id}', summary: 'One group', place: 'Group', params },
    async ({ actor, params: { id } }) => presentGroup(await openGroup(actor, 'read_group', id)),
  )
  addBelow(rest, 'subgroups', false)
  addBelow(rest, 'descendant_groups', true)
}

function addBelow(rest: Rest, name: 'subgroups' | 'descendant_groups', isDeep: boolean): void {
  const summary = isDeep ? 'The groups below a group, at any depth' : 'The groups right below a group'
  list(
    rest,
    { ...common, path: `/groups/{id}/${name}`, summary, place: 'Group', params, query: groupQuery },
    async ({ actor, params: { id }, query }, page) =>
      presentPage(await pageGroups(actor, { ...groupSearchOf(query), isDeep, group: id }, page)),
  )
}

function presentPage({ items, total }: Awaited<ReturnType<typeof pageGroups>>) {
  return { items: items.map(presentGroup), total }
}
