import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeToken,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { type MachineRequest, send } from '@/e2e/support/machine-request'
import {
  type MadeEntry,
  makeArchive,
  makeBomb,
  makeDocument,
  makePackage,
  makePublication,
  makeRepetition,
} from '@/e2e/support/npm-package'
import type { Json, JsonObject } from '@/lib/domain/package'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'

let group: Group
let project: Project
let writer: string
let reader: string

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  writer = await secretOf(project, 'write_package_registry')
  reader = await secretOf(project, 'read_package_registry')
})

async function secretOf(place: Group | Project, scope: 'read_package_registry' | 'write_package_registry') {
  return (await makeToken(place, { scopes: [scope] })).secret
}

const registryOf = ({ kind, id }: Group | Project) =>
  kind === 'project' ? `/api/v4/projects/${id}/packages/npm` : `/api/v4/groups/${id}/-/packages/npm`

interface Asked extends Omit<MachineRequest, 'body'> {
  token?: string | undefined
  json?: Json
  body?: BodyInit
  at?: string
}

/** What a client asks of the project's registry, or the one at another path. */
async function ask(
  method: string,
  path: string,
  { token = writer, json, at, headers = [], ...request }: Asked = {},
) {
  const answer = await send(`${at ?? registryOf(project)}/${path}`, {
    method,
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...request,
    headers: [
      ...(token === '' ? [] : [['Authorization', `Bearer ${token}`] as [string, string]]),
      ...headers,
    ],
  })
  return answer
}

async function answerOf(answering: Promise<Response>) {
  const answer = await answering
  const body = (await answer.json()) as Record<string, never> & { message: string; error: string }
  return { status: answer.status, body }
}

const nameOf = () => `@acme/${unique('lib')}`
const escaped = (name: string) => name.replace('/', '%2f')

async function publish(manifest: JsonObject, asked: Asked = {}) {
  const json = asked.json ?? (await makePublication(manifest))
  return ask('PUT', escaped(String(manifest.name)), { ...asked, json })
}

interface Packument extends JsonObject {
  _rev: string
  'dist-tags': Record<string, string>
  versions: Record<string, JsonObject>
  time: Record<string, string>
}

async function packument(name: string, asked: Asked = {}): Promise<Packument> {
  const answer = await ask('GET', escaped(name), asked)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Packument
}

