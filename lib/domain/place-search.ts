import type { Visibility } from './visibility'

/** Which of the places that somebody may see a list shows, and in what order. */
interface PlaceSearch {
  /** Part of a name or path; '' for all. */
  text: string
  visibility?: Visibility
  /** The least access level of who asks, as a member; 0 for all that they may see. */
  levelMin: number
  /** At any depth below the group of the list, not only right below it. */
  isDeep: boolean
  /** Only what has a higher number than this, and only what has a lower one than that. */
  idAfter?: number
  idBefore?: number
  sort: 'asc' | 'desc'
}

export interface ProjectSearch extends PlaceSearch {
  isArchived?: boolean
  orderBy: 'id' | 'name' | 'path' | 'created_at'
}

export interface GroupSearch extends PlaceSearch {
  orderBy: 'id' | 'name' | 'path'
}
