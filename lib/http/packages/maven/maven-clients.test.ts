import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  makeExpiredToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
  unique,
} from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { MavenPlace, packageNameOf } from '@/e2e/support/maven-place'
import { Terminal } from '@/e2e/support/shell'
import type { Group, Project } from '@/lib/domain/project'
import { hasClient } from '@/scripts/test/clients.mjs'

// The real Maven, with its plugins from where this machine's own settings lead, over a real connection.

const patience = 10 * 60_000
const refusedBytesMax = 64 * 1024

let server: MachineServer
let maven: MavenPlace
let above: Group
let group: Group
let project: Project
let writer: string
let reader: string

beforeAll(async () => {
  server = await openMachineServer()
  maven = await MavenPlace.open()
  above = await makeGroup()
  group = await makeGroup(above)
  project = await makeProject(group)
  writer = await secretOf(project, 'write_package_registry')
  reader = await secretOf(project, 'read_package_registry')
})
afterAll(() => Promise.all([server.close(), maven.close()]))
beforeEach(() => {
  server.requests.length = 0
})

/** How Maven tells of an answer. */
const wordsFor = {
  400: /status(?: code)?: 400/,
  401: /status(?: code)?: 401/,
  403: /status(?: code)?: 403/,
  404: /could not find artifact|was not found/i,
}
type Refused = [whom: string, status: 401 | 403 | 404, tokenOf: () => Promise<string | undefined>]

type PackageScope = 'read_package_registry' | 'write_package_registry'

async function secretOf(place: Group | Project, scope: PackageScope) {
  return (await makeToken(place, { scopes: [scope] })).secret
}

function urlOf({ kind, id }: Group | Project): string {
  const place = kind === 'project' ? `projects/${id}` : `groups/${id}/-`
  return `http://${server.host}/api/v4/${place}/packages/maven`
}

const asked = (method: string) => server.requests.filter((request) => request.method === method)

/** What came over the connections on which something was to be written. */
function bytesReceived(): number {
  const sockets = new Set(asked('PUT').map(({ socket }) => socket))
  return [...sockets].reduce((bytes, { bytesRead }) => bytes + bytesRead, 0)
}

