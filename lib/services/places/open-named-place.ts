import type { Connection } from '@/lib/data/client'
import type { Ability } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { HolderKind } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

/** A group or project as its settings page names it. */
export interface PlaceName {
  kind: HolderKind
  /** The page may be old, and its path another's by now. */
  id: number
  fullPath: string
}

/** As `openHolder`, for exactly the thing the page was opened for. Error `conflict` where another has its path. */
export async function openNamedPlace(
  actor: Actor,
  ability: Ability,
  name: PlaceName,
  connection: Connection,
): Promise<Project | Group> {
  const place = await openHolder(actor, ability, name, connection)
  if (place.id === name.id) return place
  throw new DomainError('conflict', `Another ${name.kind} has this path now. Reload the page.`)
}

/** Error `invalid` where what was typed is not the full path. */
export function checkConfirmation(confirmation: string, { fullPath }: PlaceName): void {
  if (confirmation === fullPath) return
  const message = `Enter ${fullPath} to confirm`
  throw new DomainError('invalid', message, { fields: { confirmation: [message] } })
}