describe('what is published', () => {
  test('is found under both spellings of its name, with what installing takes', async () => {
    const name = nameOf()
    const manifest = {
      name,
      version: '1.0.0',
      description: 'A library',
      dependencies: { left: '^1.0.0' },
      scripts: { postinstall: 'node x.js' },
      bin: './cli.js',
      readme: 'long',
    }
    const archive = await makePackage(manifest, [['package/cli.js', '#!/usr/bin/env node']])
    const answer = await publish(manifest, { json: makeDocument({ manifest, archive }) })
    expect([answer.status, await answer.json()]).toEqual([201, { message: '201 Created' }])
    const full = await packument(name)
    const tarball = `${env.url}${registryOf(project)}/${name}/-/${name.slice('@acme/'.length)}-1.0.0.tgz`
    const dist = {
      fileCount: 2,
      unpackedSize: JSON.stringify(manifest).length + '#!/usr/bin/env node'.length,
      integrity: `sha512-${createHash('sha512').update(archive).digest('base64')}`,
      shasum: createHash('sha1').update(archive).digest('hex'),
      tarball,
    }
    const { readme: _, bin: __, ...rest } = manifest
    const { scripts, description, ...installed } = {
      ...rest,
      bin: { [name.slice('@acme/'.length)]: 'cli.js' },
      hasInstallScript: true,
      dist,
    }
    expect(full).toMatchObject({ _id: name, name, 'dist-tags': { latest: '1.0.0' } })
    expect(full.versions).toEqual({ '1.0.0': { _id: `${name}@1.0.0`, scripts, description, ...installed } })
    expect(Object.keys(full.time)).toEqual(['created', 'modified', '1.0.0'])
    const raw = await ask('GET', name, {
      headers: [['Accept', 'application/vnd.npm.install-v1+json; q=1.0, */*']],
    })
    expect(raw.headers.get('content-type')).toMatch('application/vnd.npm.install-v1+json')
    const short = (await raw.json()) as Packument
    expect(short.versions).toEqual({ '1.0.0': installed })
    expect(short.time).toEqual(full.time)
  })

  test('is downloaded whole or in part, also where GitLab has it', async () => {
    const name = nameOf()
    const manifest = { name, version: '1.0.0' }
    const archive = await makePackage(manifest)
    await publish(manifest, { json: makeDocument({ manifest, archive }) })
    const file = `${name.slice('@acme/'.length)}-1.0.0.tgz`
    for (const path of [`${name}/-/${file}`, `${escaped(name)}/-/${file}`, `${name}/-/@acme/${file}`]) {
      const whole = await ask('GET', path, { token: reader })
      expect([whole.status, Buffer.from(await whole.arrayBuffer()).equals(archive)]).toEqual([200, true])
    }
    const part = await ask('GET', `${name}/-/${file}`, { headers: [['Range', 'bytes=2-5']] })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 2-5/${archive.length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(archive.subarray(2, 6))).toBe(true)
    expect((await ask('GET', `${name}/-/other-1.0.0.tgz`)).status).toBe(404)
  })

  test('is not sent again to who has it, and is when it has changed', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    const etag = (await ask('GET', escaped(name))).headers.get('etag') ?? ''
    const again = await ask('GET', escaped(name), { headers: [['If-None-Match', etag]] })
    expect([again.status, await again.text()]).toEqual([304, ''])
    await publish({ name, version: '1.1.0' })
    expect((await ask('GET', escaped(name), { headers: [['If-None-Match', etag]] })).status).toBe(200)
  })

  test('may come with its file before what is said of it', async () => {
    const name = nameOf()
    const { _attachments, ...rest } = await makePublication({ name, version: '1.0.0' })
    const answer = await publish({ name }, { json: { _attachments: _attachments ?? null, ...rest } })
    expect(answer.status).toBe(201)
  })

  test('is not changed by anybody who publishes it again', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    const before = await packument(name)
    const again = await answerOf(publish({ name, version: '1.0.0', description: 'other' }))
    const text = 'Package already exists.'
    expect(again).toEqual({ status: 403, body: { message: text, error: text } })
    const otherBuild = await answerOf(publish({ name, version: '1.0.0+meta' }))
    expect(otherBuild).toEqual({ status: 403, body: { message: text, error: text } })
    expect(await packument(name)).toEqual(before)
  })

  test('at once by twenty is published by one of them', async () => {
    const name = nameOf()
    const documents = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        makePublication({ name, version: '1.0.0', description: `number ${index}` }),
      ),
    )
    const answers = await Promise.all(documents.map((json) => publish({ name }, { json })))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 403)).toHaveLength(19)
    const winner = statuses.indexOf(201)
    const shown = (await packument(name)).versions
    expect(shown['1.0.0']?.description).toBe(`number ${winner}`)
  })

  test('has the version latest leads to, the highest when nobody has said', async () => {
    const name = nameOf()
    for (const version of ['1.0.0', '1.10.0', '1.9.0', '2.0.0-beta.1']) {
      const json = await makePublication({ name, version }, { tag: 'next' })
      expect((await publish({ name }, { json })).status).toBe(201)
    }
    expect((await packument(name))['dist-tags']).toEqual({ latest: '1.10.0', next: '2.0.0-beta.1' })
  })

  test('is found with two queries beside the one for the token, its tags too', async () => {
    const name = nameOf()
    await publish(
      { name, version: '1.0.0' },
      { json: await makePublication({ name, version: '1.0.0' }, { tag: 'next' }) },
    )
    expect(await statementsOf(() => packument(name))).toHaveLength(3)
    expect((await packument(name))['dist-tags']).toEqual({ latest: '1.0.0', next: '1.0.0' })
  })

  test('may be ten thousand versions, in as many queries as one', async () => {
    const name = nameOf()
    await publish({ name, version: '0.0.0' })
    await sql`INSERT INTO package_versions (package_id, version, version_key, metadata, publisher_name)
      SELECT v.package_id, '1.' || i || '.0', '1.' || i || '.0', v.metadata || jsonb_build_object('version', '1.' || i || '.0'), ''
      FROM package_versions v JOIN packages k ON k.id = v.package_id, generate_series(1, 9999) i WHERE k.name = ${name}`
    await sql`INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5)
      SELECT v.id, 'x-' || v.version || '.tgz', f.digest, f.size, f.sha512, f.sha1, f.md5
      FROM packages k JOIN package_versions v ON v.package_id = k.id JOIN package_versions w ON w.package_id = k.id AND w.version = '0.0.0'
      JOIN package_files f ON f.version_id = w.id WHERE k.name = ${name} AND v.version <> '0.0.0'`
    const few = nameOf()
    await publish({ name: few, version: '0.0.0' })
    const queriesOf = async (asked: string) => (await statementsOf(() => packument(asked))).length
    expect(await queriesOf(name)).toBe(await queriesOf(few))
    expect(Object.keys((await packument(name)).versions)).toHaveLength(10_000)
  })
})

