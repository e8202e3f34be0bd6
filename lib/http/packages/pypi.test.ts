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
} from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { type MadeDistribution, sdistOf, wheelOf } from '@/e2e/support/python-distribution'
import { makeTarball, type TarballEntry } from '@/e2e/support/tarball'
import { zipOf } from '@/e2e/support/zip-archive'
import type { Group, Project } from '@/lib/domain/project'

let group: Group
let project: Project
let token: [string, string]
let reader: [string, string]

beforeAll(async () => {
  group = await makeGroup()
  token = ['Deploy-Token', (await makeToken(group, { scopes: ['write_package_registry'] })).secret]
  reader = ['Deploy-Token', (await makeToken(group, { scopes: ['read_package_registry'] })).secret]
  project = await makeProject(group)
})

const pathOf = (of = project) => `/api/v4/projects/${of.id}/packages/pypi`

interface Wishes {
  of?: Project
  /** Fields of the form beside the usual, or instead; undefined takes one away. */
  fields?: Record<string, string | undefined>
}

function upload(
  { fileName, bytes }: Pick<MadeDistribution, 'fileName' | 'bytes'>,
  { of, fields = {} }: Wishes = {},
) {
  const body = new FormData()
  const usual = { ':action': 'file_upload', protocol_version: '1', name: 'hello', version: '1.0' }
  for (const [name, value] of Object.entries({ ...usual, ...fields }))
    if (value !== undefined) body.append(name, value)
  body.append('content', new Blob([new Uint8Array(bytes)]), fileName)
  return send(pathOf(of), { method: 'POST', headers: [token], body })
}

