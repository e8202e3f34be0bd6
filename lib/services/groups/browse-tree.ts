import { listBelow, listOwn, type TreePage } from '@/lib/data/tree'
import type { Actor, UserActor } from '@/lib/domain/actor'
import type { Group } from '@/lib/domain/project'

export const entriesPerPage = 20

interface Browsing {
  /** Part of a name or path; '' for all. */
  search: string
  /** From 1. */
  page: number
}

/** One page of the groups and projects the actor is a member of. */
export function browseOwn(actor: UserActor, browsing: Browsing): Promise<TreePage> {
  return listOwn(actor, { ...browsing, perPage: entriesPerPage })
}

/** One page of what the actor may see below a group that is already open to them. */
export function browseBelow(actor: Actor, group: Group, browsing: Browsing): Promise<TreePage> {
  const viewer = actor.kind === 'user' ? actor : undefined
  return listBelow(group.id, viewer, { ...browsing, perPage: entriesPerPage })
}
