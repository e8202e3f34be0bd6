import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { publisher } from '@/e2e/support/package-publisher'
import { makeTarball } from '@/e2e/support/tarball'

const base = '/api/v4/projects/:project/packages/terraform/modules'
const api = '/api/v4/projects/:id/packages/terraform/modules/:name/:system'
const registry = '/api/v4/packages/terraform/modules/v1/:above'
const registryApi = '/api/v4/packages/terraform/modules/v1/:namespace/:name/:system'
const archive = new Uint8Array(await makeTarball([['main.tf', '']]))

/** Terraform's modules, of a project and by the name of its top group. */
export const packagesTerraform = {
  doors: {
    'terraform, discovery': { kind: 'machine', method: 'GET', url: '/.well-known/terraform.json' },
    'terraform, upload': {
      kind: 'machine',
      method: 'PUT',
      url: `${base}/:made/1.0.0/file`,
      api: `${api}/:version/file`,
      made: async () => `${unique('m')}/local`,
      body: archive,
    },
    'terraform, project’s latest': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/:made`,
      api,
      made: publishModule,
    },
    'terraform, project’s file': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/:made/1.0.0`,
      api: `${api}/:version`,
      made: publishModule,
    },
    'terraform, versions': {
      kind: 'machine',
      method: 'GET',
      url: `${registry}/:made/versions`,
      api: `${registryApi}/versions`,
      made: publishModule,
    },
    'terraform, latest': {
      kind: 'machine',
      method: 'GET',
      url: `${registry}/:made`,
      api: registryApi,
      made: publishModule,
    },
    'terraform, latest’s download': {
      kind: 'machine',
      method: 'GET',
      url: `${registry}/:made/download`,
      api: `${registryApi}/download`,
      made: publishModule,
    },
    'terraform, version': {
      kind: 'machine',
      method: 'GET',
      url: `${registry}/:made/1.0.0`,
      api: `${registryApi}/:version`,
      made: publishModule,
    },
    'terraform, download': {
      kind: 'machine',
      method: 'GET',
      url: `${registry}/:made/1.0.0/download`,
      api: `${registryApi}/:version/download`,
      made: publishModule,
    },
    'terraform, file': {
      kind: 'machine',
      method: 'GET',
      url: `${registry}/:made/1.0.0/file`,
      api: `${registryApi}/:version/file`,
      made: publishModule,
    },
  },
  forPeople: {
    private: `
                                  nobody ended outsider guest planner reporter developer maintainer owner admin
    terraform, discovery          200    …
    terraform, upload             401    401   404      403   403     403      201       201        201   201
    terraform, project’s latest   401    401   404      403   403     200      …
    terraform, project’s file     401    401   404      403   403     200      …
    terraform, versions           401    401   404      403   403     200      …
    terraform, latest             401    401   404      403   403     200      …
    terraform, latest’s download  401    401   404      403   403     302      …
    terraform, version            401    401   404      403   403     200      …
    terraform, download           401    401   404      403   403     204      …
    terraform, file               401    401   404      403   403     200      …
    `,
    internal: `
                                  nobody ended outsider guest planner reporter developer maintainer owner admin
    terraform, upload             401    401   403      403   403     403      201       201        201   201
    terraform, project’s latest   401    401   200      …
    terraform, project’s file     401    401   200      …
    terraform, versions           401    401   200      …
    terraform, latest             401    401   200      …
    terraform, latest’s download  401    401   302      …
    terraform, version            401    401   200      …
    terraform, download           401    401   204      …
    terraform, file               401    401   200      …
    `,
    public: `
                                  nobody ended outsider guest planner reporter developer maintainer owner admin
    terraform, upload             401    401   403      403   403     403      201       201        201   201
    terraform, project’s latest   200    …
    terraform, project’s file     200    …
    terraform, versions           200    …
    terraform, latest             200    …
    terraform, latest’s download  302    …
    terraform, version            200    …
    terraform, download           204    …
    terraform, file               200    …
    `,
  },
  forTokens: {
    private: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    terraform, discovery          200  …
    terraform, upload             403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    terraform, project’s latest   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    terraform, project’s file     403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    terraform, versions           403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    terraform, latest             403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    terraform, latest’s download  403  403 403  302 302  302 302     302  302   404   404     404   401     401     302      401
    terraform, version            403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    terraform, download           403  403 403  204 204  204 204     204  204   404   404     404   401     401     204      401
    terraform, file               403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    `,
  },
} as const satisfies Rows

/** A module that the administrator has published; its name and system. */
async function publishModule({ places }: World): Promise<string> {
  const module = `${unique('m')}/local`
  const url = `/api/v4/projects/${places.project.id}/packages/terraform/modules/${module}/1.0.0/file`
  const answer = await send(url, { method: 'PUT', headers: [await publisher()], body: archive })
  if (answer.status !== 201) throw new Error(`no module was published: ${answer.status}`)
  return module
}
