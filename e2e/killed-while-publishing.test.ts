import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import http, { type ClientRequest } from 'node:http'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Digest } from '@/lib/domain/digest'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { collectBlobs } from '@/lib/services/registry/collect-blobs'
import { blobPath } from '@/lib/storage/blobs'
import { makeGroup, makeProject, makeToken, sql } from './support/fixtures'
import { type MachineProcess, startMachineProcess } from './support/machine-process'
import { packageFormats, packagesOf, type Upload } from './support/package-formats'

// K46: kill -9, as a power cut or the kernel does it, while packages are published.

let project: Project
let token: string
let server: MachineProcess

beforeAll(async () => {
  project = await makeProject(await makeGroup())
  token = (await makeToken(project, { scopes: ['write_package_registry'] })).secret
  server = await startMachineProcess()
}, 120_000)
afterAll(() => server.kill())

async function killAndStart(): Promise<void> {
  await server.kill()
  server = await startMachineProcess()
}

/** A request with this upload's headers, of which nothing of the body is sent yet; what breaks it is nobody's concern. */
function request({ path: target, method, contentType, body }: Upload): ClientRequest {
  const headers = { 'Deploy-Token': token, 'Content-Type': contentType, 'Content-Length': body.length }
  return http.request(`http://${server.host}${packagesOf(project)}${target}`, {
    method,
    headers,
    agent: false,
  })
}

/** The status that acknowledges or refuses it; undefined where the server was gone before. */
function publish(upload: Upload): Promise<number | undefined> {
  return new Promise((resolve) => {
    const sent = request(upload)
    sent.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', () => resolve(undefined))
    sent.end(upload.body)
  })
}

async function isWhole({ file, bytes }: Upload): Promise<boolean> {
  const answer = await fetch(`http://${server.host}${packagesOf(project)}${file}`, {
    headers: { 'Deploy-Token': token },
  })
  return answer.status === 200 && Buffer.from(await answer.arrayBuffer()).equals(bytes)
}

/** The listed files whose bytes are not on disk as they are listed. */
async function brokenFiles(): Promise<unknown[]> {
  const files = await sql<{ name: string; digest: Digest }>`SELECT name, digest FROM package_files`
  const broken = await Promise.all(
    files.map(async ({ name, digest }) => {
      const bytes = await readFile(blobPath(digest)).catch(() => Buffer.of())
      return `sha256:${createHash('sha256').update(bytes).digest('hex')}` === digest ? [] : [name]
    }),
  )
  return broken.flat()
}

/** Names of files in a folder of the data folder, and below it. */
async function filesIn(folder: string): Promise<string[]> {
  const options = { recursive: true, withFileTypes: true } as const
  const entries = await readdir(path.join(env.dataDir, folder), options).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

/** What a day later takes away: nobody is publishing. */
async function collect(): Promise<void> {
  await collectBlobs(new Date(), new AbortController().signal)
  const [{ count } = { count: -1 }] = await sql<{ count: number }>`SELECT count(*)::int AS count FROM blobs`
  expect([await filesIn('uploads'), (await filesIn('blobs')).length]).toEqual([[], count])
}

test('in the middle of a body of every format, it has published nothing, and takes them all again', async () => {
  const uploads = await Promise.all(packageFormats.map(({ publish }) => publish('middle')))
  const sent = uploads.map((upload) => {
    const begun = request(upload).on('error', () => {})
    begun.write(upload.body.subarray(0, upload.body.length / 2))
    return begun
  })
  await expect.poll(async () => (await filesIn('uploads')).length, { timeout: 20_000 }).toBe(uploads.length)
  const closed = sent.map((begun) => new Promise((resolve) => begun.once('close', resolve)))
  await killAndStart()
  await Promise.all(closed)
  expect(await sql`SELECT name FROM packages`).toEqual([])
  expect(await filesIn('uploads')).toHaveLength(uploads.length)
  await collect()
  for (const [index, upload] of uploads.entries()) {
    expect(await publish(upload)).toBe(packageFormats[index]?.done)
    expect(await isWhole(upload)).toBe(true)
  }
}, 120_000)

test.each([5, 40])(
  'after %i were acknowledged, these are whole, and so is every other that is listed',
  async (wanted) => {
    const acknowledged: Upload[] = []
    const lost: { upload: Upload; statuses: number[] }[] = []
    let count = 0
    const worker = async () => {
      for (;;) {
        const format = packageFormats[count++ % packageFormats.length]
        if (!format) return
        const upload = await format.publish(`round${wanted}n${count}`)
        const status = await publish(upload)
        if (status === undefined) return lost.push({ upload, statuses: [format.done, format.conflict] })
        expect(status).toBe(format.done)
        if (acknowledged.push(upload) === wanted) await server.kill()
      }
    }
    await Promise.all(Array.from({ length: 8 }, worker))
    server = await startMachineProcess()
    expect(acknowledged.length).toBeGreaterThanOrEqual(wanted)
    await collect()
    expect(await brokenFiles()).toEqual([])
    for (const upload of acknowledged) expect(await isWhole(upload)).toBe(true)
    for (const { upload, statuses } of lost) {
      expect(statuses).toContain(await publish(upload))
      expect(await isWhole(upload)).toBe(true)
    }
  },
  120_000,
)