/** What the index says of the files of a project, in JSON. */
async function filesOf(name: string, of = project): Promise<Record<string, unknown>[]> {
  const answer = await send(`${pathOf(of)}/simple/${name}/`, {
    headers: [reader, ['Accept', 'application/vnd.pypi.simple.v1+json']],
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { files: Record<string, unknown>[] }).files
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

describe('what is published', () => {
  const fields = ['Requires-Python: >=3.8, <"4"'.replace('"4"', '4')]
  let own: Project
  let wheel: MadeDistribution
  beforeAll(async () => {
    own = await makeProject(group)
    wheel = wheelOf({ name: 'A.b_C', fields })
    const answer = await upload(wheel, { of: own, fields: { name: 'A.b_C', requires_python: '<4,>=3.8' } })
    expect([answer.status, await answer.json()]).toEqual([201, { message: '201 Created' }])
    await upload(await sdistOf({ name: 'a-b-c' }), { of: own, fields: { name: 'a-b-c', filetype: 'sdist' } })
  })

  test.each(['a-b-c', 'a-b-c/', 'A.B_C', 'a--b__c/'])('is found under %s', async (name) => {
    const answer = await send(`${pathOf(own)}/simple/${name}`, { headers: [reader] })
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html.match(/<a /g)).toHaveLength(2)
    expect(html).toContain('data-requires-python="&gt;=3.8, &lt;4"')
    expect(html).toContain(`#sha256=${sha256(wheel.bytes)}"`)
  })

  test('is told in JSON with all that installers ask for', async () => {
    const [first, second] = await filesOf('a-b-c', own)
    const metadata = { sha256: sha256(wheel.metadata) }
    expect(first).toEqual({
      filename: 'a_b_c-1.0-py3-none-any.whl',
      url: `${pathOf(own)}/files/${sha256(wheel.bytes)}/a_b_c-1.0-py3-none-any.whl`,
      hashes: { sha256: sha256(wheel.bytes) },
      size: wheel.bytes.length,
      'upload-time': expect.stringMatching(/^\d{4}-/),
      'requires-python': '>=3.8, <4',
      'core-metadata': metadata,
      'dist-info-metadata': metadata,
      yanked: false,
    })
    expect(second).toMatchObject({
      filename: 'a_b_c-1.0.tar.gz',
      'core-metadata': { sha256: expect.anything() },
    })
  })

  test('comes back byte for byte, and so does its metadata', async () => {
    for (const place of [
      pathOf(own),
      `/api/v4/groups/${encodeURIComponent(group.fullPath)}/-/packages/pypi`,
    ]) {
      const file = `${place}/files/${sha256(wheel.bytes)}/${wheel.fileName}`
      const answer = await send(file, { headers: [reader] })
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(wheel.bytes)
      const metadata = await send(`${file}.metadata`, { headers: [reader] })
      expect(await metadata.text()).toBe(wheel.metadata)
      const other = await send(file.replace(sha256(wheel.bytes), sha256('')), { headers: [reader] })
      expect(other.status).toBe(404)
    }
  })

  test('is listed among all projects of the project and of the group', async () => {
    for (const place of [pathOf(own), `/api/v4/groups/${group.id}/-/packages/pypi`]) {
      const answer = await send(`${place}/simple`, { headers: [reader] })
      expect(await answer.text()).toContain(`<a href="${place}/simple/a-b-c/">a-b-c</a>`)
    }
  })

  test.each([
    ['application/vnd.pypi.simple.v1+json', 'application/vnd.pypi.simple.v1+json'],
    ['application/vnd.pypi.simple.latest+json', 'application/vnd.pypi.simple.v1+json'],
    ['text/html, application/vnd.pypi.simple.v1+json;q=0.2', 'text/html; charset=utf-8'],
    ['text/html;q=0.01, application/vnd.pypi.simple.v1+html;q=0.2', 'application/vnd.pypi.simple.v1+html'],
    ['application/vnd.pypi.simple.v1+json;q=0, text/html;q=0.1', 'text/html; charset=utf-8'],
    ['*/*', 'text/html; charset=utf-8'],
    ['', 'text/html; charset=utf-8'],
  ])('is told to who accepts "%s" as %s', async (accept, type) => {
    for (const path of ['simple/', 'simple/a-b-c/']) {
      const answer = await send(`${pathOf(own)}/${path}`, { headers: [reader, ['Accept', accept]] })
      expect(answer.headers.get('content-type')).toBe(type)
      expect(answer.headers.get('vary')).toBe('Accept')
    }
  })

  test('is yanked with a reason, and taken back, by who may delete it', async () => {
    const maintainer = await makePersonalToken(await makeMember(own, 'Maintainer'))
    const developer = await makePersonalToken(await makeMember(own, 'Developer'))
    const header: [string, string] = ['Private-Token', maintainer.secret]
    const path = `${pathOf(own)}/yanked/A.b.c/1.0.0`
    const refused = await send(path, { method: 'PUT', headers: [['Private-Token', developer.secret]] })
    expect(refused.status).toBe(403)
    const reason = '"<b>broken</b>"'
    const yanked = await send(`${path}?reason=${encodeURIComponent(reason)}`, {
      method: 'PUT',
      headers: [header],
    })
    expect(yanked.status).toBe(204)
    expect((await filesOf('a-b-c', own)).map((file) => file.yanked)).toEqual([reason, reason])
    const html = await send(`${pathOf(own)}/simple/a-b-c/`, { headers: [reader] })
    expect(await html.text()).toContain('data-yanked="&quot;&lt;b&gt;broken&lt;/b&gt;&quot;"')
    expect((await send(path, { method: 'PUT', headers: [header] })).status).toBe(204)
    expect((await filesOf('a-b-c', own)).map((file) => file.yanked)).toEqual([true, true])
    expect((await send(path, { method: 'DELETE', headers: [header] })).status).toBe(204)
    expect((await filesOf('a-b-c', own)).map((file) => file.yanked)).toEqual([false, false])
    expect((await send(`${pathOf(own)}/yanked/a-b-c/2`, { method: 'PUT', headers: [header] })).status).toBe(
      404,
    )
    const events = await sql<{
      action: string
    }>`SELECT action FROM audit_events WHERE target_name = 'A.b_C 1.0' ORDER BY id`
    expect(events.map(({ action }) => action)).toEqual([
      'package_yanked',
      'package_yanked',
      'package_unyanked',
    ])
  })
})

test('a source distribution whose metadata may change when it is built is offered without', async () => {
  const own = await makeProject(group)
  await upload(await sdistOf({ fields: ['Dynamic: Requires-Dist'] }), { of: own })
  expect(await filesOf('hello', own)).toMatchObject([{ 'core-metadata': false }])
})

test('a group’s index has each version once, of the project that began the package last', async () => {
  const [parent, first, second] = await placesOfGroup()
  await upload(wheelOf(), { of: first })
  await upload(wheelOf({ version: '2.0' }), { of: first, fields: { version: '2.0' } })
  const later = wheelOf({ fields: ['Summary: other'] })
  await upload(later, { of: second })
  const answer = await send(`/api/v4/groups/${parent.id}/-/packages/pypi/simple/hello/`, {
    headers: [token, ['Accept', 'application/vnd.pypi.simple.v1+json']],
  })
  const { versions, files } = (await answer.json()) as {
    versions: string[]
    files: { hashes: { sha256: string } }[]
  }
  expect(versions).toEqual(['1.0', '2.0'])
  expect(files.map(({ hashes }) => hashes.sha256)).toEqual([
    sha256(later.bytes),
    sha256(wheelOf({ version: '2.0' }).bytes),
  ])
})

async function placesOfGroup() {
  const parent = await makeGroup(group)
  return [parent, await makeProject(parent), await makeProject(parent)] as const
}

test('a version is one however it is spelt, and its files never change', async () => {
  const own = await makeProject(group)
  expect((await upload(wheelOf(), { of: own })).status).toBe(201)
  const again = await upload(wheelOf({ fields: ['Summary: other'] }), { of: own })
  expect([again.status, await again.json()]).toEqual([
    400,
    { message: 'File already exists.', error: 'File already exists.' },
  ])
  expect(
    (await upload(wheelOf({ version: '1.0.0' }), { of: own, fields: { version: 'v1.0.0' } })).status,
  ).toBe(201)
  expect(
    await sql`SELECT count(*)::int FROM packages k JOIN package_versions v ON v.package_id = k.id
    WHERE k.project_id = ${own.id}`,
  ).toEqual([{ count: 1 }])
  expect((await filesOf('hello', own)).map(({ hashes }) => hashes)[0]).toEqual({
    sha256: sha256(wheelOf().bytes),
  })
})

describe('is refused, and nothing is kept', () => {
  const wheel = wheelOf()
  const good = { fileName: wheel.fileName, bytes: wheel.bytes }
  const named = (fileName: string) => ({ ...good, fileName })
  const ofZip = (members: Parameters<typeof zipOf>[0]) => ({ ...good, bytes: zipOf(members) })

  test.each<[string, () => Parameters<typeof upload> | Promise<Parameters<typeof upload>>]>([
    ['no :action', () => [good, { fields: { ':action': undefined } }]],
    ['another :action', () => [good, { fields: { ':action': 'submit' } }]],
    ['another protocol', () => [good, { fields: { protocol_version: '2' } }]],
    ['no name', () => [good, { fields: { name: undefined } }]],
    ['no version', () => [good, { fields: { version: undefined } }]],
    ['a hostile name', () => [good, { fields: { name: '../<b>' } }]],
    ['a name that ends in a dot', () => [good, { fields: { name: 'hello.' } }]],
    ['a name of 256 letters', () => [good, { fields: { name: 'a'.repeat(256) } }]],
    ['a version that is none', () => [good, { fields: { version: '1.0 beta' } }]],
    ['a version with a very long number', () => [good, { fields: { version: '20261121160000001' } }]],
    ['a file of another name', () => [good, { fields: { name: 'other' } }]],
    ['a file of another version', () => [good, { fields: { version: '1.1' } }]],
    ['a file of another type', () => [good, { fields: { filetype: 'sdist' } }]],
    ['a program', () => [named('hello-1.0.exe')]],
    ['an egg', () => [named('hello-1.0-py3.11.egg')]],
    ['a zipped source distribution', () => [named('hello-1.0.zip')]],
    ['a wheel without tags', () => [named('hello-1.0.whl')]],
    ['a file without a name', () => [named('')]],
    ['a wheel as a source distribution', () => [named('hello-1.0.tar.gz')]],
    ['a source distribution as a wheel', async () => [{ ...good, bytes: (await sdistOf()).bytes }]],
    ['another SHA-256', () => [good, { fields: { sha256_digest: sha256('') } }]],
    ['another MD5', () => [good, { fields: { md5_digest: 'd41d8cd98f00b204e9800998ecf8427e' } }]],
    ['another BLAKE2', () => [good, { fields: { blake2_256_digest: sha256('') } }]],
    ['another requires_python', () => [good, { fields: { requires_python: '>=3' } }]],
    ['a requires_python that is none', () => [wheelOf({ fields: ['Requires-Python: "><script>'] })]],
    [
      'another name in the metadata',
      () => [wheelOf({ metadata: 'Metadata-Version: 2.1\nName: other\nVersion: 1.0\n\n' })],
    ],
    [
      'another version in the metadata',
      () => [wheelOf({ metadata: 'Metadata-Version: 2.1\nName: hello\nVersion: 2\n\n' })],
    ],
    ['two names in the metadata', () => [wheelOf({ fields: ['Name: other'] })]],
    ['a carriage return in the metadata', () => [wheelOf({ fields: ['Summary: a\rName: other'] })]],
    ['metadata of 3 MiB', () => [wheelOf({ fields: [`Summary: ${randomText(3)}`] })]],
    ['a wheel without metadata', () => [ofZip([{ name: 'hello.py' }])]],
    ['two .dist-info', () => [wheelOf({ members: [{ name: 'other-1.0.dist-info/METADATA' }] })]],
    [
      'a file that RECORD does not list',
      () => [wheelOf({ record: (text) => text.replace(/^hello.py.*\n/m, '') })],
    ],
    ['a file that only RECORD lists', () => [wheelOf({ record: (text) => `${text}more.py,,\n` })]],
    [
      'a size that RECORD says otherwise',
      () => [wheelOf({ record: (text) => text.replace(/,\d+$/m, ',1') })],
    ],
    [
      'metadata that RECORD says otherwise',
      () => [wheelOf({ record: (text) => text.replace(/(METADATA,sha256=)./, '$1_') })],
    ],
    [
      'data that has no place to go to',
      () => [wheelOf({ members: [{ name: 'hello-1.0.data/etc/passwd' }] })],
    ],
    [
      'data that leads upwards',
      () => [wheelOf({ members: [{ name: 'hello-1.0.data/scripts/../../../x' }] })],
    ],
    [
      'a link in a wheel',
      () => [wheelOf({ members: [{ name: 'x', content: '/etc', attributes: 0o120777 }] })],
    ],
    [
      'a wheel that others read otherwise',
      () => [{ ...good, bytes: Buffer.concat([zipOf([{ name: 'evil.py' }]), wheel.bytes]) }],
    ],
    ['a source distribution without PKG-INFO', async () => [await tar([['hello-1.0/setup.py']])]],
    ['a source distribution of another folder', async () => [await tar([['other-1.0/PKG-INFO']])]],
    [
      'a source distribution with two PKG-INFO',
      async () => [await sdistOf({ members: [['hello-1.0/PKG-INFO']] })],
    ],
    [
      'a source distribution that leads upwards',
      async () => [await sdistOf({ members: [['hello-1.0/../../x']] })],
    ],
    ['a source distribution with an absolute name', async () => [await sdistOf({ members: [['/etc/x']] })]],
    [
      'a link out of a source distribution',
      async () => [
        await sdistOf({ members: [[{ name: 'hello-1.0/x', type: 'symlink', linkname: '../..' }]] }),
      ],
    ],
    [
      'a hard link out of a source distribution',
      async () => [
        await sdistOf({ members: [[{ name: 'hello-1.0/x', type: 'link', linkname: '/etc/passwd' }]] }),
      ],
    ],
    ['a device', async () => [await sdistOf({ members: [[{ name: 'hello-1.0/x', type: 'block-device' }]] })]],
  ])('%s', async (_, make) => {
    const answer = await upload(...(await make()))
    const { message } = (await answer.json()) as { message: string }
    expect([answer.status, message]).toEqual([400, expect.stringMatching(/\w/)])
    expect(await sql`SELECT 1 FROM packages WHERE project_id = ${project.id}`).toEqual([])
  })

  test('no form, a form without a file, one with two, and one with a field twice', async () => {
    const forms = [new FormData(), new FormData(), new FormData()]
    for (const form of forms) {
      for (const [name, value] of [
        [':action', 'file_upload'],
        ['name', 'hello'],
        ['version', '1.0'],
      ] as const)
        form.append(name, value)
    }
    for (const form of forms.slice(1))
      form.append('content', new Blob([new Uint8Array(wheel.bytes)]), wheel.fileName)
    forms[1]?.append('gpg_signature', new Blob(['x']), `${wheel.fileName}.asc`)
    forms[2]?.append('name', 'other')
    for (const body of [...forms, 'name=hello']) {
      expect((await send(pathOf(), { method: 'POST', headers: [token], body })).status).toBe(400)
    }
    expect(await sql`SELECT 1 FROM packages WHERE project_id = ${project.id}`).toEqual([])
  })
})

test.each(['../x', '%2e%2e', 'a%2Fb', '<b>', '-', `${'-'.repeat(200)}.`, 'a'.repeat(256)])(
  'there is no index of %s',
  async (name) => {
    const answer = await send(`${pathOf()}/simple/${name}/`, { headers: [reader] })
    expect([400, 404]).toContain(answer.status)
  },
)

test('paths of the server in a form are fields like any other', async () => {
  const own = await makeProject(group)
  const forged = {
    'content.path': '/etc/passwd',
    'file.path': '/etc/passwd',
    'content.local_path': '/etc/passwd',
  }
  expect((await upload(wheelOf(), { of: own, fields: forged })).status).toBe(201)
  expect((await filesOf('hello', own)).map(({ size }) => size)).toEqual([wheelOf().bytes.length])
})

test('an index takes as many queries for 300 versions as for one', async () => {
  const own = await makeProject(group)
  await upload(wheelOf(), { of: own })
  const count = async () => (await statementsOf(() => filesOf('hello', own))).length
  const one = await count()
  await sql`INSERT INTO package_versions (package_id, version, version_key, publisher_name)
    SELECT k.id, '2.' || i, '2.' || i, 'x' FROM packages k, generate_series(1, 300) i WHERE k.project_id = ${own.id}`
  await sql`INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5)
    SELECT v.id, 'hello-' || v.version || '.tar.gz', f.digest, f.size, f.sha512, f.sha1, f.md5
    FROM packages k JOIN package_versions v ON v.package_id = k.id AND v.version LIKE '2.%', package_files f
    JOIN package_versions fv ON fv.id = f.version_id AND fv.version = '1.0' AND f.name LIKE '%.whl'
    WHERE k.project_id = ${own.id} AND fv.package_id = k.id`
  expect(await count()).toBe(one)
  expect(await filesOf('hello', own)).toHaveLength(301)
})

function randomText(mebibytes: number): string {
  return createHash('shake256', { outputLength: mebibytes * 512 * 1024 }).digest('hex')
}

async function tar(members: TarballEntry[]) {
  return { fileName: 'hello-1.0.tar.gz', bytes: await makeTarball(members) }
}

test('ten thousand versions are all in the index, in as many queries as one', async () => {
  const own = await makeProject(group)
  expect(
    (
      await upload(wheelOf({ name: 'many', version: '0.1' }), {
        of: own,
        fields: { name: 'many', version: '0.1' },
      })
    ).status,
  ).toBe(201)
  const count = async () => (await statementsOf(() => filesOf('many', own))).length
  const one = await count()
  await sql`WITH made AS (
      INSERT INTO package_versions (package_id, version, version_key, publisher_name)
      SELECT k.id, '1.' || n, '1.' || n, '' FROM packages k, generate_series(1, 9999) n
      WHERE k.project_id = ${own.id} RETURNING id, package_id, version)
    INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5)
    SELECT made.id, 'many-' || made.version || '-py3-none-any.whl', f.digest, f.size, f.sha512, f.sha1, f.md5
    FROM made JOIN package_versions v ON v.package_id = made.package_id AND v.version = '0.1'
      JOIN package_files f ON f.version_id = v.id AND f.name LIKE '%.whl'`
  expect(await count()).toBe(one)
  expect(await filesOf('many', own)).toHaveLength(10_000)
}, 60_000)

test('a file is found with one query beside the one for the token', async () => {
  const [file] = await filesOf('hello', await publishedProject())
  const path = new URL(String(file?.url), 'http://localhost').pathname
  expect(await statementsOf(() => send(path, { headers: [reader] }))).toHaveLength(2)
})

async function publishedProject(): Promise<Project> {
  const own = await makeProject(group)
  expect((await upload(wheelOf(), { of: own })).status).toBe(201)
  return own
}
