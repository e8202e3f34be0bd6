import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  administrator,
  makeExpiredToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
  sql,
} from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { openPython, type Python } from '@/e2e/support/python'
import type { Project } from '@/lib/domain/project'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { hasClient } from '@/scripts/test/clients.mjs'

// The real Conan 2, and Conan 1 with revisions, over a real connection. Nothing is compiled: the recipe has a header alone.

const hasPython = hasClient('python3')
const conan2 = hasPython ? await openPython(['conan==2.34.0']) : undefined
const conan1 = hasPython ? await openPython(['conan==1.66.0']) : undefined

interface Credentials {
  username: string
  password: string
}

let server: MachineServer
let project: Project
let writer: Credentials
let reader: Credentials

beforeAll(async () => {
  server = await openMachineServer()
  project = await makeProject(await makeGroup())
  writer = (await makeToken(project, { scopes: ['write_package_registry'] })).credentials
  reader = (await makeToken(project, { scopes: ['read_package_registry'] })).credentials
})
afterAll(async () => {
  await server.close()
  await conan2?.close()
  await conan1?.close()
})
// all of these come from one address, and some of them are wrong on purpose
beforeEach(() => sql`DELETE FROM failed_authentications`)

const urlOf = ({ id }: Project) => `http://${server.host}/api/v4/projects/${id}/packages/conan`

type Conan = (...args: string[]) => Promise<{ code: number; text: string }>

const profile = '[settings]\nos=Linux\narch=x86_64\nbuild_type=Release\n'

const recipe = (name: string, comment = '') => `
from conan import ConanFile
from conan.tools.files import copy

class Header(ConanFile):
    name = "${name}"
    version = "1.0"
    settings = "os"
    exports = "notes.txt"
    exports_sources = "*.h"

    def package(self):
        copy(self, "*.h", self.source_folder, self.package_folder)
# ${comment}
`

/** A desk with an empty cache, the project as its one remote, and these credentials in its environment. */
async function openDesk(python: Python | undefined, credentials?: Credentials, of = project, more = {}) {
  if (!python) throw new Error('Conan is not installed')
  const folder = await mkdtemp(path.join(python.folder, 'desk-'))
  const env = {
    NO_COLOR: '1',
    CONAN_HOME: path.join(folder, 'home'),
    CONAN_USER_HOME: folder,
    CONAN_REVISIONS_ENABLED: '1',
    CONAN_NON_INTERACTIVE: '1',
    ...(credentials && {
      CONAN_LOGIN_USERNAME_LATCHKEY: credentials.username,
      CONAN_PASSWORD_LATCHKEY: credentials.password,
    }),
    ...more,
  }
  const conan: Conan = (...args) => python.command('conans.conan', args, env)
  const home = python === conan2 ? 'home' : '.conan'
  await mkdir(path.join(folder, home, 'profiles'), { recursive: true })
  await writeFile(path.join(folder, home, 'profiles', 'default'), profile)
  if (python === conan2)
    await writeFile(
      path.join(folder, home, 'global.conf'),
      'core:non_interactive=True\ncore.upload:retry=0\ncore.download:retry=0\n',
    )
  const added = await conan('remote', 'add', 'latchkey', urlOf(of))
  if (added.code !== 0) throw new Error(added.text)
  await conan('remote', 'remove', python === conan2 ? 'conancenter' : 'conan-center')
  return { folder, conan, home: path.join(folder, home) }
}

type Desk = Awaited<ReturnType<typeof openDesk>>

/** Writes the recipe, and makes it and its package in the desk's cache. */
async function create({ folder, conan }: Desk, name: string, comment = '', ...more: string[]): Promise<void> {
  const source = path.join(folder, name)
  await mkdir(source, { recursive: true })
  await writeFile(path.join(source, 'conanfile.py'), recipe(name, comment))
  await writeFile(path.join(source, `${name}.h`), `// hello from ${name}${comment}\n`)
  await writeFile(path.join(source, 'notes.txt'), 'notes')
  const { code, text } = await conan('create', source, ...more)
  if (code !== 0) throw new Error(text)
}

/** A desk that has published this. */
async function publish(name: string, comment = ''): Promise<Desk> {
  const desk = await openDesk(conan2, writer)
  await create(desk, name, comment)
  expect(await desk.conan('upload', name, '-r', 'latchkey', '-c')).toMatchObject({ code: 0 })
  return desk
}

