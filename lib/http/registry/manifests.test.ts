import { createHash } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeToken,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import {
  type Described,
  describeContent,
  type ImageClient,
  linkBlobs,
  ociConfig,
  ociIndex,
  ociManifest,
  openImageClient,
  sha256,
} from '@/e2e/support/images'
import { send } from '@/e2e/support/machine-request'
import type { Actor, UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'

// Manifests by the real handlers, with real tickets; their blobs are rows.

const config = describeContent('{}', ociConfig)
const layer = describeContent('a layer')
const image = (rest = {}) => ({ schemaVersion: 2, config, layers: [layer], ...rest })
const index = (manifests: Described[], rest = {}) => ({ schemaVersion: 2, manifests, ...rest })

let group: Group
let project: Project
let maintainer: Actor
let name: string
let client: ImageClient

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await actorOf(await makeMember(group, 'Maintainer'))
})
beforeEach(async () => {
  name = unique('image')
  client = await openImageClient(maintainer, `${project.fullPath}/${name}`)
  await link(config, layer)
})

async function link(...blobs: Described[]): Promise<void> {
  await linkBlobs(project, name, blobs)
}

/** Who comes with a personal access token of this user. */
async function actorOf(user: UserActor, scopes: ('api' | 'read_registry' | 'write_registry')[] = ['api']) {
  return authenticate((await makePersonalToken(user, { scopes })).credentials, '192.0.2.1')
}

async function errorOf(answer: Response) {
  const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] }
  return { status: answer.status, code: errors[0]?.code, message: errors[0]?.message }
}

function manifestDescriptor(text: string, mediaType = ociManifest): Described {
  return describeContent(text, mediaType)
}