describe('a publication is refused', () => {
  const plain = (name: string) => ({ name, version: '1.0.0' })

  test.each([
    '../x',
    '@a/../b',
    'Upper',
    'node_modules',
    '.x',
    '_x',
    'a b',
    'x'.repeat(215),
    '@acme/x%2fy',
    'favicon.ico',
  ])('under the name %s', async (name) => {
    const json = await makePublication(plain(name))
    const answer = await ask('PUT', encodeURIComponent(name), { json })
    expect(answer.status).toBe(400)
  })

  test('under another name than it has', async () => {
    const json = await makePublication(plain(nameOf()))
    expect((await ask('PUT', escaped(nameOf()), { json })).status).toBe(400)
  })

  test.each([
    '1',
    'v1.0.0',
    '1.0',
    '^1.0.0',
    ' 1.0.0',
    '01.0.0',
    '1.0.0.0',
    `1.0.0-${'x'.repeat(257)}`,
    'latest',
  ])('as version %s', async (version) => {
    expect((await publish({ name: nameOf(), version })).status).toBe(400)
  })

  test.each(['constructor', '__proto__', 'toString', '1.0.0', '^2', 'v1', 'x', 'a b', ''])(
    'under the tag %j',
    async (tag) => {
      const name = nameOf()
      const json = await makePublication(plain(name))
      const text = JSON.stringify({ ...json, 'dist-tags': 0 }).replace(
        '"dist-tags":0',
        `"dist-tags":{${JSON.stringify(tag)}:"1.0.0"}`,
      )
      expect((await ask('PUT', escaped(name), { body: text })).status).toBe(400)
    },
  )

  const other = { dependencies: { left: '^1.0.0' }, scripts: { postinstall: 'a' }, bin: { x: 'x.js' } }
  test.each<[string, JsonObject, JsonObject]>([
    ['name', { name: '@acme/other' }, {}],
    ['version', { version: '1.0.1' }, {}],
    ['hidden dependencies', other, { ...other, dependencies: {} }],
    ['other dependencies', other, { ...other, dependencies: { left: '^2.0.0' } }],
    ['dependencies that are not in it', { ...other, dependencies: {} }, other],
    ['optional dependencies', { optionalDependencies: { a: '1.0.0' } }, {}],
    ['peer dependencies', { peerDependencies: { a: '1.0.0' } }, {}],
    ['hidden scripts', other, { ...other, scripts: {} }],
    ['other scripts', other, { ...other, scripts: { postinstall: 'b' } }],
    ['hidden programs', other, { ...other, bin: {} }],
    ['another program', other, { ...other, bin: { x: 'y.js' } }],
  ])('whose package.json says something else of %s', async (_, packed, told) => {
    const name = nameOf()
    const archive = await makePackage({ ...plain(name), ...packed })
    const json = makeDocument({ manifest: { ...plain(name), ...told }, archive })
    const { status, body } = await answerOf(publish({ name }, { json }))
    expect([status, body.message]).toEqual([400, expect.stringMatching(/not coherent/)])
    expect((await ask('GET', escaped(name))).status).toBe(404)
  })

  const inPackage = (header: Exclude<MadeEntry[0], string>, text = ''): MadeEntry => [header, text]
  test.each<[string, MadeEntry[]]>([
    ['an absolute name', [['/etc/passwd', 'x']]],
    ['a name that leads up', [['package/../../x', 'x']]],
    ['a name of Windows', [['package/..\\..\\x', 'x']]],
    ['a drive', [['C:/x', 'x']]],
    ['a symbolic link', [inPackage({ name: 'package/link', type: 'symlink', linkname: '/etc' })]],
    ['a hard link', [inPackage({ name: 'package/link', type: 'link', linkname: 'package/package.json' })]],
    ['a character device', [inPackage({ name: 'package/null', type: 'character-device' })]],
    ['a block device', [inPackage({ name: 'package/disk', type: 'block-device' })]],
    ['a FIFO', [inPackage({ name: 'package/pipe', type: 'fifo' })]],
    [
      'another name in its extended header',
      [inPackage({ name: 'package/a', pax: { path: '../../evil' } }, 'x')],
    ],
    ['a sparse file', [inPackage({ name: 'package/a', pax: { 'GNU.sparse.major': '1' } }, 'x')]],
    ['two folders', [['other/file', 'x']]],
    ['a file beside its folder', [['package', 'x']]],
    ['two files package.json', [['package/package.json', '{}']]],
    ['two spellings of package.json', [['package/Package.JSON', '{}']]],
    ['package.json by a detour', [['package/./package.json', '{}']]],
    [
      'one name in two forms',
      [
        ['package/\u00e9', 'x'],
        ['package/e\u0301', 'y'],
      ],
    ],
  ])('whose archive holds %s', async (_, entries) => {
    const name = nameOf()
    const { status } = await publish({ name }, { json: await makePublication(plain(name), { entries }) })
    expect(status).toBe(400)
    expect((await ask('GET', escaped(name))).status).toBe(404)
  })

  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['none', () => Buffer.from('not an archive')],
    ['empty', () => makeArchive([])],
    ['without package.json', () => makeArchive([['package/index.js', '']])],
    ['with a package.json that is none', () => makeArchive([['package/package.json', '{']])],
    ['with a package.json too deep', () => makeArchive([['package/package.json', '['.repeat(100_000)]])],
    ['cut off', async () => (await makePackage({ name: 'x', big: 'x'.repeat(9999) })).subarray(0, 60)],
    ['with a package.json too large', () => makePackage({ big: 'x'.repeat(2 ** 20) })],
    ['of far too many entries', () => makeRepetition({ name: 'package/a/', type: 'directory' }, 100_001)],
    ['of a far larger size than its own', () => makeBomb(2 ** 30 + 2 ** 24)],
  ])(
    'whose archive is %s',
    async (_, make) => {
      const name = nameOf()
      const json = makeDocument({ manifest: plain(name), archive: await make() })
      expect((await publish({ name }, { json })).status).toBe(400)
    },
    120_000,
  )

  type Change = (document: JsonObject & { _attachments: Record<string, JsonObject> }, file: string) => Json
  test.each<[string, Change]>([
    ['without a file', (document) => ({ ...document, _attachments: {} })],
    [
      'with two files',
      (document, file) => ({
        ...document,
        _attachments: { ...document._attachments, other: document._attachments[file] ?? null },
      }),
    ],
    ['with a file of another length', changed({ length: 1 })],
    ['with a file that is not in base64', changed({ data: '%%%%' })],
    ['with a file whose end is missing', changed({ data: 'AAA' })],
    ['with a file that goes on after its end', changed({ data: 'AA==AAAA' })],
    [
      'with a file under another name',
      (document, file) => ({
        ...document,
        _attachments: { '../x.tgz': document._attachments[file] ?? null },
      }),
    ],
    [
      'with two versions',
      (document) => ({
        ...document,
        versions: {
          '1.0.0': { name: String(document.name), version: '1.0.0' },
          '1.0.1': { name: String(document.name), version: '1.0.1' },
        },
      }),
    ],
    ['without versions', (document) => ({ ...document, versions: {} })],
    ['with a tag for another version', (document) => ({ ...document, 'dist-tags': { latest: '3.0.0' } })],
    ['that is no object', () => []],
    ['that is text', () => 'x'],
    [
      'that nests too deep',
      (document) => ({ ...document, deep: JSON.parse('['.repeat(500) + ']'.repeat(500)) }),
    ],
    [
      'that is too large beside its file',
      (document) => ({ ...document, readme: '<script>'.repeat(3_000_000) }),
    ],
    ['with a name too long to be one', (document) => ({ ['x'.repeat(17 * 2 ** 20)]: 1, ...document })],
    ['that holds NUL', (document) => ({ ...document, readme: 'a\0' })],
  ])('%s', async (_, change) => {
    const name = nameOf()
    const file = `${name}-1.0.0.tgz`
    const document = (await makePublication(plain(name))) as Parameters<Change>[0]
    expect((await publish({ name }, { json: change(document, file) })).status).toBe(400)
    expect((await ask('GET', escaped(name))).status).toBe(404)
  })

  function changed(change: JsonObject): Change {
    return (document, file) => ({
      ...document,
      _attachments: { [file]: { ...document._attachments[file], ...change } },
    })
  }

  test.each<[string, JsonObject]>([
    ['integrity', { integrity: `sha512-${Buffer.alloc(64).toString('base64')}` }],
    ['integrity of a kind that nobody checks', { integrity: 'md5-AAAA' }],
    ['shasum', { shasum: '0'.repeat(40) }],
  ])('whose file has another %s', async (_, dist) => {
    const name = nameOf()
    const json = await makePublication(plain(name))
    const versions = { '1.0.0': { ...plain(name), dist } }
    expect((await publish({ name }, { json: { ...json, versions } })).status).toBe(400)
  })

  test.each(['', '{', '{"a":1}x', '[1,', 'null'])('that is %j', async (body) => {
    expect((await ask('PUT', escaped(nameOf()), { body })).status).toBe(400)
  })
})

