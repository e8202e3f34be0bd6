import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ComposerFiles, commitTo, composerFiles, tagBroken } from '@/e2e/support/composer-package'
import { makeGroup, makeProject, makeToken, sql, statementsOf, unique } from '@/e2e/support/fixtures'
import { tag as annotate } from '@/e2e/support/git-place'
import { type MachineRequest, send } from '@/e2e/support/machine-request'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import type { JsonObject } from '@/lib/domain/package'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'

let place: Awaited<ReturnType<typeof makePackageProject>>
let project: Project

beforeAll(async () => {
  place = await makePackageProject()
  project = place.project
})
beforeEach(() => sql`DELETE FROM failed_authentications`)

const as = (secret: string | undefined): [string, string][] => (secret ? [['Deploy-Token', secret]] : [])
const groupOf = ({ traversalIds }: Project) => `/api/v4/group/${traversalIds.at(-1)}/-/packages/composer`
const newName = () => `acme/${unique('lib').toLowerCase()}`

function post(body: BodyInit | undefined, secret: string | undefined = place.writer.secret, query = '') {
  const target = `/api/v4/projects/${project.id}/packages/composer${query}`
  return send(target, { method: 'POST', headers: as(secret), body })
}

const publish = (ref: Record<string, string>, secret?: string) => post(new URLSearchParams(ref), secret)

async function read(target: string, { headers = as(place.writer.secret) }: MachineRequest = {}) {
  const answer = await send(target, { headers })
  return { status: answer.status, json: await answer.json() }
}

interface Told extends JsonObject {
  name: string
  version: string
  dist: { url: string; reference: string; shasum: string; type: string }
  source: { url: string; reference: string; type: string }
}

/** What there is of a package: its releases, or what is developed. */
async function versionsOf(name: string, suffix: '' | '~dev' = '', of = project): Promise<Told[]> {
  const { json } = await read(`${groupOf(of)}/p2/${name}${suffix}.json`)
  return json.packages[name]
}

async function download(url: string, secret: string | undefined = place.writer.secret) {
  const answer = await send(url.replace(env.url, ''), { headers: as(secret) })
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers }
}

