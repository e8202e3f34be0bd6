import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import http, { type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { makeGroup, makeMember, makePersonalToken, sql } from '@/e2e/support/fixtures'
import { commitOf, countGitProcesses, inspect, makeRepository } from '@/e2e/support/git-place'
import { ask, send } from '@/e2e/support/machine-request'
import { openMachineServer } from '@/e2e/support/machine-server'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { hasClient } from '@/scripts/test/clients.mjs'

// The tree, the files and the archives of a repository with ordinary and with hostile names.

const page = '<script>alert(1)</script>'
const hostile = [
  '-option',
  ':(glob)**',
  '*.txt',
  'new\nline',
  'a"b;c.html',
  'ü/‮x',
  '%2e%2e',
  'deep/a/b/c/d/e/f',
]
const largeBytes = 11 * 1024 * 1024

let group: Group
let project: Project
let empty: Project
let user: UserActor
let token: string
let head: string
let first: string

beforeAll(async () => {
  group = await makeGroup()
  const named = Object.fromEntries(hostile.map((name) => [name, `in ${name}`]))
  project = await makeRepository(group, {
    commits: [
      commitOf('First', { 'README.md': '# Hello\n', 'lib/a.txt': 'a\n', 'z.html': page, nothing: '' }),
      commitOf('Second', { 'lib/a.txt': 'b\n', 'lib/deep/z.txt': 'z\n', ...named }, 1),
      commitOf('Third', { large: 'x'.repeat(largeBytes) }, 2),
    ],
  })
  empty = await makeRepository(group, { commits: [] })
  user = await makeMember(group, 'Reporter')
  token = (await makePersonalToken(user, { scopes: ['read_api'] })).secret
  head = await inspect(project, 'rev-parse', 'main')
  first = await inspect(project, 'rev-parse', 'main~2')
  await inspect(project, 'update-ref', 'refs/heads/feature/x', first)
})

// whatever was asked, git does not stay behind
afterEach(() => vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000))

function read(path: string, of = project, as = token) {
  return askApi(`/projects/${of.id}/repository${path}`, { token: as })
}

/** Its bytes as they come. */
function take(path: string, request: { method?: string; signal?: AbortSignal; as?: string } = {}) {
  const { as = token, ...rest } = request
  const target = `/api/v4/projects/${project.id}/repository${path}`
  return send(target, { ...rest, headers: [['PRIVATE-TOKEN', as]] })
}

async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer())
}

describe('the tree', () => {
  test('is listed directories first, with modes and counted pages', async () => {
    const { body, headers } = await read('/tree?ref=feature%2Fx')
    expect(body).toEqual([
      { id: expect.stringMatching(/^[0-9a-f]{40}$/), name: 'lib', type: 'tree', path: 'lib', mode: '040000' },
      ...['README.md', 'nothing', 'z.html'].map((name) => ({
        id: expect.stringMatching(/^[0-9a-f]{40}$/),
        name,
        type: 'blob',
        path: name,
        mode: '100644',
      })),
    ])
    expect(headers['x-total']).toBe('4')
  })

  test.each([
    ['path=lib', ['lib/deep', 'lib/a.txt']],
    ['path=lib/', ['lib/deep', 'lib/a.txt']],
    ['path=lib%2Fdeep', ['lib/deep/z.txt']],
    ['path=lib&recursive=true', ['lib/deep', 'lib/a.txt', 'lib/deep/z.txt']],
    ['path=lib&recursive=true&per_page=1&page=2', ['lib/a.txt']],
    ['path=lib&per_page=1&page=9', []],
  ])('is read by %s', async (query, paths) => {
    const { body } = await read(`/tree?${query}`)
    expect((body as { path: string }[]).map(({ path }) => path)).toEqual(paths)
  })

  test('has hostile names as they are', async () => {
    const { body } = await read('/tree?recursive=true&per_page=100')
    expect((body as { path: string }[]).map(({ path }) => path)).toEqual(expect.arrayContaining(hostile))
  })

  test.each(['none', '..', '../..', 'lib/../lib', 'README.md', '--all', ':(top)lib', '*', '/', 'lib//deep'])(
    'has no directory %s',
    async (path) => {
      const { status, body } = await read(`/tree?path=${encodeURIComponent(path)}`)
      if (path === '/') expect(status).toBe(200)
      else expect(body).toEqual({ message: '404 invalid revision or path Not Found' })
    },
  )

  test('of what is not there, and of an empty repository, is not found', async () => {
    expect((await read('/tree?ref=none')).body).toEqual({ message: '404 Tree Not Found' })
    expect((await read('/tree?ref=--output=x')).body).toEqual({ message: '404 Tree Not Found' })
    expect((await read('/tree', empty)).body).toEqual({ message: '404 Tree Not Found' })
  })
})