describe('what clients change of a manifest', () => {
  const cases: [string, JsonObject, JsonObject, MadeEntry[]][] = [
    ['programs', { bin: './x.js' }, { bin: { lib: 'x.js' } }, []],
    [
      'optional dependencies among all',
      { optionalDependencies: { a: '1' } },
      { optionalDependencies: { a: '1' }, dependencies: { a: '1' } },
      [],
    ],
    [
      'repositories',
      { dependencies: { a: 'user/repo#v1' } },
      { dependencies: { a: 'github:user/repo#v1' } },
      [],
    ],
    [
      'the script of a native module',
      {},
      { scripts: { install: 'node-gyp rebuild' }, gypfile: true },
      [['package/binding.gyp', '{}']],
    ],
    ['the script of a server', {}, { scripts: { start: 'node server.js' } }, [['package/server.js', '']]],
    ['scripts of publishing', { scripts: { prepare: 'x', test: 'y' } }, { scripts: { test: 'y' } }, []],
    [
      'a folder of programs',
      { directories: { bin: './bin' } },
      { directories: { bin: 'bin' }, bin: { a: 'bin/a' } },
      [],
    ],
  ]
  test.each(cases)('is no contradiction: %s', async (_, packed, told, entries) => {
    const name = '@acme/lib'
    const own = await makeProject(group)
    const token = await secretOf(own, 'write_package_registry')
    const archive = await makePackage({ name, version: '1.0.0', ...packed }, entries)
    const json = makeDocument({ manifest: { name, version: '1.0.0', ...told }, archive })
    const answer = await ask('PUT', escaped(name), { json, token, at: registryOf(own) })
    expect([answer.status, await answer.text()]).toEqual([201, expect.anything()])
  })
})

