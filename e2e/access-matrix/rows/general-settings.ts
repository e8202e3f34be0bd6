import type { ActionPlace } from '@/e2e/access-matrix/actors'
import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { makeGroup, makeProject, unique } from '@/e2e/support/fixtures'

/** Settings > General of projects and groups. */
export const generalSettings = {
  doors: {
    'general settings of a project': {
      kind: 'page',
      url: '/:project/edit',
      folder: '(web)/project/settings/general/[...path]',
      segments: ':project',
    },
    'general settings of a group': {
      kind: 'page',
      url: '/groups/:here/-/edit',
      folder: '(web)/group/settings/general/[...path]',
      segments: ':here',
    },
    'name a project': { kind: 'action', action: 'updateNamingAction', on: 'project' },
    'name a group': { kind: 'action', action: 'updateNamingAction', on: 'here' },
    'set who may see a project': { kind: 'action', action: 'updatePermissionsAction', on: 'project' },
    'set who may see a group': { kind: 'action', action: 'updatePermissionsAction', on: 'here' },
    'change the path of a project': { kind: 'action', action: 'changePathAction', on: 'project' },
    'change the path of a group': { kind: 'action', action: 'changePathAction', on: 'here' },
    'transfer a project': { kind: 'action', action: 'transferPlaceAction', on: 'project' },
    'transfer a group': { kind: 'action', action: 'transferPlaceAction', on: 'here' },
    'archive a project': { kind: 'action', action: 'archivePlaceAction', on: 'project' },
    'archive a group': { kind: 'action', action: 'archivePlaceAction', on: 'here' },
    'delete a project': { kind: 'action', action: 'deletePlaceAction', on: 'project' },
    'delete a group': { kind: 'action', action: 'deletePlaceAction', on: 'here' },
  },
  forPeople: {
    private: `
                                   nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    general settings of a project  sign-in  sign-in  404      404    404     404      404       200        200   200
    general settings of a group    sign-in  sign-in  404      404    404     404      404       200        200   200
    name a project                 401      401      404      404    404     404      404       ok         ok    ok
    name a group                   401      401      404      404    404     404      404       ok         ok    ok
    set who may see a project      401      401      404      404    404     404      404       ok         ok    ok
    set who may see a group        401      401      404      404    404     404      404       ok         ok    ok
    change the path of a project   401      401      404      404    404     404      404       ok         ok    ok
    change the path of a group     401      401      404      404    404     404      404       ok         ok    ok
    transfer a project             401      401      404      404    404     404      404       404        ok    ok
    transfer a group               401      401      404      404    404     404      404       404        ok    ok
    archive a project              401      401      404      404    404     404      404       404        ok    ok
    archive a group                401      401      404      404    404     404      404       404        ok    ok
    delete a project               401      401      404      404    404     404      404       404        ok    ok
    delete a group                 401      401      404      404    404     404      404       404        ok    ok
    `,
  },
  inputs: {
    updateNamingAction: async (world, on) => ({
      place: await ownPlace(world, on),
      name: unique('Named'),
      description: 'In two\nlines',
    }),
    updatePermissionsAction: async (world, on) => ({
      place: await ownPlace(world, on),
      visibility: world.visibility,
      disabledFeatures: ['packages'],
    }),
    changePathAction: async (world, on) => ({ place: await ownPlace(world, on), path: unique('moved') }),
    transferPlaceAction: async (world, on) => {
      const place = await ownPlace(world, on)
      return { place, parent: world.places.below.fullPath, confirmation: place.fullPath }
    },
    archivePlaceAction: async (world, on) => ({ place: await ownPlace(world, on), isArchived: true }),
    deletePlaceAction: async (world, on) => {
      const place = await ownPlace(world, on)
      return { place, confirmation: place.fullPath }
    },
  },
} as const satisfies Rows

/** A project or group in `here` that nobody needs again, where everybody has the role they have there. */
async function ownPlace({ places, visibility }: World, on: ActionPlace) {
  const { kind, id, fullPath } = await (on === 'here' ? makeGroup : makeProject)(places.here, { visibility })
  return { kind, id, fullPath }
}
