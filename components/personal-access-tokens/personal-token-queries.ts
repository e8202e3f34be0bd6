'use client'

import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import {
  type CreatedPersonalToken,
  createPersonalAccessTokenAction,
  listPersonalAccessTokensAction,
  revokePersonalAccessTokenAction,
  rotatePersonalAccessTokenAction,
} from '@/lib/actions/personal-access-tokens'
import { outcomeValue } from '@/lib/client/action-result'
import type { TokenListQuery } from '@/lib/domain/deploy-token'
import type { PersonalAccessTokenFields } from '@/lib/domain/personal-access-token'
import type { PersonalTokenPageView, PersonalTokenView } from '@/lib/domain/personal-token-view'

export const firstPage: TokenListQuery = {
  state: 'active',
  search: '',
  sort: 'created',
  direction: 'desc',
  page: 1,
}

const listKey = ['personal-access-tokens'] as const

/** One page of one's own tokens; the previous one stays while the next is on its way. */
export function usePersonalTokens(query: TokenListQuery, initial?: PersonalTokenPageView) {
  return useQuery({
    queryKey: [...listKey, query],
    queryFn: () => outcomeValue(listPersonalAccessTokensAction({ query })),
    placeholderData: keepPreviousData,
    initialData: initial,
  })
}

type OnCreated = (created: CreatedPersonalToken) => void

/**
 * Creates a token. Its value is handed to `onCreated` and to nothing else: neither the list's cache nor the
 * mutation's keeps it.
 */
export function useCreatePersonalToken(onCreated: OnCreated) {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: async (form: PersonalAccessTokenFields & { requestKey: string }) => {
      const created = await outcomeValue(createPersonalAccessTokenAction(form))
      onCreated(created)
      return created.token
    },
    onSuccess: (token) => changeLists(client, (list, query) => added(list, query, token)),
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

interface Rotation {
  token: PersonalTokenView
  expiresAt: string
  requestKey: string
}

/** Puts a new token in the place of one; its value goes the way of a created one's. */
export function useRotatePersonalToken(onCreated: OnCreated) {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: async ({ token, ...rest }: Rotation) => {
      const created = await outcomeValue(rotatePersonalAccessTokenAction({ tokenId: token.id, ...rest }))
      onCreated(created)
      return created.token
    },
    onSuccess: (next, { token }) =>
      changeLists(client, (list, query) => added(ended(list, query, token), query, next)),
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

/** Revokes a token and takes it out of the active list at once. */
export function useRevokePersonalToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: PersonalTokenView) =>
      outcomeValue(revokePersonalAccessTokenAction({ tokenId: token.id })),
    onSuccess: ({ token, changed }) => {
      if (changed) changeLists(client, (list, query) => ended(list, query, token))
    },
    onSettled: () => client.invalidateQueries({ queryKey: listKey }),
  })
}

function added(
  list: PersonalTokenPageView,
  query: TokenListQuery,
  token: PersonalTokenView,
): PersonalTokenPageView {
  const counts = { ...list.counts, active: list.counts.active + 1 }
  if (JSON.stringify(query) !== JSON.stringify(firstPage)) return { ...list, counts }
  return { counts, tokens: [token, ...list.tokens], total: list.total + 1 }
}

function ended(
  list: PersonalTokenPageView,
  query: TokenListQuery,
  token: PersonalTokenView,
): PersonalTokenPageView {
  const tokens = query.state === 'active' ? list.tokens.filter(({ id }) => id !== token.id) : list.tokens
  const { active, inactive } = list.counts
  return {
    tokens,
    total: list.total - (list.tokens.length - tokens.length),
    counts: { active: active - 1, inactive: inactive + 1 },
  }
}

function changeLists(
  client: QueryClient,
  change: (list: PersonalTokenPageView, query: TokenListQuery) => PersonalTokenPageView,
) {
  for (const [key, list] of client.getQueriesData<PersonalTokenPageView>({ queryKey: listKey })) {
    if (list) client.setQueryData(key, change(list, key[1] as TokenListQuery))
  }
}
