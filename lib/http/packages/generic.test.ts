import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeGroup, makeProject, makeToken, sql } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import { makeTokenActor } from '@/e2e/support/registry-request'
import type { Project } from '@/lib/domain/project'
import { deletePackageVersion } from '@/lib/services/packages/delete-package-version'
import { hasClient } from '@/scripts/test/clients.mjs'

let project: Project
let header: [string, string]

beforeAll(async () => {
  project = await makeProject(await makeGroup())
  header = ['Deploy-Token', (await makeToken(project, { scopes: ['write_package_registry'] })).secret]
})

const base = (of = project) => `/api/v4/projects/${of.id}/packages/generic`
const content = 'the bytes\n'
const digest = (name: string, encoding: 'hex' | 'base64') => createHash(name).update(content).digest(encoding)

function put(file: string, headers: [string, string][] = [], body: string = content) {
  return send(`${base()}/${file}`, { method: 'PUT', headers: [header, ...headers], body })
}

function get(file: string, headers: [string, string][] = [], method = 'GET') {
  return send(`${base()}/${file}`, { method, headers: [header, ...headers] })
}

async function answerOf(response: Response): Promise<[number, unknown]> {
  return [response.status, await response.json()]
}

describe('a file', () => {
  test('is published and comes back, with folders and without', async () => {
    for (const file of [
      'app/1.0/app.tar.gz',
      'app/1.0/linux/x64/app.tar.gz',
      'a.b-c_d+e/2.0-rc.1/file@1.txt',
    ]) {
      expect(await answerOf(await put(file))).toEqual([201, { message: '201 Created' }])
      const answer = await get(file)
      expect(await answer.text()).toBe(content)
      expect(answer.headers.get('x-checksum-sha256')).toBe(digest('sha256', 'hex'))
    }
  })

  test('is told of where that is asked for', async () => {
    const [status, record] = await answerOf(await put('selected/1.0/file.txt?select=package_file'))
    expect(status).toBe(201)
    expect(record).toEqual({
      id: expect.any(Number),
      package_id: expect.any(Number),
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      file_name: 'file.txt',
      size: content.length,
      file_md5: digest('md5', 'hex'),
      file_sha1: digest('sha1', 'hex'),
      file_sha256: digest('sha256', 'hex'),
      pipelines: [],
    })
  })

  test('that is there already stays as it is', async () => {
    await put('twice/1.0/file.txt')
    const error = 'File already exists.'
    expect(await answerOf(await put('twice/1.0/file.txt', [], 'others'))).toEqual([
      409,
      { message: error, error },
    ])
    expect(await (await get('twice/1.0/file.txt')).text()).toBe(content)
  })

  test('is hidden where that is asked for, and had by its names', async () => {
    expect((await put('secret/1.0/file.txt?status=hidden')).status).toBe(201)
    expect((await put('shown/1.0/file.txt?status=default')).status).toBe(201)
    expect(await (await get('secret/1.0/file.txt')).text()).toBe(content)
    const rows =
      await sql`SELECT k.name, v.metadata FROM package_versions v JOIN packages k ON k.id = v.package_id
      WHERE k.project_id = ${project.id} AND k.name IN ('secret', 'shown') ORDER BY 1`
    expect(rows).toEqual([
      { name: 'secret', metadata: { status: 'hidden' } },
      { name: 'shown', metadata: {} },
    ])
  })

  test('goes out in ranges, by its headers alone, and not again to who has it', async () => {
    await put('ranges/1.0/file.txt')
    const file = 'ranges/1.0/file.txt'
    const part = await get(file, [['Range', 'bytes=4-8']])
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
      206,
      'bytes 4-8/10',
      'bytes',
    ])
    const beyond = await get(file, [['Range', 'bytes=10-']])
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10'])
    const head = await get(file, [], 'HEAD')
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '10', ''])
    const etag = head.headers.get('etag') ?? ''
    expect((await get(file, [['If-None-Match', etag]])).status).toBe(304)
  })

  test('is a download that runs nowhere, under its own name', async () => {
    for (const [name, written] of [
      ['page.html', 'page.html'],
      ['a@b+c.svg', 'a@b+c.svg'],
    ] as const) {
      await put(`pages/1.0/in/${name}`)
      const { headers } = await get(`pages/1.0/in/${name}`)
      expect(headers.get('content-disposition')).toContain(`attachment; filename="${written}"`)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-security-policy')).toBe('sandbox')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  test('is taken with the right checksum, and refused with a wrong one', async () => {
    const others = createHash('sha256').update('others')
    const right: [string, string][] = [
      ['X-Checksum-Sha256', digest('sha256', 'hex').toUpperCase()],
      ['X-Checksum-Sha1', digest('sha1', 'hex')],
      ['X-Checksum-Md5', digest('md5', 'hex')],
      ['Content-MD5', digest('md5', 'base64')],
      ['Digest', `unixsum=30637, SHA-256=${digest('sha256', 'base64')}`],
      ['Content-Digest', `sha-512=:${digest('sha512', 'base64')}:`],
    ]
    expect((await put('sums/1.0/right', right)).status).toBe(201)
    const wrong: [string, string][] = [
      ['X-Checksum-Sha256', digest('sha1', 'hex')],
      ['X-Checksum-Sha256', 'junk'],
      ['X-Checksum-Sha1', digest('sha256', 'hex')],
      ['X-Checksum-Md5', ''],
      ['Content-MD5', digest('md5', 'hex')],
      ['Digest', `SHA-256=${others.digest('base64')}`],
      ['Repr-Digest', `sha-512=:${digest('sha256', 'base64')}:`],
    ]
    for (const one of wrong) expect((await put('sums/1.0/wrong', [one])).status).toBe(400)
    expect((await get('sums/1.0/wrong')).status).toBe(404)
  })
})

