'use client'

import { useEffect, useEffectEvent } from 'react'

/** Forgets when the page is left: a browser may keep it whole and show it again on "back", without asking the server. */
export function useOnLeaving(forget: () => void) {
  const onLeaving = useEffectEvent(forget)
  useEffect(() => {
    addEventListener('pagehide', onLeaving)
    return () => removeEventListener('pagehide', onLeaving)
  }, [])
}
