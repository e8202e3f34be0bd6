import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { administrator, makePersonalToken, unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { gemMetadata, makeGem } from '@/e2e/support/ruby-gem'

const base = '/api/v4/projects/:project/packages/rubygems'
const api = '/api/v4/projects/:id/packages/rubygems'

/** Reads what is there for everybody alike. */
const read = (below: string, route = below) =>
  ({ kind: 'machine', method: 'GET', url: `${base}/${below}`, api: `${api}/${route}` }) as const

/** Ruby's gems. */
export const packagesRubygems = {
  doors: {
    'gems, push': {
      kind: 'machine',
      method: 'POST',
      url: `${base}/api/v1/gems`,
      api: `${api}/api/v1/gems`,
      made: async () => (await makeGem(gemMetadata(gemName(), '1.0.0'))).toString('base64'),
      body: (_, made) => new Uint8Array(Buffer.from(String(made), 'base64')),
    },
    'gems, gem': { ...read('gems/:made-1.0.0.gem', 'gems/:file'), made: publishGem },
    'gems, description': {
      ...read('quick/Marshal.4.8/:made-1.0.0.gemspec.rz', 'quick/Marshal.4.8/:file'),
      made: publishGem,
    },
    'gems, dependencies': read('api/v1/dependencies?gems=a', 'api/v1/dependencies'),
    'gems, releases': read('specs.4.8.gz'),
    'gems, latest': read('latest_specs.4.8.gz'),
    'gems, before a release': read('prerelease_specs.4.8.gz'),
  },
  forPeople: {
    private: `
                            nobody ended outsider guest planner reporter developer maintainer owner admin
    gems, push              401    401   404      403   403     403      201       201        201   201
    gems, gem               401    401   404      403   403     200      …
    gems, description       401    401   404      403   403     200      …
    gems, dependencies      401    401   404      403   403     200      …
    gems, releases          401    401   404      403   403     200      …
    gems, latest            401    401   404      403   403     200      …
    gems, before a release  401    401   404      403   403     200      …
    `,
    internal: `
                            nobody ended outsider guest planner reporter developer maintainer owner admin
    gems, push              401    401   403      403   403     403      201       201        201   201
    gems, gem               401    401   200      …
    gems, description       401    401   200      …
    gems, dependencies      401    401   200      …
    gems, releases          401    401   200      …
    gems, latest            401    401   200      …
    gems, before a release  401    401   200      …
    `,
    public: `
                            nobody ended outsider guest planner reporter developer maintainer owner admin
    gems, push              401    401   403      403   403     403      201       201        201   201
    gems, gem               200    …
    gems, description       200    …
    gems, dependencies      200    …
    gems, releases          200    …
    gems, latest            200    …
    gems, before a release  200    …
    `,
  },
  forTokens: {
    private: `
                            repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    gems, push              403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    gems, gem               403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    gems, description       403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    gems, dependencies      403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    gems, releases          403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    gems, latest            403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    gems, before a release  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    `,
  },
} as const satisfies Rows

const gemName = () => unique('gem').replace('-', '_')

/** A gem that the administrator has published; its name. */
async function publishGem({ places }: World): Promise<string> {
  const name = gemName()
  const url = `/api/v4/projects/${places.project.id}/packages/rubygems/api/v1/gems`
  const { secret } = await makePersonalToken(await administrator())
  const body = new Uint8Array(await makeGem(gemMetadata(name, '1.0.0')))
  const answer = await send(url, { method: 'POST', headers: [['Private-Token', secret]], body })
  if (answer.status !== 201) throw new Error(`no gem was published: ${answer.status}`)
  return name
}