describe('tags', () => {
  const tagsOf = (name: string) => `-/package/${escaped(name)}/dist-tags`

  test('are listed, moved and taken away', async () => {
    const name = nameOf()
    const maintainer = (await makePersonalToken(await makeMember(project, 'Maintainer'))).secret
    await publish({ name, version: '1.0.0' })
    await publish({ name, version: '1.1.0' })
    expect((await ask('PUT', `${tagsOf(name)}/stable`, { json: '1.0.0' })).status).toBe(204)
    expect(await (await ask('GET', tagsOf(name), { token: reader })).json()).toEqual({
      latest: '1.1.0',
      stable: '1.0.0',
    })
    expect((await ask('DELETE', `${tagsOf(name)}/stable`, { token: maintainer })).status).toBe(204)
    expect(await (await ask('GET', tagsOf(name))).json()).toEqual({ latest: '1.1.0' })
    expect((await ask('DELETE', `${tagsOf(name)}/stable`)).status).toBe(404)
  })

  test('lead to versions there are, and latest stays', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    const put = (tag: string, json: Json) => ask('PUT', `${tagsOf(name)}/${tag}`, { json })
    expect((await put('stable', '3.0.0')).status).toBe(404)
    expect((await put('stable', { a: 1 })).status).toBe(400)
    expect((await put('stable', 'x'.repeat(2000))).status).toBe(400)
    expect((await put('constructor', '1.0.0')).status).toBe(400)
    expect((await put('%5e1', '1.0.0')).status).toBe(400)
    expect((await ask('DELETE', `${tagsOf(name)}/latest`)).status).toBe(400)
  })

  test('are changed by nobody who may not', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    const developer = (await makePersonalToken(await makeMember(project, 'Developer'))).secret
    const groups = await secretOf(group, 'write_package_registry')
    expect((await ask('PUT', `${tagsOf(name)}/a`, { json: '1.0.0', token: reader })).status).toBe(403)
    expect((await ask('PUT', `${tagsOf(name)}/a`, { json: '1.0.0', token: '' })).status).toBe(401)
    expect((await ask('PUT', `${tagsOf(name)}/a`, { json: '1.0.0', token: developer })).status).toBe(204)
    for (const token of [reader, developer, groups])
      expect((await ask('DELETE', `${tagsOf(name)}/a`, { token })).status).toBe(403)
  })
})

