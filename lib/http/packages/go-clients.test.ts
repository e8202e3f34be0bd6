import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { administrator, makeGroup, makeProject, makeToken, sql, unique } from '@/e2e/support/fixtures'
import { inspect } from '@/e2e/support/git-place'
import { goHost, makeModules } from '@/e2e/support/go-modules'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import { type Ended, Terminal } from '@/e2e/support/shell'
import { openTlsFront, type TlsFront } from '@/e2e/support/tls-front'
import { packageClients } from '@/lib/domain/package-clients/package-clients'
import type { Group, Project } from '@/lib/domain/project'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { hasClient } from '@/scripts/test/clients.mjs'

// go itself, over TLS: it sends no token without.

vi.hoisted(() => {
  process.env.LATCHKEY_URL = 'https://latchkey.test'
})

const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-goproxy-'))
const certificate = path.join(folder, 'certificate.pem')

let server: MachineServer
let front: TlsFront
let group: Group
let project: Project
let root: string
let desk: Terminal

beforeAll(async () => {
  server = await openMachineServer()
  front = await openTlsFront(goHost, server.host)
  await writeFile(certificate, front.certificate)
  group = await makeGroup(undefined, { path: unique('Group') })
  project = await makeProject(group, { path: unique('Hello') })
  root = await makeModules(project)
})
afterAll(async () => {
  await front.close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await sql`DELETE FROM failed_authentications`
  desk = await Terminal.open({
    HTTPS_PROXY: front.proxy,
    SSL_CERT_FILE: certificate,
    GOCACHE: path.join(folder, 'cache'),
    GOTOOLCHAIN: 'local',
    GONOSUMDB: goHost,
    // what is downloaded can be removed again
    GOFLAGS: '-modcacherw',
  })
})
afterEach(() => desk.close())

const newToken = (scopes: ('read_package_registry' | 'read_repository')[] = ['read_package_registry']) =>
  makeToken(project, { scopes })

/** Runs go with this proxy alone, whose URL has the token. */
function go(command: string, secret: string | undefined, of: Project = project): Promise<Ended> {
  const login = secret === undefined ? '' : `anybody:${secret}@`
  const proxy = `https://${login}${goHost}/api/v4/projects/${of.id}/packages/go`
  return desk.run(`export GOPROXY='${proxy},off'; ${command}`)
}

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.join(desk.folder, path.dirname(name)), { recursive: true })
    await writeFile(path.join(desk.folder, name), text)
  }
}

