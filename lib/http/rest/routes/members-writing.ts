import { z } from '@hono/zod-openapi'
import type { UserActor } from '@/lib/domain/actor'
import { isDomainError } from '@/lib/domain/error'
import type { HolderKind, HolderName } from '@/lib/domain/holder'
import { memberForm } from '@/lib/domain/member'
import { endpoint, type Rest } from '@/lib/http/rest/endpoint'
import {
  flag,
  holderOf,
  inBody,
  levelNumber,
  nameText,
  parse,
  placeId,
  rowId,
} from '@/lib/http/rest/parameters'
import { badParameter, nothingThere, Refusal } from '@/lib/http/rest/refusals'
import { memberView, presentMember } from '@/lib/http/rest/views/present-member'
import { signedIn } from '@/lib/http/rest/who'
import { openHolder } from '@/lib/services/access/open-project'
import { changeMember } from '@/lib/services/members/change-member'
import { findMember } from '@/lib/services/members/find-member'
import { inviteMembers } from '@/lib/services/members/invite-members'
import { leavePlace } from '@/lib/services/members/leave-place'
import { removeMember } from '@/lib/services/members/remove-member'
import { pageProfiles } from '@/lib/services/users/page-profiles'
import { viewProfile } from '@/lib/services/users/view-profile'

const params = z.object({ id: placeId })
const memberParams = z.object({ id: placeId, user_id: rowId })
const change = z.object({
  access_level: inBody(levelNumber).openapi({ type: 'integer' }),
  expires_at: z.string().nullish().openapi({ format: 'date' }),
})
const newMember = change.extend({
  user_id: inBody(rowId).openapi({ type: 'integer' }).optional(),
  username: nameText.optional(),
})

/** GitLab's members API, of one member: https://docs.gitlab.com/api/members/ */
export function addMembersWriting(rest: Rest): void {
  for (const kind of ['project', 'group'] as const) {
    addFinding(rest, kind, false)
    addFinding(rest, kind, true)
    addWriting(rest, kind)
  }
}

function commonOf(kind: HolderKind) {
  return {
    who: signedIn,
    place: kind === 'project' ? 'Project' : 'Group',
    complainsByField: true,
  } as const
}

function addFinding(rest: Rest, kind: HolderKind, withInherited: boolean): void {
  endpoint(
    rest,
    {
      ...commonOf(kind),
      answer: memberView,
      method: 'get',
      path: `/${kind}s/{id}/members${withInherited ? '/all' : ''}/{user_id}`,
      summary: `One member of a ${kind}${withInherited ? ', also by the groups above it' : ''}`,
      params: memberParams,
    },
    async ({ actor, params: { id, user_id } }) =>
      presentMember(await requireMember(actor, holderOf(kind, id), user_id, withInherited)),
  )
}

function addWriting(rest: Rest, kind: HolderKind): void {
  const common = commonOf(kind)
  endpoint(
    rest,
    {
      ...common,
      answer: memberView,
      method: 'post',
      path: `/${kind}s/{id}/members`,
      summary: `Make a user a member of a ${kind}`,
      params,
      body: newMember,
      status: 201,
    },
    async ({ actor, address, params: { id }, body }) => {
      const holder = holderOf(kind, id)
      const form = { accessLevel: body.access_level, expiresAt: endOf(body) ?? null }
      const user = await findUser(actor, body)
      const invitation = { ...form, users: [user.username.toLowerCase()] }
      await orAlreadyMember(inviteMembers(actor, { holder, invitation, address }), actor, holder, user.id)
      return presentMember(await requireMember(actor, holder, user.id))
    },
  )
  endpoint(
    rest,
    {
      ...common,
      answer: memberView,
      method: 'put',
      path: `/${kind}s/{id}/members/{user_id}`,
      summary: `Give a member of a ${kind} another role, or another end`,
      params: memberParams,
      body: change,
    },
    async ({ actor, address, params: { id, user_id: userId }, body }) => {
      const holder = holderOf(kind, id)
      const to = { accessLevel: body.access_level, expiresAt: endOf(body) }
      const changed = changeMember(actor, { holder, memberId: { userId }, change: to, address })
      await orNoMember(changed, actor, holder)
      return presentMember(await requireMember(actor, holder, userId))
    },
  )
  endpoint(
    rest,
    {
      ...common,
      method: 'delete',
      path: `/${kind}s/{id}/members/{user_id}`,
      summary: `Remove a member of a ${kind}${kind === 'group' ? ' and, unless told otherwise, of everything below' : ''}`,
      params: memberParams,
      query: z.object({
        skip_subresources: flag.describe('Leave the memberships in everything below').default(false),
      }),
      status: 204,
    },
    async ({ actor, address, params: { id, user_id: userId }, query: { skip_subresources } }) => {
      const holder = holderOf(kind, id)
      // everybody may go, whatever their role
      if (userId === actor.id) return orNoMember(leavePlace(actor, { holder, address }), actor, holder)
      const removal = { revokesTokens: false, removesBelow: !skip_subresources, address }
      await orNoMember(removeMember(actor, { holder, memberId: { userId }, ...removal }), actor, holder)
    },
  )
}

/** The end that a body asks for: null for none, undefined where it says nothing. Error: 400 for a day that is over. */
function endOf({ expires_at }: z.output<typeof change>): Date | null | undefined {
  if (expires_at === undefined) return undefined
  const { expiresAt } = memberForm(new Date()).shape
  return parse(z.object({ expires_at: expiresAt }), { expires_at: expires_at ?? '' }).expires_at
}

/** Who is meant. Errors: 400 unless there is exactly one of the two names, 404 for nobody. */
async function findUser(actor: UserActor, { user_id, username }: z.output<typeof newMember>) {
  if (user_id === undefined && username === undefined)
    throw badParameter('user_id, username are missing, exactly one parameter must be provided')
  if (user_id !== undefined && username !== undefined)
    throw badParameter('user_id, username are mutually exclusive')
  const found =
    user_id === undefined
      ? (await pageProfiles(actor, { username, text: '' }, { page: 1, perPage: 1 })).items[0]
      : await viewProfile(actor, user_id)
  if (!found) throw nothingThere('404 User Not Found')
  return found
}

async function requireMember(actor: UserActor, place: HolderName, userId: number, withInherited = false) {
  const found = await findMember(actor, { place, userId, withInherited })
  if (!found) throw nothingThere()
  return found
}

/** GitLab tells a member who is one already from everybody else who cannot be invited: 409. */
async function orAlreadyMember(work: Promise<unknown>, actor: UserActor, place: HolderName, userId: number) {
  try {
    await work
  } catch (error) {
    const isOfUser = isDomainError(error, 'invalid') && error.fields.users !== undefined
    if (isOfUser && (await findMember(actor, { place, userId, withInherited: false })))
      throw new Refusal(409, { message: 'Member already exists' })
    throw error
  }
}

/** Of a place that is seen only the member can be missing. */
async function orNoMember(work: Promise<unknown>, actor: UserActor, place: HolderName): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!isDomainError(error, 'not_found')) throw error
    await openHolder(actor, 'read_members', place)
    throw nothingThere()
  }
}