describe('a warning', () => {
  test('is given and taken back, and nothing else changes', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0', description: 'first' })
    await publish({ name, version: '1.1.0' })
    const before = await packument(name)
    const { versions } = before
    const document = {
      ...before,
      'dist-tags': { latest: '1.0.0' },
      versions: { ...versions, '1.0.0': { ...versions['1.0.0'], deprecated: 'old', description: 'forged' } },
    }
    expect((await ask('PUT', escaped(name), { json: document })).status).toBe(200)
    const after = await packument(name)
    expect(after.versions).toEqual({ ...versions, '1.0.0': { ...versions['1.0.0'], deprecated: 'old' } })
    expect(after['dist-tags']).toEqual(before['dist-tags'])
    const undone = { ...document, versions: { '1.0.0': { ...versions['1.0.0'], deprecated: '' } } }
    expect((await ask('PUT', escaped(name), { json: undone, token: reader })).status).toBe(403)
    expect((await ask('PUT', escaped(name), { json: undone })).status).toBe(200)
    expect((await packument(name)).versions).toEqual(versions)
  })

  test('is given to no version that is not there', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    const json = { name, versions: { '9.0.0': { name, version: '9.0.0', deprecated: 'x' } } }
    expect((await ask('PUT', escaped(name), { json })).status).toBe(400)
    expect((await ask('PUT', escaped(name), { json: { name, versions: {} } })).status).toBe(400)
  })
})

