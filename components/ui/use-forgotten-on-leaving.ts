'use client'

import { useEffect, useEffectEvent } from 'react'

/** A page that is left may be kept whole by the browser and shown again on "back", without asking the server. */
export function useForgottenOnLeaving(forget: () => void) {
  const onLeaving = useEffectEvent(forget)
  useEffect(() => {
    addEventListener('pagehide', onLeaving)
    return () => removeEventListener('pagehide', onLeaving)
  }, [])
}
