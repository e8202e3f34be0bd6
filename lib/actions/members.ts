'use server'

import { z } from 'zod'
import { inviteForm, memberForm, memberListQuery } from '@/lib/domain/member'
import { type MemberPageView, presentMemberPage } from '@/lib/domain/member-view'
import { presentRemoval, type RemovalView } from '@/lib/domain/removal-view'
import { changeMember } from '@/lib/services/members/change-member'
import { inviteMembers } from '@/lib/services/members/invite-members'
import { leavePlace } from '@/lib/services/members/leave-place'
import { listMembers } from '@/lib/services/members/list-members'
import { previewRemoval } from '@/lib/services/members/preview-removal'
import { removeMember } from '@/lib/services/members/remove-member'
import { act, type Outcome } from './act'

const holder = z.object({ kind: z.enum(['project', 'group']), fullPath: z.string().max(10_000) })
const memberId = z.int().min(1).max(2_147_483_647)

/** One page of the members of a project or group, for the table. */
export async function listMembersAction(input: unknown): Promise<Outcome<MemberPageView>> {
  const schema = z.object({ holder, query: memberListQuery })
  return act(schema, input, async ({ actor }, { holder, query }) => {
    const { page, givesUpTo } = await listMembers(actor, holder, query)
    return presentMemberPage(page, { userId: actor.id, givesUpTo })
  })
}

/** Makes people direct members and gives their user names. */
export async function inviteMembersAction(input: unknown): Promise<Outcome<string[]>> {
  const schema = inviteForm(new Date()).extend({ holder })
  return act(schema, input, ({ actor, address }, { holder, ...invitation }) =>
    inviteMembers(actor, { holder, invitation, address }),
  )
}

/** Gives a direct member another role and end. */
export async function changeMemberAction(input: unknown): Promise<Outcome<{ changed: boolean }>> {
  const schema = memberForm(new Date()).extend({ holder, memberId })
  return act(schema, input, ({ actor, address }, { holder, memberId, ...change }) =>
    changeMember(actor, { holder, memberId, change, address }),
  )
}

/** What the dialog shows before a member is removed. */
export async function previewRemovalAction(input: unknown): Promise<Outcome<RemovalView>> {
  const schema = z.object({ holder, memberId })
  return act(schema, input, async ({ actor }, { holder, memberId }) =>
    presentRemoval(await previewRemoval(actor, { holder, memberId }), new Date()),
  )
}

/** Removes a direct member, with their tokens and their memberships below where that is asked for. */
export async function removeMemberAction(
  input: unknown,
): Promise<Outcome<{ revokedCount: number; belowCount: number }>> {
  const schema = z.object({ holder, memberId, revokesTokens: z.boolean(), removesBelow: z.boolean() })
  return act(schema, input, ({ actor, address }, removal) => removeMember(actor, { ...removal, address }))
}

/** Ends one's own direct membership. */
export async function leavePlaceAction(input: unknown): Promise<Outcome<null>> {
  return act(z.object({ holder }), input, async ({ actor, address }, { holder }) => {
    await leavePlace(actor, { holder, address })
    return null
  })
}
