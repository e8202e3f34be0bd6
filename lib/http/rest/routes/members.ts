import { z } from '@hono/zod-openapi'
import type { HolderKind } from '@/lib/domain/holder'
import { list, type Rest } from '@/lib/http/rest/endpoint'
import { holderOf, placeId, searchText } from '@/lib/http/rest/parameters'
import { memberView, presentMember } from '@/lib/http/rest/views/present-member'
import { signedIn } from '@/lib/http/rest/who'
import { pageMembers } from '@/lib/services/members/page-members'

/** GitLab's members API, as far as it lists: https://docs.gitlab.com/api/members/ */
export function addMembers(rest: Rest): void {
  for (const kind of ['project', 'group'] as const) {
    addMembersOf(rest, kind, false)
    addMembersOf(rest, kind, true)
  }
}

function addMembersOf(rest: Rest, kind: HolderKind, withInherited: boolean): void {
  list(
    rest,
    {
      method: 'get',
      path: `/${kind}s/{id}/members${withInherited ? '/all' : ''}`,
      summary: `Members of a ${kind}${withInherited ? ', also by the groups above it' : ''}`,
      who: signedIn,
      place: kind === 'project' ? 'Project' : 'Group',
      params: z.object({ id: placeId }),
      query: z.object({ query: searchText }),
      answer: memberView,
    },
    async ({ actor, params: { id }, query: { query } }, page) => {
      const search = { place: holderOf(kind, id), text: query, withInherited }
      const { items, total } = await pageMembers(actor, search, page)
      return { items: items.map(presentMember), total }
    },
  )
}