describe('a file', () => {
  test('is read with all that is known of it', async () => {
    const { body, headers } = await read('/files/lib%2Fa.txt?ref=main')
    expect(body).toEqual({
      file_name: 'a.txt',
      file_path: 'lib/a.txt',
      size: 2,
      encoding: 'base64',
      content_sha256: createHash('sha256').update('b\n').digest('hex'),
      ref: 'main',
      blob_id: await inspect(project, 'rev-parse', 'main:lib/a.txt'),
      commit_id: head,
      last_commit_id: await inspect(project, 'rev-parse', 'main~1'),
      execute_filemode: false,
      content: Buffer.from('b\n').toString('base64'),
    })
    expect(headers).toMatchObject({ 'x-gitlab-size': '2', 'x-gitlab-file-path': 'lib/a.txt' })
    expect((await read('/files/lib%2Fa.txt?ref=feature%2Fx')).body).toMatchObject({ commit_id: first })
    expect((await read(`/files/nothing?ref=${head}`)).body).toMatchObject({ size: 0, content: '' })
  })

  test('is told of by HEAD, without starting to read it', async () => {
    for (const path of ['/files/large?ref=main', '/files/large/raw']) {
      const { status, headers, body } = await take(path, { method: 'HEAD' })
      if (path.endsWith('raw')) expect(headers.get('x-gitlab-size')).toBe(String(largeBytes))
      expect([status, body]).toEqual([path.endsWith('raw') ? 200 : 400, null])
    }
  })

  test.each(hostile)('of the name %j is itself', async (name) => {
    const raw = await take(`/files/${encodeURIComponent(name)}/raw`)
    expect((await bytesOf(raw)).toString()).toBe(`in ${name}`)
    expect(raw.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\\\n]*"; filename\*=UTF-8''[!-~]+$/,
    )
  })

  test.each([
    '..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
    '..%252f..%252fetc%252fpasswd',
    '%2e%2e%2fHEAD',
    'lib%2F..%2FREADME.md',
    '%2Fetc%2Fpasswd',
    'lib',
    'lib%2F',
    '.',
    'README.md%0A',
    ':(top)README.md',
    `${'a%2F'.repeat(2000)}a`.slice(0, 8000),
  ])('%s is not there', async (path) => {
    for (const end of ['?ref=main', '/raw']) {
      const { status } = await read(`/files/${path}${end}`)
      expect([404, 400]).toContain(status)
    }
  })

  test('needs a ref that is there, and one for its JSON', async () => {
    expect((await read('/files/README.md')).body).toEqual({ error: 'ref is missing' })
    expect((await read('/files/README.md?ref=none')).body).toEqual({ message: '404 Commit Not Found' })
    expect((await read('/files/README.md/raw?ref=-x')).body).toEqual({ message: '404 Commit Not Found' })
    expect((await read('/files/README.md/raw', empty)).body).toEqual({ message: '404 Commit Not Found' })
    expect((await read('/files/none?ref=main')).body).toEqual({ message: '404 File Not Found' })
  })

  test('that is large is refused as JSON and streams raw', async () => {
    expect((await read('/files/large?ref=main')).status).toBe(400)
    expect(await bytesOf(await take('/files/large/raw'))).toHaveLength(largeBytes)
  })

  test('is given raw as no page: to be saved, as plain text, in a sandbox', async () => {
    const raw = await take('/files/z.html/raw?ref=main')
    expect(Object.fromEntries(raw.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="z.html"; filename*=UTF-8''z.html`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'content-length': String(page.length),
      'cache-control': 'no-store',
    })
    expect((await bytesOf(raw)).toString()).toBe(page)
  })

  test('whose reader leaves is read no further', async () => {
    const raw = await take('/files/large/raw')
    expect(countGitProcesses()).toBe(1)
    await raw.body?.cancel()
    await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
    const leaving = new AbortController()
    await take('/files/large/raw', { signal: leaving.signal })
    leaving.abort()
  })
})

describe('an archive', () => {
  test.each([
    ['', 'tar.gz', 'application/gzip'],
    ['.tar.gz', 'tar.gz', 'application/gzip'],
    ['.tgz', 'tar.gz', 'application/gzip'],
    ['.tar', 'tar', 'application/x-tar'],
    ['.zip', 'zip', 'application/zip'],
  ])('at archive%s is a %s', async (ending, format, type) => {
    const answer = await take(`/archive${ending}?sha=feature/x`)
    const name = `${project.fullPath.split('/').at(-1)}-feature-x-${first}`
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.headers.get('content-disposition')).toContain(`filename="${name}.${format}"`)
    const bytes = await bytesOf(answer)
    const text = (format === 'tar.gz' ? gunzipSync(bytes) : bytes).toString('latin1')
    expect(text).toContain(`${name}/lib/a.txt`)
    expect(text).not.toContain('lib/deep')
  })

  test.skipIf(!hasClient('bzip2')).each(['.tar.bz2', '.tbz', '.tbz2', '.tb2', '.bz2'])(
    'at archive%s is a tar.bz2',
    async (ending) => {
      const answer = await take(`/archive${ending}?path=lib`)
      expect(answer.headers.get('content-type')).toBe('application/x-bzip2')
      expect(answer.headers.get('content-disposition')).toMatch(/filename="[\w-]+-lib\.tar\.bz2"/)
      const text = execFileSync('bzip2', ['-d'], { input: await bytesOf(answer) }).toString('latin1')
      expect(text).toContain('lib/a.txt')
      expect(text).not.toContain('README.md')
    },
  )

  test('as tar.bz2 is not found on a machine without bzip2, and the others are', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-path-'))
    await symlink(execFileSync('sh', ['-c', 'command -v git']).toString().trim(), path.join(folder, 'git'))
    vi.stubEnv('PATH', folder)
    try {
      expect(await read('/archive.tar.bz2')).toMatchObject({
        status: 404,
        body: { message: '404 Not Found - tar.bz2 is not made here' },
      })
      expect((await bytesOf(await take('/archive.tar.gz?path=lib'))).length).toBeGreaterThan(100)
    } finally {
      vi.unstubAllEnvs()
      await rm(folder, { recursive: true })
    }
  })

  test('holds one directory where that is asked for', async () => {
    const text = (await bytesOf(await take('/archive.tar?path=lib%2Fdeep'))).toString('latin1')
    expect(text).toContain('lib/deep/z.txt')
    expect(text).not.toContain('README.md')
  })

  test.each(['sha=none', 'sha=--output%3Dx', 'sha=main:lib', 'path=none', 'path=..', 'path=--remote'])(
    'of %s is not found',
    async (query) => {
      expect((await read(`/archive?${query}`)).body).toEqual({ message: '404 File Not Found' })
    },
  )

  test('of an empty repository is not found', async () => {
    expect((await read('/archive', empty)).body).toEqual({ message: '404 File Not Found' })
  })

  test('whose reader leaves is made no further', async () => {
    const answer = await take('/archive.tar')
    await answer.body?.cancel()
    await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
  })
})

describe('over a real connection', () => {
  test('a client that leaves in the middle ends git, and what it had of it was no whole answer', async () => {
    const server = await openMachineServer()
    const noise = randomBytes(24 * 1024 * 1024).toString('base64')
    const large = await makeRepository(group, { commits: [commitOf('Large', { noise })] })
    try {
      const packed = hasClient('bzip2') ? ['/archive.tar.bz2'] : []
      for (const path of ['/files/noise/raw', '/archive.tar', '/archive.zip', ...packed]) {
        const request = http.get(`http://${server.host}/api/v4/projects/${large.id}/repository${path}`, {
          headers: { 'PRIVATE-TOKEN': token },
        })
        const [response] = (await once(request, 'response')) as [IncomingMessage]
        await once(response, 'readable')
        expect([path, response.statusCode, countGitProcesses()]).toEqual([path, 200, 1])
        response.on('error', () => {})
        request.destroy()
        await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
      }
    } finally {
      await server.close()
    }
  })
})

