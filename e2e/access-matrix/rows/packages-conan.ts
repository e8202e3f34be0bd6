import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { type ConanUpload, packageUploads, recipeUploads } from '@/e2e/support/conan-recipe'
import { unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { publisher } from '@/e2e/support/package-publisher'

const base = '/api/v4/projects/:project/packages/conan'
const api = '/api/v4/projects/:id/packages/conan'

const recipe = recipeUploads()
const built = packageUploads(recipe.revision)
/** What the addresses of routes name in these. */
const named = [
  [
    `packages/${built.packageId}/revisions/${built.revision}`,
    'packages/:packageId/revisions/:packageRevision',
  ],
  [`packages/${built.packageId}`, 'packages/:packageId'],
  [`revisions/${recipe.revision}`, 'revisions/:recipeRevision'],
  ['files/conanfile.py', 'files/:file'],
  ['files/conaninfo.txt', 'files/:file'],
] as const
const revision = `/revisions/${recipe.revision}`
const packages = `${revision}/packages`
const packageRevision = `${packages}/${built.packageId}/revisions/${built.revision}`

const makers = { GET: findRecipe, PUT: async () => unique('conan'), DELETE: startRecipe } as const

/** A recipe's address, that of one which is there but for uploads, and what is below it. */
function of(method: keyof typeof makers, below: string) {
  const route = named.reduce((path, [from, to]) => path.replace(from, to), below)
  return {
    kind: 'machine',
    method,
    url: `${base}/v2/conans/:made/1.0/_/_${below}`,
    api: `${api}/v2/conans/:name/:version/:user/:channel${route}`,
    made: makers[method],
    ...(method === 'PUT' && { body: 'x' }),
  } as const
}

const at = (path: string, query = '') =>
  ({ kind: 'machine', method: 'GET', url: `${base}/${path}${query}`, api: `${api}/${path}` }) as const

/** Conan's recipes, and what was built from them. */
export const packagesConan = {
  doors: {
    'conan, ping': at('v1/ping'),
    'conan, ticket': at('v2/users/authenticate'),
    'conan, ticket, as Conan 1': at('v1/users/authenticate'),
    'conan, credentials': at('v2/users/check_credentials'),
    'conan, credentials, as Conan 1': at('v1/users/check_credentials'),
    'conan, search': at('v2/conans/search', '?q=a*'),
    'conan, latest': of('GET', '/latest'),
    'conan, revisions': of('GET', '/revisions'),
    'conan, packages': of('GET', '/search'),
    'conan, packages of a revision': of('GET', `${revision}/search`),
    'conan, files': of('GET', `${revision}/files`),
    'conan, file': of('GET', `${revision}/files/conanfile.py`),
    'conan, upload': of('PUT', `${revision}/files/conanfile.py`),
    'conan, package, latest': of('GET', `${packages}/${built.packageId}/latest`),
    'conan, package, revisions': of('GET', `${packages}/${built.packageId}/revisions`),
    'conan, package, files': of('GET', `${packageRevision}/files`),
    'conan, package, file': of('GET', `${packageRevision}/files/conaninfo.txt`),
    'conan, package, upload': of('PUT', `${packageRevision}/files/conaninfo.txt`),
    'conan, remove': of('DELETE', ''),
    'conan, remove revision': of('DELETE', revision),
    'conan, remove packages': of('DELETE', packages),
    'conan, remove package': of('DELETE', packageRevision),
  },
  forPeople: {
    private: `
                                    nobody ended outsider guest planner reporter developer maintainer owner admin
    conan, ping                     200    …
    conan, ticket                   401    401   200      …
    conan, ticket, as Conan 1       401    401   200      …
    conan, credentials              401    401   200      …
    conan, credentials, as Conan 1  401    401   200      …
    conan, search                   401    401   404      403   403     200      …
    conan, latest                   401    401   404      403   403     200      …
    conan, revisions                401    401   404      403   403     200      …
    conan, packages                 401    401   404      403   403     200      …
    conan, packages of a revision   401    401   404      403   403     200      …
    conan, files                    401    401   404      403   403     200      …
    conan, file                     401    401   404      403   403     200      …
    conan, upload                   401    401   404      403   403     403      201       201        201   201
    conan, package, latest          401    401   404      403   403     200      …
    conan, package, revisions       401    401   404      403   403     200      …
    conan, package, files           401    401   404      403   403     200      …
    conan, package, file            401    401   404      403   403     200      …
    conan, package, upload          401    401   404      403   403     403      201       201        201   201
    conan, remove                   401    401   404      403   403     403      403       200        200   200
    conan, remove revision          401    401   404      403   403     403      403       200        200   200
    conan, remove packages          401    401   404      403   403     403      403       200        200   200
    conan, remove package           401    401   404      403   403     403      403       200        200   200
    `,
    internal: `
                                    nobody ended outsider guest planner reporter developer maintainer owner admin
    conan, search                   401    401   200      …
    conan, latest                   401    401   200      …
    conan, revisions                401    401   200      …
    conan, packages                 401    401   200      …
    conan, packages of a revision   401    401   200      …
    conan, files                    401    401   200      …
    conan, file                     401    401   200      …
    conan, upload                   401    401   403      403   403     403      201       201        201   201
    conan, package, latest          401    401   200      …
    conan, package, revisions       401    401   200      …
    conan, package, files           401    401   200      …
    conan, package, file            401    401   200      …
    conan, package, upload          401    401   403      403   403     403      201       201        201   201
    conan, remove                   401    401   403      403   403     403      403       200        200   200
    conan, remove revision          401    401   403      403   403     403      403       200        200   200
    conan, remove packages          401    401   403      403   403     403      403       200        200   200
    conan, remove package           401    401   403      403   403     403      403       200        200   200
    `,
    public: `
                                    nobody ended outsider guest planner reporter developer maintainer owner admin
    conan, search                   200    …
    conan, latest                   200    …
    conan, revisions                200    …
    conan, packages                 200    …
    conan, packages of a revision   200    …
    conan, files                    200    …
    conan, file                     200    …
    conan, upload                   401    401   403      403   403     403      201       201        201   201
    conan, package, latest          200    …
    conan, package, revisions       200    …
    conan, package, files           200    …
    conan, package, file            200    …
    conan, package, upload          401    401   403      403   403     403      201       201        201   201
    conan, remove                   401    401   403      403   403     403      403       200        200   200
    conan, remove revision          401    401   403      403   403     403      403       200        200   200
    conan, remove packages          401    401   403      403   403     403      403       200        200   200
    conan, remove package           401    401   403      403   403     403      403       200        200   200
    `,
  },
  forTokens: {
    private: `
                                    repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    conan, ping                     200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    conan, ticket                   200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    conan, ticket, as Conan 1       200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    conan, credentials              200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    conan, credentials, as Conan 1  200  200 200  200 200  200 200     200  200   200   200     200   401     401     200      401
    conan, search                   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, latest                   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, revisions                403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, packages                 403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, packages of a revision   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, files                    403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, file                     403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, upload                   403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    conan, package, latest          403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, package, revisions       403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, package, files           403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, package, file            403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    conan, package, upload          403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    conan, remove                   403  403 403  403 200  200 200     403  403   404   404     404   401     401     200      401
    conan, remove revision          403  403 403  403 200  200 200     403  403   404   404     404   401     401     200      401
    conan, remove packages          403  403 403  403 200  200 200     403  403   404   404     404   401     401     200      401
    conan, remove package           403  403 403  403 200  200 200     403  403   404   404     404   401     401     200      401
    `,
  },
} as const satisfies Rows

const theirs = new Map<number, Promise<string>>()

/** A published one with a package, for all who only look at it. */
function findRecipe(world: World): Promise<string> {
  const { id } = world.places.project
  const found = theirs.get(id) ?? upload(world, [...recipe.uploads, ...built.uploads])
  theirs.set(id, found)
  return found
}

/** One of which there is enough to be removed. */
function startRecipe(world: World): Promise<string> {
  return upload(world, [...recipe.uploads.slice(0, 1), ...built.uploads.slice(0, 1)])
}

async function upload({ places }: World, uploads: readonly ConanUpload[]): Promise<string> {
  const name = unique('conan')
  const headers = [await publisher()]
  const url = `/api/v4/projects/${places.project.id}/packages/conan/v2/conans/${name}/1.0/_/_`
  for (const { path, body } of uploads) {
    const answer = await send(url + path, { method: 'PUT', headers, body })
    if (answer.status !== 201) throw new Error(`no recipe was uploaded: ${answer.status}`)
  }
  return name
}
