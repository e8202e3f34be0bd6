import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { administrator, makeToken, sql } from '@/e2e/support/fixtures'
import { makeChart } from '@/e2e/support/helm-chart'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import { Terminal } from '@/e2e/support/shell'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { hasClient } from '@/scripts/test/clients.mjs'

// helm itself, which uploads nothing: that is curl's.

let server: MachineServer
let place: Awaited<ReturnType<typeof makePackageProject>>
let repository: string

beforeAll(async () => {
  server = await openMachineServer()
  place = await makePackageProject()
  repository = `http://${server.host}/api/v4/projects/${place.project.id}/packages/helm`
})
afterAll(() => server.close())
// all of these come from one address, and some of them are wrong on purpose
beforeEach(() => sql`DELETE FROM failed_authentications`)

async function atDesk<Value>(work: (desk: Terminal) => Promise<Value>): Promise<Value> {
  const desk = await Terminal.open()
  try {
    return await work(desk)
  } finally {
    await desk.close()
  }
}

const login = (secret: string | undefined) => (secret ? `--username anybody --password ${secret}` : '')
const user = (secret: string | undefined) => (secret ? `-u anybody:${secret}` : '')

describe.skipIf(!hasClient('helm') || !hasClient('curl'))('helm', () => {
  test(
    'packages a chart, which curl uploads, and finds, pulls and renders it',
    () =>
      atDesk(async (desk) => {
        const { secret } = place.writer
        const upload = `curl -sf ${user(secret)} -F chart=@web-1.2.3+a.1.tgz ${repository}/api/stable/charts`
        const line = `set -e
        helm create web && helm package web --version 1.2.3+a.1 && ${upload} && rm -r web
        helm repo add ours ${repository}/stable ${login(secret)}
        helm repo update
        helm search repo ours
        mkdir got && helm pull ours/web --version 1.2.3+a.1 -d got && cmp web-*.tgz got/web-*.tgz
        helm template release ours/web --version 1.2.3+a.1`
        const { code, text } = await desk.run(line)
        expect([code, text]).toEqual([
          0,
          expect.stringMatching(/ours\/web\s+1\.2\.3\+a\.1[\s\S]*kind: Deployment/),
        ])
      }),
    120_000,
  )

  test(
    'is let in, or told why not, by each kind of token',
    () =>
      atDesk(async (desk) => {
        await writeFile(path.join(desk.folder, 'w.tgz'), await makeChart('who', '1.0.0'))
        const upload = (secret: string | undefined, channel: string) =>
          desk.run(
            `curl -s -o /dev/null -w '%{http_code}' ${user(secret)} -F chart=@w.tgz ${repository}/api/${channel}/charts`,
          )
        await upload(place.writer.secret, 'who')
        for (const [i, { who, secret, reads, publishes }] of place.bearers.entries() satisfies Iterable<
          [number, PackageBearer]
        >) {
          const published = await upload(secret, `c${i}`)
          expect([who, published.text]).toEqual([who, String(publishes)])
          const added = await desk.run(
            `helm repo add r${i} ${repository}/who ${login(secret)} && helm pull r${i}/who`,
          )
          const said = reads === 200 ? /has been added/ : new RegExp(`${reads} `)
          expect([who, added.code === 0, added.text]).toEqual([
            who,
            reads === 200,
            expect.stringMatching(said),
          ])
          await sql`DELETE FROM failed_authentications`
        }
      }),
    120_000,
  )

  test(
    'gets nothing once its token is revoked',
    () =>
      atDesk(async (desk) => {
        const { token, secret } = await makeToken(place.project, { scopes: ['read_package_registry'] })
        const first = await desk.run(`helm repo add ours ${repository}/stable ${login(secret)}`)
        expect([first.code, first.text]).toEqual([0, expect.stringContaining('has been added')])
        const holder = { holder: place.project, tokenId: token.id, address: '192.0.2.1' }
        await revokeDeployToken(await administrator(), holder)
        const { code, text } = await desk.run(
          'helm repo update ours; helm repo update --fail-on-repo-update-fail ours',
        )
        expect([code, text]).toEqual([1, expect.stringContaining('401 Unauthorized')])
      }),
    60_000,
  )
})
