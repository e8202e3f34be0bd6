import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  type MadeToken,
  makeGroup,
  makeProject,
  makeToken,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { ask, basic, send } from '@/e2e/support/machine-request'
import { nupkgOf, nuspecOf, packageForm, snupkgOf } from '@/e2e/support/nuget-archive'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'

let group: Group
let project: Project
let publisher: MadeToken
let reader: MadeToken

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  publisher = await makeToken(group, { scopes: ['write_package_registry'] })
  reader = await makeToken(group, { scopes: ['read_package_registry'] })
})

const boundary = 'a-boundary'
const type: [string, string] = ['Content-Type', `multipart/form-data; boundary="${boundary}"`]

function pathOf(rest: string, place: Project | Group = project): string {
  const base = place.kind === 'project' ? `projects/${place.id}/packages` : `groups/${place.id}/-/packages`
  return `/api/v4/${base}/nuget${rest}`
}

function sendForm(
  body: BodyInit,
  at = '',
  headers: [string, string][] = [['X-NuGet-ApiKey', publisher.secret]],
  to = project,
) {
  return ask(pathOf(at, to), { method: 'PUT', headers: [type, ...headers], body })
}

function push(bytes: Uint8Array, at?: string, to?: Project) {
  return sendForm(packageForm(bytes, boundary), at, undefined, to)
}

async function publish(id: string, version: string, more = '', to = project): Promise<void> {
  expect((await push(nupkgOf({ id, version, more }), '', to)).status).toBe(201)
}

async function read(rest: string, place: Project | Group = project) {
  const { status, body } = await ask(pathOf(rest, place), { headers: [basic(reader.credentials)] })
  return { status, json: status === 200 ? JSON.parse(body) : undefined }
}

describe('a push', () => {
  test('is taken at every address that clients push to', async () => {
    for (const at of ['', '/', '/v2', '/v2/', '/v2/api/v2/package', '/index.json', '/index.json/']) {
      const id = unique('Some')
      expect([at, (await push(nupkgOf({ id, version: '1.0' }), at)).status]).toEqual([at, 201])
    }
    expect((await push(nupkgOf({ id: unique('Some'), version: '1.0' }), '/elsewhere')).status).toBe(404)
  })

  test('of a version that is there is a conflict, however id and version are written', async () => {
    const id = unique('Some')
    await publish(id, '1.0')
    for (const [name, version] of [
      [id, '1.0.0.0'],
      [id.toUpperCase(), '01.0.0'],
      [id, '1.0.0+build'],
    ] as const)
      expect((await push(nupkgOf({ id: name, version }))).status).toBe(409)
    expect((await read(`/download/${id}/index.json`)).json).toEqual({ versions: ['1.0.0'] })
  })

  test('wins alone of twenty of the same version', async () => {
    const id = unique('Some')
    const pushes = Array.from({ length: 20 }, (_, i) =>
      push(nupkgOf({ id, version: '1.0.0', more: `<title>${i}</title>` })),
    )
    const statuses = (await Promise.all(pushes)).map(({ status }) => status).sort()
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
  })

  test('of NuGet on Mono is kept byte for byte, though its file ends with a bare line feed', async () => {
    const id = unique('Some')
    const bytes = nupkgOf({ id, version: '1.0.0' })
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="package"; filename="package"\r\nContent-Type: application/octet-stream\r\n\r\n`
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\n--${boundary}--`)])
    expect((await sendForm(new Uint8Array(body), '/index.json/')).status).toBe(201)
    const file = await send(pathOf(`/download/${id}/1.0.0/${id}.1.0.0.nupkg`.toLowerCase()), {
      headers: [basic(reader.credentials)],
    })
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes)
    expect(file.headers.get('etag')).toBe(`"${createHash('sha256').update(bytes).digest('hex')}"`)
  })

  const part = (name: string, bytes: Uint8Array, file = 'package.nupkg') =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\n\r\n${Buffer.from(bytes).toString('latin1')}\r\n`
  const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

  test.each([
    ['without a part', () => latin(`--${boundary}--\r\n`)],
    ['of nothing', () => latin('')],
    ['of two files', () => latin(`${part('package', some())}${part('package', some())}--${boundary}--\r\n`)],
    ['of another part', () => packageForm(some(), boundary, 'file')],
    ['that breaks off', () => packageForm(some(), boundary).subarray(0, -10)],
    ['that is no form', () => some()],
  ])('in a form %s is refused', async (_, body) => {
    expect((await sendForm(new Uint8Array(body()))).status).toBe(400)
  })

  function some(): Buffer {
    return nupkgOf({ id: unique('Some'), version: '1.0.0' })
  }

  test('in a form that says where the server has the file is the form’s file', async () => {
    const id = unique('Some')
    const field = `--${boundary}\r\nContent-Disposition: form-data; name="package.path"\r\n\r\n/etc/passwd\r\n`
    const body = latin(
      `${field}${part('package', nupkgOf({ id, version: '1.0.0' }), '../../x.nupkg')}--${boundary}--\r\n`,
    )
    expect((await sendForm(body)).status).toBe(201)
    const { json } = await read(`/metadata/${id}/1.0.0.json`)
    expect(json.packageContent).toBe(
      `${env.url}${pathOf(`/download/${id}/1.0.0/${id}.1.0.0.nupkg`)}`
        .toLowerCase()
        .replace(env.url.toLowerCase(), env.url),
    )
  })

  const hostile = { id: 'Some.Package', version: '1.0.0' }
  test.each([
    ['that is no archive', Buffer.from('PK\x03\x04 nothing')],
    ['without a .nuspec', nupkgOf({ ...hostile, nuspecName: 'deep/Some.Package.nuspec' })],
    [
      'with two of them',
      nupkgOf({ ...hostile, members: [{ name: 'Other.nuspec', content: nuspecOf('Other', '1.0') }] }),
    ],
    [
      'with the same one twice',
      nupkgOf({ ...hostile, members: [{ name: 'Some.Package.nuspec', content: 'x' }] }),
    ],
    ['with another’s .nuspec', nupkgOf({ ...hostile, nuspecName: 'Other.nuspec' })],
    [
      'with an external entity',
      nupkgOf({
        ...hostile,
        nuspec: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${nuspecOf('A', '1.0')}`,
      }),
    ],
    ['with an id that is a path', nupkgOf({ ...hostile, nuspec: nuspecOf('../Some', '1.0') })],
    ['with a version that is none', nupkgOf({ ...hostile, version: 'latest' })],
    ['with an upward name', nupkgOf({ ...hostile, members: [{ name: 'lib/../../x', content: 'x' }] })],
    ['with an absolute name', nupkgOf({ ...hostile, members: [{ name: '/etc/x', content: 'x' }] })],
    ['with an encrypted file', nupkgOf({ ...hostile, members: [{ name: 'x', content: 'x', flags: 1 }] })],
    ['with a .nuspec too large', nupkgOf({ ...hostile, more: `<title>${'x'.repeat(300_000)}</title>` })],
    ['of symbols', snupkgOf(hostile)],
  ])('of a package %s is refused, and nothing of it is listed', async (_, bytes) => {
    const { status, body } = await push(bytes)
    expect([status, body]).toEqual([400, expect.stringContaining('message')])
    expect((await read('/download/Some.Package/index.json')).status).toBe(404)
  })
})