describe('what was pushed', () => {
  test('is given back byte for byte, by its tag and by its digest', async () => {
    const text = `\n${JSON.stringify(image(), null, 3)}  \n`
    const pushed = await client.put('v1', text)
    const digest = sha256(text)
    expect(pushed.status).toBe(201)
    expect(pushed.headers.get('location')).toBe(`/v2/${project.fullPath}/${name}/manifests/${digest}`)
    expect(pushed.headers.get('docker-content-digest')).toBe(digest)
    expect(pushed.headers.get('oci-subject')).toBeNull()
    for (const reference of ['v1', digest, encodeURIComponent(digest)]) {
      const answer = await client.send(`manifests/${reference}`)
      expect(answer.status).toBe(200)
      expect(await answer.text()).toBe(text)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': ociManifest,
        'content-length': String(text.length),
        'docker-content-digest': digest,
        etag: `"${digest}"`,
      })
    }
  })

  test('is told of by HEAD without the bytes', async () => {
    const text = JSON.stringify(image())
    await client.put('v1', text)
    const answer = await client.send('manifests/v1', { method: 'HEAD' })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toBe('')
    expect(answer.headers.get('content-length')).toBe(String(text.length))
    expect(answer.headers.get('content-type')).toBe(ociManifest)
    expect(answer.headers.get('docker-content-digest')).toBe(sha256(text))
  })

  test('is not sent again to whoever has it', async () => {
    const etag = (await putImage()).headers.get('docker-content-digest')
    const ask = (value: string) => client.send('manifests/v1', { headers: [['If-None-Match', value]] })
    expect((await ask(`"${etag}"`)).status).toBe(304)
    expect((await ask(`"x", W/"${etag}"`)).status).toBe(304)
    expect((await ask('"x"')).status).toBe(200)
  })

  test('is what it is, whatever else the client would rather have', async () => {
    await putImage()
    const answer = await client.send('manifests/v1', { headers: [['Accept', ociIndex]] })
    expect(answer.headers.get('content-type')).toBe(ociManifest)
  })

  test('can be named by SHA-512', async () => {
    const text = JSON.stringify(image())
    const digest = `sha512:${createHash('sha512').update(text).digest('hex')}`
    expect((await client.put(digest, text)).status).toBe(201)
    expect(await (await client.send(`manifests/${digest}`)).text()).toBe(text)
  })

  test('once more is the same manifest, which keeps its first publisher', async () => {
    await putImage()
    await client.put('v2', image())
    const rows = await sql`SELECT m.id FROM container_manifests m JOIN container_repositories r
      ON r.id = m.repository_id WHERE r.name = ${name}`
    expect(rows).toHaveLength(1)
  })

  test('under a tag of another replaces it, and the other stays under its digest', async () => {
    await putImage()
    const other = JSON.stringify(image({ annotations: { a: 'other' } }))
    await client.put('v1', other)
    expect(await (await client.send('manifests/v1')).text()).toBe(other)
    expect((await client.send(`manifests/${sha256(JSON.stringify(image()))}`)).status).toBe(200)
  })

  test('is not there in another image of the project', async () => {
    const digest = (await putImage()).headers.get('docker-content-digest')
    const other = await openImageClient(maintainer, `${project.fullPath}/${unique('other')}`)
    expect(await errorOf(await other.send(`manifests/${digest}`))).toMatchObject({
      status: 404,
      code: 'NAME_UNKNOWN',
    })
    expect((await other.put('v1', image())).status).toBe(400)
  })

  test('is written down with its publisher, its size and its platforms', async () => {
    const text = JSON.stringify(image())
    await client.put('v1', text)
    const manifests = [
      { ...manifestDescriptor(text), platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    ]
    await client.put('all', index(manifests), ociIndex)
    const size = BigInt(text.length + config.size + layer.size)
    const username = maintainer.kind === 'user' ? maintainer.username : ''
    expect(await rows()).toEqual([
      { media_type: ociManifest, image_size: size, platforms: [], publisher_name: username },
      { media_type: ociIndex, image_size: size, platforms: ['linux/arm/v7'], publisher_name: username },
    ])
  })

  test('for the platform that its config names, which was really pushed', async () => {
    const text = JSON.stringify({ os: 'linux', architecture: 'arm64', variant: 'v8' })
    const real = describeContent(text, ociConfig)
    const uploaded = await client.send(`blobs/uploads/?digest=${real.digest}`, {
      method: 'POST',
      headers: [['Content-Length', String(real.size)]],
      body: text,
    })
    expect(uploaded.status).toBe(201)
    expect((await client.put('v1', image({ config: real }))).status).toBe(201)
    expect(await rows()).toMatchObject([{ platforms: ['linux/arm64/v8'] }])
  })

  test('by a deploy token bears its name', async () => {
    const made = await makeToken(project, { scopes: ['read_registry', 'write_registry'] })
    const actor = await authenticate(made.credentials, '192.0.2.1')
    const pusher = await openImageClient(actor, `${project.fullPath}/${name}`)
    expect((await pusher.put('v1', image())).status).toBe(201)
    expect(await rows()).toMatchObject([{ publisher_name: made.token.name }])
  })

  function rows() {
    return sql`SELECT media_type, image_size, platforms, publisher_name FROM container_manifests m
      JOIN container_repositories r ON r.id = m.repository_id WHERE r.name = ${name} ORDER BY m.id`
  }
})

function putImage(tag = 'v1'): Promise<Response> {
  return client.put(tag, image())
}

