'use client'

import { useSyncExternalStore } from 'react'

/**
 * What the classes of <html> say, followed. The layout sets them from cookies, so that the first paint is right without
 * a script; afterwards a choice changes the class and the cookie together, and nothing has to be rendered again.
 */
export function usePageClasses<Value>(read: (classes: DOMTokenList) => Value, onTheServer: Value): Value {
  return useSyncExternalStore(
    followClasses,
    () => read(document.documentElement.classList),
    () => onTheServer,
  )
}

/** For a year, on this browser. Looks only: nothing may depend on such a cookie. */
export function rememberChoice(cookie: 'theme' | 'sidebar', value: string) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in plain http and in older browsers.
  document.cookie = `${cookie}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`
}

function followClasses(changed: () => void) {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['class'] })
  return () => observer.disconnect()
}
