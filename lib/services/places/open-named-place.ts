import type { Connection } from '@/lib/data/client'
import type { Ability } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { HolderName } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

/**
 * As `openHolder`, and where it is named by both number and path, as its settings page names it, for exactly that thing:
 * the page may be old. Error `conflict` where another has its path.
 */
export async function openNamedPlace(
  actor: Actor,
  ability: Ability,
  name: HolderName,
  connection: Connection,
): Promise<Project | Group> {
  const place = await openHolder(actor, ability, name, connection)
  if (!('id' in name) || place.id === name.id) return place
  throw new DomainError('conflict', `Another ${name.kind} has this path now. Reload the page.`)
}

/** Error `invalid` where what was typed is not the full path. */
export function checkConfirmation(confirmation: string, { fullPath }: { fullPath: string }): void {
  if (confirmation === fullPath) return
  const message = `Enter ${fullPath} to confirm`
  throw new DomainError('invalid', message, { fields: { confirmation: [message] } })
}
