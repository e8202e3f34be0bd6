import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  makeExpiredToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
  sql,
} from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { openPython, type Python } from '@/e2e/support/python'
import { type MadeDistribution, sdistOf, wheelOf } from '@/e2e/support/python-distribution'
import type { Group, Project } from '@/lib/domain/project'
import type { Scope } from '@/lib/domain/scope'
import { hasClient } from '@/scripts/test/clients.mjs'

// The real twine, pip and uv, over a real connection.

// the last twine whose --skip-existing is for every index
const clients = ['twine==6.1.0', 'uv==0.13.9', 'setuptools==84.0.0', 'pip==26.0']
const installed = hasClient('python3') ? await openPython(clients) : undefined
const patience = 240_000

interface Credentials {
  username: string
  password: string
}

let server: MachineServer
let group: Group
let project: Project
let writer: Credentials
let reader: Credentials

beforeAll(async () => {
  server = await openMachineServer()
  group = await makeGroup()
  project = await makeProject(await makeGroup(group))
  writer = await tokenOf(project, 'write_package_registry')
  reader = await tokenOf(project, 'read_package_registry')
})
afterAll(async () => {
  await server.close()
  await installed?.close()
})
beforeEach(() => sql`DELETE FROM failed_authentications`)

async function tokenOf(place: Group | Project, ...scopes: Scope[]): Promise<Credentials> {
  return (await makeToken(place, { scopes })).credentials
}

