import { createHash, randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import {
  beginUpload,
  claimUpload,
  findUploadSize,
  removeOldUploads,
  type UploadClaim,
  type UploadOwner,
} from './uploads'

let owner: UploadOwner
let id: string

beforeEach(async () => {
  owner = { projectId: 1, imageName: `group/${randomUUID()}`, actor: { kind: 'user', id: 1 } }
  id = await beginUpload(owner)
})

async function claim(): Promise<UploadClaim> {
  const claimed = await claimUpload(owner, id)
  if (!claimed || claimed === 'busy') throw new Error(`not claimed: ${claimed}`)
  return claimed
}

async function append(to: UploadClaim, body: ReadableStream<Uint8Array>, bytesMax = 1e9): Promise<void> {
  await to.append({ body, bytesMax, confirm: async () => {} }, 'sha256', () => new Error('too large'))
}

function streamOf(...chunks: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(Buffer.from(chunk))
      controller.close()
    },
  })
}

function digestOf(...chunks: (string | Uint8Array)[]) {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return `sha256:${hash.digest('hex')}`
}

/** The module as another process has it, which knows nothing but what is on disk. */
async function elsewhere() {
  vi.resetModules()
  return import('./uploads')
}

async function filesOf(): Promise<string[]> {
  const names = await fs.readdir(path.join(env.dataDir, 'uploads'), { recursive: true })
  return names.filter((name) => name.includes(id)).map((name) => path.join(env.dataDir, 'uploads', name))
}

test('chunks add up, over requests and processes', async () => {
  const chunks = ['one', 'two', 'three']
  const first = await claim()
  await append(first, streamOf('one'))
  await first.release()
  const other = await elsewhere()
  const second = await other.claimUpload(owner, id)
  if (!second || second === 'busy') throw new Error('not claimed')
  expect(second.size).toBe(3)
  await second.append(
    { body: streamOf('two'), bytesMax: 100, confirm: async () => {} },
    'sha256',
    () => new Error(),
  )
  await second.release()
  const third = await claim()
  await append(third, streamOf('three'))
  expect(await third.finish('sha256')).toBe(digestOf(...chunks))
  expect(await fs.readFile(third.path, 'utf8')).toBe(chunks.join(''))
  await third.release()
})

test('many chunks of many sizes arrive in order', async () => {
  const chunks = Array.from({ length: 300 }, (_, index) => randomBytes((index * 7919) % 300_000))
  const claimed = await claim()
  await append(claimed, streamOf(...chunks))
  expect(await claimed.finish('sha256')).toBe(digestOf(...chunks))
  expect(digestOf(await fs.readFile(claimed.path))).toBe(digestOf(...chunks))
  await claimed.remove()
})

test('what would be too much is not there, what came before is', async () => {
  const claimed = await claim()
  await expect(append(claimed, streamOf('12345', '67890'), 8)).rejects.toThrow('too large')
  expect(claimed.size).toBe(5)
  await append(claimed, streamOf('678'), 8)
  expect(await claimed.finish('sha256')).toBe(digestOf('12345678'))
  await claimed.remove()
})

test('who is not let in any more is stopped, and what arrived stays', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  try {
    const claimed = await claim()
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        vi.setSystemTime(Date.now() + 300)
        controller.enqueue(Buffer.from('x'))
      },
    })
    const refused = claimed.append(
      { body, bytesMax: 1e9, confirm: () => Promise.reject(new Error('revoked')) },
      'sha256',
      () => new Error(),
    )
    await expect(refused).rejects.toThrow('revoked')
    expect(claimed.size).toBeGreaterThan(0)
    expect((await fs.stat(claimed.path)).size).toBe(claimed.size)
    await claimed.remove()
  } finally {
    vi.useRealTimers()
  }
})

test('one of many has it', async () => {
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimUpload(owner, id)))
  const won = claims.filter((claimed) => claimed !== 'busy')
  expect(won).toHaveLength(1)
  expect(await findUploadSize(owner, id)).toBe(0)
  expect(await filesOf()).toHaveLength(1)
  await (won[0] as UploadClaim).release()
  await (await claim()).remove()
  expect(await claimUpload(owner, id)).toBeUndefined()
})

test('what a process that ended had claimed goes to one of those who ask a minute later', async () => {
  const crashed = await claim()
  await append(crashed, streamOf('hello'))
  expect(await claimUpload(owner, id)).toBe('busy')
  const ago = new Date(Date.now() - 60_000)
  await fs.utimes(crashed.path, ago, ago)
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimUpload(owner, id)))
  const [next, second] = claims.filter((claimed) => claimed !== 'busy')
  expect(second).toBeUndefined()
  if (!next) throw new Error('nobody has it')
  expect(next.size).toBe(5)
  await append(next, streamOf(' world'))
  expect(await next.finish('sha256')).toBe(digestOf('hello world'))
  await next.release()
  // the one that was thought dead leaves nothing behind
  await crashed.release()
  expect(await filesOf()).toHaveLength(1)
})

test('what nobody added to since then goes, claimed or not', async () => {
  const claimed = await claim()
  const free = await beginUpload({ ...owner, imageName: 'other' })
  expect(await removeOldUploads(new Date(Date.now() - 60_000))).toBe(0)
  const ago = new Date(Date.now() - 120_000)
  await fs.utimes(claimed.path, ago, ago)
  expect(await removeOldUploads(new Date(Date.now() - 60_000))).toBe(1)
  expect(await findUploadSize(owner, id)).toBeUndefined()
  expect(await findUploadSize({ ...owner, imageName: 'other' }, free)).toBe(0)
  await claimed.release()
})