describe.skipIf(!hasClient('go'))('go', () => {
  test('builds a program of modules with capitals, in a folder, and of a second major version', async () => {
    await write({
      'main.go': `package main

import (
	"${root}"
	deep "${root}/Deep"
	"${root}/tool"
	second "${root}/v2"
)

func main() { println(hello.Greet(), deep.Greet(), tool.Greet(), second.Greet()) }
`,
    })
    const wanted = [`${root}@latest`, `${root}/tool`, `${root}/v2@v2.0.0`].map((one) => `'${one}'`).join(' ')
    const line = `set -e; go mod init example.com/program; go get ${wanted}; go build -o program .; ./program; go mod verify; cat go.mod`
    const { code, text } = await go(line, (await newToken()).secret)
    expect([code, text]).toEqual([0, expect.stringContaining('first deep tool second')])
    expect(text).toContain('all modules verified')
    for (const one of [`${root} v1.1.0`, `${root}/tool v0.1.0`, `${root}/v2 v2.0.0`])
      expect(text).toContain(one)
  }, 120_000)

  test('lists versions and downloads each, with the files of the module alone', async () => {
    const { secret } = await newToken()
    const listed = await go(`go list -m -versions '${root}'`, secret)
    expect(listed).toEqual({ code: 0, text: `${root} v1.0.0 v1.1.0-rc.1 v1.1.0\n` })
    const download = (one: string) =>
      go(
        `go mod download -json '${one}' | sed -n 's/.*"Dir": "\\(.*\\)".*/\\1/p' | xargs -I{} find {} -type f -printf '%P\\n' | sort`,
        secret,
      )
    expect((await download(`${root}@v1.0.0`)).text.split('\n')).toEqual([
      'Deep/Inner.go',
      'LICENSE',
      'go.mod',
      'hello.go',
      '',
    ])
    expect((await download(`${root}/tool@latest`)).text.split('\n')).toEqual([
      'LICENSE',
      'go.mod',
      'tool.go',
      '',
    ])
  })

  test('takes its token from .netrc as well', async () => {
    await write({ '.netrc': `machine ${goHost} login anybody password ${(await newToken()).secret}\n` })
    const { code, text } = await go(`go mod download -x '${root}@v1.0.0'`, undefined)
    expect([code, text]).toEqual([0, expect.stringContaining('v1.0.0.zip: 200 OK')])
  })

  test('takes what the notice of a new token says, of a project and of a group above', async () => {
    for (const holder of [project, group]) {
      const { credentials } = await makeToken(holder, { scopes: ['read_package_registry'] })
      const { kind, id } = holder
      const place = { origin: `https://${goHost}`, kind, id, projectPath: project.fullPath }
      const [login, ...lines] = packageClients.go.blocks({ place, credentials, canPublish: false })
      await write({ '.netrc': login?.text ?? '' })
      const told = lines.map(({ text }) => text).join('\n')
      const line = `unset GONOSUMDB; set -e; go env -w GOPROXY=off GONOSUMDB=; rm -f go.mod go.sum; go mod init example.com/program; ${told}; cat go.mod; go clean -modcache`
      const { code, text } = await desk.run(line)
      expect([code, text]).toEqual([0, expect.stringContaining(`${root} v1.1.0`)])
    }
  })

  test('gets a commit that no tag names by a token that may read the repository too, and by no other', async () => {
    const query = `go mod init example.com/program; go get '${root}@main' && cat go.mod`
    const { secret } = await newToken(['read_package_registry', 'read_repository'])
    const { code, text } = await go(query, secret)
    expect([code, text]).toEqual([0, expect.stringMatching(/v1\.1\.1-0\.20270101020000-[0-9a-f]{12}/)])
    const version = /v1\.1\.1-0\.\S+/.exec(text)?.[0]
    const exactly = `GOMODCACHE="$PWD/other" go mod download -x '${root}@${version}'`
    expect((await go(exactly, secret)).code).toBe(0)
    const refused = await go(
      `rm go.mod go.sum; ${query}; ${exactly.replace('other', 'third')}`,
      (await newToken()).secret,
    )
    expect([refused.code, refused.text]).toEqual([
      1,
      expect.stringContaining('needs the scope read_repository'),
    ])
  })

  test('tells whoever has its checksum that a tag was moved', async () => {
    const moved = await makeProject(await makeGroup())
    const path = await makeModules(moved)
    const { secret } = await makeToken(moved, { scopes: ['read_package_registry'] })
    const first = await go(`go mod init example.com/program && go get '${path}@v1.0.0'`, secret, moved)
    expect([first.code, first.text]).toEqual([0, expect.stringContaining('v1.0.0')])
    await inspect(moved, 'update-ref', 'refs/tags/v1.0.0', 'refs/heads/main')
    const { code, text } = await go('GOMODCACHE="$PWD/other" go mod download', secret, moved)
    expect([code, text]).toEqual([1, expect.stringContaining('SECURITY ERROR')])
  })

  test('is let in, or told why not, by each kind of token', async () => {
    const place = await makePackageProject()
    const path = await makeModules(place.project)
    for (const [i, { who, secret, reads }] of place.bearers.entries() satisfies Iterable<
      [number, PackageBearer]
    >) {
      const { code, text } = await go(
        `GOMODCACHE="$PWD/${i}" go mod download -x '${path}@v1.0.0'`,
        secret,
        place.project,
      )
      expect([who, code === 0, text]).toEqual([who, reads === 200, expect.stringContaining(` ${reads} `)])
      await sql`DELETE FROM failed_authentications`
    }
  })

  test('gets nothing once its token is revoked', async () => {
    const { token, secret } = await newToken()
    expect((await go(`go mod download '${root}@v1.0.0'`, secret)).code).toBe(0)
    await revokeDeployToken(await administrator(), {
      holder: project,
      tokenId: token.id,
      address: '192.0.2.1',
    })
    const { code, text } = await go(`go clean -modcache; go mod download '${root}@v1.0.0'`, secret)
    expect([code, text]).toEqual([1, expect.stringContaining('401 Unauthorized')])
    expect(text).not.toContain(secret)
  })
})
