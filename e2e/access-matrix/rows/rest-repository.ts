import type { Rows } from '@/e2e/access-matrix/door'

/** What the REST API reads of a repository: for who may download it. */
export const restRepository = {
  doors: {
    'api: branches': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/repository/branches',
      api: '/api/v4/projects/:id/repository/branches',
    },
    'api: one branch': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/repository/branches/main',
      api: '/api/v4/projects/:id/repository/branches/:branch',
    },
    'api: tags': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/repository/tags',
      api: '/api/v4/projects/:id/repository/tags',
    },
    'api: one tag': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/repository/tags/none',
      api: '/api/v4/projects/:id/repository/tags/:tag_name',
    },
    'api: commits': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/repository/commits',
      api: '/api/v4/projects/:id/repository/commits',
    },
    'api: one commit': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/repository/commits/main',
      api: '/api/v4/projects/:id/repository/commits/:sha',
    },
  },
  forPeople: {
    private: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: branches                 404      404      404      403      403      200      …
    api: one branch               404      404      404      403      403      200      …
    api: tags                     404      404      404      403      403      200      …
    api: one tag                  404      404      404      403      403      404      …
    api: commits                  404      404      404      403      403      200      …
    api: one commit               404      404      404      403      403      200      …
    `,
    internal: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: branches                 404      404      200      …
    api: one branch               404      404      200      …
    api: tags                     404      404      200      …
    api: one tag                  404      404      404      …
    api: commits                  404      404      200      …
    api: one commit               404      404      200      …
    `,
    public: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    api: branches                 200      …
    api: one branch               200      …
    api: tags                     200      …
    api: one tag                  404      …
    api: commits                  200      …
    api: one commit               200      …
    `,
  },
  forTokens: {
    private: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    api: branches                 401      …
    api: one branch               401      …
    api: tags                     401      …
    api: one tag                  401      …
    api: commits                  401      …
    api: one commit               401      …
    `,
  },
} as const satisfies Rows
