import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { DomainError, isDomainError } from '@/lib/domain/error'
import { countGitProcesses, endGitProcesses } from './git-process'
import { readGit } from './git-read'
import { type GitTransfer, streamGit } from './git-stream'
import { createRepository, repositoryPath } from './repositories'

const id = 3_000_001
const place = repositoryPath(id)
const packet = (text: string) => (text.length + 4).toString(16).padStart(4, '0') + text
let fetchAll: string

beforeAll(async () => {
  // more than fits between git and whoever does not read
  const content = randomBytes(8 * 1024 * 1024).toString('latin1')
  const author = { name: 'A', email: 'a@example.com' }
  await createRepository(id, [
    { author, date: new Date(0), message: 'Large', files: { 'large.bin': content } },
  ])
  const { output } = await readGit({ words: [`--git-dir=${place}`, 'rev-parse', 'main'] })
  const want = packet(`want ${output.toString().trim()}\n`)
  fetchAll = `${packet('command=fetch')}0001${want}${packet('done\n')}0000`
})

afterEach(() => vi.waitFor(() => expect(countGitProcesses()).toBe(0), 10_000))

function upload(
  input: () => ReadableStream<Uint8Array>,
  more: Partial<GitTransfer> = {},
): Promise<ReadableStream> {
  return streamGit({
    lane: 'transfer',
    words: ['upload-pack', '--stateless-rpc', place],
    secondsMax: 30,
    protocol: 'version=2',
    signal: new AbortController().signal,
    input,
    ...more,
  })
}

const bodyOf = (text: string) => () => new Blob([text]).stream()
/** A body whose end never comes. */
const openBody = () => new ReadableStream<Uint8Array>()
const errorOf = (work: Promise<unknown>) => work.catch((error: unknown) => error)

/** The processes of git's groups that serve this repository: upload-pack and what it has started, by their group. */
async function processes(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pgid=,args='])
  const lines = stdout.split('\n').map((line) => line.trim())
  const groups = lines.filter((line) => line.includes(place)).map((line) => line.split(' ')[0])
  return lines.filter((line) => groups.includes(line.split(' ')[0]))
}

