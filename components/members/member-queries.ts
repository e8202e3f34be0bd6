'use client'

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Outcome } from '@/lib/actions/act'
import {
  changeMemberAction,
  inviteMembersAction,
  leavePlaceAction,
  listMembersAction,
  previewRemovalAction,
  removeMemberAction,
} from '@/lib/actions/members'
import { outcomeValue } from '@/lib/client/action-result'
import type { HolderKind } from '@/lib/domain/holder'
import type { InviteFields, MemberFields, MemberListQuery } from '@/lib/domain/member'
import type { MemberPageView } from '@/lib/domain/member-view'

/** A project or group as the browser names it. */
export interface MemberPlace {
  kind: HolderKind
  fullPath: string
}

export const firstPage: MemberListQuery = {
  search: '',
  accessLevel: null,
  source: 'all',
  sort: 'account',
  direction: 'asc',
  page: 1,
}

const keyOf = (holder: MemberPlace) => ['members', holder.kind, holder.fullPath] as const

/** One page of members; the previous one stays while the next is on its way. */
export function useMembers(holder: MemberPlace, query: MemberListQuery, initial?: MemberPageView) {
  return useQuery({
    queryKey: [...keyOf(holder), query],
    queryFn: () => outcomeValue(listMembersAction({ holder, query })),
    placeholderData: keepPreviousData,
    initialData: initial,
  })
}

/** Invites people; the answer is their user names. */
export function useInviteMembers(holder: MemberPlace) {
  return useMemberMutation(holder, (form: InviteFields) => inviteMembersAction({ ...form, holder }))
}

/** Changes role and end of a direct member. */
export function useChangeMember(holder: MemberPlace) {
  return useMemberMutation(holder, (form: MemberFields & { memberId: number }) =>
    changeMemberAction({ ...form, holder }),
  )
}

export interface RemovalChoice {
  memberId: number
  revokesTokens: boolean
  removesBelow: boolean
}

/** Removes a direct member. */
export function useRemoveMember(holder: MemberPlace) {
  return useMemberMutation(holder, (choice: RemovalChoice) => removeMemberAction({ ...choice, holder }))
}

/** Ends one's own membership. */
export function useLeavePlace(holder: MemberPlace) {
  return useMutation({ mutationFn: () => outcomeValue(leavePlaceAction({ holder })) })
}

/** What a removal would leave behind, asked anew for every dialog. */
export function useRemovalPreview(holder: MemberPlace, memberId: number) {
  return useQuery({
    queryKey: ['member-removal', holder.kind, holder.fullPath, memberId],
    queryFn: () => outcomeValue(previewRemovalAction({ holder, memberId })),
    staleTime: 0,
    gcTime: 0,
  })
}

/** A change after which every page of the list is asked for again, before it counts as done. */
function useMemberMutation<Input, Value>(
  holder: MemberPlace,
  send: (input: Input) => Promise<Outcome<Value>>,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => outcomeValue(send(input)),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(holder) }),
  })
}
