import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeGroup, makeProject, makeToken, sql } from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { packageFormats, packagesOf } from '@/e2e/support/package-formats'
import { requestText, talk } from '@/e2e/support/raw-exchange'
import type { Project } from '@/lib/domain/project'

// SV-078, SV-082, T02, T22: what a refused upload costs the server, on the wire.

let server: MachineServer
let project: Project
let proof: string

beforeAll(async () => {
  server = await openMachineServer()
  const visibility = 'public'
  project = await makeProject(await makeGroup(undefined, { visibility }), { visibility })
  proof = `Deploy-Token: ${(await makeToken(project, { scopes: ['write_package_registry'] })).secret}`
})
beforeEach(() => sql`DELETE FROM failed_authentications`)
afterAll(() => server.close())

const gibibyte = 1024 ** 3
const stranger = 'Deploy-Token: gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW'

interface Route {
  line: string
  type: string
}

async function routesOf(): Promise<Route[]> {
  const packages = packagesOf(project)
  const uploads = await Promise.all(packageFormats.map(({ publish }) => publish('refused')))
  const upload = '00000000-0000-4000-8000-000000000000'
  const image = `/v2/${project.fullPath}/app/blobs/uploads/`
  return [
    ...uploads.map(({ method, path, contentType }) => ({
      line: `${method} ${packages}${path}`,
      type: contentType,
    })),
    { line: `PUT ${packages}nuget/symbolpackage`, type: 'multipart/form-data; boundary=x' },
    { line: `PUT ${packages}maven/com/example/a/1/a-1.jar.sha1`, type: 'text/plain' },
    { line: `PUT ${packages}maven/com/example/a/maven-metadata.xml`, type: 'application/xml' },
    { line: `PUT ${packages}npm/-/package/refused/dist-tags/latest`, type: 'application/json' },
    { line: `PUT ${packages}npm/-/user/org.couchdb.user:x`, type: 'application/json' },
    { line: `POST ${image}`, type: 'application/octet-stream' },
    { line: `PATCH ${image}${upload}`, type: 'application/octet-stream' },
    { line: `PUT ${image}${upload}?digest=sha256:${'0'.repeat(64)}`, type: 'application/octet-stream' },
    {
      line: `POST /${project.fullPath}.git/git-receive-pack`,
      type: 'application/x-git-receive-pack-request',
    },
  ]
}

function headOf({ line, type }: Route, ...headers: string[]): string {
  return requestText(line, { headers: [`Content-Type: ${type}`, ...headers], isLast: false })
}

/** Sends a head and bytes without end, as fast as they are taken, until the server closes; gives the status. */
async function flood(head: string): Promise<number> {
  const [address = '', port] = server.host.split(':')
  const socket = net.connect(Number(port), address).on('error', () => {})
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1')
  })
  const bytes = Buffer.alloc(64 * 1024)
  const pour = () => {
    while (socket.writable && socket.write(bytes));
  }
  socket.write(head)
  socket.on('drain', pour)
  pour()
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(/^HTTP\/1\.1 (\d+)/.exec(heard)?.[1])
}

const length = `Content-Length: ${10 * gibibyte}`

describe('an upload of ten gibibytes', () => {
  // a client that has not asked whether it may is read for a moment, so that it comes to see the answer
  test('of nobody is refused by its head on every route, and hardly read', async () => {
    await Promise.all(
      (await routesOf()).map(async (route) => {
        const status = await flood(headOf(route, length))
        const asked = server.requests.find(({ method, url }) => `${method} ${url}` === route.line)
        const isRead = (asked?.socket.bytesRead ?? gibibyte) > gibibyte / 4
        expect([route.line, status, isRead]).toEqual([route.line, 401, false])
      }),
    )
  }, 60_000)

  test.each([[[]], [[stranger]]])('is not asked for, where the client waits to be: %j', async (proofs) => {
    for (const route of await routesOf()) {
      const answers = await talk(server.host, headOf(route, ...proofs, length, 'Expect: 100-continue'))
      const asked = server.requests.at(-1)
      expect([route.line, answers.map(({ status }) => status)]).toEqual([route.line, [401]])
      expect(asked?.socket.bytesRead).toBeLessThan(1024)
      await sql`DELETE FROM failed_authentications`
    }
  })
})

test.each(packageFormats)('a $type package larger than any may be is not asked for', async ({ publish }) => {
  const { method, path, contentType } = await publish('huge')
  const route = { line: `${method} ${packagesOf(project)}${path}`, type: contentType }
  const head = headOf(route, proof, length, 'Expect: 100-continue')
  expect((await talk(server.host, head)).map(({ status }) => status)).toEqual([413])
})

test.each(packageFormats)(
  'a $type package is asked for at once, where the client waits to be',
  async (format) => {
    const { method, path, contentType, body } = await format.publish('awaited')
    const route = { line: `${method} ${packagesOf(project)}${path}`, type: contentType }
    const [address = '', port] = server.host.split(':')
    const socket = net.connect(Number(port), address)
    socket.write(headOf(route, proof, `Content-Length: ${body.length}`, 'Expect: 100-continue'))
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 100 /)
    socket.write(body)
    expect(String((await once(socket, 'data'))[0])).toMatch(new RegExp(`^HTTP/1\\.1 ${format.done} `))
    socket.destroy()
  },
)
