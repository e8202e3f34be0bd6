import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeMember, makePersonalToken, makeProject, makeToken, sql } from '@/e2e/support/fixtures'
import { commitOf, countGitProcesses, inspect, makeRepository } from '@/e2e/support/git-place'
import {
  goHost,
  goTarget,
  makeModuleOf,
  makeModules,
  tagMany,
  tagOddFiles,
  unzip,
} from '@/e2e/support/go-modules'
import { send } from '@/e2e/support/machine-request'
import { makePackageProject } from '@/e2e/support/package-bearers'
import type { Project } from '@/lib/domain/project'

// What a Go client asks for, by hand.

vi.hoisted(() => {
  process.env.LATCHKEY_URL = 'https://latchkey.test'
})

type Header = [string, string]

let place: Awaited<ReturnType<typeof makePackageProject>>
let root: string
/** With the scope read_repository as well. */
let whole: Header[]
let reader: Header[]

beforeAll(async () => {
  place = await makePackageProject()
  root = await makeModules(place.project)
  reader = await headersOf(place.project, ['read_package_registry'])
  whole = await headersOf(place.project, ['read_package_registry', 'read_repository'])
})
beforeEach(() => sql`DELETE FROM failed_authentications`)

async function headersOf(
  of: Project,
  scopes: ('read_package_registry' | 'read_repository')[],
): Promise<Header[]> {
  return [['Deploy-Token', (await makeToken(of, { scopes })).secret]]
}

const get = (asked: string, { module = root, headers = reader } = {}) =>
  send(goTarget(place.project, module, asked), { headers })
const textOf = async (asked: string, wishes = {}) => (await get(asked, wishes)).text()

/** A project of one commit with these files under a go.mod, tagged v1.0.0, and what its archive is answered with. */
async function zipOf(files: Record<string, string>, goMod?: string): Promise<Response> {
  const { project, root } = await makeModuleOf(place.above, (root) => [
    commitOf('All', { 'go.mod': goMod ?? `module ${root}\n`, ...files }),
  ])
  await inspect(project, 'update-ref', 'refs/tags/v1.0.0', 'refs/heads/main')
  const headers = await headersOf(project, ['read_package_registry'])
  return send(goTarget(project, root, 'v/v1.0.0.zip'), { headers })
}