describe('a push is refused', () => {
  const missing = describeContent('never pushed')

  test.each<[string, unknown, string]>([
    ['that is not JSON', 'x', 'MANIFEST_INVALID'],
    ['that is empty', '', 'MANIFEST_INVALID'],
    ['with a byte-order mark', `\ufeff${JSON.stringify(image())}`, 'MANIFEST_INVALID'],
    ['with layers and manifests', image({ manifests: [] }), 'MANIFEST_INVALID'],
    ['without one of its layers', image({ layers: [missing] }), 'MANIFEST_BLOB_UNKNOWN'],
    ['without its config', image({ config: missing }), 'MANIFEST_BLOB_UNKNOWN'],
    ['with a size that is not the true one', image({ layers: [{ ...layer, size: 1 }] }), 'MANIFEST_INVALID'],
  ])('%s', async (_what, manifest, code) => {
    expect(await errorOf(await client.put('v1', manifest))).toMatchObject({ status: 400, code })
    expect((await client.send('manifests/v1')).status).toBe(404)
  })

  test('with the digest that is missing', async () => {
    const { message } = await errorOf(await client.put('v1', image({ layers: [missing] })))
    expect(message).toContain(missing.digest)
  })

  test('of an index without one of its manifests, or with a wrong size of one', async () => {
    const text = JSON.stringify(image())
    const child = manifestDescriptor(text)
    expect(await errorOf(await client.put('all', index([child]), ociIndex))).toMatchObject({
      status: 400,
      code: 'MANIFEST_BLOB_UNKNOWN',
    })
    await client.put('v1', text)
    const wrong = index([{ ...child, size: child.size + 1 }])
    expect(await errorOf(await client.put('all', wrong, ociIndex))).toMatchObject({
      status: 400,
      code: 'MANIFEST_INVALID',
    })
    expect((await client.put('all', index([child]), ociIndex)).status).toBe(201)
  })

  test('with a blob that only another project has', async () => {
    const other = await makeProject(await makeGroup())
    await linkBlobs(other, name, [missing])
    expect(await errorOf(await client.put('v1', image({ layers: [missing] })))).toMatchObject({
      code: 'MANIFEST_BLOB_UNKNOWN',
    })
  })

  test('under a digest that is not its own', async () => {
    const answer = await client.put(sha256('another'), image())
    expect(await errorOf(answer)).toMatchObject({ status: 400, code: 'DIGEST_INVALID' })
  })

  test.each([
    ['..', 'TAG_INVALID'],
    ['-x', 'TAG_INVALID'],
    ['x'.repeat(129), 'TAG_INVALID'],
    ['a%2Fb', 'TAG_INVALID'],
    ['%C3%A9', 'TAG_INVALID'],
    ['%00', 'TAG_INVALID'],
    ['sha256:abc', 'DIGEST_INVALID'],
  ])('under %s', async (tag, code) => {
    expect(await errorOf(await client.put(tag, image()))).toMatchObject({ status: 400, code })
  })

  test('under a path that cannot be decoded', async () => {
    expect((await client.put('%zz', image())).status).toBe(400)
  })

  test('without a Content-Type', async () => {
    const body = new TextEncoder().encode(JSON.stringify(image()))
    const answer = await client.send('manifests/v1', { method: 'PUT', body })
    expect(await errorOf(answer)).toMatchObject({ status: 400, code: 'MANIFEST_INVALID' })
  })

  test('of more than 4 MiB, and taken at 4 MiB', async () => {
    const rest = JSON.stringify(image({ x: '' })).length
    const ofBytes = (bytes: number) => JSON.stringify(image({ x: 'x'.repeat(bytes - rest) }))
    expect((await client.put('v1', ofBytes(4 * 1024 * 1024))).status).toBe(201)
    const answer = await client.put('v1', ofBytes(4 * 1024 * 1024 + 1))
    expect(await errorOf(answer)).toMatchObject({ status: 413, code: 'MANIFEST_TOO_LARGE' })
  })

  test('of 100 MiB as soon as it says so, or has sent too much', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const headers: [string, string][] = [['Content-Type', ociManifest]]
    const answer = await client.send('manifests/v1', { method: 'PUT', headers, body: endless })
    expect(answer.status).toBe(413)
    expect(sent).toBeLessThan(5 * 1024 * 1024)
    const told = new ReadableStream<Uint8Array>({ pull: () => expect.unreachable() }, { highWaterMark: 0 })
    headers.push(['Content-Length', String(100 * 1024 * 1024)])
    expect((await client.send('manifests/v1', { method: 'PUT', headers, body: told })).status).toBe(413)
  })

  test('that breaks off, without a fault of the server', async () => {
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('gone')) })
    const headers: [string, string][] = [['Content-Type', ociManifest]]
    const answer = await client.send('manifests/v1', { method: 'PUT', headers, body })
    expect(await errorOf(answer)).toMatchObject({ status: 400, code: 'MANIFEST_INVALID' })
  })

  test('and leaves no repository behind', async () => {
    const fresh = await openImageClient(maintainer, `${project.fullPath}/${unique('fresh')}`)
    expect((await fresh.put('v1', image())).status).toBe(400)
    expect(await errorOf(await fresh.send('tags/list'))).toMatchObject({ status: 404, code: 'NAME_UNKNOWN' })
  })
})

