import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { makeToken, unique } from '@/e2e/support/fixtures'

const json = { 'content-type': 'application/json' }
const newToken = JSON.stringify({ name: unique('matrix'), scopes: ['read_repository'] })
const ofProject = async ({ places }: World) => (await makeToken(places.project)).token.id
const ofGroup = async ({ places }: World) => (await makeToken(places.here)).token.id

/** The REST API. A deploy token is none of its principals: its value is refused, whatever it opens elsewhere. */
export const rest = {
  doors: {
    'api: version': { kind: 'machine', method: 'GET', url: '/api/v4/version', api: '/api/v4/version' },
    'api: metadata': { kind: 'machine', method: 'GET', url: '/api/v4/metadata', api: '/api/v4/metadata' },
    'api: me': { kind: 'machine', method: 'GET', url: '/api/v4/user', api: '/api/v4/user' },
    'api: users': { kind: 'machine', method: 'GET', url: '/api/v4/users', api: '/api/v4/users' },
    'api: one user': { kind: 'machine', method: 'GET', url: '/api/v4/users/1', api: '/api/v4/users/:id' },
    'api: openapi': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/openapi.json',
      api: '/api/v4/openapi.json',
    },
    'api: all deploy tokens': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/deploy_tokens',
      api: '/api/v4/deploy_tokens',
    },
    'api: project’s tokens': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/deploy_tokens',
      api: '/api/v4/projects/:id/deploy_tokens',
    },
    'api: one of project’s': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/deploy_tokens/:made',
      api: '/api/v4/projects/:id/deploy_tokens/:token_id',
      made: ofProject,
    },
    'api: create in project': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/projects/:project/deploy_tokens',
      api: '/api/v4/projects/:id/deploy_tokens',
      headers: json,
      body: newToken,
    },
    'api: delete in project': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/projects/:project/deploy_tokens/:made',
      api: '/api/v4/projects/:id/deploy_tokens/:token_id',
      made: ofProject,
    },
    'api: group’s tokens': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/deploy_tokens',
      api: '/api/v4/groups/:id/deploy_tokens',
    },
    'api: one of group’s': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/deploy_tokens/:made',
      api: '/api/v4/groups/:id/deploy_tokens/:token_id',
      made: ofGroup,
    },
    'api: create in group': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/groups/:here/deploy_tokens',
      api: '/api/v4/groups/:id/deploy_tokens',
      headers: json,
      body: newToken,
    },
    'api: delete in group': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/groups/:here/deploy_tokens/:made',
      api: '/api/v4/groups/:id/deploy_tokens/:token_id',
      made: ofGroup,
    },
    'api: tokens by cookie': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/deploy_tokens',
      api: '/api/v4/projects/:id/deploy_tokens',
      byCookie: true,
    },
    'api: tokens of what is not': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project-that-is-not/deploy_tokens',
      api: '/api/v4/projects/:id/deploy_tokens',
    },
    'api: projects': { kind: 'machine', method: 'GET', url: '/api/v4/projects', api: '/api/v4/projects' },
    'api: one project': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project',
      api: '/api/v4/projects/:id',
    },
    'api: group’s projects': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/projects',
      api: '/api/v4/groups/:id/projects',
    },
    'api: groups': { kind: 'machine', method: 'GET', url: '/api/v4/groups', api: '/api/v4/groups' },
    'api: one group': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here',
      api: '/api/v4/groups/:id',
    },
    'api: subgroups': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/subgroups',
      api: '/api/v4/groups/:id/subgroups',
    },
    'api: descendants': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/descendant_groups',
      api: '/api/v4/groups/:id/descendant_groups',
    },
    'api: namespaces': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/namespaces',
      api: '/api/v4/namespaces',
    },
    'api: one namespace': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/namespaces/:here',
      api: '/api/v4/namespaces/:id',
    },
    'api: project’s members': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/members',
      api: '/api/v4/projects/:id/members',
    },
    'api: project’s members, all': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/members/all',
      api: '/api/v4/projects/:id/members/all',
    },
    'api: group’s members': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/members',
      api: '/api/v4/groups/:id/members',
    },
    'api: group’s members, all': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/members/all',
      api: '/api/v4/groups/:id/members/all',
    },
    // for another registry alone, by a secret of its own; where the registry is the embedded one, there is none
    'api: registry events': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/container_registry_event/events',
      api: '/api/v4/container_registry_event/events',
      headers: { 'content-type': 'application/vnd.docker.distribution.events.v1+json' },
      body: '{"events":[]}',
    },
    'api: no such route': { kind: 'machine', method: 'GET', url: '/api/v4/nothing/here' },
    'api: no such method': { kind: 'machine', method: 'POST', url: '/api/v4/version' },
  },
  forPeople: {
    private: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: version                  401      401      200      …
    api: metadata                 401      401      200      …
    api: me                       401      401      200      …
    api: users                    401      401      200      …
    api: one user                 401      401      200      …
    api: openapi                  200      …
    api: all deploy tokens        401      401      403      403      403      403      403      403      403      200
    api: project’s tokens         404      404      404      403      403      403      403      200      200      200
    api: one of project’s         404      404      404      403      403      403      403      200      200      200
    api: create in project        404      404      404      403      403      403      403      201      201      201
    api: delete in project        404      404      404      403      403      403      403      204      204      204
    api: group’s tokens           404      404      404      403      403      403      403      200      200      200
    api: one of group’s           404      404      404      403      403      403      403      200      200      200
    api: create in group          404      404      404      403      403      403      403      201      201      201
    api: delete in group          404      404      404      403      403      403      403      204      204      204
    api: tokens by cookie         404      …
    api: tokens of what is not    404      …
    api: projects                 200      …
    api: one project              404      404      404      200      …
    api: group’s projects         404      404      404      200      …
    api: groups                   200      …
    api: one group                404      404      404      200      …
    api: subgroups                404      404      404      200      …
    api: descendants              404      404      404      200      …
    api: namespaces               401      401      200      …
    api: one namespace            404      404      404      200      …
    api: project’s members        404      404      404      200      …
    api: project’s members, all   404      404      404      200      …
    api: group’s members          404      404      404      200      …
    api: group’s members, all     404      404      404      200      …
    api: registry events          404      …
    api: no such route            404      …
    api: no such method           405      …
    `,
    internal: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: project’s tokens         404      404      403      403      403      403      403      200      200      200
    api: one of project’s         404      404      403      403      403      403      403      200      200      200
    api: create in project        404      404      403      403      403      403      403      201      201      201
    api: delete in project        404      404      403      403      403      403      403      204      204      204
    api: group’s tokens           404      404      403      403      403      403      403      200      200      200
    api: one of group’s           404      404      403      403      403      403      403      200      200      200
    api: create in group          404      404      403      403      403      403      403      201      201      201
    api: delete in group          404      404      403      403      403      403      403      204      204      204
    api: one project              404      404      200      200      …
    api: group’s projects         404      404      200      200      …
    api: one group                404      404      200      200      …
    api: subgroups                404      404      200      200      …
    api: descendants              404      404      200      200      …
    api: one namespace            404      404      200      200      …
    api: project’s members        404      404      403      200      …
    api: project’s members, all   404      404      403      200      …
    api: group’s members          404      404      403      200      …
    api: group’s members, all     404      404      403      200      …
    `,
    public: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: project’s tokens         403      403      403      403      403      403      403      200      200      200
    api: one of project’s         403      403      403      403      403      403      403      200      200      200
    api: create in project        403      403      403      403      403      403      403      201      201      201
    api: delete in project        403      403      403      403      403      403      403      204      204      204
    api: group’s tokens           403      403      403      403      403      403      403      200      200      200
    api: one of group’s           403      403      403      403      403      403      403      200      200      200
    api: create in group          403      403      403      403      403      403      403      201      201      201
    api: delete in group          403      403      403      403      403      403      403      204      204      204
    api: tokens by cookie         403      …
    api: one project              200      200      200      200      …
    api: group’s projects         200      200      200      200      …
    api: one group                200      200      200      200      …
    api: subgroups                200      200      200      200      …
    api: descendants              200      200      200      200      …
    api: one namespace            403      403      200      200      …
    api: project’s members        403      403      403      200      …
    api: project’s members, all   403      403      403      200      …
    api: group’s members          403      403      403      200      …
    api: group’s members, all     403      403      403      200      …
    `,
  },
  forTokens: {
    private: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    api: version                  401      …
    api: metadata                 401      …
    api: me                       401      …
    api: users                    401      …
    api: one user                 401      …
    api: openapi                  200      …
    api: all deploy tokens        401      …
    api: project’s tokens         401      …
    api: one of project’s         401      …
    api: create in project        401      …
    api: delete in project        401      …
    api: group’s tokens           401      …
    api: one of group’s           401      …
    api: create in group          401      …
    api: delete in group          401      …
    api: tokens by cookie         401      …
    api: tokens of what is not    401      …
    api: projects                 401      …
    api: one project              401      …
    api: group’s projects         401      …
    api: groups                   401      …
    api: one group                401      …
    api: subgroups                401      …
    api: descendants              401      …
    api: namespaces               401      …
    api: one namespace            401      …
    api: project’s members        401      …
    api: project’s members, all   401      …
    api: group’s members          401      …
    api: group’s members, all     401      …
    api: registry events          404      …
    api: no such route            404      …
    api: no such method           405      …
    `,
  },
} as const satisfies Rows