describe('a module', () => {
  test('has the versions that its tags name, the lowest first', async () => {
    const tags = ['v1.2', 'v1', '1.3.0', 'v1.3.0+meta', 'v3.0.0', 'v01.0.0', 'v1.10.0', 'release', 'V1.0.0']
    const later = [...tags, 'v0.0.0-20270101000000-0123456789ab', 'tool/v0.0.9', 'toolbox/v9.0.0', 'x/v1.5.0']
    const project = await makeRepository(place.above)
    const module = `${goHost}/${project.fullPath}`
    for (const tag of later) await inspect(project, 'update-ref', `refs/tags/${tag}`, 'refs/heads/main')
    const headers = await headersOf(project, ['read_package_registry'])
    const list = async (path: string) => (await send(goTarget(project, path, 'v/list'), { headers })).text()
    expect(await list(module)).toBe('v1.10.0\n')
    expect(await list(`${module}/tool`)).toBe('v0.0.9\n')
    expect(await list(`${module}/v3`)).toBe('v3.0.0\n')
    expect(await list(`${module}/nothing`)).toBe('')
  })

  test('is told of by version, time and go.mod', async () => {
    const info = await get('v/v1.1.0.info')
    expect([info.status, await info.json()]).toEqual([
      200,
      { Version: 'v1.1.0', Time: '2027-01-01T01:00:00Z' },
    ])
    const mod = await get('v/v1.1.0.mod')
    expect(mod.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await mod.text()).toBe(`module ${root}\n\ngo 1.21\n`)
    expect(await textOf('v/v2.0.0.mod', { module: `${root}/v2` })).toContain(`module ${root}/v2\n`)
    expect(await textOf('v/v0.1.0.mod', { module: `${root}/tool` })).toContain(`module ${root}/tool\n`)
  })

  test('comes as an archive of its own files alone, the same each time', async () => {
    const [answer, again] = [await get('v/v1.0.0.zip'), await get('v/v1.0.0.zip')]
    expect(answer.headers.get('content-type')).toBe('application/zip')
    expect(
      Buffer.from(await again.arrayBuffer()).equals(Buffer.from(await answer.clone().arrayBuffer())),
    ).toBe(true)
    const prefix = `${root}@v1.0.0/`
    const files = await unzip(answer)
    expect(Object.keys(files)).toEqual(
      ['Deep/Inner.go', 'LICENSE', 'go.mod', 'hello.go'].map((name) => prefix + name),
    )
    expect(files[`${prefix}hello.go`]).toContain('return "first"')
    const below = await unzip(await get('v/v0.1.0.zip', { module: `${root}/tool` }))
    expect(below[`${root}/tool@v0.1.0/LICENSE`]).toBe('Free for all.\n')
  })

  test('may be at the top of a branch for its second major version', async () => {
    const goMod = (path: string) => ({ 'go.mod': `// ours\nmodule "${path}" // here\n` })
    const { project, root: module } = await makeModuleOf(place.above, (root) => [
      commitOf('1', goMod(root)),
      commitOf('2', goMod(`${root}/v2`), 1),
    ])
    for (const [tag, commit] of [
      ['v1.0.0', 'main~1'],
      ['v1.0.1', 'main'],
      ['v2.0.0', 'main'],
      ['v2.0.1', 'main~1'],
    ])
      await inspect(project, 'update-ref', `refs/tags/${tag}`, `refs/heads/${commit}`)
    const headers = await headersOf(project, ['read_package_registry'])
    const status = async (path: string, version: string) =>
      (await send(goTarget(project, path, `v/${version}.info`), { headers })).status
    expect(await status(module, 'v1.0.0')).toBe(200)
    expect(await status(`${module}/v2`, 'v2.0.0')).toBe(200)
    // each says of itself that it is of the other major version
    expect(await status(module, 'v1.0.1')).toBe(404)
    expect(await status(`${module}/v2`, 'v2.0.1')).toBe(404)
    expect(await status(module, 'v2.0.0')).toBe(404)
  })

  test('has a latest version: the highest release, or else the highest, or else the default branch', async () => {
    expect(JSON.parse(await textOf('latest')).Version).toBe('v1.1.0')
    const { project, root: module } = await makeModuleOf(place.above, (root) => [
      commitOf('1', { 'go.mod': `module ${root}\n` }),
    ])
    const latest = async (headers: Header[]) => {
      const answer = await send(goTarget(project, module, 'latest'), { headers })
      return answer.ok ? (await answer.json()).Version : answer.status
    }
    const [ofPackages, ofAll] = [
      await headersOf(project, ['read_package_registry']),
      await headersOf(project, ['read_package_registry', 'read_repository']),
    ]
    expect(await latest(ofPackages)).toBe(404)
    const commit = await inspect(project, 'rev-parse', 'main')
    expect(await latest(ofAll)).toBe(`v0.0.0-20270101000000-${commit.slice(0, 12)}`)
    await inspect(project, 'update-ref', 'refs/tags/v1.0.0-beta', 'refs/heads/main')
    expect(await latest(ofPackages)).toBe('v1.0.0-beta')
  })

  test('may have twenty thousand versions', async () => {
    const project = await makeRepository(place.above)
    await tagMany(
      project,
      Array.from({ length: 20_000 }, (_, i) => `v0.${i}.0`),
    )
    const headers = await headersOf(project, ['read_package_registry'])
    const answer = await send(goTarget(project, `${goHost}/${project.fullPath}`, 'v/list'), { headers })
    const versions = (await answer.text()).trim().split('\n')
    expect([versions.length, versions[0], versions.at(-1)]).toEqual([20_000, 'v0.0.0', 'v0.19999.0'])
  })
})