describe.skipIf(!hasClient('mvn'))('Maven', () => {
  test.each(['header', 'password'] as const)(
    'deploys a release, and resolves it from project and group, by a token as a %s',
    async (carrier) => {
      const lib = { artifactId: unique('lib'), version: '1.0' }
      const { ended, jar } = await maven.deploy(lib, { url: urlOf(project), token: writer, carrier })
      expect(ended.text).toContain('BUILD SUCCESS')
      for (const [place, token] of [
        [project, reader],
        [group, await secretOf(above, 'read_package_registry')],
      ] as const) {
        const resolved = await maven.resolve(lib, { url: urlOf(place), token, carrier })
        expect(resolved.ended.text).toContain('BUILD SUCCESS')
        expect(Object.keys(resolved.files)).toEqual([`${lib.artifactId}-1.0.jar`])
        expect(resolved.files[`${lib.artifactId}-1.0.jar`]?.equals(jar)).toBe(true)
      }
    },
    patience,
  )

  test(
    'deploys no release twice, and goes on to the next',
    async () => {
      const artifactId = unique('lib')
      const repository = { url: urlOf(project), token: writer }
      const first = await maven.deploy({ artifactId, version: '1.0' }, repository)
      const again = await maven.deploy({ artifactId, version: '1.0' }, repository)
      expect(again.ended.text).toMatch(wordsFor[400])
      const second = await maven.deploy({ artifactId, version: '1.1' }, repository)
      expect(second.ended.text).toContain('BUILD SUCCESS')
      const { files } = await maven.resolve({ artifactId, version: '[1.0,1.1)' }, repository)
      expect(files[`${artifactId}-1.0.jar`]?.equals(first.jar)).toBe(true)
      const open = await maven.resolve({ artifactId, version: '[1.0,)' }, repository)
      expect(open.files[`${artifactId}-1.1.jar`]?.equals(second.jar)).toBe(true)
    },
    patience,
  )

  test(
    'deploys a snapshot twice, and resolves the second build and, by its number, the first',
    async () => {
      const lib = { artifactId: unique('lib'), version: '1.0-SNAPSHOT' }
      const repository = { url: urlOf(project), token: writer }
      const first = await maven.deploy(lib, repository)
      expect(first.ended.text).toContain('BUILD SUCCESS')
      const second = await maven.deploy(lib, repository)
      expect(second.ended.text).toContain('BUILD SUCCESS')
      expect(second.jar.equals(first.jar)).toBe(false)
      for (const place of [project, group]) {
        const token = await secretOf(above, 'read_package_registry')
        const { files } = await maven.resolve(lib, { url: urlOf(place), token })
        expect(Object.values(files).map((file) => file.equals(second.jar))).toEqual([true])
      }
      const builds = buildsOf(lib.artifactId)
      expect(builds.map((build) => build.replace(/^.*-/, ''))).toEqual(['1', '2'])
      const old = await maven.resolve({ ...lib, version: builds[0] ?? '' }, repository)
      expect(Object.values(old.files).map((file) => file.equals(first.jar))).toEqual([true])
    },
    patience,
  )

  test(
    'deploys by a group’s token from above',
    async () => {
      const lib = { artifactId: unique('lib'), version: '1.0' }
      const token = await secretOf(above, 'write_package_registry')
      const ended = await maven.deployFile(lib, Buffer.from('jar'), { url: urlOf(project), token })
      expect(ended.text).toContain('BUILD SUCCESS')
    },
    patience,
  )

  test.each([
    ['no token', 401, async () => undefined],
    ['a wrong token', 401, async () => 'wrong'],
    ['an expired token', 401, async () => (await makeExpiredToken(project, allScopes)).secret],
    ['a revoked token', 401, async () => (await makeRevokedToken(project, allScopes)).secret],
    ['a token that may only read', 403, async () => reader],
    ['a token of another project', 404, () => otherSecret('write_package_registry')],
  ] satisfies Refused[])(
    'deploys nothing with %s, and sends nothing of it',
    async (_, status, tokenOf) => {
      const lib = { artifactId: unique('lib'), version: '1.0' }
      const token = await tokenOf()
      const ended = await maven.deployFile(lib, randomBytes(3 * 1024 ** 2), { url: urlOf(project), token })
      expect(ended.code).not.toBe(0)
      expect(ended.text).toMatch(wordsFor[status])
      expect(asked('PUT').length).toBeGreaterThan(0)
      expect(bytesReceived()).toBeLessThan(refusedBytesMax)
    },
    patience,
  )

  test.each([
    ['no token', 401, async () => undefined],
    ['a revoked token', 401, async () => (await makeRevokedToken(project, allScopes)).secret],
    ['a token of another project', 404, () => otherSecret('read_package_registry')],
  ] satisfies Refused[])(
    'resolves nothing with %s',
    async (_, status, tokenOf) => {
      const lib = { artifactId: unique('lib'), version: '1.0' }
      await maven.deployFile(lib, Buffer.from('jar'), { url: urlOf(project), token: writer })
      const { ended, files } = await maven.resolve(lib, { url: urlOf(project), token: await tokenOf() })
      expect(ended.code).not.toBe(0)
      expect(ended.text).toMatch(wordsFor[status])
      expect(files).toEqual({})
    },
    patience,
  )

  /** The builds of the snapshot, by their versions, in the order in which they came. */
  function buildsOf(artifactId: string): string[] {
    const names = asked('PUT').map(({ url = '' }) => url)
    const form = new RegExp(
      `/${packageNameOf(artifactId)}/1.0-SNAPSHOT/${artifactId}-(1.0-[\\d.]+-\\d+).jar$`,
    )
    return names.flatMap((url) => form.exec(url)?.[1] ?? [])
  }
})

const allScopes = { scopes: ['read_package_registry' as const, 'write_package_registry' as const] }

async function otherSecret(scope: PackageScope): Promise<string> {
  return secretOf(await makeProject(await makeGroup()), scope)
}

describe('curl', () => {
  test('publishes and reads by header, and sends nothing that is refused', async () => {
    const terminal = await Terminal.open()
    const name = unique('lib')
    const url = `${urlOf(project)}/${packageNameOf(name)}/1.0/${name}-1.0.jar`
    const upload = (token: string) =>
      terminal.run(
        `head -c 3000000 /dev/zero | curl -sS -w '%{http_code}' -H 'Expect: 100-continue' -H 'Deploy-Token: ${token}' -T - '${url}'`,
      )
    expect((await upload(reader)).text).toMatch(/403$/)
    expect(bytesReceived()).toBeLessThan(refusedBytesMax)
    expect((await upload(writer)).text).toBe('200')
    server.requests.length = 0
    // a file that is there is refused before it is sent again
    expect((await upload(writer)).text).toMatch(/Duplicate package is not allowed.*400$/)
    expect(bytesReceived()).toBeLessThan(refusedBytesMax)
    const read = await terminal.run(`curl -sS -u 'any:${reader}' '${url}' | wc -c`)
    expect(read.text.trim()).toBe('3000000')
    await terminal.close()
  }, 60_000)
})