describe.skipIf(!installed)('twine, pip and uv', { timeout: patience }, () => {
  test('publish a wheel and a source distribution, and install either, in a project and in a group', async () => {
    const [wheel, sdist] = [
      wheelOf({ name: 'from-twine' }),
      await sdistOf({ name: 'from-twine', version: '0.9' }),
    ]
    const uploaded = await twine([wheel, sdist], writer)
    expect(uploaded).toMatchObject({ code: 0 })
    for (const index of [simpleOf(project), simpleOf(group)]) {
      expect(await pipInstall(withCredentials(index, reader), 'from-twine')).toBe('from_twine-1.0')
    }
    expect(await pipInstall(withCredentials(simpleOf(project), reader), 'from-twine==0.9')).toBe(
      'from_twine-0.9',
    )
    expect(await uvInstall(withCredentials(simpleOf(group), reader), 'From.Twine')).toBe('from_twine-1.0')
  })

  test('uv publishes, and installs from an index of its environment', async () => {
    const files = await filesOf([wheelOf({ name: 'from-uv' })])
    const args = [
      'publish',
      '--publish-url',
      urlOf(project),
      '--username',
      writer.username,
      '--password',
      writer.password,
    ]
    const first = await uv([...args, ...files])
    expect(first).toMatchObject({ code: 0 })
    const again = await uv([...args, ...files])
    expect([again.code, again.text]).toEqual([2, expect.stringContaining('File already exists.')])
    // where uv is told of the index, it looks there first
    const index = withCredentials(simpleOf(project), reader)
    expect(await uv([...args, '--check-url', index, ...files])).toMatchObject({ code: 0 })
    const folder = await newFolder()
    const env = {
      UV_INDEX: `latchkey=${simpleOf(project)}`,
      UV_INDEX_LATCHKEY_USERNAME: 'any',
      UV_INDEX_LATCHKEY_PASSWORD: reader.password,
    }
    const ended = await uv(['pip', 'install', '--target', folder, 'from-uv'], env)
    expect(ended).toMatchObject({ code: 0 })
    expect(await readFile(path.join(folder, 'from_uv.py'), 'utf8')).toContain('hello from from_uv-1.0')
  })

  test('pip finds it by an extra index, with credentials in the URL and in .netrc', async () => {
    await twine([wheelOf({ name: 'extra' })], writer)
    const other = await makeProject(group)
    const from = withCredentials(simpleOf(other), await tokenOf(other, 'read_package_registry'))
    const folder = await newFolder()
    const byUrl = ['--index-url', from, '--extra-index-url', withCredentials(simpleOf(project), reader)]
    expect(await pip(['install', '--target', folder, ...byUrl, 'extra'])).toMatchObject({ code: 0 })
    const netrc = path.join(await newFolder(), 'netrc')
    await writeFile(netrc, `machine 127.0.0.1 login nobody password ${reader.password}\n`, { mode: 0o600 })
    const byFile = await pip(
      ['install', '--target', await newFolder(), '--index-url', simpleOf(project), 'extra'],
      { NETRC: netrc },
    )
    expect(byFile).toMatchObject({ code: 0 })
  })

  test('pip reads metadata before it downloads, and passes over what is yanked or for another Python', async () => {
    const versions = [
      wheelOf({ name: 'choice' }),
      wheelOf({ name: 'choice', version: '2.0', fields: ['Requires-Python: >=99'] }),
      wheelOf({ name: 'choice', version: '3.0' }),
    ]
    expect(await twine(versions, writer)).toMatchObject({ code: 0 })
    const yanked = await fetch(`${urlOf(project)}/yanked/choice/3.0?reason=broken`, {
      method: 'PUT',
      headers: { 'Deploy-Token': writer.password },
    })
    expect(yanked.status).toBe(204)
    const asked = server.requests.length
    const index = withCredentials(simpleOf(project), reader)
    const dry = await pip([
      'install',
      '--dry-run',
      '--target',
      await newFolder(),
      '--index-url',
      index,
      'choice',
    ])
    expect(dry.text).toContain('Would install choice-1.0')
    const urls = server.requests.slice(asked).map(({ url = '' }) => url.replace(/^.*\//, ''))
    expect(urls).toEqual(['', 'choice-1.0-py3-none-any.whl.metadata'])
    const pinned = await pip([
      'install',
      '--dry-run',
      '--target',
      await newFolder(),
      '--index-url',
      index,
      'choice==3.0',
    ])
    expect(pinned.text).toContain('broken')
    expect(pinned.text).toContain('Would install choice-3.0')
  })

  test('a second upload of a version fails, and is skipped where that is asked for', async () => {
    await twine([wheelOf({ name: 'again' })], writer)
    const changed = [wheelOf({ name: 'again', fields: ['Summary: changed'] })]
    const refused = await twine(changed, writer)
    expect(refused.code).not.toBe(0)
    expect(refused.text).toContain('400')
    expect(await twine(changed, writer, ['--skip-existing'])).toMatchObject({ code: 0 })
  })

  test('a group’s token above publishes and installs', async () => {
    const above = await tokenOf(group, 'write_package_registry')
    expect(await twine([wheelOf({ name: 'above' })], above)).toMatchObject({ code: 0 })
    expect(await pipInstall(withCredentials(simpleOf(group), above), 'above')).toBe('above-1.0')
  })

  test('twine is refused, and says by what', async () => {
    const wheel = [wheelOf({ name: 'refused' })]
    const other = await tokenOf(await makeProject(group), 'write_package_registry')
    const writing = { scopes: ['write_package_registry' as const] }
    const refusals: [Credentials, string][] = [
      [reader, '403'],
      [await tokenOf(project, 'read_registry', 'write_registry'), '403'],
      [other, '404'],
      [{ username: 'gitlab-ci-token', password: 'gldt-wrong' }, '401'],
      [(await makeExpiredToken(project, writing)).credentials, '401'],
      [(await makeRevokedToken(project, writing)).credentials, '401'],
    ]
    for (const [credentials, status] of refusals) {
      const { code, text } = await twine(wheel, credentials)
      expect([code === 0, text]).toEqual([false, expect.stringContaining(status)])
    }
  })

  test('pip is refused, and installs nothing', async () => {
    await twine([wheelOf({ name: 'hidden' })], writer)
    const other = await tokenOf(await makeProject(group), 'read_package_registry')
    const reading = { scopes: ['read_package_registry' as const] }
    const indexes = [
      simpleOf(project),
      withCredentials(simpleOf(project), other),
      withCredentials(simpleOf(project), { username: 'x', password: 'gldt-wrong' }),
      withCredentials(simpleOf(project), await tokenOf(project, 'read_registry')),
      withCredentials(simpleOf(project), (await makeExpiredToken(project, reading)).credentials),
      withCredentials(simpleOf(group), (await makeRevokedToken(project, reading)).credentials),
    ]
    for (const index of indexes) {
      const { code, text } = await pip([
        'download',
        '--dest',
        await newFolder(),
        '--index-url',
        index,
        'hidden',
      ])
      expect([code, text]).toEqual([1, expect.stringContaining('No matching distribution found')])
    }
  })
})

function python(): Python {
  if (!installed) throw new Error('The clients are not installed')
  return installed
}

function newFolder(): Promise<string> {
  return mkdtemp(path.join(python().folder, 'run-'))
}

function urlOf(place: Group | Project): string {
  const api = `http://${server.host}/api/v4`
  return place.kind === 'project'
    ? `${api}/projects/${place.id}/packages/pypi`
    : `${api}/groups/${encodeURIComponent(place.fullPath)}/-/packages/pypi`
}

function simpleOf(place: Group | Project): string {
  return `${urlOf(place)}/simple`
}

function withCredentials(url: string, { username, password }: Credentials): string {
  return url.replace('://', `://${encodeURIComponent(username)}:${password}@`)
}

async function filesOf(distributions: readonly MadeDistribution[]): Promise<string[]> {
  const folder = await newFolder()
  const files = distributions.map(({ fileName }) => path.join(folder, fileName))
  for (const [index, { bytes }] of distributions.entries()) await writeFile(files[index] ?? '', bytes)
  return files
}

async function twine(
  distributions: readonly MadeDistribution[],
  { username, password }: Credentials,
  more: string[] = [],
) {
  const how = ['--repository-url', urlOf(project), '--username', username, '--password', password]
  const quiet = ['--non-interactive', '--disable-progress-bar', '--verbose']
  return python().command('twine', ['upload', ...how, ...quiet, ...more, ...(await filesOf(distributions))], {
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
  })
}

function pip(args: string[], env: Record<string, string> = {}) {
  const quiet = ['--disable-pip-version-check', '--no-input', '--no-cache-dir', '--retries', '0']
  // the build back-end is there already; nothing else is asked for anywhere
  const [command = '', ...rest] = args
  return python().command('pip', [command, ...quiet, '--no-build-isolation', ...rest], {
    PIP_CONFIG_FILE: '/dev/null',
    ...env,
  })
}

/** What the module says that pip installs. */
async function pipInstall(index: string, requirement: string): Promise<string> {
  const folder = await newFolder()
  const ended = await pip(['install', '--target', folder, '--index-url', index, requirement])
  expect(ended).toMatchObject({ code: 0 })
  return greetingIn(folder, requirement)
}

function uv(args: string[], env: Record<string, string> = {}) {
  return python().command('uv', [...args, '--no-config', '--no-cache', '--color', 'never'], {
    UV_PYTHON_DOWNLOADS: 'never',
    ...env,
  })
}

async function uvInstall(index: string, requirement: string): Promise<string> {
  const folder = await newFolder()
  const ended = await uv(['pip', 'install', '--target', folder, '--default-index', index, requirement])
  expect(ended).toMatchObject({ code: 0 })
  return greetingIn(folder, requirement)
}

async function greetingIn(folder: string, requirement: string): Promise<string> {
  const module = requirement.replace(/==.*/, '').replace(/[-.]/g, '_').toLowerCase()
  const source = await readFile(path.join(folder, `${module}.py`), 'utf8')
  return source.replace(/^.*hello from |'\)\n$/g, '')
}