describe('refused, with nothing kept', () => {
  const long = 'a'.repeat(256)

  test.each([
    ...[
      '..',
      '%2e%2e',
      '.hidden',
      '~home',
      'a%20b',
      'a%5Cb',
      'a%2Fb',
      '%C3%B6',
      'a%0Ab',
      '<b>',
      long,
    ].flatMap((hostile) => [`${hostile}/1.0/f`, `refused/${hostile}/f`]),
    ...[
      '..',
      '%2e%2e',
      '.hidden',
      '~home',
      'a%20b',
      'a%5Cb',
      'a//b',
      'a/',
      'a/.git/b',
      'a/../b',
      'a%2F..%2Fb',
      long,
    ].map((file) => `refused/1.0/${file}`),
    'refused/1.0/f?status=gone',
    'refused/1.0/f?select=everything',
  ])('%s', async (target) => {
    const before = await sql`SELECT count(*) FROM package_files`
    expect([400, 404]).toContain((await put(target)).status)
    expect(await sql`SELECT count(*) FROM package_files`).toEqual(before)
  })

  test('more bytes than a file may have, by what the request says, before any is read', async () => {
    let hasBeenRead = false
    const body = new ReadableStream(
      {
        pull() {
          hasBeenRead = true
        },
      },
      { highWaterMark: 0 },
    )
    const tooLong = String(5 * 1024 ** 3 + 1)
    const answer = await send(`${base()}/large/1.0/f`, {
      method: 'PUT',
      headers: [header, ['Content-Length', tooLong]],
      body,
    })
    expect(await answerOf(answer)).toEqual([
      413,
      { message: 'File is too large', error: 'File is too large' },
    ])
    expect(hasBeenRead).toBe(false)
  })

  test('no body at all', async () => {
    expect((await send(`${base()}/none/1.0/f`, { method: 'PUT', headers: [header] })).status).toBe(400)
  })
})

