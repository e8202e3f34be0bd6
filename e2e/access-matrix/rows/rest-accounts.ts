import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { makePersonalToken, makeToken, makeUser, sql, unique } from '@/e2e/support/fixtures'

const json = { 'content-type': 'application/json' }
const newToken = JSON.stringify({ name: unique('matrix'), scopes: ['read_api'] })
const somebody = async () => (await makeUser()).id
const ofSomebody = async () => (await makePersonalToken(await makeUser())).token.id
/** The number of the event of a new token there. */
async function inProject({ places }: World): Promise<number> {
  const { token } = await makeToken(places.project)
  const [event] = await sql<{ id: number }>`
    SELECT id::int FROM audit_events WHERE target_type = 'deploy_token' AND target_id = ${token.id}`
  return event?.id ?? 0
}

/** The REST API about users' own tokens, and what happened. A deploy token is none of its principals. */
export const restAccounts = {
  doors: {
    'api: access tokens': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/personal_access_tokens',
      api: '/api/v4/personal_access_tokens',
    },
    'api: another’s access tokens': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/personal_access_tokens?user_id=:made',
      api: '/api/v4/personal_access_tokens',
      made: somebody,
    },
    'api: access token itself': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/personal_access_tokens/self',
      api: '/api/v4/personal_access_tokens/self',
    },
    'api: another’s access token': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/personal_access_tokens/:made',
      api: '/api/v4/personal_access_tokens/:id',
      made: ofSomebody,
    },
    'api: rotate itself': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/personal_access_tokens/self/rotate',
      api: '/api/v4/personal_access_tokens/self/rotate',
      endsToken: true,
    },
    'api: rotate another’s': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/personal_access_tokens/:made/rotate',
      api: '/api/v4/personal_access_tokens/:id/rotate',
      made: ofSomebody,
    },
    'api: revoke itself': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/personal_access_tokens/self',
      api: '/api/v4/personal_access_tokens/self',
      endsToken: true,
    },
    'api: revoke another’s': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/personal_access_tokens/:made',
      api: '/api/v4/personal_access_tokens/:id',
      made: ofSomebody,
    },
    'api: create for another': {
      kind: 'machine',
      method: 'POST',
      url: '/api/v4/users/:made/personal_access_tokens',
      api: '/api/v4/users/:id/personal_access_tokens',
      made: somebody,
      headers: json,
      body: newToken,
    },
    'api: audit events': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/audit_events',
      api: '/api/v4/audit_events',
    },
    'api: one audit event': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/audit_events/:made',
      api: '/api/v4/audit_events/:audit_event_id',
      made: inProject,
    },
    'api: project’s audit events': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/audit_events',
      api: '/api/v4/projects/:id/audit_events',
    },
    'api: one of project’s events': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/audit_events/:made',
      api: '/api/v4/projects/:id/audit_events/:audit_event_id',
      made: inProject,
    },
    'api: group’s audit events': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/audit_events',
      api: '/api/v4/groups/:id/audit_events',
    },
    'api: one of group’s events': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/audit_events/:made',
      api: '/api/v4/groups/:id/audit_events/:audit_event_id',
      made: inProject,
    },
    'api: openapi as a page': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/openapi.html',
      api: '/api/v4/openapi.html',
    },
  },
  forPeople: {
    private: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: access tokens            401      401      200      …
    api: another’s access tokens  401      401      401      401      401      401      401      401      401      200
    api: access token itself      401      401      200      …
    api: another’s access token   401      401      404      404      404      404      404      404      404      200
    api: rotate itself            401      401      200      …
    api: rotate another’s         401      401      404      …
    api: revoke itself            401      401      204      …
    api: revoke another’s         401      401      404      404      404      404      404      404      404      204
    api: create for another       401      401      403      403      403      403      403      403      403      201
    api: openapi as a page        200      …
    api: audit events             401      401      403      403      403      403      403      403      403      200
    api: one audit event          401      401      403      403      403      403      403      403      403      200
    api: project’s audit events   404      404      404      403      403      403      403      200      200      200
    api: one of project’s events  404      404      404      403      403      403      403      200      200      200
    api: group’s audit events     404      404      404      403      403      403      403      200      200      200
    api: one of group’s events    404      404      404      403      403      403      403      200      200      200
    `,
    internal: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: project’s audit events   404      404      403      403      403      403      403      200      200      200
    api: one of project’s events  404      404      403      403      403      403      403      200      200      200
    api: group’s audit events     404      404      403      403      403      403      403      200      200      200
    api: one of group’s events    404      404      403      403      403      403      403      200      200      200
    `,
    public: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: project’s audit events   403      403      403      403      403      403      403      200      200      200
    api: one of project’s events  403      403      403      403      403      403      403      200      200      200
    api: group’s audit events     403      403      403      403      403      403      403      200      200      200
    api: one of group’s events    403      403      403      403      403      403      403      200      200      200
    `,
  },
  forTokens: {
    private: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    api: access tokens            401      …
    api: another’s access tokens  401      …
    api: access token itself      401      …
    api: another’s access token   401      …
    api: rotate itself            401      …
    api: rotate another’s         401      …
    api: revoke itself            401      …
    api: revoke another’s         401      …
    api: create for another       401      …
    api: openapi as a page        200      …
    api: audit events             401      …
    api: one audit event          401      …
    api: project’s audit events   401      …
    api: one of project’s events  401      …
    api: group’s audit events     401      …
    api: one of group’s events    401      …
    `,
  },
} as const satisfies Rows