describe('a push is taken', () => {
  test('with a layer that is to be had elsewhere, where nobody asks', async () => {
    const mediaType = 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip'
    const foreign = { ...describeContent('elsewhere', mediaType), urls: ['http://127.0.0.1:1/x'] }
    expect((await client.put('v1', image({ layers: [layer, foreign] }))).status).toBe(201)
  })

  test('with an index of indexes, which are not followed', async () => {
    let text = JSON.stringify(image())
    await client.put('v1', text)
    let mediaType = ociManifest
    for (let depth = 0; depth < 20; depth++) {
      text = JSON.stringify(index([manifestDescriptor(text, mediaType)]))
      mediaType = ociIndex
      expect((await client.put(`depth-${depth}`, text, ociIndex)).status).toBe(201)
    }
  })

  test('with 1,000 layers in as many statements as with one', async () => {
    const layers = Array.from({ length: 999 }, (_, at) => describeContent(`layer ${at}`))
    await link(...layers)
    const one = await statementsOf(() => client.put('one', image()))
    const many = await statementsOf(async () => {
      expect((await client.put('many', image({ layers }))).status).toBe(201)
    })
    expect(many).toHaveLength(one.length)
  })

  test('and given again in three statements after those of the ticket', async () => {
    await putImage()
    const base = await statementsOf(() => client.send('/v2/'))
    const get = await statementsOf(() => client.send('manifests/v1'))
    expect(get.length - base.length).toBeLessThanOrEqual(3)
  })
})

test('two who push one tag two hundred times leave it whole: the last to commit has it', async () => {
  const texts = ['a', 'b'].map((by) => JSON.stringify(image({ annotations: { by } })))
  const clients = [client, await openImageClient(maintainer, `${project.fullPath}/${name}`)]
  await Promise.all(
    clients.map(async (each, at) => {
      for (let round = 0; round < 100; round++) expect((await each.put('latest', texts[at])).status).toBe(201)
    }),
  )
  const [latest] = await sql<{ id: number }>`SELECT t.manifest_id AS id FROM container_tags t
    JOIN container_repositories r ON r.id = t.repository_id WHERE r.name = ${name}`
  const [newest] = await sql<{ content: Uint8Array }>`
    SELECT content FROM container_manifests WHERE id = ${latest?.id}`
  expect(await (await client.send('manifests/latest')).text()).toBe(
    Buffer.from(newest?.content ?? []).toString(),
  )
  for (const text of texts) expect(await (await client.send(`manifests/${sha256(text)}`)).text()).toBe(text)
}, 60_000)

