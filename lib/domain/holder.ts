/** What a token belongs to for all its life: one project, or one group and every project below it. */
export type HolderKind = 'project' | 'group'

export interface Holder {
  kind: HolderKind
  id: number
}