describe('a commit that no tag names', () => {
  const ids = async (...names: string[]) =>
    Promise.all(names.map((name) => inspect(place.project, 'rev-parse', name)))
  const short = (id = '') => id.slice(0, 12)

  test('has the name that go would give it', async () => {
    const [first, last] = await ids('main~2', 'main')
    const resolve = async (query: string, module = root) => {
      const answer = await get(`v/${query}.info`, { module, headers: whole })
      return answer.ok ? (await answer.json()).Version : answer.status
    }
    const name = `v1.1.1-0.20270101020000-${short(last)}`
    for (const query of ['main', last ?? '', short(last), name]) expect(await resolve(query)).toBe(name)
    expect(await resolve(first ?? '')).toBe('v1.1.0-rc.1')
    expect(await resolve('main', `${root}/tool`)).toBe(`v0.1.1-0.20270101020000-${short(last)}`)
    expect(await resolve('main', `${root}/v2`)).toBe(`v2.0.1-0.20270101020000-${short(last)}`)
    // also after another tag in its history, or after none
    for (const pseudo of [
      `v1.0.1-0.20270101020000-${short(last)}`,
      `v1.1.0-rc.1.0.20270101020000-${short(last)}`,
      `v0.0.0-20270101020000-${short(last)}`,
    ])
      expect(await resolve(pseudo)).toBe(pseudo)
    expect((await get(`v/${name}.zip`, { headers: whole })).status).toBe(200)
  })

  test.each([
    ['another time', (id: string) => `v1.1.1-0.20270101020001-${short(id)}`],
    ['a version before it that is none', (id: string) => `v1.5.1-0.20270101020000-${short(id)}`],
    ['a version of another major version before it', (id: string) => `v2.0.1-0.20270101020000-${short(id)}`],
    ['fewer digits', (id: string) => `v1.1.1-0.20270101020000-${id.slice(0, 11)}`],
    ['more digits', (id: string) => `v1.1.1-0.20270101020000-${id.slice(0, 13)}`],
    ['other digits', () => 'v1.1.1-0.20270101020000-0123456789ab'],
    ['a patch before 0', (id: string) => `v1.1.0-0.20270101020000-${short(id)}`],
  ])('is not known by a name with %s', async (_, nameOf) => {
    const [id = ''] = await ids('main')
    for (const ending of ['info', 'mod', 'zip'])
      expect((await get(`v/${nameOf(id)}.${ending}`, { headers: whole })).status).toBe(404)
  })

  test('is for who may read the repository too', async () => {
    const [id = ''] = await ids('main')
    for (const asked of [`v/v1.1.1-0.20270101020000-${short(id)}.zip`, `v/${id}.info`, 'v/main.info']) {
      const refused = await get(asked)
      expect([refused.status, await refused.text()]).toEqual([
        403,
        expect.stringContaining('scope read_repository'),
      ])
    }
    const onlyGit = await headersOf(place.project, ['read_repository'])
    expect((await get('v/main.info', { headers: onlyGit })).status).toBe(403)
    const reporter = await makeMember(place.project, 'Reporter')
    const { secret } = await makePersonalToken(reporter, { scopes: ['read_api'] })
    expect((await get('v/main.info', { headers: [['Private-Token', secret]] })).status).toBe(200)
  })
})

describe('who may', () => {
  const all = ['v/list', 'latest', 'v/v1.0.0.info', 'v/v1.0.0.mod', 'v/v1.0.0.zip']

  test('read', async () => {
    for (const { who, secret, reads } of place.bearers) {
      const headers: Header[] =
        secret === undefined ? [] : [['Authorization', `Basic ${btoa(`go:${secret}`)}`]]
      const answers = await Promise.all(all.map((asked) => get(asked, { headers })))
      expect([who, ...answers.map(({ status }) => status)]).toEqual([who, ...all.map(() => reads)])
    }
  })

  test('is everybody where the project is public, archived or not, unless code or packages are off', async () => {
    const project = await makeProject(place.above)
    const module = await makeModules(project)
    const read = (headers: Header[] = []) => send(goTarget(project, module, 'v/v1.0.0.zip'), { headers })
    expect((await read()).status).toBe(401)
    const headers = await headersOf(project, ['read_package_registry'])
    await sql`UPDATE projects SET visibility = 'public', archived_at = now() WHERE id = ${project.id}`
    expect((await read()).status).toBe(200)
    for (const [feature, status] of [
      ['packages', 404],
      ['repository', 403],
    ] as const) {
      await sql`UPDATE projects SET disabled_features = ${[feature]} WHERE id = ${project.id}`
      expect([(await read()).status, (await read(headers)).status]).toEqual([401, status])
    }
  })

  test('is nobody any more who leaves while it comes: git ends', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `${i}.txt`,
        Buffer.from(crypto.getRandomValues(new Uint8Array(60_000))).toString('base64'),
      ]),
    )
    const answer = await zipOf(files)
    const stream = answer.body?.getReader()
    await stream?.read()
    expect(countGitProcesses()).toBe(1)
    await stream?.cancel()
    await vi.waitFor(() => expect(countGitProcesses()).toBe(0))
  })
})

