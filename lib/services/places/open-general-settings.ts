import type { PlaceContents, PlaceSettings } from '@/lib/data/place-settings'
import { countContents, findPlaceSettings, listTransferTargets } from '@/lib/data/place-settings'
import { abilities, decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import type { HolderKind } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import type { Visibility } from '@/lib/domain/visibility'
import { openHolder } from '@/lib/services/access/open-project'
import { findParentVisibility } from './parent-of'

export interface GeneralSettings {
  place: Project | Group
  settings: PlaceSettings
  /** Undefined for a group at the top. */
  parentVisibility: Visibility | undefined
  contents: PlaceContents
  /** Full paths of the groups it may go into; none for who may not move it. */
  targets: string[]
}

/** What Settings > General shows. Errors: those of `openHolder`. */
export async function openGeneralSettings(
  actor: Actor,
  named: { kind: HolderKind; fullPath: string },
): Promise<GeneralSettings> {
  const place = await openHolder(actor, 'edit_settings', named)
  const mayMove = actor.kind === 'user' && decide(actor, 'transfer', place) === 'allow'
  const [settings, parentVisibility, contents, targets] = await Promise.all([
    findPlaceSettings(place),
    findParentVisibility(place),
    countContents(place),
    mayMove ? listTransferTargets(actor, abilities.receive_transfer.memberLevel, place) : [],
  ])
  return { place, settings, parentVisibility, contents, targets }
}
