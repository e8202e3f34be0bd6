import type { MachineDoor, Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { administrator, makePersonalToken, unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { nupkgOf, packageForm, snupkgOf } from '@/e2e/support/nuget-archive'

const projects = {
  url: '/api/v4/projects/:project/packages/nuget',
  api: '/api/v4/projects/:id/packages/nuget',
}
const groups = { url: '/api/v4/groups/:here/-/packages/nuget', api: '/api/v4/groups/:id/-/packages/nuget' }

const door = (
  method: MachineDoor['method'],
  place: typeof projects,
  below: string,
  route: string,
  more: Partial<MachineDoor> = { made: publish },
) => ({ kind: 'machine', method, url: place.url + below, api: place.api + route, ...more }) as const

const boundary = 'nuget'
const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` }
const leaf = '/metadata/:name/:version'

/** NuGet's packages. `:made` is the id of one that the administrator has published, in version 1.0.0. */
export const packagesNuget = {
  doors: {
    'nuget, index': door('GET', projects, '/index.json', '/index.json'),
    'nuget, search': door('GET', projects, '/query?q=:made', '/query'),
    'nuget, registration': door('GET', projects, '/metadata/:made/index.json', leaf),
    'nuget, page': door(
      'GET',
      projects,
      '/metadata/:made/page/1.0.0/1.0.0.json',
      '/metadata/:name/page/:lower/:upper',
    ),
    'nuget, version': door('GET', projects, '/metadata/:made/1.0.0.json', leaf),
    'nuget, versions': door('GET', projects, '/download/:made/index.json', '/download/:name/:version'),
    'nuget, file': door(
      'GET',
      projects,
      '/download/:made/1.0.0/:made.1.0.0.nupkg',
      '/download/:name/:version/:file',
    ),
    'nuget, feed': door('GET', projects, '/v2', '/v2'),
    'nuget, feed metadata': door('GET', projects, '/v2/$metadata', '/v2/$metadata'),
    'nuget, feed of a name': door(
      'GET',
      projects,
      "/v2/FindPackagesById()?id=':made'",
      '/v2/FindPackagesById()',
    ),
    'nuget, feed of all': door('GET', projects, '/v2/Packages()', '/v2/Packages()'),
    'nuget, feed of latest': door('GET', projects, '/v2/Packages?$filter=IsLatestVersion', '/v2/Packages'),
    'nuget, feed entry': door('GET', projects, "/v2/Packages(Id=':made',Version='1.0.0')", '/v2/:entry'),
    'nuget, push': door('PUT', projects, '', '/*', {
      headers,
      body: () => packageForm(nupkgOf({ id: unique('Matrix'), version: '1.0.0' }), boundary),
    }),
    'nuget, push symbols': door('PUT', projects, '/symbolpackage', '/*', {
      headers,
      made: publish,
      body: (_, made) => packageForm(snupkgOf({ id: String(made), version: '1.0.0' }), boundary),
    }),
    'nuget, delete': door('DELETE', projects, '/:made/1.0.0', '/:name/:version'),
    'nuget, of a group, index': door('GET', groups, '/index.json', '/index.json'),
    'nuget, of a group, search': door('GET', groups, '/query?q=:made', '/query'),
    'nuget, of a group, page': door(
      'GET',
      groups,
      '/metadata/:made/page/1.0.0/1.0.0.json',
      '/metadata/:name/page/:lower/:upper',
    ),
    'nuget, of a group, version': door('GET', groups, '/metadata/:made/1.0.0.json', leaf),
    'nuget, of a group, versions': door(
      'GET',
      groups,
      '/download/:made/index.json',
      '/download/:name/:version',
    ),
    'nuget, of a group, file': door(
      'GET',
      groups,
      '/download/:made/1.0.0/:made.1.0.0.nupkg',
      '/download/:name/:version/:file',
    ),
  },
  forPeople: {
    private: `
                                nobody ended outsider guest planner reporter developer maintainer owner admin
    nuget, index                200    200   404      403   403     200      …
    nuget, search               401    401   404      403   403     200      …
    nuget, registration         401    401   404      403   403     200      …
    nuget, page                 401    401   404      403   403     200      …
    nuget, version              401    401   404      403   403     200      …
    nuget, versions             401    401   404      403   403     200      …
    nuget, file                 401    401   404      403   403     200      …
    nuget, feed                 200    200   404      403   403     200      …
    nuget, feed metadata        200    200   404      403   403     200      …
    nuget, feed of a name       401    401   404      403   403     200      …
    nuget, feed of all          401    401   404      403   403     200      …
    nuget, feed of latest       401    401   404      403   403     200      …
    nuget, feed entry           401    401   404      403   403     200      …
    nuget, push                 401    401   404      403   403     403      201       201        201   201
    nuget, push symbols         401    401   404      403   403     403      201       201        201   201
    nuget, delete               401    401   404      403   403     403      403       204        204   204
    nuget, of a group, index    200    …
    nuget, of a group, search   401    401   404      403   403     200      …
    nuget, of a group, page     401    401   404      403   403     200      …
    nuget, of a group, version  401    401   404      403   403     200      …
    nuget, of a group, versions  401    401   404      403   403     200      …
    nuget, of a group, file     401    401   404      403   403     200      …
    `,
    internal: `
                                nobody ended outsider guest planner reporter developer maintainer owner admin
    nuget, index                200    …
    nuget, search               401    401   200      …
    nuget, registration         401    401   200      …
    nuget, page                 401    401   200      …
    nuget, version              401    401   200      …
    nuget, versions             401    401   200      …
    nuget, file                 401    401   200      …
    nuget, feed                 200    …
    nuget, feed metadata        200    …
    nuget, feed of a name       401    401   200      …
    nuget, feed of all          401    401   200      …
    nuget, feed of latest       401    401   200      …
    nuget, feed entry           401    401   200      …
    nuget, push                 401    401   403      403   403     403      201       201        201   201
    nuget, push symbols         401    401   403      403   403     403      201       201        201   201
    nuget, delete               401    401   403      403   403     403      403       204        204   204
    nuget, of a group, search   401    401   200      …
    nuget, of a group, page     401    401   200      …
    nuget, of a group, version  401    401   200      …
    nuget, of a group, versions  401    401   200      …
    nuget, of a group, file     401    401   200      …
    `,
    public: `
                                nobody ended outsider guest planner reporter developer maintainer owner admin
    nuget, index                200    …
    nuget, search               200    …
    nuget, registration         200    …
    nuget, page                 200    …
    nuget, version              200    …
    nuget, versions             200    …
    nuget, file                 200    …
    nuget, feed                 200    …
    nuget, feed metadata        200    …
    nuget, feed of a name       200    …
    nuget, feed of all          200    …
    nuget, feed of latest       200    …
    nuget, feed entry           200    …
    nuget, push                 401    401   403      403   403     403      201       201        201   201
    nuget, push symbols         401    401   403      403   403     403      201       201        201   201
    nuget, delete               401    401   403      403   403     403      403       204        204   204
    nuget, of a group, search   200    …
    nuget, of a group, page     200    …
    nuget, of a group, version  200    …
    nuget, of a group, versions  200    …
    nuget, of a group, file     200    …
    `,
  },
  forTokens: {
    private: `
                                repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    nuget, index                403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, search               403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, registration         403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, page                 403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, version              403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, versions             403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, file                 403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, feed                 403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, feed metadata        403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, feed of a name       403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, feed of all          403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, feed of latest       403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, feed entry           403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, push                 403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    nuget, push symbols         403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    nuget, delete               403  403 403  403 204  204 204     403  403   404   404     404   401     401     204      401
    nuget, of a group, index    200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    nuget, of a group, search   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, of a group, page     403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, of a group, version  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, of a group, versions  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    nuget, of a group, file     403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    `,
  },
} as const satisfies Rows

async function publish({ places }: World): Promise<string> {
  const id = unique('matrix')
  const { secret } = await makePersonalToken(await administrator())
  const answer = await send(`/api/v4/projects/${places.project.id}/packages/nuget`, {
    method: 'PUT',
    headers: [
      ['Private-Token', secret],
      ['Content-Type', headers['content-type']],
    ],
    body: packageForm(nupkgOf({ id, version: '1.0.0' }), boundary),
  })
  if (answer.status !== 201) throw new Error(`no package was published: ${answer.status}`)
  return id
}