describe('files and archives', () => {
  const paths = ['/files/README.md?ref=main', '/files/README.md/raw', '/archive.zip']

  test('are given to tokens that read repositories; the tree is not', async () => {
    const as = (await makePersonalToken(user, { scopes: ['read_repository'] })).secret
    for (const path of paths) {
      const answer = await take(path, { as })
      expect([path, answer.status]).toEqual([path, 200])
      await bytesOf(answer)
    }
    expect((await read('/tree', project, as)).body).toMatchObject({ error: 'insufficient_scope' })
    const other = (await makePersonalToken(user, { scopes: ['read_user'] })).secret
    for (const path of paths) expect((await take(path, { as: other })).status).toBe(403)
  })

  test('of a repository that is switched off are forbidden', async () => {
    const off = await makeRepository(group)
    await sql`UPDATE projects SET disabled_features = '{repository}' WHERE id = ${off.id}`
    for (const path of [...paths, '/tree']) {
      expect((await read(path, off)).body).toEqual({ message: '403 Forbidden' })
    }
  })

  test('of a project that is hidden are not found, as of one that is not there', async () => {
    for (const path of paths) {
      const hidden = await ask(`/api/v4/projects/${project.id}/repository${path}`)
      expect(hidden).toEqual(await ask(`/api/v4/projects/999999999/repository${path}`))
      expect(hidden.status).toBe(404)
    }
  })
})