describe('symbols', () => {
  test('come to the version that is there, once', async () => {
    const id = unique('Some')
    const symbols = snupkgOf({ id, version: '1.0.0' })
    expect((await push(symbols, '/symbolpackage')).status).toBe(404)
    await publish(id, '1.0.0')
    expect((await push(symbols, '/symbolpackage')).status).toBe(201)
    expect((await push(symbols, '/symbolpackage/')).status).toBe(409)
    expect((await push(nupkgOf({ id, version: '1.0.0' }), '/symbolpackage')).status).toBe(400)
  })

  test('are not taken from nobody, and the challenge comes before the body is read', async () => {
    const { status, headers } = await sendForm('x'.repeat(1000), '/symbolpackage', [])
    expect([status, headers['www-authenticate']]).toEqual([401, 'Basic realm="GitLab Packages Registry"'])
  })
})

describe('an API key', () => {
  test('is a token like any other, and another one beside it is refused', async () => {
    const form = () => packageForm(nupkgOf({ id: unique('Some'), version: '1.0.0' }), boundary)
    const key: [string, string] = ['X-NuGet-ApiKey', publisher.secret]
    const junk: [string, string] = ['X-NuGet-ApiKey', 'gldt-00000000000000000000']
    expect((await sendForm(form(), '', [key])).status).toBe(201)
    expect((await sendForm(form(), '', [key, basic(publisher.credentials)])).status).toBe(201)
    expect((await sendForm(form(), '', [junk])).status).toBe(401)
    expect((await sendForm(form(), '', [junk, basic({ username: '', password: '' })])).status).toBe(401)
    expect((await sendForm(form(), '', [junk, basic(publisher.credentials)])).status).toBe(400)
    expect((await sendForm(form(), '', [basic({ username: '', password: '' })])).status).toBe(401)
  })
})

test('the service index names the public address, whatever host it was asked at, and needs no token', async () => {
  const index = await ask(pathOf('/index.json'), { headers: [['Host', 'evil.example']] })
  const { version, resources } = JSON.parse(index.body)
  expect([index.status, version]).toEqual([200, '3.0.0'])
  for (const resource of resources) expect(resource['@id']).toMatch(env.url + pathOf(''))
  expect(index.body).not.toContain('evil')
  const there = await ask('/api/v4/projects/999999999/packages/nuget/index.json')
  expect(there.body.replaceAll('999999999', String(project.id))).toBe(index.body)
  const ofGroup = JSON.parse((await ask(pathOf('/index.json', group))).body)
  expect(JSON.stringify(ofGroup)).not.toContain('Publish')
})

