import type { MachineDoor, Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { makeGroup, makeMember, makeProject, makeUser, unique } from '@/e2e/support/fixtures'

const headers = { 'content-type': 'application/json' }
const name = JSON.stringify({ name: 'Named by the matrix' })

// each request has a group, a project or a member of its own: nothing that one changes is asked for by another
const groupInHere = async ({ places, visibility }: World) => (await makeGroup(places.here, { visibility })).id
const projectInHere = async ({ places, visibility }: World) =>
  (await makeProject(places.here, { visibility })).id
const memberOfProject = async ({ places }: World) => (await makeMember(places.project, 'Guest')).id
const memberOfGroup = async ({ places }: World) => (await makeMember(places.here, 'Guest')).id
const stranger = async () => (await makeUser()).id

type Method = MachineDoor['method']

/** A door to the group or project that is made for it. */
function placeDoor(kind: 'group' | 'project', method: Method, act = '', body?: MachineDoor['body']) {
  return {
    kind: 'machine',
    method,
    url: `/api/v4/${kind}s/:made${act}`,
    api: `/api/v4/${kind}s/:id${act}`,
    made: kind === 'group' ? groupInHere : projectInHere,
    ...(body && { headers, body }),
  } as const satisfies MachineDoor
}

/** A door to a member of the group `here` or of the project. */
function memberDoor(kind: 'group' | 'project', method: Method, below = '', body?: string) {
  return {
    kind: 'machine',
    method,
    url: `/api/v4/${kind}s/:${kind === 'group' ? 'here' : 'project'}/members${below}/:made`,
    api: `/api/v4/${kind}s/:id/members${below}/:user_id`,
    made: kind === 'group' ? memberOfGroup : memberOfProject,
    ...(body && { headers, body }),
  } as const satisfies MachineDoor
}

function newMemberDoor(kind: 'group' | 'project') {
  return {
    kind: 'machine',
    method: 'POST',
    url: `/api/v4/${kind}s/:${kind === 'group' ? 'here' : 'project'}/members`,
    api: `/api/v4/${kind}s/:id/members`,
    made: stranger,
    headers,
    body: (_world, made) => JSON.stringify({ user_id: made, access_level: 10 }),
  } as const satisfies MachineDoor
}

const role = JSON.stringify({ access_level: 20 })

/** The REST API, as far as it writes groups, projects and members. */
export const restWriting = {
  doors: {
    'api: create group': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/groups',
      api: '/api/v4/groups',
      headers,
      body: () => JSON.stringify({ name: 'New', path: unique('matrix') }),
    },
    'api: create subgroup': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/groups',
      api: '/api/v4/groups',
      headers,
      body: ({ places }) => JSON.stringify({ name: 'New', path: unique('m'), parent_id: places.here.id }),
    },
    'api: change group': placeDoor('group', 'PUT', '', name),
    'api: delete group': placeDoor('group', 'DELETE'),
    'api: transfer group': placeDoor('group', 'POST', '/transfer'),
    'api: archive group': placeDoor('group', 'POST', '/archive'),
    'api: unarchive group': placeDoor('group', 'POST', '/unarchive'),
    'api: create project': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/projects',
      api: '/api/v4/projects',
      headers,
      body: ({ places }) => JSON.stringify({ path: unique('m'), namespace_id: places.here.id }),
    },
    'api: change project': placeDoor('project', 'PUT', '', name),
    'api: delete project': placeDoor('project', 'DELETE'),
    'api: transfer project': placeDoor('project', 'PUT', '/transfer', ({ places }) =>
      JSON.stringify({ namespace: places.below.id }),
    ),
    'api: archive project': placeDoor('project', 'POST', '/archive'),
    'api: unarchive project': placeDoor('project', 'POST', '/unarchive'),
    'api: one of project’s members': memberDoor('project', 'GET'),
    'api: one of project’s, all': memberDoor('project', 'GET', '/all'),
    'api: add to project': newMemberDoor('project'),
    'api: change in project': memberDoor('project', 'PUT', '', role),
    'api: remove from project': memberDoor('project', 'DELETE'),
    'api: one of group’s members': memberDoor('group', 'GET'),
    'api: one of group’s, all': memberDoor('group', 'GET', '/all'),
    'api: add to group': newMemberDoor('group'),
    'api: change in group': memberDoor('group', 'PUT', '', role),
    'api: remove from group': memberDoor('group', 'DELETE'),
  },
  forPeople: {
    private: `
                                   nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: create group              401      401      201      …
    api: create subgroup           401      401      404      403      403      403      403      201      201      201
    api: change group              404      404      404      403      403      403      403      200      200      200
    api: delete group              404      404      404      403      403      403      403      403      202      202
    api: transfer group            404      404      404      403      403      403      403      403      201      201
    api: archive group             404      404      404      403      403      403      403      403      201      201
    api: unarchive group           404      404      404      403      403      403      403      403      201      201
    api: create project            401      401      400      400      400      400      201      201      201      201
    api: change project            404      404      404      403      403      403      403      200      200      200
    api: delete project            404      404      404      403      403      403      403      403      202      202
    api: transfer project          404      404      404      403      403      403      403      403      200      200
    api: archive project           404      404      404      403      403      403      403      403      201      201
    api: unarchive project         404      404      404      403      403      403      403      403      201      201
    api: one of project’s members  404      404      404      200      …
    api: one of project’s, all     404      404      404      200      …
    api: add to project            404      404      404      403      403      403      403      201      201      201
    api: change in project         404      404      404      403      403      403      403      200      200      200
    api: remove from project       404      404      404      403      403      403      403      204      204      204
    api: one of group’s members    404      404      404      200      …
    api: one of group’s, all       404      404      404      200      …
    api: add to group              404      404      404      403      403      403      403      201      201      201
    api: change in group           404      404      404      403      403      403      403      200      200      200
    api: remove from group         404      404      404      403      403      403      403      204      204      204
    `,
    internal: `
                                   nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: create subgroup           401      401      403      403      403      403      403      201      201      201
    api: change group              404      404      403      403      403      403      403      200      200      200
    api: delete group              404      404      403      403      403      403      403      403      202      202
    api: transfer group            404      404      403      403      403      403      403      403      201      201
    api: archive group             404      404      403      403      403      403      403      403      201      201
    api: unarchive group           404      404      403      403      403      403      403      403      201      201
    api: change project            404      404      403      403      403      403      403      200      200      200
    api: delete project            404      404      403      403      403      403      403      403      202      202
    api: transfer project          404      404      403      403      403      403      403      403      200      200
    api: archive project           404      404      403      403      403      403      403      403      201      201
    api: unarchive project         404      404      403      403      403      403      403      403      201      201
    api: one of project’s members  404      404      403      200      …
    api: one of project’s, all     404      404      403      200      …
    api: add to project            404      404      403      403      403      403      403      201      201      201
    api: change in project         404      404      403      403      403      403      403      200      200      200
    api: remove from project       404      404      403      403      403      403      403      204      204      204
    api: one of group’s members    404      404      403      200      …
    api: one of group’s, all       404      404      403      200      …
    api: add to group              404      404      403      403      403      403      403      201      201      201
    api: change in group           404      404      403      403      403      403      403      200      200      200
    api: remove from group         404      404      403      403      403      403      403      204      204      204
    `,
    public: `
                                   nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: create subgroup           401      401      403      403      403      403      403      201      201      201
    api: change group              403      403      403      403      403      403      403      200      200      200
    api: delete group              403      403      403      403      403      403      403      403      202      202
    api: transfer group            403      403      403      403      403      403      403      403      201      201
    api: archive group             403      403      403      403      403      403      403      403      201      201
    api: unarchive group           403      403      403      403      403      403      403      403      201      201
    api: change project            403      403      403      403      403      403      403      200      200      200
    api: delete project            403      403      403      403      403      403      403      403      202      202
    api: transfer project          403      403      403      403      403      403      403      403      200      200
    api: archive project           403      403      403      403      403      403      403      403      201      201
    api: unarchive project         403      403      403      403      403      403      403      403      201      201
    api: one of project’s members  403      403      403      200      …
    api: one of project’s, all     403      403      403      200      …
    api: add to project            403      403      403      403      403      403      403      201      201      201
    api: change in project         403      403      403      403      403      403      403      200      200      200
    api: remove from project       403      403      403      403      403      403      403      204      204      204
    api: one of group’s members    403      403      403      200      …
    api: one of group’s, all       403      403      403      200      …
    api: add to group              403      403      403      403      403      403      403      201      201      201
    api: change in group           403      403      403      403      403      403      403      200      200      200
    api: remove from group         403      403      403      403      403      403      403      204      204      204
    `,
  },
  forTokens: {
    private: `
                                   repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    api: create group              401      …
    api: create subgroup           401      …
    api: change group              401      …
    api: delete group              401      …
    api: transfer group            401      …
    api: archive group             401      …
    api: unarchive group           401      …
    api: create project            401      …
    api: change project            401      …
    api: delete project            401      …
    api: transfer project          401      …
    api: archive project           401      …
    api: unarchive project         401      …
    api: one of project’s members  401      …
    api: one of project’s, all     401      …
    api: add to project            401      …
    api: change in project         401      …
    api: remove from project       401      …
    api: one of group’s members    401      …
    api: one of group’s, all       401      …
    api: add to group              401      …
    api: change in group           401      …
    api: remove from group         401      …
    `,
  },
} as const satisfies Rows