describe('a transfer', () => {
  test('gives what git writes, whole', async () => {
    const { length } = new Uint8Array(await new Response(await upload(bodyOf(fetchAll))).arrayBuffer())
    expect(length).toBeGreaterThan(8 * 1024 * 1024)
  })

  test('that nobody reads on keeps git waiting, and holds no more than a little of it', async () => {
    const reader = (await upload(bodyOf(fetchAll))).getReader()
    const { value } = await reader.read()
    expect(value.length).toBeLessThanOrEqual(1024 * 1024)
    expect(await processes()).not.toEqual([])
    await reader.cancel()
  })

  test('that is cancelled ends git and all that git has started', async () => {
    const stream = await upload(bodyOf(fetchAll))
    expect((await processes()).join('\n')).toContain('upload-pack')
    await stream.cancel()
    await vi.waitFor(async () => expect(await processes()).toEqual([]), 10_000)
  })

  test('whose client goes ends, before the first byte and after', async () => {
    const leaving = new AbortController()
    const waiting = errorOf(upload(openBody, { signal: leaving.signal }))
    await vi.waitFor(() => expect(countGitProcesses()).toBe(1))
    leaving.abort('the connection broke')
    expect(isDomainError(await waiting, 'unavailable')).toBe(true)

    const later = new AbortController()
    const reader = (await upload(bodyOf(fetchAll), { signal: later.signal })).getReader()
    await reader.read()
    later.abort()
    const rest = async () => {
      while (!(await reader.read()).done);
    }
    expect(isDomainError(await errorOf(rest()), 'unavailable')).toBe(true)
  })

  test('that is killed from outside is not taken for one that has ended', async () => {
    const stream = await upload(bodyOf(fetchAll))
    const [group = ''] = (await processes())[0]?.split(' ') ?? []
    process.kill(-Number(group), 'SIGKILL')
    await expect(new Response(stream).arrayBuffer()).rejects.toThrow('git was killed')
  })

  test('that takes too long is ended', async () => {
    const error = await errorOf(upload(openBody, { secondsMax: 0.05 }))
    expect(isDomainError(error, 'unavailable') && error.message).toBe(
      'git upload-pack took longer than 0.05 seconds.',
    )
  })

  test('whose client sends nothing is ended after a while', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const waiting = errorOf(upload(openBody))
    await vi.waitFor(() => expect(countGitProcesses()).toBe(1))
    vi.advanceTimersByTime(65_000)
    vi.useRealTimers()
    expect(isDomainError(await waiting, 'unavailable')).toBe(true)
  })

  test('whose client does not read is ended after a while', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    const stream = await upload(bodyOf(fetchAll))
    vi.advanceTimersByTime(65_000)
    vi.useRealTimers()
    expect(isDomainError(await errorOf(new Response(stream).arrayBuffer()), 'unavailable')).toBe(true)
  })

  test('whose body breaks, or is refused on the way, ends with that', async () => {
    const broken = () => new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    expect(isDomainError(await errorOf(upload(broken)), 'invalid')).toBe(true)
    const refused = () => {
      throw new DomainError('forbidden', 'Not this.')
    }
    expect(await errorOf(upload(bodyOf('0000'), { inspect: refused }))).toMatchObject({ code: 'forbidden' })
  })

  test('that git finds no sense in is refused; what is wrong on our side is not said to be the client’s', async () => {
    expect(isDomainError(await errorOf(upload(bodyOf('zzzz'))), 'invalid')).toBe(true)
    const elsewhere = await errorOf(
      upload(bodyOf('0000'), { words: ['upload-pack', '--stateless-rpc', '/nowhere'] }),
    )
    expect(elsewhere).toBeInstanceOf(Error)
    expect(isDomainError(elsewhere)).toBe(false)
  })

  test('is told of success only when what has to follow it is done', async () => {
    const order: string[] = []
    const beforeEnd = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      order.push('settled')
    }
    const reader = (await upload(bodyOf(fetchAll), { beforeEnd })).getReader()
    while (!(await reader.read()).done) order.push('bytes')
    expect(order.indexOf('settled')).toBe(order.length - 2)

    const failing = () => Promise.reject(new Error('the disk is gone'))
    const stream = await errorOf(upload(bodyOf('0000'), { beforeEnd: failing }))
    expect(stream).toMatchObject({ message: 'the disk is gone' })
  })
})

describe('a reading', () => {
  test('stops at its bound, and ends git', async () => {
    const words = [`--git-dir=${place}`, 'cat-file', 'blob', 'main:large.bin']
    const { output, isCut } = await readGit({ words, bytesMax: 100_000 })
    expect([output.length, isCut]).toEqual([100_000, true])
  })

  test('stops when it has seen enough', async () => {
    const words = [`--git-dir=${place}`, 'cat-file', 'blob', 'main:large.bin']
    const { isCut } = await readGit({ words, bytesMax: 100_000_000, isEnough: () => true })
    expect(isCut).toBe(true)
  })

  test('that takes too long, or fails, says so', async () => {
    const slow = errorOf(
      readGit({ words: [`--git-dir=${place}`, 'cat-file', 'blob', 'main:large.bin'], secondsMax: 0 }),
    )
    expect(isDomainError(await slow, 'unavailable')).toBe(true)
    await expect(readGit({ words: ['no-such-verb'] })).rejects.toThrow('git no-such-verb failed')
    expect(await readGit({ words: ['no-such-verb'], mayFail: true })).toMatchObject({ isCut: false })
  })

  test('by a git that is not installed is an error of ours', async () => {
    vi.stubEnv('PATH', '/nonexistent')
    await expect(readGit({ words: ['version'] })).rejects.toThrow('ENOENT')
    vi.unstubAllEnvs()
  })
})

// last, as nothing starts after it
test('the stop ends every git and starts none', async () => {
  const waiting = errorOf(upload(openBody))
  await vi.waitFor(() => expect(countGitProcesses()).toBe(1))
  await endGitProcesses()
  expect(countGitProcesses()).toBe(0)
  expect(await waiting).toMatchObject({
    code: 'unavailable',
    message: 'The server is stopping. Try again in a moment.',
  })
  expect(await errorOf(readGit({ words: ['version'] }))).toMatchObject({ code: 'unavailable' })
})
