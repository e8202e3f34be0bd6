import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { makeGroup, makeProject, sql } from '@/e2e/support/fixtures'
import {
  bearer,
  blobPath,
  holdByManifest,
  type ImageClient,
  imageClient,
  makeTokenActor,
  pushed,
  sha256,
} from '@/e2e/support/registry-request'
import { runExclusively } from '@/lib/data/exclusive-runs'
import type { DeployTokenActor } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { collectBlobs } from './collect-blobs'

const never = new AbortController().signal

let project: Project
let actor: DeployTokenActor
let client: ImageClient

beforeAll(async () => {
  project = await makeProject(await makeGroup())
  actor = await makeTokenActor(project)
  client = await clientOf('app')
})

/** A client of an image, which may mount from others. */
async function clientOf(name: string, ...others: string[]): Promise<ImageClient> {
  const [fullName = '', ...sources] = [name, ...others].map((image) => `${project.fullPath}/${image}`)
  return imageClient(fullName, await bearer(actor, [fullName, ...sources]))
}

/** As if everything there is had last been used before the day that a collection leaves alone. */
function collectAll(): Promise<void> {
  return collectBlobs(new Date(Date.now() + 60_000), never)
}

function collectOfYesterday(): Promise<void> {
  return collectBlobs(new Date(Date.now() - 86_400_000), never)
}

async function isOnDisk(digest: Digest): Promise<boolean> {
  return (await fs.stat(blobPath(digest)).catch(() => undefined)) !== undefined
}

async function status(digest: Digest, reader = client): Promise<number> {
  return (await reader('GET', `blobs/${digest}`)).status
}

test('what was used today stays', async () => {
  const digest = await pushed(client, randomUUID())
  const upload = (await client('POST', 'blobs/uploads/')).headers.get('location') ?? ''
  await collectOfYesterday()
  expect([await status(digest), await isOnDisk(digest)]).toEqual([200, true])
  expect((await client('GET', upload)).status).toBe(204)
})

test('what no manifest names goes, row and file; what one names stays', async () => {
  const held = await pushed(client, randomUUID())
  const idle = await pushed(client, randomUUID())
  await holdByManifest(project, 'app', held)
  await collectAll()
  expect([await status(held), await isOnDisk(held)]).toEqual([200, true])
  expect([await status(idle), await isOnDisk(idle)]).toEqual([404, false])
  expect(await sql`SELECT digest FROM blobs WHERE digest = ${idle}`).toEqual([])
})

test('what one image keeps goes from the other, and cannot be read there any more', async () => {
  const keeper = await clientOf('keeper', 'app')
  const digest = await pushed(client, randomUUID())
  await keeper('POST', `blobs/uploads/?mount=${digest}&from=${project.fullPath}/app`)
  await holdByManifest(project, 'keeper', digest)
  await collectAll()
  expect(await status(digest)).toBe(404)
  expect(await status(digest, keeper)).toBe(200)
  expect(await status(digest)).toBe(404)
})

test('a deleted project’s bytes go', async () => {
  const own = await makeProject(await makeGroup())
  const pusher = imageClient(own.fullPath, await bearer(await makeTokenActor(own), own.fullPath))
  const digest = await pushed(pusher, randomUUID())
  await holdByManifest(own, '', digest)
  await sql`DELETE FROM projects WHERE id = ${own.id}`
  await collectAll()
  expect(await isOnDisk(digest)).toBe(false)
})

test('more than one batch goes in one run', async () => {
  await sql`INSERT INTO blobs (digest, size, used_at)
    SELECT 'sha256:' || lpad(i::text, 64, '0'), 1, now() - interval '2 days' FROM generate_series(1, 450) i`
  await sql`INSERT INTO container_blobs (repository_id, digest, used_at)
    SELECT (SELECT id FROM container_repositories WHERE project_id = ${project.id} AND name = 'app'), digest, used_at
    FROM blobs WHERE digest LIKE 'sha256:00000000%'`
  await collectOfYesterday()
  expect(await sql`SELECT digest FROM blobs WHERE digest LIKE 'sha256:00000000%'`).toEqual([])
})

test('uploads that stopped a day ago go, those under way stay', async () => {
  const location = (await client('POST', 'blobs/uploads/')).headers.get('location') ?? ''
  const other = (await client('POST', 'blobs/uploads/')).headers.get('location') ?? ''
  const old = new Date(Date.now() - 86_400_000 - 60_000)
  await fs.utimes(await uploadFile(location), old, old)
  await collectOfYesterday()
  expect((await client('GET', location)).status).toBe(404)
  expect((await client('GET', other)).status).toBe(204)
})

async function uploadFile(location: string): Promise<string> {
  const root = path.join(env.dataDir, 'uploads')
  const names = await fs.readdir(root, { recursive: true })
  return path.join(root, names.find((name) => name.endsWith(location.slice(-36))) ?? '')
}

test('a file without a row goes', async () => {
  const digest = sha256('an orphan')
  await fs.mkdir(path.dirname(blobPath(digest)), { recursive: true })
  await fs.writeFile(blobPath(digest), 'an orphan')
  await collectOfYesterday()
  expect(await isOnDisk(digest)).toBe(true)
  await collectAll()
  expect(await isOnDisk(digest)).toBe(false)
})

test('a row whose file a crash had removed is mended by the next push', async () => {
  const content = randomUUID()
  const digest = await pushed(client, content)
  await fs.rm(blobPath(digest))
  expect(await status(digest)).toBe(404)
  await pushed(client, content)
  expect(await status(digest)).toBe(200)
})

test('while it runs again and again, every blob that a manifest names can be read', async () => {
  // few contents, so that what one push relies on is what a collection is just removing
  const contents = Array.from({ length: 4 }, () => randomUUID())
  let isPushing = true
  let held = 0
  const collecting = (async () => {
    while (isPushing) {
      await sql`UPDATE container_blobs SET used_at = now() - interval '2 days'`
      await sql`UPDATE blobs SET used_at = now() - interval '2 days'`
      await collectOfYesterday()
    }
  })()
  const pushing = Array.from({ length: 4 }, async (_, worker) => {
    for (let round = 0; round < 25; round++) {
      const content = contents[(worker + round) % contents.length] ?? ''
      const name = `race-${worker}-${round}`
      const own = await clientOf(name)
      const digest = await pushed(own, content)
      const isHeld = await holdByManifest(project, name, digest).then(
        () => true,
        // collected before the manifest came, as a day passes here in no time
        () => false,
      )
      if (!isHeld) continue
      held++
      const answer = await own('GET', `blobs/${digest}`)
      expect([answer.status, await answer.text()]).toEqual([200, content])
      await sql`DELETE FROM container_repositories WHERE project_id = ${project.id} AND name = ${name}`
    }
  })
  await Promise.all(pushing).finally(() => {
    isPushing = false
  })
  await collecting
  expect(held).toBeGreaterThan(0)
}, 120_000)

test('of two collections at once one does nothing', async () => {
  let ran = 0
  const outer = await runExclusively('a test', async () => {
    ran++
    expect(await runExclusively('a test', async () => void ran++)).toBe(false)
  })
  expect([outer, ran]).toEqual([true, 1])
  expect(await runExclusively('a test', async () => void ran++)).toBe(true)
})
