import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { publisher } from '@/e2e/support/package-publisher'

const base = '/api/v4/projects/:project/packages/generic'
const api = '/api/v4/projects/:id/packages/generic/:name/:version/:file{.+}'

/** Files of any kind. */
export const packagesGeneric = {
  doors: {
    'generic, download': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/:made/1.0/in/file`,
      api: api,
      made: publishFile,
    },
    'generic, upload': {
      kind: 'machine',
      method: 'PUT',
      url: `${base}/:made/1.0/in/file`,
      api: api,
      made: async () => unique('app'),
      body: 'bytes',
    },
  },
  forPeople: {
    private: `
                       nobody ended outsider guest planner reporter developer maintainer owner admin
    generic, download  401    401   404      403   403     200      …
    generic, upload    401    401   404      403   403     403      201       201        201   201
    `,
    internal: `
                       nobody ended outsider guest planner reporter developer maintainer owner admin
    generic, download  401    401   200      …
    generic, upload    401    401   403      403   403     403      201       201        201   201
    `,
    public: `
                       nobody ended outsider guest planner reporter developer maintainer owner admin
    generic, download  200    …
    generic, upload    401    401   403      403   403     403      201       201        201   201
    `,
  },
  forTokens: {
    private: `
                       repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    generic, download  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    generic, upload    403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    `,
  },
} as const satisfies Rows

/** A package of one file that the administrator has published; its name. */
async function publishFile({ places }: World): Promise<string> {
  const name = unique('app')
  const url = `/api/v4/projects/${places.project.id}/packages/generic/${name}/1.0/in/file`
  const answer = await send(url, { method: 'PUT', headers: [await publisher()], body: 'bytes' })
  if (answer.status !== 201) throw new Error(`nothing was published: ${answer.status}`)
  return name
}
