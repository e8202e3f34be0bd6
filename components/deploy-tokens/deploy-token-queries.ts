'use client'

import {
  keepPreviousData,
  type QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import {
  type CreatedToken,
  createDeployTokenAction,
  listDeployTokensAction,
  listReachedTokensAction,
  revokeDeployTokenAction,
} from '@/lib/actions/deploy-tokens'
import { outcomeValue } from '@/lib/client/action-result'
import type { DeployTokenFields, Reach, ReachedTokenQuery, TokenListQuery } from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import type { ReachedTokenPageView, TokenPageView, TokenView } from '@/lib/domain/token-view'

/** A holder as the browser names it. */
export interface HolderName {
  kind: HolderKind
  fullPath: string
}

export const firstPage: TokenListQuery = {
  state: 'active',
  search: '',
  sort: 'created',
  direction: 'desc',
  page: 1,
}

export const firstReachedPage: Omit<ReachedTokenQuery, 'reach'> = {
  search: '',
  sort: 'created',
  direction: 'desc',
  page: 1,
}

const keyOf = (holder: HolderName) => ['deploy-tokens', holder.kind, holder.fullPath] as const

/** One page of tokens; the previous one stays while the next is on its way. */
export function useDeployTokens(holder: HolderName, query: TokenListQuery, initial?: TokenPageView) {
  return useQuery({
    queryKey: [...keyOf(holder), query],
    queryFn: () => outcomeValue(listDeployTokensAction({ holder, query })),
    placeholderData: keepPreviousData,
    initialData: initial,
  })
}

const reachedKeyOf = (holder: HolderName, reach: Reach) =>
  ['reached-tokens', holder.kind, holder.fullPath, reach] as const

/** One page of the active tokens of holders above or below; fetched once `enabled`. */
export function useReachedTokens(holder: HolderName, query: ReachedTokenQuery, enabled = true) {
  return useQuery({
    queryKey: [...reachedKeyOf(holder, query.reach), query],
    queryFn: () => outcomeValue(listReachedTokensAction({ holder, query })),
    placeholderData: keepPreviousData,
    enabled,
  })
}

/** How many there are above or below: as the page said, and then as the last answer did. */
export function useReachedCount(holder: HolderName, reach: Reach, initial: number): number {
  const { data } = useReachedTokens(holder, { ...firstReachedPage, reach }, false)
  return data?.count ?? initial
}

/** Takes a token that has just been revoked at its holder out of the list of those below, at once. */
export function useForgetReached(holder: HolderName) {
  const client = useQueryClient()
  const queryKey = reachedKeyOf(holder, 'below')
  return (token: TokenView) => {
    client.setQueriesData<ReachedTokenPageView>({ queryKey }, (list) => {
      if (!list) return list
      const tokens = list.tokens.filter(({ id }) => id !== token.id)
      const gone = list.tokens.length - tokens.length
      return { tokens, total: list.total - gone, count: list.count - 1 }
    })
    return client.invalidateQueries({ queryKey })
  }
}

/**
 * Creates a token. Its value is handed to `onCreated` and to nothing else: neither the list's cache nor the
 * mutation's keeps it.
 */
export function useCreateDeployToken(holder: HolderName, onCreated: (created: CreatedToken) => void) {
  const client = useQueryClient()
  return useMutation({
    gcTime: 0,
    mutationFn: async (form: DeployTokenFields & { requestKey: string }) => {
      const created = await outcomeValue(createDeployTokenAction({ ...form, holder }))
      onCreated(created)
      return created.token
    },
    onSuccess: (token) => {
      changeLists(client, holder, (list, query) => ({
        ...list,
        counts: { ...list.counts, active: list.counts.active + 1 },
        ...(isFirstPage(query) && { tokens: [token, ...list.tokens], total: list.total + 1 }),
      }))
    },
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(holder) }),
  })
}

/** Revokes a token and takes it out of the active list at once. */
export function useRevokeDeployToken(holder: HolderName) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (token: TokenView) => outcomeValue(revokeDeployTokenAction({ holder, tokenId: token.id })),
    onSuccess: ({ token, changed }) => {
      changeLists(client, holder, (list, query) => {
        const tokens =
          query.state === 'active' ? list.tokens.filter(({ id }) => id !== token.id) : list.tokens
        const { active, inactive } = list.counts
        return {
          tokens,
          total: list.total - (list.tokens.length - tokens.length),
          counts: changed ? { active: active - 1, inactive: inactive + 1 } : list.counts,
        }
      })
    },
    onSettled: () => client.invalidateQueries({ queryKey: keyOf(holder) }),
  })
}

function changeLists(
  client: QueryClient,
  holder: HolderName,
  change: (list: TokenPageView, query: TokenListQuery) => TokenPageView,
) {
  for (const [key, list] of client.getQueriesData<TokenPageView>({ queryKey: keyOf(holder) })) {
    if (list) client.setQueryData(key, change(list, key[3] as TokenListQuery))
  }
}

function isFirstPage(query: TokenListQuery): boolean {
  return JSON.stringify(query) === JSON.stringify(firstPage)
}