describe('a package with dependencies', () => {
  const id = unique('Some.Package')
  beforeAll(async () => {
    await publish(id, '1.0.0')
    await publish(
      id,
      '1.10.0-Beta',
      '<dependencies><group targetFramework="net45"><dependency id="Other" version="[1.0,2.0)" /></group></dependencies><tags>one two</tags>',
    )
    await publish(id, '1.9.0')
  })

  test('is told of version by version, in their order', async () => {
    const { json } = await read(`/metadata/${id.toLowerCase()}/index.json`)
    expect(json).toMatchObject({ count: 1, items: [{ count: 3, lower: '1.0.0', upper: '1.10.0-Beta' }] })
    const [{ items }] = json.items
    expect(items.map((item: { catalogEntry: { version: string } }) => item.catalogEntry.version)).toEqual([
      '1.0.0',
      '1.9.0',
      '1.10.0-Beta',
    ])
    expect(items[2].catalogEntry).toMatchObject({
      id,
      tags: ['one', 'two'],
      dependencyGroups: [{ targetFramework: 'net45', dependencies: [{ id: 'Other', range: '[1.0,2.0)' }] }],
    })
    expect((await read(`/metadata/${id}/1.9.json`)).json.catalogEntry.version).toBe('1.9.0')
    expect((await read(`/metadata/${id}/2.0.0.json`)).status).toBe(404)
  })

  test('is found by a part of its name, and without prereleases by its latest release', async () => {
    const part = id.slice(5).toUpperCase()
    const all = (await read(`/query?q=${part}`)).json
    expect(all).toMatchObject({ totalHits: 1, data: [{ id, version: '1.10.0-Beta' }] })
    const releases = (await read(`/query?q=${part}&prerelease=false`, group)).json
    expect(releases.data[0].versions.map(({ version }: { version: string }) => version)).toEqual([
      '1.0.0',
      '1.9.0',
    ])
    expect(releases.data[0].version).toBe('1.9.0')
  })

  test.each([
    'q=%00',
    "q='%20OR%201=1--",
    'q=%25',
    'q=_',
    `q=${'x'.repeat(5000)}`,
    'q=%F0%9F%92%A9',
    'skip=-1',
    'take=1e9',
    'take=-5',
    'take=x&skip=1e400',
    'prerelease=maybe',
    'q=a&q=b',
  ])('a search for %s is answered', async (query) => {
    expect((await read(`/query?${query}`)).status).toBe(200)
  })
})

test('a group gives the versions of all its projects, and of one that two have that of the package begun last', async () => {
  const id = unique('Some')
  const other = await makeProject(group)
  await publish(id, '1.0.0', '<title>first</title>')
  await publish(id, '2.0.0', '', other)
  await publish(id, '1.0.0', '<title>second</title>', other)
  expect((await read(`/download/${id}/index.json`, group)).json).toEqual({ versions: ['1.0.0', '2.0.0'] })
  expect((await read(`/metadata/${id}/1.0.0.json`, group)).json.catalogEntry.title).toBe('second')
  const { status, body } = await ask(pathOf(`/download/${id}/1.0.0/${id}.1.0.0.nupkg`, group).toLowerCase(), {
    headers: [basic(reader.credentials)],
  })
  expect([status, body.includes('PK')]).toEqual([200, true])
})

test('ten thousand versions are told of page by page, with as many queries as of one', async () => {
  const id = unique('Some')
  await publish(id, '0.0.1')
  const count = async () => (await statementsOf(() => read(`/metadata/${id}/index.json`))).length
  const one = await count()
  await sql`
    INSERT INTO package_versions (package_id, version, version_key, metadata, publisher_name, updated_at)
    SELECT v.package_id, '1.0.' || i, '1.0.' || i, v.metadata, '', now()
    FROM package_versions v JOIN packages k ON k.id = v.package_id, generate_series(1, 9999) i
    WHERE k.name = ${id}`
  expect(await count()).toBeLessThanOrEqual(one)
  const { json } = await read(`/metadata/${id}/index.json`)
  expect(json.count).toBe(157)
  const page = json.items[1]['@id'].slice(env.url.length)
  const { body } = await ask(page, { headers: [basic(reader.credentials)] })
  expect(JSON.parse(body)).toMatchObject({
    count: 64,
    lower: json.items[1].lower,
    upper: json.items[1].upper,
  })
  expect((await read(`/download/${id}/index.json`)).json.versions).toHaveLength(10_000)
})

test('where packages are switched off there are none, at no endpoint', async () => {
  const place = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
    visibility: 'public',
  })
  const token = await makeToken(place, { scopes: ['write_package_registry'] })
  const headers: [string, string][] = [['X-NuGet-ApiKey', token.secret]]
  await sql`UPDATE projects SET disabled_features = ARRAY['packages'] WHERE id = ${place.id}`
  for (const at of [
    '/index.json',
    '/query',
    '/metadata/a/index.json',
    '/download/a/index.json',
    '/download/a/1.0.0/a.1.0.0.nupkg',
  ])
    expect([at, (await ask(pathOf(at, place), { headers })).status]).toEqual([at, 404])
  expect(
    (await sendForm(packageForm(nupkgOf({ id: 'A', version: '1.0' }), boundary), '', headers, place)).status,
  ).toBe(404)
})