describe('unpublishing', () => {
  test('takes away the versions that a document has not any more, and none that came since', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    await publish({ name, version: '1.1.0' })
    const { _rev: revision, versions, ...rest } = await packument(name)
    await publish({ name, version: '1.2.0' })
    const { '1.0.0': kept = null } = versions
    const json = { ...rest, versions: { '1.0.0': kept } }
    for (const wrong of ['undefined', 'x', '-1']) {
      expect((await ask('PUT', `${escaped(name)}/-rev/${wrong}`, { json })).status).toBe(400)
    }
    expect((await ask('PUT', `${escaped(name)}/-rev/${revision}`, { json })).status).toBe(200)
    const after = await packument(name)
    expect(Object.keys(after.versions)).toEqual(['1.0.0', '1.2.0'])
    expect(after['dist-tags']).toEqual({ latest: '1.2.0' })
  })

  test('takes a file away with its version, and the package with the last, or all of it', async () => {
    const name = nameOf()
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish({ name, version })
    const file = `${name.slice('@acme/'.length)}-1.0.0.tgz`
    expect((await ask('DELETE', `${name}/-/${file}/-rev/1`)).status).toBe(200)
    expect((await ask('DELETE', `${name}/-/${file}/-rev/1`)).status).toBe(404)
    expect(Object.keys((await packument(name)).versions)).toEqual(['1.1.0', '1.2.0'])
    expect((await ask('DELETE', `${escaped(name)}/-rev/undefined`)).status).toBe(200)
    expect((await ask('GET', escaped(name))).status).toBe(404)
    expect((await ask('DELETE', `${escaped(name)}/-rev/1`)).status).toBe(404)
    expect((await publish({ name, version: '1.0.0' })).status).toBe(201)
  })

  test('is for those who may delete', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    const developer = (await makePersonalToken(await makeMember(project, 'Developer'))).secret
    const groups = await secretOf(group, 'write_package_registry')
    const json = { name, versions: {} }
    const file = `${name}/-/${name.slice('@acme/'.length)}-1.0.0.tgz`
    for (const [token, status] of [
      [reader, 403],
      [developer, 403],
      [groups, 403],
      ['', 401],
    ] as const) {
      expect((await ask('DELETE', `${escaped(name)}/-rev/1`, { token })).status).toBe(status)
      expect((await ask('DELETE', `${file}/-rev/1`, { token })).status).toBe(status)
      expect((await ask('PUT', `${escaped(name)}/-rev/999999`, { token, json })).status).toBe(status)
    }
    expect((await ask('GET', escaped(name))).status).toBe(200)
  })
})

describe('who may', () => {
  test('read and write by which token', async () => {
    const name = nameOf()
    await publish({ name, version: '1.0.0' })
    const elsewhere = await secretOf(await makeProject(await makeGroup()), 'write_package_registry')
    const above = await secretOf(group, 'read_package_registry')
    const image = (await makeToken(project, { scopes: ['read_registry'] })).secret
    const table: [string, number, number][] = [
      [reader, 200, 403],
      [writer, 200, 403], // it is there already
      [above, 200, 403],
      [elsewhere, 404, 404],
      [image, 403, 403],
      ['', 401, 401],
    ]
    for (const [token, read, write] of table) {
      expect((await ask('GET', escaped(name), { token })).status).toBe(read)
      expect((await publish({ name, version: '1.0.0' }, { token })).status).toBe(write)
    }
    expect((await ask('PUT', '-/user/org.couchdb.user:x', { token: '', json: {} })).status).toBe(401)
    expect((await ask('PUT', '-/user/org.couchdb.user:x', { json: {} })).status).toBe(404)
  })

  test('publish is said before any of the body is read', async () => {
    const elsewhere = await secretOf(await makeProject(await makeGroup()), 'write_package_registry')
    for (const [token, status] of [
      ['', 401],
      ['gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW', 401],
      [reader, 403],
      [elsewhere, 404],
    ] as const) {
      let parts = 0
      const pull = (controller: ReadableStreamDefaultController) => {
        parts++
        controller.enqueue(Buffer.alloc(1024, ' '))
      }
      const body = new ReadableStream({ pull }, { highWaterMark: 0 })
      expect((await ask('PUT', escaped(nameOf()), { token, body })).status).toBe(status)
      expect(parts).toBe(0)
    }
  })

  test('publish is asked again once all of the body is there', async () => {
    const { secret, token } = await makeToken(project, { scopes: ['write_package_registry'] })
    const name = nameOf()
    const text = JSON.stringify(await makePublication({ name, version: '1.0.0' }))
    const half = Math.floor(text.length / 2)
    const parts = [text.slice(0, half), text.slice(half)]
    const pull = async (controller: ReadableStreamDefaultController) => {
      const part = parts.shift()
      if (part === undefined) return controller.close()
      controller.enqueue(Buffer.from(part))
      // it was let in, and half of it is there
      await sql`UPDATE deploy_tokens SET revoked_at = now() WHERE id = ${token.id}`
    }
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    expect((await ask('PUT', escaped(name), { token: secret, body })).status).toBe(401)
    expect(parts).toEqual([])
    expect((await ask('GET', escaped(name))).status).toBe(404)
  })

  test('of a public project everybody reads, and nobody where packages are off', async () => {
    const open = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
      visibility: 'public',
    })
    const token = await secretOf(open, 'write_package_registry')
    const name = nameOf()
    const at = registryOf(open)
    await publish({ name, version: '1.0.0' }, { token, at })
    expect((await ask('GET', escaped(name), { token: '', at })).status).toBe(200)
    await sql`UPDATE projects SET disabled_features = '{packages}' WHERE id = ${open.id}`
    const json = await makePublication({ name, version: '2.0.0' })
    expect((await ask('GET', escaped(name), { token, at })).status).toBe(404)
    expect((await ask('PUT', escaped(name), { token, at, json })).status).toBe(404)
    expect((await ask('GET', '-/ping', { token, at })).status).toBe(404)
  })
})

