import type { HolderKind } from '@/lib/domain/holder'

/** The group or project whose settings are open, as they name it to the server. */
export interface OpenPlace {
  kind: HolderKind
  id: number
  fullPath: string
}

/** Its Settings > General. */
export function settingsAddress({ kind, fullPath }: Pick<OpenPlace, 'kind' | 'fullPath'>): string {
  return kind === 'group' ? `/groups/${fullPath}/-/edit` : `/${fullPath}/edit`
}

/** "Project" or "Group", at the beginning of a label. */
export function nounOf({ kind }: Pick<OpenPlace, 'kind'>): string {
  return kind === 'group' ? 'Group' : 'Project'
}