describe('a tag', () => {
  test('is published with the files of its commit, which come by the digest that is told', async () => {
    const name = newName()
    const commit = await commitTo(
      project,
      'refs/tags/v1.2.3',
      composerFiles(name, 'one', { type: 'library' }),
    )
    const answer = await publish({ tag: 'v1.2.3' })
    expect([answer.status, await answer.json()]).toEqual([201, { message: '201 Created' }])
    const [told, ...others] = await versionsOf(name)
    expect(others).toEqual([])
    expect(told).toMatchObject({
      ...{ name, version: '1.2.3', type: 'library', description: "It's <b>ours</b>" },
      autoload: { files: ['src/says.php'] },
      dist: { type: 'zip', reference: commit },
      source: { type: 'git', reference: commit, url: `${env.url}/${project.fullPath}.git` },
    })
    const { bytes, headers } = await download(told?.dist.url ?? '')
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(told?.dist.shasum)
    expect(headers.get('x-checksum-sha1')).toBe(told?.dist.shasum)
    expect(headers.get('content-disposition')).toContain('attachment')
    const folder = `${name.replace('/', '-')}-${commit}/`
    for (const file of ['composer.json', 'src/says.php']) expect(bytes.includes(folder + file)).toBe(true)
  })

  test('is found in GitLab’s own address of its archive, too', async () => {
    const name = newName()
    const commit = await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    await publish({ tag: '1.0' })
    const base = `/api/v4/projects/${project.id}/packages/composer/archives/${name}.zip`
    const [told] = await versionsOf(name)
    const found = await download(`${base}?sha=${commit}`)
    expect(found.bytes.equals((await download(told?.dist.url ?? '')).bytes)).toBe(true)
    expect((await download(`${base}?sha=${'0'.repeat(40)}`)).status).toBe(404)
    expect((await download(`${base}?sha=${commit}&version=2.0`)).status).toBe(404)
    expect((await download(base)).status).toBe(400)
    expect((await download(`${base}?sha=main`)).status).toBe(400)
  })

  test('may be an annotated one', async () => {
    const name = newName()
    const commit = await commitTo(project, 'refs/heads/annotated', composerFiles(name, 'one'))
    await annotate(project, '3.0', commit, 'Third')
    expect((await publish({ tag: '3.0' })).status).toBe(201)
    expect((await versionsOf(name))[0]?.dist.reference).toBe(commit)
  })

  test('of the same commit again changes nothing, however it is spelled', async () => {
    const name = newName()
    const files = composerFiles(name, 'one')
    for (const tag of ['2.0', 'v2.0.0+build.7']) await commitTo(project, `refs/tags/${tag}`, files)
    expect((await publish({ tag: '2.0' })).status).toBe(201)
    const before = await versionsOf(name)
    for (const tag of ['2.0', 'v2.0.0+build.7']) expect((await publish({ tag })).status).toBe(201)
    expect(await versionsOf(name)).toEqual(before)
  })

  test('that was moved is a conflict, and what was published stays', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/4.0', composerFiles(name, 'one'))
    expect((await publish({ tag: '4.0' })).status).toBe(201)
    const before = await versionsOf(name)
    await commitTo(project, 'refs/tags/4.0', composerFiles(name, 'two'))
    const refused = await publish({ tag: '4.0' })
    expect([refused.status, await refused.json()]).toEqual([
      409,
      expect.objectContaining({ message: 'Package already exists.' }),
    ])
    expect(await versionsOf(name)).toEqual(before)
    expect((await download(before[0]?.dist.url ?? '')).bytes.length).toBeGreaterThan(0)
  })

  test('is named in a form, in JSON or in the address', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/5.0', composerFiles(name, 'one'))
    const form = new FormData()
    form.set('tag', '5.0')
    const json = new Blob(['{"tag":"5.0"}'], { type: 'application/json; charset=utf-8' })
    for (const body of [new URLSearchParams({ tag: '5.0' }), form, json])
      expect((await post(body)).status).toBe(201)
    expect((await post(undefined, undefined, '?tag=5.0')).status).toBe(201)
    expect(await versionsOf(name)).toHaveLength(1)
  })
})

describe('a branch', () => {
  test('is what it is now, beside the releases, and what it was can still be had', async () => {
    const name = newName()
    const ref = 'refs/heads/feature/x'
    const commits = [await commitTo(project, ref, composerFiles(name, 'one'))]
    expect((await publish({ branch: 'feature/x' })).status).toBe(201)
    const [first] = await versionsOf(name, '~dev')
    expect(first).toMatchObject({ version: 'dev-feature/x', dist: { reference: commits[0] } })
    commits.push(await commitTo(project, ref, composerFiles(name, 'two')))
    expect((await publish({ branch: 'feature/x' })).status).toBe(201)
    const now = await versionsOf(name, '~dev')
    expect(now.map(({ dist }) => dist.reference)).toEqual([commits[1]])
    expect(await versionsOf(name)).toEqual([])
    const before = await download(first?.dist.url ?? '')
    expect(createHash('sha1').update(before.bytes).digest('hex')).toBe(first?.dist.shasum)
    await commitTo(project, ref, composerFiles(name, 'one'))
    expect((await publish({ branch: 'feature/x' })).status).toBe(201)
    expect(await versionsOf(name, '~dev')).toEqual([first])
  })

  test('with a number is what the number leads to, and may stand where a release does', async () => {
    const name = newName()
    for (const ref of ['heads/1.x', 'heads/main', 'tags/1.0'])
      await commitTo(project, `refs/${ref}`, composerFiles(name, 'one'))
    const refs: Record<string, string>[] = [{ branch: '1.x' }, { branch: 'main' }, { tag: '1.0' }]
    for (const ref of refs) expect((await publish(ref)).status).toBe(201)
    expect((await versionsOf(name, '~dev')).map(({ version }) => version).sort()).toEqual([
      '1.x-dev',
      'dev-main',
    ])
    expect((await versionsOf(name)).map(({ version }) => version)).toEqual(['1.0'])
  })
})

