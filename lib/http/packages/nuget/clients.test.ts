import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type MadeToken,
  makeExpiredToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import { basic } from '@/e2e/support/machine-request'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { nupkgOf, snupkgOf } from '@/e2e/support/nuget-archive'
import { Terminal } from '@/e2e/support/shell'
import type { Group, Project } from '@/lib/domain/project'
import { hasClient } from '@/scripts/test/clients.mjs'

// The real clients: the .NET SDK's, and NuGet 2.8 on Mono, as Debian has it.

const port = await vi.hoisted(async () => (await import('@/e2e/support/claim-public-port')).claimPublicPort())
const clientMilliseconds = 300_000
vi.setConfig({ testTimeout: clientMilliseconds, hookTimeout: clientMilliseconds })

let server: MachineServer
let terminal: Terminal
let group: Group
let project: Project
let publisher: MadeToken
let reader: MadeToken

beforeAll(async () => {
  server = await openMachineServer(port)
  group = await makeGroup()
  project = await makeProject(group)
  publisher = await makeToken(project, { scopes: ['write_package_registry'] })
  reader = await makeToken(project, { scopes: ['read_package_registry'] })
})
afterAll(() => server.close())

beforeEach(async () => {
  terminal = await Terminal.open()
  server.requests.length = 0
  // all of these come from one address, and some of them are wrong on purpose
  await sql`DELETE FROM failed_authentications`
})
afterEach(() => terminal.close())

function sourceOf(place: Project | Group): string {
  const path = place.kind === 'project' ? `projects/${place.id}/packages` : `groups/${place.id}/-/packages`
  return `http://${server.host}/api/v4/${path}/nuget/index.json`
}

function urlOf(rest: string, place: Project | Group = project): string {
  return sourceOf(place).replace('index.json', rest)
}

/** Runs a line in the terminal, which has to succeed, and gives what was printed. */
async function run(line: string): Promise<string> {
  const { code, text } = await terminal.run(line)
  if (code !== 0) throw new Error(`exit ${code}: ${text}`)
  return text
}

/** Runs a line that has to fail, and gives what was printed. */
async function fail(line: string): Promise<string> {
  const { code, text } = await terminal.run(line)
  expect(code, text).not.toBe(0)
  return text
}

async function put(name: string, content: string | Uint8Array): Promise<void> {
  await writeFile(path.join(terminal.folder, name), content)
}

/** A package of a new id in the terminal's folder. */
async function pack(version = '1.0.0') {
  const id = unique('Some.Package')
  const bytes = nupkgOf({ id, version })
  const file = `${id}.${version}.nupkg`
  await put(file, bytes)
  return { id, file, bytes }
}

/** The one source that there is, and who signs in there. */
async function configure(place: Project | Group, { credentials }: MadeToken): Promise<void> {
  await put(
    'NuGet.Config',
    `<?xml version="1.0" encoding="utf-8"?><configuration>
<packageSources><clear /><add key="latchkey" value="${sourceOf(place)}" /></packageSources>
<packageSourceCredentials><latchkey><add key="Username" value="${credentials.username}" />
<add key="ClearTextPassword" value="${credentials.password}" /></latchkey></packageSourceCredentials></configuration>`,
  )
}

