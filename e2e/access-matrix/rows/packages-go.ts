import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { addModule } from '@/e2e/support/go-modules'

const base = '/api/v4/projects/:project/packages/go/localhost/:project'
const door = {
  kind: 'machine',
  method: 'GET',
  api: '/api/v4/projects/:id/packages/go/:path{.+}',
  made: ({ places: { project } }: World) => addModule(project, `localhost/${project.fullPath}`),
} as const

/** Go's modules. */
export const packagesGo = {
  doors: {
    'go, versions': { ...door, url: `${base}/@v/list` },
    'go, latest': { ...door, url: `${base}/@latest` },
    'go, version': { ...door, url: `${base}/@v/v1.0.:made.info` },
    'go, go.mod': { ...door, url: `${base}/@v/v1.0.:made.mod` },
    'go, archive': { ...door, url: `${base}/@v/v1.0.:made.zip` },
    'go, branch': { ...door, url: `${base}/@v/go-:made.info` },
  },
  forPeople: {
    private: `
                  nobody ended outsider guest planner reporter developer maintainer owner admin
    go, versions  401    401   404      403   403     200      …
    go, latest    401    401   404      403   403     200      …
    go, version   401    401   404      403   403     200      …
    go, go.mod    401    401   404      403   403     200      …
    go, archive   401    401   404      403   403     200      …
    go, branch    401    401   404      403   403     200      …
    `,
    internal: `
                  nobody ended outsider guest planner reporter developer maintainer owner admin
    go, versions  401    401   200      …
    go, latest    401    401   200      …
    go, version   401    401   200      …
    go, go.mod    401    401   200      …
    go, archive   401    401   200      …
    go, branch    401    401   200      …
    `,
    public: `
                  nobody ended outsider guest planner reporter developer maintainer owner admin
    go, versions  200    …
    go, latest    200    …
    go, version   200    …
    go, go.mod    200    …
    go, archive   200    …
    go, branch    200    …
    `,
  },
  forTokens: {
    private: `
                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    go, versions  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    go, latest    403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    go, version   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    go, go.mod    403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    go, archive   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    go, branch    403  403 403  403 403  200 403     200  200   404   404     404   401     401     200      401
    `,
  },
} as const satisfies Rows