describe('a group', () => {
  test('says what packages it has, and where', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    await publish({ tag: '1.0' })
    const path = encodeURIComponent(project.fullPath.replace(/\/[^/]*$/, ''))
    for (const base of [groupOf(project), `/api/v4/group/${path}/-/packages/composer`]) {
      for (const file of ['packages', 'packages.json']) {
        const { json } = await read(`${base}/${file}`, {
          headers: [...as(place.writer.secret), ['User-Agent', 'Composer/2.5.5']],
        })
        expect(json).toEqual({
          packages: [],
          'metadata-url': `${base}/p2/%package%.json`,
          'available-packages': expect.arrayContaining([name]),
        })
      }
    }
    expect((await read(`${groupOf(project)}/p2/${newName()}.json`)).status).toBe(404)
  })

  test('has those of all projects below it that the token reaches, and of one name the later begun', async () => {
    const above = await makeGroup()
    const name = newName()
    const [first, second] = [await makeProject(await makeGroup(above)), await makeProject(above)]
    const { secret } = await makeToken(above, { scopes: ['write_package_registry'] })
    const ofFirst = await makeToken(first, { scopes: ['read_package_registry'] })
    const publishIn = async (of: Project, tag: string, says: string) => {
      await commitTo(of, `refs/tags/${tag}`, composerFiles(name, says))
      const target = `/api/v4/projects/${of.id}/packages/composer?tag=${tag}`
      expect((await send(target, { method: 'POST', headers: as(secret) })).status).toBe(201)
    }
    await publishIn(first, '1.0', 'first')
    await publishIn(first, '1.1', 'first')
    await publishIn(second, '1.0.0', 'second')
    const told = async (by: string) => {
      const { json } = await read(`/api/v4/group/${above.id}/-/packages/composer/p2/${name}.json`, {
        headers: as(by),
      })
      return json.packages[name].map(({ version, dist }: Told) => [
        version,
        dist.url.includes(`/${second.id}/`),
      ])
    }
    expect(await told(secret)).toEqual([
      ['1.0.0', true],
      ['1.1', false],
    ])
    expect(await told(ofFirst.secret)).toEqual([
      ['1.1', false],
      ['1.0', false],
    ])
  })

  test('tells Composer 1 by documents under their digests', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    await publish({ tag: '1.0' })
    const base = groupOf(project)
    const { json: root } = await read(`${base}/packages.json`)
    const bytesOf = async (target: string) => (await download(target)).bytes
    const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    const { sha256 } = root['provider-includes']['p/%hash%.json']
    const providers = await bytesOf(`${base}/p/${sha256}.json`)
    expect(digestOf(providers)).toBe(sha256)
    const hash = JSON.parse(providers.toString()).providers[name].sha256
    const provider = await bytesOf(root['providers-url'].replace('%package%', name).replace('%hash%', hash))
    expect(digestOf(provider)).toBe(hash)
    expect(JSON.parse(provider.toString()).packages[name]['1.0']).toMatchObject({ name, version: '1.0' })
    expect((await read(`${base}/${name}.json`)).status).toBe(404)
  })

  test('of ten thousand versions is told in a handful of queries', async () => {
    const own = await makeProject(place.above)
    const name = newName()
    await commitTo(own, 'refs/tags/0.1', composerFiles(name, 'one'))
    const headers = as(place.bearers.find(({ who }) => who.includes('above'))?.secret)
    const target = `/api/v4/projects/${own.id}/packages/composer?tag=0.1`
    expect((await send(target, { method: 'POST', headers })).status).toBe(201)
    await sql`WITH v AS (
        INSERT INTO package_versions (package_id, version, version_key, publisher_name)
        SELECT k.id, '1.0.' || i, '1.0.' || i || '.0', 'x' FROM packages k, generate_series(1, 10000) i
        WHERE k.project_id = ${own.id} RETURNING id)
      INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5, metadata)
      SELECT v.id, f.name, f.digest, f.size, f.sha512, f.sha1, f.md5, f.metadata
      FROM v, (SELECT f.* FROM package_files f JOIN package_versions w ON w.id = f.version_id
        JOIN packages k ON k.id = w.package_id WHERE k.project_id = ${own.id}) f`
    const many = await statementsOf(async () => {
      const { json } = await read(`${groupOf(own)}/p2/${name}.json`, { headers })
      expect(json.packages[name]).toHaveLength(10_001)
    })
    expect(many.length).toBeLessThan(20)
  })
})

