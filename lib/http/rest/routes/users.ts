import { z } from '@hono/zod-openapi'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { nameText, rowId, searchText } from '@/lib/http/rest/parameters'
import { nothingThere } from '@/lib/http/rest/refusals'
import {
  accountView,
  presentAccount,
  presentUser,
  profileView,
  userView,
} from '@/lib/http/rest/views/present-user'
import { forProfile, signedIn } from '@/lib/http/rest/who'
import { pageProfiles } from '@/lib/services/users/page-profiles'
import { viewProfile } from '@/lib/services/users/view-profile'

const common = { method: 'get', who: signedIn, scopes: forProfile } as const

/** GitLab's users API, as far as it reads: https://docs.gitlab.com/api/users/ */
export function addUsers(rest: Rest): void {
  endpoint(
    rest,
    { ...common, path: '/user', summary: 'Whose token this is', answer: accountView },
    async ({ actor }) => {
      const profile = await viewProfile(actor, actor.id)
      if (!profile) throw nothingThere('404 User Not Found')
      return presentAccount(profile)
    },
  )
  endpoint(
    rest,
    {
      ...common,
      path: '/users/{id}',
      summary: 'One user; for administrators with e-mail address',
      params: z.object({ id: rowId }),
      answer: profileView,
    },
    async ({ actor, params: { id } }) => {
      const profile = await viewProfile(actor, id)
      if (!profile) throw nothingThere('404 User Not Found')
      const { email, is_admin, ...shown } = presentAccount(profile)
      return actor.isAdmin ? { ...shown, email, is_admin } : shown
    },
  )
  list(
    rest,
    {
      ...common,
      path: '/users',
      summary: 'Users, by user name or search',
      query: z.object({
        username: nameText.describe('The whole user name, in any case').optional(),
        search: searchText,
      }),
      answer: userView,
    },
    async ({ actor, query: { username, search } }, page) => {
      const { items, total } = await pageProfiles(actor, { username, text: search }, page)
      return { items: items.map(presentUser), total }
    },
  )
}
