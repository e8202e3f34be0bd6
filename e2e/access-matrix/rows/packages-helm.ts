import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { administrator, makePersonalToken, unique } from '@/e2e/support/fixtures'
import { chartForm, makeChart } from '@/e2e/support/helm-chart'
import { send } from '@/e2e/support/machine-request'

const base = '/api/v4/projects/:project/packages/helm'
const api = '/api/v4/projects/:id/packages/helm'

/** Helm's charts. */
export const packagesHelm = {
  doors: {
    'helm, index': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/stable/index.yaml`,
      api: `${api}/:channel/index.yaml`,
    },
    'helm, chart': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/stable/charts/:made`,
      api: `${api}/:channel/charts/:file`,
      made: publishChart,
    },
    'helm, upload': {
      kind: 'machine',
      method: 'POST',
      url: `${base}/api/stable/charts`,
      api: `${api}/api/:channel/charts`,
      made: async () => (await makeChart(unique('chart'), '1.0.0')).toString('base64'),
      body: (_, made) => chartForm(Buffer.from(String(made), 'base64')),
    },
  },
  forPeople: {
    private: `
                  nobody ended outsider guest planner reporter developer maintainer owner admin
    helm, index   401    401   404      403   403     200      …
    helm, chart   401    401   404      403   403     200      …
    helm, upload  401    401   404      403   403     403      201       201        201   201
    `,
    internal: `
                  nobody ended outsider guest planner reporter developer maintainer owner admin
    helm, index   401    401   200      …
    helm, chart   401    401   200      …
    helm, upload  401    401   403      403   403     403      201       201        201   201
    `,
    public: `
                  nobody ended outsider guest planner reporter developer maintainer owner admin
    helm, index   200    …
    helm, chart   200    …
    helm, upload  401    401   403      403   403     403      201       201        201   201
    `,
  },
  forTokens: {
    private: `
                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    helm, index   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    helm, chart   403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    helm, upload  403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    `,
  },
} as const satisfies Rows

/** A chart that the administrator has published; its file's name. */
async function publishChart({ places }: World): Promise<string> {
  const name = unique('chart')
  const url = `/api/v4/projects/${places.project.id}/packages/helm/api/stable/charts`
  const { secret } = await makePersonalToken(await administrator())
  const body = chartForm(await makeChart(name, '1.0.0'))
  const answer = await send(url, { method: 'POST', headers: [['Private-Token', secret]], body })
  if (answer.status !== 201) throw new Error(`no chart was published: ${answer.status}`)
  return `${name}-1.0.0.tgz`
}