describe('who may', () => {
  test('read and publish', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/6.0', composerFiles(name, 'one'))
    await publish({ tag: '6.0' })
    const [told] = await versionsOf(name)
    for (const { who, secret, reads, publishes } of place.bearers satisfies PackageBearer[]) {
      const ask = async (target: string) => (await send(target, { headers: as(secret) })).status
      const statuses = [
        await ask(`${groupOf(project)}/packages.json`),
        await ask(`${groupOf(project)}/p2/${name}.json`),
        await ask(told?.dist.url.replace(env.url, '') ?? ''),
        (await post(new URLSearchParams({ tag: '6.0' }), secret ?? '')).status,
      ]
      expect([who, ...statuses]).toEqual([who, reads, reads, reads, publishes])
    }
  })

  test('nobody where packages are switched off', async () => {
    const { project: own, writer } = await makePackageProject()
    await sql`UPDATE projects SET disabled_features = '{packages}' WHERE id = ${own.id}`
    const headers = as(writer.secret)
    const target = `/api/v4/projects/${own.id}/packages/composer?tag=1.0`
    expect((await send(target, { method: 'POST', headers })).status).toBe(404)
    expect((await send(`${groupOf(own)}/packages.json`, { headers })).status).toBe(404)
  })

  test('nobody is heard before they are let in', async () => {
    let asked = 0
    const body = new ReadableStream({ pull: () => void asked++ }, { highWaterMark: 0 })
    const target = `/api/v4/projects/${project.id}/packages/composer`
    expect([(await send(target, { method: 'POST', body })).status, asked]).toEqual([401, 0])
  })

  test.each<[string, number, (id: number) => Promise<unknown>]>([
    ['revoked', 401, (id) => sql`UPDATE deploy_tokens SET revoked_at = now() WHERE id = ${id}`],
    ['cut off', 400, () => Promise.reject(new Error('broken'))],
  ])('nothing is published by a token that is %s while it asks', async (_, status, between) => {
    const own = await makeProject(place.above)
    await commitTo(own, 'refs/tags/1.0', composerFiles(newName(), 'one'))
    const { token, secret } = await makeToken(own, { scopes: ['write_package_registry'] })
    const parts = ['tag=', '1.0']
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (parts.length === 1) await between(token.id)
          const part = parts.shift()
          if (part === undefined) controller.close()
          else controller.enqueue(new TextEncoder().encode(part))
        },
      },
      { highWaterMark: 0 },
    )
    const headers: [string, string][] = [...as(secret), ['Content-Type', 'application/x-www-form-urlencoded']]
    const target = `/api/v4/projects/${own.id}/packages/composer`
    expect((await send(target, { method: 'POST', headers, body })).status).toBe(status)
    expect(await sql`SELECT FROM packages WHERE project_id = ${own.id}`).toEqual([])
  })

  test('twenty publish the same at once, and it is there once', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/11.0', composerFiles(name, 'one'))
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish({ tag: '11.0' })))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    expect(await versionsOf(name)).toHaveLength(1)
  })

  test('nobody where the repository is switched off', async () => {
    const own = await makeProject(place.above)
    await commitTo(own, 'refs/tags/1.0', composerFiles(newName(), 'one'))
    const { secret } = await makeToken(own, { scopes: ['write_package_registry'] })
    const ask = () =>
      send(`/api/v4/projects/${own.id}/packages/composer?tag=1.0`, { method: 'POST', headers: as(secret) })
    await sql`UPDATE projects SET disabled_features = '{repository}' WHERE id = ${own.id}`
    expect((await ask()).status).toBe(404)
    await sql`UPDATE projects SET disabled_features = '{}' WHERE id = ${own.id}`
    expect((await ask()).status).toBe(201)
  })
})