const patience = 300_000
const upload = (name: string) => ['upload', name, '-r', 'latchkey', '-c']

/** Whether and with what words a command ended. */
async function said(ended: Promise<{ code: number; text: string }>): Promise<[boolean, string]> {
  const { code, text } = await ended
  return [code === 0, text]
}

describe.skipIf(!conan2)('Conan 2', { timeout: patience }, () => {
  test('publishes a recipe and its package, and another desk finds, lists and installs them', async () => {
    await publish('hello')
    const { conan } = await openDesk(conan2, reader)
    expect(await said(conan('search', 'hel*', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringContaining('hello/1.0'),
    ])
    expect(await said(conan('list', 'hello/*:*', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringMatching(/hello\/1\.0[\s\S]*os: Linux/),
    ])
    expect(await said(conan('install', '--requires=hello/1.0', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringContaining('hello/1.0: Downloaded'),
    ])
    expect(await headerOf(conan, 'hello/1.0')).toBe('// hello from hello\n')
  })

  test('publishes a second revision beside the first, and nothing twice', async () => {
    const { conan } = await publish('again')
    expect(await said(conan(...upload('again')))).toEqual([true, expect.stringContaining('skipping upload')])
    expect(await said(conan(...upload('again'), '--force'))).toEqual([true, expect.anything()])
    await publish('again', ' once more')
    const revisions = await conan('list', 'again/1.0#*', '-r', 'latchkey')
    expect(revisions.text.match(/^ +[0-9a-f]{32}/gm)).toHaveLength(2)
    const desk = await openDesk(conan2, reader)
    expect(await said(desk.conan('download', 'again/1.0:*', '-r', 'latchkey'))).toEqual([
      true,
      expect.anything(),
    ])
    expect(await headerOf(desk.conan, 'again/1.0')).toBe('// hello from again once more\n')
  })

  test('publishes under a user and a channel', async () => {
    const desk = await openDesk(conan2, writer)
    await create(desk, 'owned', '', '--user', 'acme', '--channel', 'stable')
    await create(desk, 'owned', '', '--user', 'acme')
    expect(await said(desk.conan(...upload('owned*')))).toEqual([true, expect.anything()])
    const { conan } = await openDesk(conan2, reader)
    for (const reference of ['owned/1.0@acme/stable', 'owned/1.0@acme'])
      expect(await said(conan('install', `--requires=${reference}`, '-r', 'latchkey'))).toEqual([
        true,
        expect.stringContaining(`${reference}: Downloaded`),
      ])
    expect((await conan('install', '--requires=owned/1.0', '-r', 'latchkey')).code).not.toBe(0)
  })

  test('removes a package’s revision, a recipe’s packages, and a recipe’s revision', async () => {
    const { conan } = await publish('leaving')
    const list = async () => (await conan('list', 'leaving/*:*#*', '-r', 'latchkey')).text
    const remove = (what: string) => conan('remove', what, '-r', 'latchkey', '-c')
    for (const what of ['leaving/1.0:*#*', 'leaving/1.0:*']) {
      expect(await list()).toContain('os: Linux')
      expect(await said(remove(what))).toEqual([true, expect.anything()])
      expect(await list()).not.toContain('os: Linux')
      expect(await said(conan(...upload('leaving'))).then(([done]) => done)).toBe(true)
    }
    expect(await said(remove('leaving/*'))).toEqual([true, expect.anything()])
    expect(await list()).not.toContain('leaving/1.0')
    expect(await sql`SELECT FROM packages WHERE name = 'leaving'`).toEqual([])
  })

  test('keeps on disk nothing of the token, and asks for another ticket where its own is none', async () => {
    await publish('kept')
    const { conan, home } = await openDesk(conan2, reader)
    expect(await said(conan('remote', 'login', 'latchkey'))).toEqual([true, expect.anything()])
    const kept = await readFile(path.join(home, '.conan.db'), 'latin1')
    expect(kept).toContain('eyJ')
    expect(kept).not.toContain(reader.password)
    const spoilt = kept.replace(/(eyJ[\w-]+\.)eyJ/, '$1eyK')
    await writeFile(path.join(home, '.conan.db'), spoilt, 'latin1')
    const before = server.requests.length
    expect(await said(conan('list', 'kept/*', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringContaining('kept/1.0'),
    ])
    const asked = server.requests.slice(before).filter(({ url }) => url?.endsWith('/users/authenticate'))
    expect(asked).toHaveLength(1)
  })

  test('gets nothing once its token is revoked, whatever it has on disk', async () => {
    await publish('later')
    const { token, credentials } = await makeToken(project, { scopes: ['read_package_registry'] })
    const { conan } = await openDesk(conan2, credentials)
    expect(await said(conan('list', 'later/*', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringContaining('later/1.0'),
    ])
    const holder = { holder: project, tokenId: token.id, address: '192.0.2.1' }
    await revokeDeployToken(await administrator(), holder)
    expect(await said(conan('install', '--requires=later/1.0', '-r', 'latchkey'))).toEqual([
      false,
      expect.stringContaining('Authentication error in remote'),
    ])
  })

  test('is refused, and says by what', async () => {
    await publish('hidden')
    const both = { scopes: ['read_package_registry' as const, 'write_package_registry' as const] }
    const other = (await makeToken(await makeProject(await makeGroup()), both)).credentials
    const ofImages = (await makeToken(project, { scopes: ['read_registry', 'write_registry'] })).credentials
    const wrong = 'Authentication error in remote'
    const refusals: [string, Credentials | undefined, string][] = [
      ['nobody', undefined, 'interactive'],
      ['a wrong token', { username: 'any', password: 'gldt-wrong' }, wrong],
      ['an expired token', (await makeExpiredToken(project, both)).credentials, wrong],
      ['a revoked token', (await makeRevokedToken(project, both)).credentials, wrong],
      ['a token of another project', other, 'not found'],
      ['a token of images', ofImages, 'Permission denied'],
    ]
    for (const [who, credentials, words] of refusals) {
      const desk = await openDesk(conan2, credentials)
      const installed = await said(desk.conan('install', '--requires=hidden/1.0', '-r', 'latchkey'))
      expect([who, ...installed]).toEqual([who, false, expect.stringMatching(new RegExp(words, 'i'))])
      await create(desk, 'refused')
      const published = await said(desk.conan(...upload('refused')))
      expect([who, ...published]).toEqual([who, false, expect.stringMatching(new RegExp(words, 'i'))])
      await sql`DELETE FROM failed_authentications`
    }
    const desk = await openDesk(conan2, reader)
    await create(desk, 'refused')
    expect(await said(desk.conan(...upload('refused')))).toEqual([
      false,
      expect.stringContaining('Permission denied'),
    ])
    expect(await sql`SELECT FROM packages WHERE name = 'refused'`).toEqual([])
  })
})

describe.skipIf(!conan1 || !conan2)('Conan 1', { timeout: patience }, () => {
  test('with revisions publishes, finds and installs', async () => {
    const desk = await openDesk(conan1, writer)
    await create(desk, 'older')
    expect(await said(desk.conan('upload', 'older/1.0@', '-r', 'latchkey', '--all', '-c'))).toEqual([
      true,
      expect.anything(),
    ])
    const { conan } = await openDesk(conan1, reader)
    expect(await said(conan('search', 'old*', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringContaining('older/1.0'),
    ])
    expect(await said(conan('search', 'older/1.0@', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringContaining('os: Linux'),
    ])
    expect(await said(conan('install', 'older/1.0@', '-r', 'latchkey'))).toEqual([
      true,
      expect.stringContaining('older/1.0: Downloaded'),
    ])
  })

  test('without revisions is told what it lacks', async () => {
    const { conan } = await openDesk(conan1, reader, project, { CONAN_REVISIONS_ENABLED: '0' })
    expect(await said(conan('search', 'old*', '-r', 'latchkey'))).toEqual([
      false,
      expect.stringContaining('only works with revisions enabled'),
    ])
  })
})

/** The header of the package in a desk's cache. */
async function headerOf(conan: Conan, reference: string): Promise<string> {
  const listed = JSON.parse((await conan('list', `${reference}:*`, '--format=json', '-v', 'quiet')).text)
  const [revision] = Object.values<Record<string, unknown>>(listed['Local Cache'][reference].revisions)
  const [packageId] = Object.keys(revision?.packages as object)
  const { text } = await conan('cache', 'path', `${reference}:${packageId}`, '-v', 'quiet')
  return readFile(path.join(text.trim(), `${reference.split('/')[0]}.h`), 'utf8')
}
