import type { HolderKind } from '@/lib/domain/holder'

/** A group or project as its settings name it to the server. */
export interface PlaceName {
  kind: HolderKind
  id: number
  fullPath: string
}

/** Its Settings > General. */
export function settingsAddress({ kind, fullPath }: Pick<PlaceName, 'kind' | 'fullPath'>): string {
  return kind === 'group' ? `/groups/${fullPath}/-/edit` : `/${fullPath}/edit`
}

/** "Project" or "Group", at the beginning of a label. */
export function nounOf({ kind }: Pick<PlaceName, 'kind'>): string {
  return kind === 'group' ? 'Group' : 'Project'
}