describe('bad input', () => {
  const refusal = async (answer: Response) => {
    const { message } = await answer.json()
    expect(message).toMatch(/./)
    return [answer.status, message]
  }

  test.each([
    [{}, 'Exactly one of tag and branch must be given'],
    [{ tag: '1.0', branch: 'main' }, 'Exactly one of tag and branch must be given'],
    [{ tag: '' }, "tag can't be blank"],
    [{ tag: 'latest' }, 'The tag latest is not a version.'],
    [{ tag: '-x' }, 'The tag -x is not a version.'],
    [{ tag: '--output=/tmp/x' }, 'The tag --output=/tmp/x is not a version.'],
    [{ tag: '1.0-dev' }, 'The tag 1.0-dev is not a version.'],
    [{ tag: `1.${'0'.repeat(300)}` }, 'tag is too long (maximum is 255 characters)'],
    [{ branch: 'a\u202eb' }, expect.stringContaining('branch')],
  ])('%j is refused', async (ref, message) => {
    expect(await refusal(await publish(ref as Record<string, string>))).toEqual([400, message])
  })

  test.each([
    ['tag', '99.9'],
    ['branch', 'none'],
    ['branch', '-x'],
    ['branch', '--output=x'],
    ['branch', 'main~1'],
    ['branch', 'main:composer.json'],
    ['branch', '../../HEAD'],
    ['branch', 'refs/heads/main'],
    ['branch', 'HEAD'],
    ['branch', '@'],
  ])('the %s %s is none', async (kind, name) => {
    await commitTo(project, 'refs/heads/main', composerFiles(newName(), 'one'))
    const answer = await publish({ [kind]: name })
    expect(await refusal(answer)).toEqual([404, `There is no such ${kind} in this repository.`])
  })

  const good = { name: 'acme/bad' }
  const json = (document: unknown) => ({ 'composer.json': JSON.stringify(document) })

  test.each<[string, number, ComposerFiles]>([
    ['none', 404, { 'README.md': '' }],
    ['one in a folder alone', 404, { 'src/composer.json': JSON.stringify(good) }],
    ['one that is a folder', 404, { 'composer.json/x': '' }],
    [
      'one that is a link',
      404,
      { 'composer.json': { link: 'real.json' }, 'real.json': JSON.stringify(good) },
    ],
    ['one that is too large', 400, json({ ...good, description: 'x'.repeat(300_000) })],
    ['one that is not JSON', 400, { 'composer.json': '{' }],
    ['an empty one', 400, { 'composer.json': '' }],
    ['a list', 400, json([])],
    ['no name', 400, json({})],
    ['a name that is no text', 400, json({ name: 1 })],
    ['a name without vendor', 400, json({ name: 'bad' })],
    ['a name with a path', 400, json({ name: '../bad' })],
    ['a name with too much', 400, json({ name: 'a/b/c' })],
    ['a name in capitals', 400, json({ name: 'Acme/Bad' })],
    ['a name too long', 400, json({ name: `acme/${'a'.repeat(255)}` })],
    ['a name that takes long to read', 400, json({ name: `acme/${'a'.repeat(240)}!` })],
    ['requirements that are a list', 400, json({ ...good, require: ['php'] })],
    ['a requirement that is a number', 400, json({ ...good, require: { php: 8 } })],
    ['a type that is none', 400, json({ ...good, type: '../x' })],
    ['another version', 400, json({ ...good, version: '8.0' })],
    ['a version that is none', 400, json({ ...good, version: 'latest' })],
    ['__proto__', 400, { 'composer.json': '{"name":"acme/bad","__proto__":{}}' }],
    ['a NUL', 400, { 'composer.json': '{"name":"acme/bad","description":"\\u0000"}' }],
    [
      'nothing but depth',
      400,
      { 'composer.json': `{"name":"acme/bad","extra":${'['.repeat(99)}${']'.repeat(99)}}` },
    ],
  ])('a composer.json that is or has %s is refused', async (_, status, files) => {
    await commitTo(project, 'refs/tags/7.0', files)
    expect(await refusal(await publish({ tag: '7.0' }))).toEqual([
      status,
      expect.stringContaining('composer.json'),
    ])
    expect(await sql`SELECT FROM packages WHERE project_id = ${project.id} AND name = 'acme/bad'`).toEqual([])
  })

  test('what the registry tells of a version, its composer.json cannot', async () => {
    const name = newName()
    const lies = {
      version_normalized: '9.0.0.0',
      dist: { url: 'https://elsewhere.example' },
      source: { url: '--upload-pack=x' },
      uid: 1,
      'transport-options': { ssl: {} },
      'notification-url': 'https://elsewhere.example',
    }
    await commitTo(project, 'refs/tags/8.0', composerFiles(name, 'one', { ...lies, version: '8.0.0' }))
    expect((await publish({ tag: '8.0' })).status).toBe(201)
    const [told] = await versionsOf(name)
    expect(told?.version).toBe('8.0')
    expect(JSON.stringify(told)).not.toMatch(/elsewhere|upload-pack|normalized|transport/)
  })

  test.each(['{"tag":["1.0"]}', '{"tag":1}', '[]', '{', 'null'])('the JSON %s is refused', async (text) => {
    expect((await post(new Blob([text], { type: 'application/json' }))).status).toBe(400)
  })

  test('a body that is too long, or no form, is refused', async () => {
    expect((await post(new URLSearchParams({ tag: 'x'.repeat(20_000) }))).status).toBe(400)
    expect((await post(new Blob(['tag=1.0'], { type: 'text/plain' }))).status).toBe(400)
    expect((await post(new Blob(['tag=1.0'], { type: 'multipart/form-data' }))).status).toBe(400)
  })

  test('what git cannot read to its end is not published', async () => {
    const name = newName()
    const commit = await commitTo(project, 'refs/tags/9.0', composerFiles(name, 'one'))
    await tagBroken(project, '9.0', commit)
    expect((await publish({ tag: '9.0' })).status).toBe(500)
    expect(await sql`SELECT FROM packages WHERE name = ${name}`).toEqual([])
  })

  test('a project that has no repository publishes nothing', async () => {
    const own = await makeProject(place.above)
    const { secret } = await makeToken(own, { scopes: ['write_package_registry'] })
    const target = `/api/v4/projects/${own.id}/packages/composer?tag=1.0`
    expect((await send(target, { method: 'POST', headers: as(secret) })).status).toBe(404)
  })

  test.each([
    'acme/..',
    'acme/%2e%2e',
    '%2e%2e/x',
    'acme/a%2Fb',
    'acme/A',
    'acme/a%00',
    'acme/a%25',
    'acme/-',
  ])('%s is no package', async (name) => {
    for (const target of [`${groupOf(project)}/p2/${name}.json`, `${groupOf(project)}/${name}$.json`])
      expect([400, 404]).toContain((await read(target)).status)
    const archive = `/api/v4/projects/${project.id}/packages/composer/archives/${name}.zip`
    expect([400, 404]).toContain((await download(`${archive}?sha=${'0'.repeat(40)}`)).status)
  })
})