describe('bad input', () => {
  test('an empty repository has no module, and one that is not there none either', async () => {
    const empty = await makeRepository(place.above, { commits: [] })
    const bare = await makeProject(place.above)
    for (const [project, listed] of [
      [empty, 200],
      [bare, 404],
    ] as const) {
      const headers = await headersOf(project, ['read_package_registry', 'read_repository'])
      const ask = async (asked: string) =>
        (await send(goTarget(project, `${goHost}/${project.fullPath}`, asked), { headers })).status
      expect([await ask('v/list'), await ask('latest'), await ask('v/v1.0.0.info')]).toEqual([
        listed,
        404,
        404,
      ])
    }
  })

  test.each<[string, number]>([
    ['latchkey.test/other/project/@v/list', 404],
    ['latchkey.test/@v/list', 404],
    ['other.test/:path/@v/list', 404],
    [':root0/@v/list', 404],
    [':root', 404],
    [':root/@v', 404],
    [':root/@v/', 404],
    [':root/@v/list/more', 404],
    [':root/@v/v1.0.0', 404],
    [':root/@v/v1.0.0.tar', 404],
    [':root/@v/.info', 404],
    [':root/@latest.info', 404],
    ['@v/list', 404],
    [':root/v1/@v/list', 400],
    [':root/v02/@v/list', 400],
    [':root/a.b./@v/list', 400],
    [':root/.a/@v/list', 400],
    [':root//@v/list', 400],
    [':root/../:root/@v/list', 400],
    [':root/%2e%2e/@v/list', 400],
    [':root/a%00b/@v/list', 400],
    [':root/a b/@v/list', 400],
    [':root/ü/@v/list', 400],
    [':root/nul/@v/list', 400],
    [':root/A/@v/list', 400],
    [':root/!A/@v/list', 400],
    [':root/!1/@v/list', 400],
    [':root/!/@v/list', 400],
    ['localhost/x/@v/list', 404],
    ['Latchkey.test/x/@v/list', 400],
    ['-latchkey.test/x/@v/list', 400],
    ['latchkey.test:443/x/@v/list', 400],
    [`${'a/'.repeat(70)}a/@v/list`, 400],
    [':root/@v/V1.0.0.info', 400],
    [':root/@v/v1.0.0-!r!c.info', 404],
    [':root/@v/v9.9.9.zip', 404],
    [':root/@v/v1.mod', 404],
    [':root/@v/1.0.0.mod', 404],
    [':root/@v/v1.0.0+incompatible.zip', 404],
    [':root/@v/v2.0.0+incompatible.info', 403],
    [':root/@v/v1.0.0%2F..%2F..zip', 404],
    [':root/@v/--help.zip', 404],
    [':root/@v/main.zip', 404],
    [':root/@v/main~1.zip', 404],
    [':root/@v/refs%2Fheads%2Fmain.zip', 404],
    [`:root/@v/v1.0.${'9'.repeat(300)}.zip`, 404],
    [`:root/@v/${'x'.repeat(5000)}.info`, 400],
  ])('%s is answered with %d and a sentence', async (target, status) => {
    const filled = target.replaceAll(':root', root).replaceAll(':path', place.project.fullPath)
    const answer = await send(`/api/v4/projects/${place.project.id}/packages/go/${filled}`, {
      headers: reader,
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/plain; charset=UTF-8'])
    expect(await answer.text()).toMatch(/^[^{].+\.?$/)
  })

  test.each([
    '--upload-pack=x',
    '--help',
    '-h',
    'HEAD',
    'main~1',
    'main@{0}',
    'main:go.mod',
    ':/First',
    '@',
    'a'.repeat(900),
    '^main',
    'main..main',
  ])('the revision %s is none', async (revision) => {
    const answer = await get(`v/${encodeURIComponent(revision)}.info`, { headers: whole })
    expect([404, 400]).toContain(answer.status)
  })

  test.each<[string, Record<string, string>]>([
    ['names that differ in case alone', { 'a.go': '', 'A.go': '' }],
    ['folders that differ in case alone', { 'a/x.go': '', 'A/y.go': '' }],
    ['a name that differs from a folder in case alone', { 'a/x.go': '', A: '' }],
    ['names that are one to a Mac', { 'ſ.go': '', 's.go': '' }],
    ['a colon in a name', { 'a:b.go': '' }],
    ['a backslash in a name', { 'a\\b.go': '' }],
    ['a line end in a name', { 'a\nb.go': '' }],
    ['a name that ends in a dot', { 'a.': '' }],
    ['a name that Windows keeps for itself', { 'aux.go': '' }],
    ['a go.mod in capitals', { 'GO.MOD': '' }],
    ['a quotation mark in a name', { '"': '' }],
  ])('an archive with %s is refused with a sentence', async (_, files) => {
    const answer = await zipOf(files)
    expect([answer.status, await answer.text()]).toEqual([
      404,
      expect.stringMatching(/^This version cannot be a Go module: .+\.$/),
    ])
  })

  test('links and submodules are left out', async () => {
    const { project, root } = await makeModuleOf(place.above, (root) => [
      commitOf('1', { 'go.mod': `module ${root}\n` }),
    ])
    await tagOddFiles(project)
    const headers = await headersOf(project, ['read_package_registry'])
    const files = await unzip(await send(goTarget(project, root, 'v/v1.0.0.zip'), { headers }))
    expect(Object.keys(files)).toEqual(['go.mod', 'run.sh'].map((name) => `${root}@v1.0.0/${name}`))
  })

  test.each(['', 'go 1.21\n', 'module example.com/x/v2\n'])(
    'a go.mod that says %j makes no module',
    async (goMod) => {
      const answer = await zipOf({ 'a.go': '' }, goMod)
      expect([answer.status, await answer.text()]).toEqual([
        404,
        expect.stringContaining('has no go.mod of its own'),
      ])
    },
  )
})
