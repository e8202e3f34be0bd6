import { z } from '@hono/zod-openapi'
import { pathSegment } from '@/lib/domain/namespace'
import { namingForm, placeDescription } from '@/lib/domain/project'
import { visibilities } from '@/lib/domain/visibility'
import { endpoint, type Rest } from '@/lib/http/rest/endpoint'
import { holderOf, inBody, placeId, rowId } from '@/lib/http/rest/parameters'
import { findingParameter } from '@/lib/http/rest/refusals'
import { groupView, presentGroup } from '@/lib/http/rest/views/present-group'
import { signedIn } from '@/lib/http/rest/who'
import { openGroup } from '@/lib/services/access/open-project'
import { createGroup } from '@/lib/services/groups/create-group'
import { editPlace } from '@/lib/services/places/edit-place'
import { transferPlace } from '@/lib/services/places/transfer-place'
import { addPlaceActs, openConfirmed } from './place-acts'

const params = z.object({ id: placeId })
const groupNumber = inBody(rowId).openapi({ type: 'integer' })
const described = {
  name: namingForm.shape.name,
  path: pathSegment,
  visibility: z.enum(visibilities),
  description: placeDescription,
}
const newGroup = z.object({
  ...described,
  visibility: described.visibility.default('private'),
  description: placeDescription.optional(),
  parent_id: groupNumber.nullish(),
})
const common = { who: signedIn, answer: groupView } as const

/** GitLab's groups API, as far as it writes: https://docs.gitlab.com/api/groups/ */
export function addGroupsWriting(rest: Rest): void {
  endpoint(
    rest,
    {
      ...common,
      method: 'post',
      path: '/groups',
      summary: 'Create a group, at the top or below another',
      body: newGroup,
      status: 201,
      complainsByField: true,
    },
    async ({ actor, address, body: { parent_id, ...form } }) => {
      const wish = { ...form, parent: typeof parent_id === 'number' ? { id: parent_id } : '' }
      const fullPath = await findingParameter('Group', createGroup(actor, wish, address))
      return presentGroup(await openGroup(actor, 'read_group', fullPath))
    },
  )
  endpoint(
    rest,
    {
      ...common,
      method: 'put',
      path: '/groups/{id}',
      summary: 'Change a group',
      place: 'Group',
      params,
      body: z.object(described).partial(),
      complainsByField: true,
    },
    async ({ actor, address, params: { id }, body }) => {
      const edited = await editPlace(actor, { place: holderOf('group', id), change: body, address })
      return presentGroup(await openGroup(actor, 'read_group', { id: edited }))
    },
  )
  endpoint(
    rest,
    {
      ...common,
      method: 'post',
      path: '/groups/{id}/transfer',
      summary: 'Move a group into another one, or without `group_id` to the top',
      place: 'Group',
      params,
      body: z.object({ group_id: groupNumber.nullish() }),
      status: 201,
    },
    async ({ actor, address, params: { id }, body: { group_id } }) => {
      const place = await openConfirmed(actor, 'transfer', 'group', id)
      const parent = typeof group_id === 'number' ? { id: group_id } : ''
      const transfer = { place, parent, confirmation: place.fullPath, address }
      const fullPath = await findingParameter('Group', transferPlace(actor, transfer))
      return presentGroup(await openGroup(actor, 'read_group', fullPath))
    },
  )
  addPlaceActs(rest, 'group')
}
