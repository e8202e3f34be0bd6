import { cp, readdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeGroup, makeProject, makeToken, sql } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { packageFormats, packagesOf, type Upload } from '@/e2e/support/package-formats'
import {
  bearer,
  type ImageClient,
  imageClient,
  makeTokenActor,
  pushed,
  sha256,
} from '@/e2e/support/registry-request'
import { canMount, SmallDisk } from '@/e2e/support/small-disk'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { issueTicket } from '@/lib/services/registry/issue-ticket'

// K47, by a real disk that is full, which only root can mount.

const message = 'The server has no room left to keep this. Ask an administrator, and try again.'

describe.skipIf(!canMount())('a disk without room', () => {
  let disk: SmallDisk
  let project: Project
  let header: [string, string]
  let client: ImageClient

  const secrets = path.join(env.dataDir, 'secrets')
  const kept = `${env.dataDir}-secrets`

  beforeAll(async () => {
    await issueTicket(await makeTokenActor(await makeProject(await makeGroup())), [])
    await rename(secrets, kept)
  })
  beforeEach(async () => {
    disk = new SmallDisk(env.dataDir)
    // tickets go by keys that are read again each second: they are the same on every disk
    await cp(kept, secrets, { recursive: true })
    project = await makeProject(await makeGroup())
    header = ['Deploy-Token', (await makeToken(project, { scopes: ['write_package_registry'] })).secret]
    const name = `${project.fullPath}/app`
    client = imageClient(name, await bearer(await makeTokenActor(project), name))
  })
  afterEach(() => disk.remove())

  function upload({ path: target, method, contentType, body }: Upload) {
    return send(packagesOf(project) + target, {
      method,
      headers: [header, ['Content-Type', contentType]],
      body,
    })
  }

  async function bytesOf({ file }: Upload): Promise<Buffer> {
    return Buffer.from(await (await send(packagesOf(project) + file, { headers: [header] })).arrayBuffer())
  }

  /** An upload whose blob will be in another folder than this one's, so that it needs a name for that, too. */
  async function publishElsewhere(
    { publish }: (typeof packageFormats)[number],
    old: Upload,
  ): Promise<Upload> {
    const folderOf = ({ bytes }: Upload) => sha256(bytes).slice(0, 'sha256:00'.length)
    for (let number = 0; ; number++) {
      const late = await publish(`late${number}`)
      if (folderOf(late) !== folderOf(old)) return late
    }
  }

  const versions = () => sql`SELECT version_id, name FROM package_files ORDER BY id`
  const uploads = () => readdir(path.join(env.dataDir, 'uploads', 'drafts'))

  test.each(packageFormats)(
    'keeps nothing of a $type package, loses none, and takes it later',
    async (format) => {
      const old = await format.publish('old')
      const late = await publishElsewhere(format, old)
      expect((await upload(old)).status).toBe(format.done)
      const before = await versions()
      for (const fill of [() => disk.fillBytes(), () => disk.fillNames(0), () => disk.fillNames(1)]) {
        fill()
        const answer = await upload(late)
        expect([answer.status, (await answer.json()).message]).toEqual([507, message])
        expect([await versions(), await uploads()]).toEqual([before, []])
        expect((await bytesOf(old)).equals(old.bytes)).toBe(true)
        disk.empty()
      }
      expect((await upload(late)).status).toBe(format.done)
      expect((await bytesOf(late)).equals(late.bytes)).toBe(true)
    },
  )

  test('takes what there is room for of a file that is too large for it, and removes that', async () => {
    const headers: [string, string][] = [header]
    const request = { method: 'PUT', headers, body: Buffer.alloc(3 * 2 ** 20) }
    expect((await send(`${packagesOf(project)}generic/large/1.0/file`, request)).status).toBe(507)
    expect(await uploads()).toEqual([])
  })

  test('keeps no blob of an image, loses none, and goes on with an upload later', async () => {
    const old = await pushed(client, 'old')
    const begun = await client('POST', 'blobs/uploads/')
    const location = begun.headers.get('location') ?? ''
    const content = 'a late layer'
    disk.fillBytes()
    for (const answering of [
      client('POST', `blobs/uploads/?digest=${sha256(content)}`, { body: content }),
      client('PATCH', location, { body: content }),
    ]) {
      const answer = await answering
      expect([answer.status, await answer.json()]).toEqual([507, { errors: [{ code: 'UNKNOWN', message }] }])
    }
    disk.empty()
    disk.fillNames(0)
    expect((await client('POST', 'blobs/uploads/')).status).toBe(507)
    expect(await (await client('GET', `blobs/${old}`)).text()).toBe('old')
    disk.empty()
    const done = await client('PUT', `${location}?digest=${sha256(content)}`, { body: content })
    expect(done.status).toBe(201)
    expect(await (await client('GET', `blobs/${sha256(content)}`)).text()).toBe(content)
  })
})
