import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { administrator, makeGroup, makeProject, sql } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { packageFormats, packagesOf, type Upload } from '@/e2e/support/package-formats'
import { publisher } from '@/e2e/support/package-publisher'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { updateSettings } from '@/lib/services/instance/update-settings'

const mebibyte = 1024 ** 2

let project: Project
let header: [string, string]

beforeAll(() => void vi.useFakeTimers({ toFake: ['performance'] }))
beforeEach(async () => {
  project = await makeProject(await makeGroup())
  header = await publisher()
  await allow(1)
})
afterAll(() => void vi.useRealTimers())

/** From now on so many mebibytes a project; it is known by the next second. */
async function allow(projectPackagesMebibytesMax: number) {
  await updateSettings(await administrator(), { projectPackagesMebibytesMax }, '192.0.2.1')
  vi.advanceTimersByTime(1001)
}

function upload({ path, method, contentType, body }: Omit<Upload, 'file' | 'bytes'>): Promise<Response> {
  return send(packagesOf(project) + path, { method, headers: [['Content-Type', contentType], header], body })
}

function put(name: string, body: BodyInit, headers: [string, string][] = []) {
  const target = `${packagesOf(project)}generic/${name}/1.0/file`
  return send(target, { method: 'PUT', headers: [header, ...headers], body })
}

/** Puts a file beside what is there that leaves room for so many bytes. */
async function leaveRoom(bytes: number) {
  expect((await put('filling', Buffer.alloc(mebibyte - (await stored()) - bytes))).status).toBe(201)
}

async function stored(): Promise<number> {
  const [row] = await sql<{
    bytes: number
  }>`SELECT coalesce(sum(f.size), 0)::int AS bytes FROM package_files f
    JOIN package_versions v ON v.id = f.version_id JOIN packages k ON k.id = v.package_id
    WHERE k.project_id = ${project.id}`
  return row?.bytes ?? 0
}

async function removeFirst() {
  const [row] = await sql`SELECT v.id FROM package_versions v JOIN packages k ON k.id = v.package_id
    WHERE k.project_id = ${project.id} ORDER BY v.id LIMIT 1`
  const answer = await send(packagesOf(project) + row?.id, { method: 'DELETE', headers: [header] })
  expect(answer.status).toBe(204)
}

const refusal = 'The packages of this project may take up 1 MiB, and there is no room for more.'

describe.each(packageFormats)('K47: $type', ({ publish, done }) => {
  test('of twenty published at once those are that fit, and as many as are deleted', {
    timeout: 60_000,
  }, async () => {
    expect((await upload(await publish('first'))).status).toBe(done)
    const size = await stored()
    await leaveRoom(Math.floor(5.5 * size))
    const names = Array.from({ length: 20 }, (_, index) => `name${10 + index}`)
    const answers = await Promise.all(names.map(async (name) => upload(await publish(name))))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.sort()).toEqual([...Array(5).fill(done), ...Array(15).fill(413)].sort())
    expect(await stored()).toBeLessThanOrEqual(mebibyte)
    const refused = answers.find(({ status }) => status === 413)
    expect(await refused?.text()).toContain(refusal)
    expect(await readdir(path.join(env.dataDir, 'uploads', 'drafts'))).toEqual([])

    expect((await upload(await publish('second'))).status).toBe(413)
    await removeFirst()
    expect((await upload(await publish('second'))).status).toBe(done)
  })
})

describe('K47: a file without room', () => {
  test('is refused by what the request says, before any is read', async () => {
    await leaveRoom(10)
    let hasBeenRead = false
    const pull = () => {
      hasBeenRead = true
    }
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    const answer = await put('large', body, [['Content-Length', '11']])
    expect([answer.status, await answer.json()]).toEqual([413, { message: refusal, error: refusal }])
    expect(hasBeenRead).toBe(false)
    expect((await put('small', 'ten bytes.', [['Content-Length', '10']])).status).toBe(201)
  })

  test('is read no further than there is', async () => {
    await leaveRoom(1000)
    let read = 0
    const pull = (controller: ReadableStreamDefaultController) => {
      read += 500
      controller.enqueue(new Uint8Array(500))
    }
    const answer = await put('endless', new ReadableStream({ pull }, { highWaterMark: 0 }))
    expect(answer.status).toBe(413)
    expect(read).toBeLessThan(5000)
  })

  test('is what is more than the file that it is in place of', async () => {
    await leaveRoom(1000)
    const target = `${packagesOf(project)}conan/v2/conans/app/1.0/_/_/revisions/${'a'.repeat(32)}/files/conanfile.py`
    const putRecipe = async (bytes: number) =>
      (await send(target, { method: 'PUT', headers: [header], body: Buffer.alloc(bytes) })).status
    expect([await putRecipe(800), await putRecipe(1000), await putRecipe(1001)]).toEqual([201, 201, 413])
    expect(await stored()).toBe(mebibyte)
  })

  test('takes no room from other projects, and finds it where nothing is set', async () => {
    await leaveRoom(0)
    expect((await put('more', 'x')).status).toBe(413)
    const full = project
    project = await makeProject(await makeGroup())
    expect((await put('more', 'x')).status).toBe(201)
    project = full
    await allow(0)
    expect((await put('more', Buffer.alloc(mebibyte))).status).toBe(201)
    await allow(1)
    expect((await put('empty', new Blob([]))).status).toBe(201)
    expect((await put('one', 'x')).status).toBe(413)
  })
})
