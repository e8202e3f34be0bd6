import { z } from '@hono/zod-openapi'
import type { Ability } from '@/lib/domain/ability'
import type { UserActor } from '@/lib/domain/actor'
import type { HolderKind, PlaceName } from '@/lib/domain/holder'
import { endpoint, type Rest } from '@/lib/http/rest/endpoint'
import { holderOf, placeId } from '@/lib/http/rest/parameters'
import { groupView, presentGroup } from '@/lib/http/rest/views/present-group'
import { presentProject, projectView } from '@/lib/http/rest/views/present-project'
import { signedIn } from '@/lib/http/rest/who'
import { openGroup, openHolder, openProject } from '@/lib/services/access/open-project'
import { archivePlace } from '@/lib/services/places/archive-place'
import { deletePlace } from '@/lib/services/places/delete-place'

const params = z.object({ id: placeId })
const accepted = z.object({ message: z.literal('202 Accepted') })

/** Archiving and deleting, which groups and projects have alike. */
export function addPlaceActs(rest: Rest, kind: HolderKind): void {
  addArchiving(rest, kind, true)
  addArchiving(rest, kind, false)
  endpoint(
    rest,
    {
      who: signedIn,
      place: kind === 'project' ? 'Project' : 'Group',
      method: 'delete',
      path: `/${kind}s/{id}`,
      summary: `Delete a ${kind}${kind === 'group' ? ' with everything below it' : ''} for good; it is gone at once`,
      params,
      answer: accepted,
      status: 202,
    },
    async ({ actor, address, params: { id } }) => {
      const place = await openConfirmed(actor, 'delete', kind, id)
      await deletePlace(actor, { place, confirmation: place.fullPath, address })
      return { message: '202 Accepted' as const }
    },
  )
}

/** What a page has typed by hand a client of the API says by asking: the place, by its number and path at this moment. */
export function openConfirmed(actor: UserActor, ability: Ability, kind: HolderKind, id: PlaceName) {
  return openHolder(actor, ability, holderOf(kind, id))
}

function addArchiving(rest: Rest, kind: HolderKind, isArchived: boolean): void {
  const common = {
    who: signedIn,
    method: 'post',
    path: `/${kind}s/{id}/${isArchived ? 'archive' : 'unarchive'}`,
    summary: `Make a ${kind} ${isArchived ? 'read-only' : 'writable again'}`,
    params,
    status: 201,
  } as const
  const archive = (actor: UserActor, id: PlaceName, address: string) =>
    archivePlace(actor, { place: holderOf(kind, id), isArchived, address })
  if (kind === 'group')
    endpoint(
      rest,
      { ...common, place: 'Group', answer: groupView },
      async ({ actor, address, params: { id } }) => {
        await archive(actor, id, address)
        return presentGroup(await openGroup(actor, 'read_group', id))
      },
    )
  else
    endpoint(
      rest,
      { ...common, place: 'Project', answer: projectView },
      async ({ actor, address, params: { id } }) => {
        await archive(actor, id, address)
        return presentProject(await openProject(actor, 'read_project', id))
      },
    )
}
