import type { MachineDoor, Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { administrator, makePersonalToken, unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { makePublication } from '@/e2e/support/npm-package'

const projects = { url: '/api/v4/projects/:project/packages/npm', api: '/api/v4/projects/:id/packages/npm/*' }
const groups = { url: '/api/v4/groups/:here/-/packages/npm', api: '/api/v4/groups/:id/-/packages/npm/*' }
const instance = { url: '/api/v4/packages/npm', api: '/api/v4/packages/npm/*' }
const advisories = '-/npm/v1/security/advisories/bulk'

const door = (
  method: MachineDoor['method'],
  place: typeof projects,
  below: string,
  more: Partial<MachineDoor> = {},
) => ({ kind: 'machine', method, url: `${place.url}/${below}`, api: place.api, ...more }) as const

/** npm's packages. `:made` is the name of one that the administrator has published. */
export const packagesNpm = {
  doors: {
    'npm, packument': door('GET', projects, ':made', { made: publish }),
    'npm, file': door('GET', projects, ':made', { made: publishFile }),
    'npm, tags': door('GET', projects, '-/package/:made/dist-tags', { made: publish }),
    'npm, publish': door('PUT', projects, '@acme%2fmatrix', {
      made: newDocument,
      body: (_, made) => String(made),
    }),
    'npm, warn': door('PUT', projects, ':made', {
      made: publish,
      body: (_, made) => documentOf(made, 'old'),
    }),
    'npm, tag': door('PUT', projects, '-/package/:made/dist-tags/next', { made: publish, body: '"1.0.0"' }),
    'npm, untag': door('DELETE', projects, '-/package/:made/dist-tags/first', { made: publish }),
    'npm, unpublish': door('DELETE', projects, ':made/-rev/1', { made: publish }),
    'npm, unpublish file': door('DELETE', projects, ':made/-rev/1', { made: publishFile }),
    'npm, unpublish some': door('PUT', projects, ':made/-rev/999999999', {
      made: publish,
      body: (_, made) => documentOf(made),
    }),
    'npm, ping': door('GET', projects, '-/ping'),
    'npm, whoami': door('GET', projects, '-/whoami'),
    'npm, advisories': door('POST', projects, advisories, { body: '{}' }),
    'npm, search': door('GET', projects, '-/v1/search?text=x'),
    'npm, log in': door('PUT', projects, '-/user/org.couchdb.user:x', { body: '{}' }),
    'npm, of a group': door('GET', groups, ':made', { made: publish }),
    'npm, of a group, advisories': door('POST', groups, advisories, { body: '{}' }),
    'npm, of all': door('GET', instance, ':made', { made: publish }),
    'npm, of all, advisories': door('POST', instance, advisories, { body: '{}' }),
  },
  forPeople: {
    private: `
                                 nobody ended outsider guest planner reporter developer maintainer owner admin
    npm, packument               401    401   404      403   403     200      …
    npm, file                    401    401   404      403   403     200      …
    npm, tags                    401    401   404      403   403     200      …
    npm, publish                 401    401   404      403   403     403      201       201        201   201
    npm, warn                    401    401   404      403   403     403      200       200        200   200
    npm, tag                     401    401   404      403   403     403      204       204        204   204
    npm, untag                   401    401   404      403   403     403      403       204        204   204
    npm, unpublish               401    401   404      403   403     403      403       200        200   200
    npm, unpublish file          401    401   404      403   403     403      403       200        200   200
    npm, unpublish some          401    401   404      403   403     403      403       200        200   200
    npm, ping                    401    401   404      403   403     200      …
    npm, whoami                  401    401   404      403   403     200      …
    npm, advisories              401    401   404      403   403     200      …
    npm, search                  404    …
    npm, log in                  401    401   404      …
    npm, of a group              401    401   404      403   403     200      …
    npm, of a group, advisories  200    …
    npm, of all                  401    401   404      403   403     200      …
    npm, of all, advisories      200    …
    `,
    internal: `
                                 nobody ended outsider guest planner reporter developer maintainer owner admin
    npm, packument               401    401   200      …
    npm, file                    401    401   200      …
    npm, tags                    401    401   200      …
    npm, publish                 401    401   403      403   403     403      201       201        201   201
    npm, warn                    401    401   403      403   403     403      200       200        200   200
    npm, tag                     401    401   403      403   403     403      204       204        204   204
    npm, untag                   401    401   403      403   403     403      403       204        204   204
    npm, unpublish               401    401   403      403   403     403      403       200        200   200
    npm, unpublish file          401    401   403      403   403     403      403       200        200   200
    npm, unpublish some          401    401   403      403   403     403      403       200        200   200
    npm, ping                    401    401   200      …
    npm, whoami                  401    401   200      …
    npm, advisories              401    401   200      …
    npm, of a group              401    401   200      …
    npm, of all                  401    401   200      …
    `,
    public: `
                                 nobody ended outsider guest planner reporter developer maintainer owner admin
    npm, packument               200    …
    npm, file                    200    …
    npm, tags                    200    …
    npm, publish                 401    401   403      403   403     403      201       201        201   201
    npm, warn                    401    401   403      403   403     403      200       200        200   200
    npm, tag                     401    401   403      403   403     403      204       204        204   204
    npm, untag                   401    401   403      403   403     403      403       204        204   204
    npm, unpublish               401    401   403      403   403     403      403       200        200   200
    npm, unpublish file          401    401   403      403   403     403      403       200        200   200
    npm, unpublish some          401    401   403      403   403     403      403       200        200   200
    npm, ping                    200    …
    npm, whoami                  401    401   200      …
    npm, advisories              200    …
    npm, of a group              200    …
    npm, of all                  200    …
    `,
  },
  forTokens: {
    private: `
                                 repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    npm, packument               403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, file                    403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, tags                    403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, publish                 403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    npm, warn                    403  403 403  403 200  200 200     200  200   404   404     404   401     401     200      401
    npm, tag                     403  403 403  403 204  204 204     204  204   404   404     404   401     401     204      401
    npm, untag                   403  403 403  403 204  204 204     403  403   404   404     404   401     401     204      401
    npm, unpublish               403  403 403  403 200  200 200     403  403   404   404     404   401     401     200      401
    npm, unpublish file          403  403 403  403 200  200 200     403  403   404   404     404   401     401     200      401
    npm, unpublish some          403  403 403  403 200  200 200     403  403   404   404     404   401     401     200      401
    npm, ping                    403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, whoami                  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, advisories              403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, search                  404  404 404  404 404  404 404     404  404   404   404     404   401     401     404      401
    npm, log in                  404  404 404  404 404  404 404     404  404   404   404     404   401     401     404      401
    npm, of a group              403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, of a group, advisories  200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    npm, of all                  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    npm, of all, advisories      200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    `,
  },
} as const satisfies Rows

/** A package of the group at the top, tagged `first`; its name, as it stands in a URL. */
async function publish({ places }: World): Promise<string> {
  const name = `@${places.above.fullPath}/${unique('lib')}`
  const url = `/api/v4/projects/${places.project.id}/packages/npm/${name}`
  const { secret } = await makePersonalToken(await administrator())
  const body = JSON.stringify(await makePublication({ name, version: '1.0.0' }, { tag: 'first' }))
  const answer = await send(url, { method: 'PUT', headers: [['Private-Token', secret]], body })
  if (answer.status !== 201) throw new Error(`no package was published: ${answer.status}`)
  return name.replace('/', '%2f')
}

/** The file of such a package. */
async function publishFile(world: World): Promise<string> {
  const name = await publish(world)
  return `${name}/-/${name.replace(/^.*%2f/, '')}-1.0.0.tgz`
}

async function newDocument(): Promise<string> {
  const version = `1.0.0-${unique('x')}`
  return JSON.stringify(await makePublication({ name: '@acme/matrix', version }, { tag: 'next' }))
}

/** What is said of a package: of its version this warning, or that it is there no more. */
function documentOf(escapedName: string | number, deprecated?: string): string {
  const name = decodeURIComponent(String(escapedName))
  const versions = deprecated === undefined ? {} : { '1.0.0': { name, version: '1.0.0', deprecated } }
  return JSON.stringify({ name, versions })
}