describe('a group’s registry, and the instance’s', () => {
  test('show the versions of all projects below that the client may read, at their own address', async () => {
    const above = await makeGroup()
    const below = await makeGroup(above)
    const [first, second] = [await makeProject(above), await makeProject(below)]
    const name = `@${above.fullPath}/${unique('lib')}`
    const firstToken = await secretOf(first, 'write_package_registry')
    const secondToken = await secretOf(second, 'write_package_registry')
    await publish(
      { name, version: '1.0.0', description: 'first' },
      { token: firstToken, at: registryOf(first) },
    )
    await publish({ name, version: '2.0.0' }, { token: secondToken, at: registryOf(second) })
    await publish(
      { name, version: '1.0.0', description: 'second' },
      { token: secondToken, at: registryOf(second) },
    )
    const groups = await secretOf(above, 'read_package_registry')
    for (const at of [registryOf(above), '/api/v4/packages/npm']) {
      const all = await packument(name, { token: groups, at })
      const { versions } = all
      expect(Object.keys(versions).sort()).toEqual(['1.0.0', '2.0.0'])
      expect(versions['1.0.0']?.description).toBe('second')
      const { tarball = '' } = { ...(versions['1.0.0']?.dist as { tarball?: string } | undefined) }
      expect(tarball.startsWith(`${env.url}${at}/`)).toBe(true)
      const file = await send(new URL(tarball).pathname, { headers: [['Authorization', `Bearer ${groups}`]] })
      expect(file.status).toBe(200)
      const ofFirst = await packument(name, { token: firstToken, at })
      expect(Object.keys(ofFirst.versions)).toEqual(['1.0.0'])
    }
    expect((await ask('GET', escaped(name), { token: reader, at: registryOf(above) })).status).toBe(404)
    expect((await ask('GET', escaped(name), { token: '', at: registryOf(above) })).status).toBe(401)
    const json = await makePublication({ name, version: '3.0.0' })
    expect((await ask('PUT', escaped(name), { json, token: groups, at: registryOf(above) })).status).toBe(404)
  })

  test('of the instance is asked for packages of groups alone', async () => {
    await publish({ name: 'plain-lib', version: '1.0.0' })
    const at = '/api/v4/packages/npm'
    expect((await ask('GET', 'plain-lib', { at })).status).toBe(404)
    expect((await ask('GET', '@nobody-has-this%2fx', { at })).status).toBe(404)
  })
})

describe('what is beside packages', () => {
  test('answers as clients need it', async () => {
    const told = async (method: string, path: string) => answerOf(ask(method, path))
    expect(await told('GET', '-/ping')).toEqual({ status: 200, body: {} })
    expect((await told('GET', '-/whoami')).body).toEqual({
      username: expect.stringMatching(/^gitlab\+deploy-token/),
    })
    expect(await told('POST', '-/npm/v1/security/advisories/bulk')).toEqual({ status: 200, body: {} })
    expect((await told('POST', '-/npm/v1/security/audits/quick')).status).toBe(200)
    expect((await told('GET', '-/v1/search?text=x')).status).toBe(404)
    expect((await told('GET', escaped(nameOf()))).status).toBe(404)
    expect((await ask('GET', '-/whoami', { token: '' })).status).toBe(401)
    expect((await ask('GET', '%zz')).status).toBe(404)
  })
})
