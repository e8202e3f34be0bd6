import type { ActionPlace } from '@/e2e/access-matrix/actors'
import type { Rows } from '@/e2e/access-matrix/door'
import { holderOf, type World } from '@/e2e/access-matrix/world'
import { makeGroup, makeMember, makeUser, sql } from '@/e2e/support/fixtures'
import { membershipOf } from '@/e2e/support/memberships'

/** Members of projects and groups. */
export const members = {
  doors: {
    'project members': {
      kind: 'page',
      url: '/:project/-/project_members',
      folder: '(web)/project/members/[...path]',
      segments: ':project',
    },
    'group members': {
      kind: 'page',
      url: '/groups/:here/-/group_members',
      folder: '(web)/group/members/[...path]',
      segments: ':here',
    },
    'list members of project': { kind: 'action', action: 'listMembersAction', reads: true, on: 'project' },
    'invite to project': { kind: 'action', action: 'inviteMembersAction', on: 'project' },
    'change member of project': { kind: 'action', action: 'changeMemberAction', on: 'project' },
    'look before removal, project': {
      kind: 'action',
      action: 'previewRemovalAction',
      reads: true,
      on: 'project',
    },
    'remove from project': { kind: 'action', action: 'removeMemberAction', on: 'project' },
    // nobody is a direct member there
    'leave project': { kind: 'action', action: 'leavePlaceAction', on: 'project' },
    'list members of group': { kind: 'action', action: 'listMembersAction', reads: true, on: 'here' },
    'invite to group': { kind: 'action', action: 'inviteMembersAction', on: 'here' },
    'change member of group': { kind: 'action', action: 'changeMemberAction', on: 'here' },
    'look before removal, group': {
      kind: 'action',
      action: 'previewRemovalAction',
      reads: true,
      on: 'here',
    },
    'remove from group': { kind: 'action', action: 'removeMemberAction', on: 'here' },
    'leave group': { kind: 'action', action: 'leavePlaceAction', on: 'here' },
  },
  forPeople: {
    private: `
                                  nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    project members               sign-in  sign-in  404      200    …
    group members                 sign-in  sign-in  404      200    …
    list members of project       401      401      404      ok     …
    invite to project             401      401      404      404    404     404      404       ok         ok    ok
    change member of project      401      401      404      404    404     404      404       ok         ok    ok
    look before removal, project  401      401      404      404    404     404      404       ok         ok    ok
    remove from project           401      401      404      404    404     404      404       ok         ok    ok
    leave project                 401      401      404      …
    list members of group         401      401      404      ok     …
    invite to group               401      401      404      404    404     404      404       ok         ok    ok
    change member of group        401      401      404      404    404     404      404       ok         ok    ok
    look before removal, group    401      401      404      404    404     404      404       ok         ok    ok
    remove from group             401      401      404      404    404     404      404       ok         ok    ok
    leave group                   401      401      404      ok     ok      ok       ok        ok         ok    404
    `,
  },
  inputs: {
    listMembersAction: async (world, on) => ({ holder: holderOf(world, on), query: {} }),
    inviteMembersAction: async (world, on) => ({
      holder: holderOf(world, on),
      users: (await makeUser()).username,
      accessLevel: 30,
      expiresAt: '',
    }),
    changeMemberAction: async (world, on) => ({
      ...(await someMember(world, on)),
      accessLevel: 30,
      expiresAt: '2099-01-01',
    }),
    previewRemovalAction: someMember,
    removeMemberAction: async (world, on) => ({
      ...(await someMember(world, on)),
      revokesTokens: true,
      removesBelow: true,
    }),
    leavePlaceAction: async (world, on) => ({
      holder: on === 'here' ? await groupOfEverybody(world) : holderOf(world, on),
    }),
  },
} as const satisfies Rows

async function someMember(world: World, on: ActionPlace) {
  const place = on === 'here' ? world.places.here : world.places.project
  const { id } = await membershipOf(await makeMember(place, 'Reporter'), place)
  return { holder: holderOf(world, on), memberId: id }
}

/** A subgroup with the members of `here`, who can leave it and stay in `here`. */
async function groupOfEverybody({ places }: World) {
  const { id, kind, fullPath } = await makeGroup(places.here)
  await sql`INSERT INTO memberships (user_id, group_id, access_level)
    SELECT user_id, ${id}, access_level FROM memberships WHERE group_id = ${places.here.id}`
  return { kind, fullPath }
}