describe('who may', () => {
  test('pull: a reporter, and no push or delete', async () => {
    await putImage()
    const reporter = await openImageClient(
      await actorOf(await makeMember(group, 'Reporter')),
      `${project.fullPath}/${name}`,
    )
    expect((await reporter.send('manifests/v1')).status).toBe(200)
    expect((await reporter.put('v1', image())).status).toBe(401)
    for (const reference of ['v1', sha256(JSON.stringify(image()))]) {
      const answer = await reporter.send(`manifests/${reference}`, { method: 'DELETE' })
      expect(await errorOf(answer)).toMatchObject({ status: 401, code: 'UNAUTHORIZED' })
    }
    expect((await client.send('manifests/v1')).status).toBe(200)
  })

  test.each(['Developer'] as const)('push: a %s, who may not delete by tag nor by digest', async (role) => {
    const pusher = await openImageClient(
      await actorOf(await makeMember(group, role)),
      `${project.fullPath}/${name}`,
    )
    expect((await pusher.put('v1', image())).status).toBe(201)
    for (const reference of ['v1', sha256(JSON.stringify(image()))])
      expect((await pusher.send(`manifests/${reference}`, { method: 'DELETE' })).status).toBe(401)
    expect((await client.send('manifests/v1')).status).toBe(200)
  })

  test('not delete: a deploy token with every scope of the registry', async () => {
    await putImage()
    const { credentials } = await makeToken(project, { scopes: ['read_registry', 'write_registry'] })
    const token = await openImageClient(
      await authenticate(credentials, '192.0.2.1'),
      `${project.fullPath}/${name}`,
    )
    expect((await token.send('manifests/v1', { method: 'DELETE' })).status).toBe(401)
  })

  test('nothing: whoever has no ticket', async () => {
    await putImage()
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE'])
      expect((await send(`/v2/${project.fullPath}/${name}/manifests/v1`, { method })).status).toBe(401)
  })
})

describe('a deletion', () => {
  test('by tag takes the tag alone, and is audited', async () => {
    const digest = (await putImage()).headers.get('docker-content-digest')
    await putImage('v2')
    expect((await client.send('manifests/v1', { method: 'DELETE' })).status).toBe(202)
    expect((await client.send('manifests/v1')).status).toBe(404)
    expect((await client.send('manifests/v2')).status).toBe(200)
    expect((await client.send(`manifests/${digest}`)).status).toBe(200)
    expect(await lastEvent()).toMatchObject({
      action: 'container_tag_deleted',
      target_name: `${project.fullPath}/${name}`,
      project_id: project.id,
      before: { tag: 'v1', digest },
    })
  })

  test('by digest takes its tags too, keeps those of others, and is audited', async () => {
    const digest = (await putImage()).headers.get('docker-content-digest')
    await putImage('v2')
    await client.put('other', image({ annotations: { a: 'other' } }))
    expect((await client.send(`manifests/${digest}`, { method: 'DELETE' })).status).toBe(202)
    for (const reference of ['v1', 'v2', digest])
      expect(await errorOf(await client.send(`manifests/${reference}`))).toMatchObject({
        status: 404,
        code: 'MANIFEST_UNKNOWN',
      })
    expect((await client.send('manifests/other')).status).toBe(200)
    expect(await lastEvent()).toMatchObject({
      action: 'container_manifest_deleted',
      before: { digest, tags: ['v1', 'v2'] },
    })
  })

  test('of what is not there is not found, and not audited', async () => {
    const before = await lastEvent()
    for (const reference of ['v1', sha256('nothing')])
      expect(await errorOf(await client.send(`manifests/${reference}`, { method: 'DELETE' }))).toMatchObject({
        status: 404,
        code: 'MANIFEST_UNKNOWN',
      })
    expect(await lastEvent()).toEqual(before)
  })

  async function lastEvent() {
    const [event] = await sql`SELECT action, target_name, project_id, before FROM audit_events
      WHERE action LIKE 'container_%' ORDER BY id DESC LIMIT 1`
    return event
  }
})

test('a token that is revoked pushes and pulls no more, though its ticket still runs', async () => {
  const { token, credentials } = await makeToken(project, { scopes: ['read_registry', 'write_registry'] })
  const pusher = await openImageClient(
    await authenticate(credentials, '192.0.2.1'),
    `${project.fullPath}/${name}`,
  )
  expect((await pusher.put('v1', image())).status).toBe(201)
  await revokeDeployToken(await administrator(), {
    holder: project,
    tokenId: token.id,
    address: '192.0.2.1',
  })
  expect((await pusher.put('v1', image())).status).toBe(401)
  expect((await pusher.send('manifests/v1')).status).toBe(401)
})
