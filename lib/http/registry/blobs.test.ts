import fs from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeGroup, makeMember, makePersonalToken, makeProject, sql } from '@/e2e/support/fixtures'
import {
  bearer,
  blobPath,
  codeOf,
  holdByManifest,
  type ImageClient,
  imageClient,
  makeTokenActor,
  pushed,
} from '@/e2e/support/registry-request'
import type { DeployTokenActor, UserActor } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import type { Project } from '@/lib/domain/project'

let project: Project
let name: string
let actor: DeployTokenActor
let client: ImageClient
let digest: Digest
let fresh = 0

beforeAll(async () => {
  project = await makeProject(await makeGroup())
  name = `${project.fullPath}/app`
  actor = await makeTokenActor(project)
  client = imageClient(name, await bearer(actor, name))
  digest = await pushed(client, '0123456789')
})

/** A blob that no other test has. */
function pushFresh(): Promise<Digest> {
  return pushed(client, `fresh ${fresh++}`)
}

async function maintainer(): Promise<ImageClient> {
  const user = await makeMember(project, 'Maintainer')
  const remover: UserActor = { ...user, token: { ...(await makePersonalToken(user)).token } }
  return imageClient(name, await bearer(remover, name))
}

describe('reading', () => {
  test('HEAD tells what GET gives, and both that it never changes', async () => {
    for (const method of ['HEAD', 'GET']) {
      const answer = await client(method, `blobs/${digest}`)
      expect([answer.status, await answer.text()]).toEqual([200, method === 'GET' ? '0123456789' : ''])
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-length': '10',
        'content-type': 'application/octet-stream',
        'docker-content-digest': digest,
        etag: `"${digest}"`,
        'accept-ranges': 'bytes',
        'cache-control': expect.stringContaining('private'),
      })
    }
  })

  test('whoever has it already is told so', async () => {
    for (const tag of [`"${digest}"`, `W/"${digest}"`, `"other", "${digest}"`, '*']) {
      const answer = await client('GET', `blobs/${digest}`, { headers: [['If-None-Match', tag]] })
      expect([answer.status, await answer.text()]).toEqual([304, ''])
    }
    const other = await client('GET', `blobs/${digest}`, { headers: [['If-None-Match', '"other"']] })
    expect(other.status).toBe(200)
  })

  test.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=-99', 206, '0123456789', 'bytes 0-9/10'],
    ['bytes=0-,0-', 200, '0123456789', null],
    ['bytes=5-1', 200, '0123456789', null],
  ])('%s', async (range, status, body, contentRange) => {
    const answer = await client('GET', `blobs/${digest}`, { headers: [['Range', range]] })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([status, contentRange])
    expect(answer.headers.get('content-length')).toBe(String(body.length))
    expect(await answer.text()).toBe(body)
  })

  test('bytes that are not there are refused, with the size', async () => {
    const answer = await client('GET', `blobs/${digest}`, { headers: [['Range', 'bytes=10-']] })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */10'])
  })

  test('a blob of another image is unknown here, to HEAD as to GET', async () => {
    const other = `${project.fullPath}/other`
    const asOther = imageClient(other, await bearer(actor, other))
    for (const method of ['HEAD', 'GET']) {
      const answer = await asOther(method, `blobs/${digest}`)
      expect(answer.status).toBe(404)
      if (method === 'GET') expect(await codeOf(answer)).toBe('BLOB_UNKNOWN')
    }
  })
})

describe('a file on disk', () => {
  test('that holds other bytes of the same length is never sent', async () => {
    const own = await pushFresh()
    const place = blobPath(own)
    await fs.chmod(place, 0o600)
    await fs.writeFile(place, (await fs.readFile(place, 'utf8')).replace('fresh', 'Fresh'))
    for (const headers of [[], [['Range', 'bytes=0-0']]] as [string, string][][]) {
      const answer = await client('GET', `blobs/${own}`, { headers })
      expect([answer.status, await codeOf(answer)]).toEqual([500, 'UNKNOWN'])
    }
  })

  test('that is cut off is unknown, until it is pushed again', async () => {
    const content = 'to be cut off'
    const own = await pushed(client, content)
    await fs.chmod(blobPath(own), 0o600)
    await fs.truncate(blobPath(own), 3)
    expect((await client('GET', `blobs/${own}`)).status).toBe(404)
    await pushed(client, content)
    expect(await (await client('GET', `blobs/${own}`)).text()).toBe(content)
  })

  test('that was only touched is sent, and sealed again', async () => {
    const own = await pushFresh()
    const sealed = await fs.stat(blobPath(own))
    expect(sealed.mode & 0o777).toBe(0o444)
    await fs.utimes(blobPath(own), new Date(), new Date())
    expect((await client('GET', `blobs/${own}`)).status).toBe(200)
    expect((await fs.stat(blobPath(own))).mtime).toEqual(sealed.mtime)
  })

  test('is written once, whoever pushes it again', async () => {
    const { ino } = await fs.stat(blobPath(digest))
    await pushed(client, '0123456789')
    expect((await fs.stat(blobPath(digest))).ino).toBe(ino)
  })
})

describe('who asks', () => {
  test('and may push keeps it; who may only pull does not', async () => {
    const own = await pushFresh()
    const reader = imageClient(name, await bearer(await makeTokenActor(project, ['read_registry']), name))
    await sql`UPDATE container_blobs SET used_at = now() - interval '2 hours' WHERE digest = ${own}`
    const isFresh = async () => {
      const [row] = await sql<{ fresh: boolean }>`
        SELECT used_at > now() - interval '1 hour' AS fresh FROM container_blobs WHERE digest = ${own}`
      return row?.fresh
    }
    expect((await reader('HEAD', `blobs/${own}`)).status).toBe(200)
    expect(await isFresh()).toBe(false)
    expect((await client('HEAD', `blobs/${own}`)).status).toBe(200)
    expect(await isFresh()).toBe(true)
  })
})

describe('deleting', () => {
  test('is for maintainers, takes it out of this image, and leaves it to the others', async () => {
    const own = await pushFresh()
    const other = `${project.fullPath}/keeps`
    const asOther = imageClient(other, await bearer(actor, [other, name]))
    expect((await asOther('POST', `blobs/uploads/?mount=${own}&from=${name}`)).status).toBe(201)
    expect((await client('DELETE', `blobs/${own}`)).status).toBe(401)
    const remover = await maintainer()
    expect((await remover('DELETE', `blobs/${own}`)).status).toBe(202)
    expect((await remover('DELETE', `blobs/${own}`)).status).toBe(404)
    expect((await asOther('GET', `blobs/${own}`)).status).toBe(200)
    expect((await client('GET', `blobs/${own}`)).status).toBe(404)
  })

  test('is refused while a manifest of the image names it', async () => {
    const own = await pushFresh()
    await holdByManifest(project, 'app', own)
    const answer = await (await maintainer())('DELETE', `blobs/${own}`)
    expect([answer.status, await codeOf(answer)]).toEqual([405, 'UNSUPPORTED'])
    expect((await client('GET', `blobs/${own}`)).status).toBe(200)
  })
})
