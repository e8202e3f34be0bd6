'use client'

import { useState } from 'react'
import type { Tab } from '@/components/ui/tabs'
import type { Reach } from '@/lib/domain/deploy-token'
import type { TokenView } from '@/lib/domain/token-view'
import { type HolderName, useReachedCount } from './deploy-token-queries'
import { ReachedTokenList } from './reached-token-list'

const reaches = [
  { id: 'inherited', label: 'Inherited' },
  { id: 'below', label: 'Below this group' },
] as const satisfies { id: Reach; label: string }[]

/**
 * The tabs of tokens of other holders, where there were any when the page was opened, and what to call when a tab is
 * opened: only then its list is fetched.
 */
export function useReachedTabs(
  holder: HolderName,
  initial: Record<Reach, number>,
  onRevoked: (token: TokenView) => void,
): { tabs: Tab[]; open: (id: string) => void } {
  const [opened, setOpened] = useState<readonly string[]>([])
  const counts: Record<Reach, number> = {
    inherited: useReachedCount(holder, 'inherited', initial.inherited),
    below: useReachedCount(holder, 'below', initial.below),
  }
  const tabs = reaches
    .filter(({ id }) => initial[id] > 0)
    .map(({ id, label }) => ({
      id,
      label,
      count: counts[id],
      content: opened.includes(id) ? (
        <ReachedTokenList key={id} holder={holder} reach={id} onRevoked={onRevoked} />
      ) : null,
    }))
  return { tabs, open: (id) => setOpened((before) => (before.includes(id) ? before : [...before, id])) }
}