async function download(id: string, version: string, place: Project | Group = project) {
  const url = urlOf(`download/${id}/${version}/${id}.${version}.nupkg`.toLowerCase(), place)
  const response = await fetch(url, {
    headers: [basic((place === project ? reader : publisher).credentials)],
  })
  return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe.skipIf(!hasClient('dotnet'))('the .NET SDK', () => {
  const csproj = `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup>
<TargetFramework>netcoreapp3.1</TargetFramework></PropertyGroup></Project>`

  test('publishes with an API key alone, byte for byte', async () => {
    const { id, file, bytes } = await pack()
    await run(`dotnet nuget push ${file} --source ${sourceOf(project)} --api-key ${publisher.secret}`)
    expect(await download(id, '1.0.0')).toEqual({ status: 200, bytes })
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET'])
  })

  test('publishes with the credentials of its configuration, with symbols', async () => {
    const { id, file, bytes } = await pack('1.2.0-beta.1')
    await put(file.replace('nupkg', 'snupkg'), snupkgOf({ id, version: '1.2.0-beta.1' }))
    await configure(project, publisher)
    await run(`dotnet nuget push ${file} --source latchkey`)
    expect(await download(id, '1.2.0-beta.1')).toEqual({ status: 200, bytes })
    const symbols = urlOf(`download/${id}/1.2.0-beta.1/${id}.1.2.0-beta.1.snupkg`)
    expect((await fetch(symbols, { headers: [basic(reader.credentials)] })).status).toBe(200)
  })

  test('is told that a version is there, and skips it when asked to', async () => {
    const { file } = await pack()
    const push = `dotnet nuget push ${file} --source ${sourceOf(project)} --api-key ${publisher.secret}`
    await run(push)
    expect(await fail(push)).toMatch(/409/)
    await run(`${push} --skip-duplicate`)
  })

  test('deletes a version', async () => {
    const { id, file } = await pack()
    const key = `--source ${sourceOf(project)} --api-key ${publisher.secret}`
    await run(`dotnet nuget push ${file} ${key}`)
    await run(`dotnet nuget delete ${id} 1.0.0 --non-interactive ${key}`)
    expect((await download(id, '1.0.0')).status).toBe(404)
  })

  test('installs from a project and from a group above, what it depends on too', async () => {
    const base = await pack('2.0.0')
    const id = unique('Some.Package')
    const more = `<dependencies><group targetFramework=".NETStandard1.0"><dependency id="${base.id}" version="2.0.0" /></group></dependencies>`
    await put('top.nupkg', nupkgOf({ id, version: '1.5.0', more }))
    const key = `--source ${sourceOf(project)} --api-key ${publisher.secret}`
    await run(`dotnet nuget push ${base.file} ${key} && dotnet nuget push top.nupkg ${key}`)
    const groupReader = await makeToken(group, { scopes: ['read_package_registry'] })
    for (const [place, token] of [
      [project, reader],
      [group, groupReader],
    ] as const) {
      await configure(place, token)
      await put('app.csproj', csproj)
      await run(`dotnet add package ${id} && dotnet restore --no-cache --force --packages here-${place.kind}`)
      const installed = await run(`find here-${place.kind} -name '*.nupkg' | sort`)
      expect(installed).toContain(`${id}.1.5.0.nupkg`.toLowerCase())
      expect(installed).toContain(`${base.id}.2.0.0.nupkg`.toLowerCase())
      await run('rm -r app.csproj obj NuGet.Config')
    }
  })

  test('is refused for a token that is none, or that may only read, or of elsewhere, or that has ended', async () => {
    const { file } = await pack()
    const elsewhere = await makeToken(await makeProject(group), { scopes: ['write_package_registry'] })
    const wishes = { scopes: ['write_package_registry'] } as const
    const refused = [
      ['gldt-00000000000000000000', 401],
      [reader.secret, 403],
      [elsewhere.secret, 404],
      [(await makeExpiredToken(project, { scopes: [...wishes.scopes] })).secret, 401],
      [(await makeRevokedToken(project, { scopes: [...wishes.scopes] })).secret, 401],
    ] as const
    for (const [key, status] of refused)
      expect(
        await fail(`dotnet nuget push ${file} --source ${sourceOf(project)} --api-key ${key}`),
        key,
      ).toContain(String(status))
    const text = await fail(`dotnet nuget push ${file} --source ${sourceOf(project)}`)
    expect(text).toMatch(/401/)
  })

  test('publishes with a group’s token in a project below, and cannot install with one of elsewhere', async () => {
    const { id, file } = await pack()
    const above = await makeToken(group, { scopes: ['write_package_registry'] })
    await run(`dotnet nuget push ${file} --source ${sourceOf(project)} --api-key ${above.secret}`)
    const elsewhere = await makeToken(await makeProject(group), { scopes: ['read_package_registry'] })
    await configure(project, elsewhere)
    await put('app.csproj', csproj)
    expect(await fail(`dotnet add package ${id}`)).toContain('No packages exist with this id')
    const none = await fetch(urlOf(`download/${id}/index.json`))
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([
      401,
      'Basic realm="GitLab Packages Registry"',
    ])
  })
})

describe.skipIf(!hasClient('nuget'))('Debian’s nuget', () => {
  async function addSource(place: Project | Group, { credentials: { username, password } }: MadeToken) {
    const who = `-UserName ${username} -Password ${password}`
    await run(`nuget source Add -Name here -Source "${sourceOf(place)}" ${who}`)
  }

  test('adds its source and publishes there, byte for byte', async () => {
    const { id, file, bytes } = await pack()
    await addSource(project, publisher)
    await run(`nuget push ${file} -Source here`)
    expect(await download(id, '1.0.0')).toEqual({ status: 200, bytes })
  })

  test('publishes with an API key, byte for byte, and is told of a version that is there', async () => {
    const { id, file, bytes } = await pack()
    const push = `nuget push ${file} -Source ${sourceOf(project)} -ApiKey ${publisher.secret}`
    await run(push)
    expect(await download(id, '1.0.0')).toEqual({ status: 200, bytes })
    expect(await fail(push)).toContain('409')
  })

  test('is refused for a token that may only read', async () => {
    const { file } = await pack()
    expect(await fail(`nuget push ${file} -Source ${sourceOf(project)} -ApiKey ${reader.secret}`)).toContain(
      '403',
    )
  })

  test('lists and installs from the feed of a public project, what it depends on too', async () => {
    const open = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
      visibility: 'public',
    })
    const { secret } = await makeToken(open, { scopes: ['write_package_registry'] })
    const [base, id] = [unique('Some.Package'), unique('Some.Package')]
    const more = `<dependencies><dependency id="${base}" version="1.0" /></dependencies>`
    await put('base.nupkg', nupkgOf({ id: base, version: '1.1.0' }))
    await put('old.nupkg', nupkgOf({ id, version: '1.0.0', more }))
    await put('top.nupkg', nupkgOf({ id, version: '1.2.0', more }))
    await put('next.nupkg', nupkgOf({ id, version: '2.0.0-rc', more }))
    const feed = urlOf('v2', open)
    for (const file of ['base', 'old', 'top', 'next'])
      await run(`nuget push ${file}.nupkg -Source ${feed} -ApiKey ${secret}`)
    // without a terminal that has a width it prints empty lines for ever
    const list = async (more: string) =>
      (await run(`script -qec 'stty cols 200; nuget list ${id} -Source ${feed} ${more}' /dev/null`)).match(
        new RegExp(`${id} [\\w.-]+`, 'g'),
      )
    expect(await list('')).toEqual([`${id} 1.2.0`])
    expect(await list('-Prerelease')).toEqual([`${id} 2.0.0-rc`])
    expect(await list('-AllVersions')).toEqual([`${id} 1.0.0`, `${id} 1.2.0`])
    expect((await list('-AllVersions -Prerelease'))?.toSorted()).toEqual(
      ['1.0.0', '1.2.0', '2.0.0-rc'].map((version) => `${id} ${version}`),
    )
    await run(`nuget install ${id} -Source ${feed} -NoCache`)
    await run(`nuget install ${id} -Source ${feed} -NoCache -Version 1.0.0 -OutputDirectory old`)
    await run(`nuget install ${id} -Source ${feed} -NoCache -Prerelease -OutputDirectory next`)
    expect(await run(`cat ${id}.*/content/readme.txt ${base}.*/content/readme.txt`)).toBe(
      `${id} 1.2.0${base} 1.1.0`,
    )
    expect(await run('ls next old')).toMatch(/2\.0\.0-rc[\s\S]*1\.0\.0/)
    expect(await fail(`nuget install Missing -Source ${feed} -NoCache`)).toContain(
      "Unable to find package 'Missing'",
    )
  })

  test('is refused where a project is private, as it signs in nowhere to read a feed', async () => {
    const { id, file } = await pack()
    await run(`nuget push ${file} -Source ${urlOf('v2')} -ApiKey ${publisher.secret}`)
    const { username, password } = reader.credentials
    await run(
      `nuget source Add -Name feed -Source ${urlOf('v2')} -UserName ${username} -Password ${password}`,
    )
    server.requests.length = 0
    const text = await fail(`nuget install ${id} -Source feed -NoCache -NonInteractive`)
    expect(text).toContain(`Unable to find package '${id}'`)
    expect(server.requests.map(({ headers }) => headers.authorization).filter(Boolean)).toEqual([])
  })
})
