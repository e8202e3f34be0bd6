'use server'

import { z } from 'zod'
import { deletionForm, namingForm, pathForm, permissionsForm, transferForm } from '@/lib/domain/project'
import { archivePlace } from '@/lib/services/places/archive-place'
import { changePath } from '@/lib/services/places/change-path'
import { deletePlace } from '@/lib/services/places/delete-place'
import { transferPlace } from '@/lib/services/places/transfer-place'
import { updateNaming } from '@/lib/services/places/update-naming'
import { updatePermissions } from '@/lib/services/places/update-permissions'
import { act, type Outcome } from './act'

const place = z.object({
  kind: z.enum(['project', 'group']),
  id: z.int().min(1).max(2_147_483_647),
  fullPath: z.string().max(10_000),
})

/** Names and describes a group or project. */
export async function updateNamingAction(input: unknown): Promise<Outcome<void>> {
  return act(namingForm.extend({ place }), input, ({ actor, address }, { place, ...naming }) =>
    updateNaming(actor, { place, naming, address }),
  )
}

/** Sets who may see a group or project, and what is switched off there. */
export async function updatePermissionsAction(input: unknown): Promise<Outcome<void>> {
  return act(permissionsForm.extend({ place }), input, ({ actor, address }, { place, ...permissions }) =>
    updatePermissions(actor, { place, permissions, address }),
  )
}

/** Gives a group or project another path in its parent; its new full path. */
export async function changePathAction(input: unknown): Promise<Outcome<string>> {
  return act(pathForm.extend({ place }), input, ({ actor, address }, { place, path }) =>
    changePath(actor, { place, path, address }),
  )
}

/** Moves a group or project into another group; its new full path. */
export async function transferPlaceAction(input: unknown): Promise<Outcome<string>> {
  return act(transferForm.extend({ place }), input, ({ actor, address }, transfer) =>
    transferPlace(actor, { ...transfer, address }),
  )
}

/** Makes a group or project read-only, or writable again. */
export async function archivePlaceAction(input: unknown): Promise<Outcome<void>> {
  return act(z.object({ place, isArchived: z.boolean() }), input, ({ actor, address }, archiving) =>
    archivePlace(actor, { ...archiving, address }),
  )
}

/** Deletes a group with everything below it, or a project; the full path of the group it stood in, or ''. */
export async function deletePlaceAction(input: unknown): Promise<Outcome<string>> {
  return act(deletionForm.extend({ place }), input, ({ actor, address }, deletion) =>
    deletePlace(actor, { ...deletion, address }),
  )
}
