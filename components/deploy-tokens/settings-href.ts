import type { HolderName } from './deploy-token-queries'

/** The address of a holder's Deploy tokens. */
export function settingsHref({ kind, fullPath }: HolderName): string {
  return `${kind === 'group' ? '/groups' : ''}/${fullPath}/-/settings/repository#js-deploy-tokens`
}
