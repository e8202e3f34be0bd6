import { createHash } from 'node:crypto'
import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { publisher } from '@/e2e/support/package-publisher'
import { wheelOf } from '@/e2e/support/python-distribution'

const base = '/api/v4/projects/:project/packages/pypi'
const api = '/api/v4/projects/:id/packages/pypi'
const groupBase = '/api/v4/groups/:here/-/packages/pypi'
const groupApi = '/api/v4/groups/:id/-/packages/pypi'

/** Python’s distributions. */
export const packagesPypi = {
  doors: {
    'pypi, project’s list': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/simple`,
      api: `${api}/simple`,
      made: publishWheel,
    },
    'pypi, project’s list with a slash': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/simple/`,
      api: `${api}/simple/`,
      made: publishWheel,
    },
    'pypi, project’s index': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/simple/:made`,
      api: `${api}/simple/:name`,
      made: publishWheel,
    },
    'pypi, project’s index with a slash': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/simple/:made/`,
      api: `${api}/simple/:name/`,
      made: publishWheel,
    },
    'pypi, project’s file': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/files/:made`,
      api: `${api}/files/:sha256/:file`,
      made: publishFile,
    },
    'pypi, group’s list': {
      kind: 'machine',
      method: 'GET',
      url: `${groupBase}/simple`,
      api: `${groupApi}/simple`,
      made: publishWheel,
    },
    'pypi, group’s list with a slash': {
      kind: 'machine',
      method: 'GET',
      url: `${groupBase}/simple/`,
      api: `${groupApi}/simple/`,
      made: publishWheel,
    },
    'pypi, group’s index': {
      kind: 'machine',
      method: 'GET',
      url: `${groupBase}/simple/:made`,
      api: `${groupApi}/simple/:name`,
      made: publishWheel,
    },
    'pypi, group’s index with a slash': {
      kind: 'machine',
      method: 'GET',
      url: `${groupBase}/simple/:made/`,
      api: `${groupApi}/simple/:name/`,
      made: publishWheel,
    },
    'pypi, group’s file': {
      kind: 'machine',
      method: 'GET',
      url: `${groupBase}/files/:made`,
      api: `${groupApi}/files/:sha256/:file`,
      made: publishFile,
    },
    'pypi, upload': {
      kind: 'machine',
      method: 'POST',
      url: `${base}`,
      api: `${api}`,
      made: async () => unique('app'),
      body: (_, made) => formOf(String(made)),
    },
    'pypi, yank': {
      kind: 'machine',
      method: 'PUT',
      url: `${base}/yanked/:made/1.0`,
      api: `${api}/yanked/:name/:version`,
      made: publishWheel,
    },
    'pypi, yank no more': {
      kind: 'machine',
      method: 'DELETE',
      url: `${base}/yanked/:made/1.0`,
      api: `${api}/yanked/:name/:version`,
      made: publishWheel,
    },
  },
  forPeople: {
    private: `
                                        nobody ended outsider guest planner reporter developer maintainer owner admin
    pypi, project’s list                401    401   404      403   403     200      …
    pypi, project’s list with a slash   401    401   404      403   403     200      …
    pypi, project’s index               401    401   404      403   403     200      …
    pypi, project’s index with a slash  401    401   404      403   403     200      …
    pypi, project’s file                401    401   404      403   403     200      …
    pypi, group’s list                  401    401   404      403   403     200      …
    pypi, group’s list with a slash     401    401   404      403   403     200      …
    pypi, group’s index                 401    401   404      403   403     200      …
    pypi, group’s index with a slash    401    401   404      403   403     200      …
    pypi, group’s file                  401    401   404      403   403     200      …
    pypi, upload                        401    401   404      403   403     403      201       201        201   201
    pypi, yank                          401    401   404      403   403     403      403       204        204   204
    pypi, yank no more                  401    401   404      403   403     403      403       204        204   204
    `,
    internal: `
                                        nobody ended outsider guest planner reporter developer maintainer owner admin
    pypi, project’s list                401    401   200      …
    pypi, project’s list with a slash   401    401   200      …
    pypi, project’s index               401    401   200      …
    pypi, project’s index with a slash  401    401   200      …
    pypi, project’s file                401    401   200      …
    pypi, group’s list                  401    401   200      …
    pypi, group’s list with a slash     401    401   200      …
    pypi, group’s index                 401    401   200      …
    pypi, group’s index with a slash    401    401   200      …
    pypi, group’s file                  401    401   200      …
    pypi, upload                        401    401   403      403   403     403      201       201        201   201
    pypi, yank                          401    401   403      403   403     403      403       204        204   204
    pypi, yank no more                  401    401   403      403   403     403      403       204        204   204
    `,
    public: `
                                        nobody ended outsider guest planner reporter developer maintainer owner admin
    pypi, project’s list                200    …
    pypi, project’s list with a slash   200    …
    pypi, project’s index               200    …
    pypi, project’s index with a slash  200    …
    pypi, project’s file                200    …
    pypi, group’s list                  200    …
    pypi, group’s list with a slash     200    …
    pypi, group’s index                 200    …
    pypi, group’s index with a slash    200    …
    pypi, group’s file                  200    …
    pypi, upload                        401    401   403      403   403     403      201       201        201   201
    pypi, yank                          401    401   403      403   403     403      403       204        204   204
    pypi, yank no more                  401    401   403      403   403     403      403       204        204   204
    `,
  },
  forTokens: {
    private: `
                                        repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    pypi, project’s list                403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, project’s list with a slash   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, project’s index               403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, project’s index with a slash  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, project’s file                403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, group’s list                  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, group’s list with a slash     403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, group’s index                 403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, group’s index with a slash    403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, group’s file                  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    pypi, upload                        403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    pypi, yank                          403  403 403  403 204  204 204     403  403   404   404     404   401     401     204      401
    pypi, yank no more                  403  403 403  403 204  204 204     403  403   404   404     404   401     401     204      401
    `,
  },
} as const satisfies Rows

/** What uploads a wheel of this name. */
function formOf(name: string): FormData {
  const { fileName, bytes } = wheelOf({ name })
  const form = new FormData()
  form.append(':action', 'file_upload')
  form.append('name', name)
  form.append('version', '1.0')
  form.append('content', new Blob([new Uint8Array(bytes)]), fileName)
  return form
}

/** A wheel that the administrator has published; the name of its project. */
async function publishWheel({ places }: World): Promise<string> {
  const name = unique('app')
  const url = `/api/v4/projects/${places.project.id}/packages/pypi`
  const answer = await send(url, { method: 'POST', headers: [await publisher()], body: formOf(name) })
  if (answer.status !== 201) throw new Error(`no wheel was published: ${answer.status}`)
  return name
}

/** As `publishWheel`; the digest and the name of its file. */
async function publishFile(world: World): Promise<string> {
  const { fileName, bytes } = wheelOf({ name: await publishWheel(world) })
  return `${createHash('sha256').update(bytes).digest('hex')}/${fileName}`
}
