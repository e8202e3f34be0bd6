/** What a token belongs to for all its life: one project, or one group and every project below it. */
export type HolderKind = 'project' | 'group'

/** The largest number of a row: PostgreSQL's integer. */
const idMax = 2_147_483_647

/** True for a number that a row could have. */
export function isId(id: number): boolean {
  return Number.isInteger(id) && id >= 1 && id <= idMax
}

/** Which project or group is meant: the one at this full path, or the one of this number. */
export type PlaceName = string | { id: number }

/** A holder as a caller names it, by full path or by number. */
export type HolderName = { kind: HolderKind } & ({ fullPath: string } | { id: number })

export interface Holder {
  kind: HolderKind
  id: number
}