describe('over a connection', () => {
  let server: MachineServer
  let bearers: PackageBearer[]
  let own: Project
  let folder: string
  beforeAll(async () => {
    server = await openMachineServer()
    const made = await makePackageProject()
    bearers = made.bearers
    own = made.project
    folder = await mkdtemp(path.join(tmpdir(), 'latchkey-generic-'))
    await writeFile(path.join(folder, 'file'), content)
  })
  afterAll(async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(() => sql`DELETE FROM failed_authentications`)

  test('a file that the disk does not make durable is nowhere', async () => {
    const probe = await open(import.meta.filename)
    await probe.close()
    const sync = vi.spyOn(Object.getPrototypeOf(probe), 'datasync')
    try {
      sync.mockRejectedValueOnce(new Error('EIO: i/o error, fdatasync'))
      expect((await put('lost/1.0/file.txt')).status).toBe(500)
      expect((await get('lost/1.0/file.txt')).status).toBe(404)
      expect(sync).toHaveBeenCalledOnce()
    } finally {
      sync.mockRestore()
    }
  })

  test('a file that breaks off is nowhere', async () => {
    const [host = '', port = ''] = server.host.split(':')
    const asked = server.requests.length
    const socket = net.connect(Number(port), host)
    const head = [`PUT ${base()}/broken/1.0/f HTTP/1.1`, 'Host: x', header.join(': '), 'Content-Length: 100']
    socket.write(`${head.join('\r\n')}\r\n\r\nonly this`)
    await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBe(asked + 1)
    socket.end()
    socket.resume()
    await once(socket, 'close')
    expect((await get('broken/1.0/f')).status).toBe(404)
  })

  test('what is deleted while it is downloaded comes whole', { timeout: 120_000 }, async () => {
    const url = `http://${server.host}${base()}/leaving/1.0/file`
    const bytes = randomBytes(48 * 1024 * 1024)
    const headers = Object.fromEntries([header])
    expect((await fetch(url, { method: 'PUT', headers, body: bytes })).status).toBe(201)
    const begun = await fetch(url, { headers })
    const actor = await makeTokenActor(project, ['write_package_registry'])
    const version = { type: 'generic', nameKey: 'leaving', versionKey: '1.0' } as const
    await deletePackageVersion(actor, '192.0.2.1', { id: project.id }, version)
    expect((await fetch(url, { headers })).status).toBe(404)
    expect(Buffer.from(await begun.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test.skipIf(!hasClient('curl'))(
    'curl publishes, downloads and is refused, by who it comes as',
    { timeout: 120_000 },
    async () => {
      for (const [index, { who, secret, publishes, reads }] of bearers.entries()) {
        const url = `http://${server.host}${base(own)}/curl/${index}/file`
        const how =
          secret === undefined
            ? []
            : index % 2 === 0
              ? ['--user', `any:${secret}`]
              : ['--header', `Deploy-Token: ${secret}`]
        expect([who, await curl([...how, '--upload-file', path.join(folder, 'file'), url])]).toEqual([
          who,
          String(publishes),
        ])
        if (publishes !== 201) await putAsWriter(own, `curl/${index}/file`)
        expect([who, await curl([...how, url])]).toEqual([who, String(reads)])
      }
    },
  )

  test.skipIf(!hasClient('curl'))(
    'curl sends no body where it is refused, and asked whether it may',
    async () => {
      const url = `http://${server.host}${base(own)}/curl/1.0/large`
      const large = path.join(folder, 'large')
      await writeFile(large, Buffer.alloc(2 * 1024 * 1024))
      const written = '%{http_code} %{size_upload}'
      const asks = ['--header', 'Expect: 100-continue', '--expect100-timeout', '30', '--write-out', written]
      expect(await curl([...asks, '--upload-file', large, url])).toBe('401 0')
      const writer = bearers.find(({ who }) => who === 'a token to publish')?.secret ?? ''
      expect(await curl([...asks, '--user', `x:${writer}`, '--upload-file', large, url])).toBe(
        `201 ${2 * 1024 * 1024}`,
      )
    },
  )

  async function putAsWriter(of: Project, file: string) {
    const writer = bearers.find(({ who }) => who === 'a token to publish')?.secret ?? ''
    await send(`${base(of)}/${file}`, { method: 'PUT', headers: [['Deploy-Token', writer]], body: content })
  }

  /** What curl writes of the answer: its status, if nothing else is asked for. */
  function curl(args: string[]): Promise<string> {
    const quiet = ['--silent', '--disable', '--output', '/dev/null']
    const usual = args.includes('--write-out') ? [] : ['--write-out', '%{http_code}']
    return new Promise((resolve, reject) => {
      execFile('curl', [...quiet, ...usual, ...args], (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      )
    })
  }
})
