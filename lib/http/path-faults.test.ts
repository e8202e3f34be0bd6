import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  makeGroup,
  makeGroupChain,
  makeMember,
  makePersonalToken,
  makeProject,
  makeUser,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import { commitOf, countGitProcesses, inspect, makeRepository } from '@/e2e/support/git-place'
import { basic } from '@/e2e/support/machine-request'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { type RawAnswer, requestText, talk } from '@/e2e/support/raw-exchange'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { changePath } from '@/lib/services/places/change-path'

// Faults in the paths of places, files and refs, as they come over the wire: whoever asks owns the place and would get it.

const strange = { '-x': 'dash', ':': 'colon', ':(glob)**': 'magic', '%2e%2e': 'dots', 'a;b': 'semicolon' }

let server: MachineServer
let group: Group
let project: Project
let owner: UserActor
let token: string
let files: string

beforeAll(async () => {
  server = await openMachineServer()
  group = await makeGroup(undefined, { path: unique('cafe') })
  project = await makeRepository(group, {
    commits: [
      commitOf('First', { 'README.md': 'read', 'lib/a.txt': 'a', ...strange }),
      commitOf('Second', {}, 1),
    ],
  })
  owner = await makeMember(group, 'Owner')
  token = (await makePersonalToken(owner)).secret
  files = `/api/v4/projects/${project.id}/repository`
})
afterAll(() => server.close())
// whatever was asked, git does not stay behind
afterEach(() => vi.waitFor(() => expect(countGitProcesses()).toBe(0), 25_000))

/** The answer to a GET of exactly this target with the owner's token, at the API and at git's door alike. */
async function get(target: string, as = token): Promise<RawAnswer> {
  const credentials = basic({ username: owner.username, password: as }).join(': ')
  const proof = target.includes('/api/v4/') ? `PRIVATE-TOKEN: ${as}` : credentials
  const [answer] = await talk(server.host, requestText(`GET ${target}`, { headers: [proof] }))
  if (!answer) throw new Error(`no answer to ${target}`)
  return answer
}

const inUtf8 = (text: string) => Buffer.from(text).toString('latin1')

describe('a place', () => {
  /** What stands for the path `cafe-…/project-…` in the table. */
  type Spell = (path: string) => string
  const encoded = (path: string) => path.replaceAll('/', '%2F')
  const cyrillic = (path: string) => path.replace('a', '\u0430')

  test.each<[id: string, what: string, spell: Spell, status: number]>([
    ['Q10', 'a letter of another alphabet', (path) => encodeURIComponent(cyrillic(path)), 404],
    ['Q10', 'a composed accent', (path) => encodeURIComponent(path.replace('e', '\u00e9')), 404],
    ['Q10', 'an accent of its own', (path) => encodeURIComponent(path.replace('e', 'e\u0301')), 404],
    ['Q10', 'full-width letters', (path) => encodeURIComponent(path.replace('c', '\uff43')), 404],
    ['Q10', 'an invisible space', (path) => encodeURIComponent(path.replace('c', 'c\u200b')), 404],
    ['Q22', 'a parameter of a matrix', (path) => `${encoded(path)};jsessionid=1`, 404],
    ['Q22', 'one in the middle', (path) => encoded(path.replace('/', ';v=1/')), 404],
    ['Q35', 'twenty steps up', (path) => `${encoded(path)}${'%2f..'.repeat(20)}`, 404],
    ['Q35', 'twenty steps up and down', (path) => `${'..%2f'.repeat(20)}${encoded(path)}`, 404],
  ])('%s: with %s is another one, which is not there', async (_id, _what, spell, status) => {
    expect((await get(`/api/v4/projects/${encoded(project.fullPath)}`)).status).toBe(200)
    expect((await get(`/api/v4/projects/${spell(project.fullPath)}`)).status).toBe(status)
    const repository = spell(project.fullPath).replaceAll('%2F', '/')
    expect((await get(`/${project.fullPath}.git/info/refs?service=git-upload-pack`)).status).toBe(200)
    expect((await get(`/${repository}.git/info/refs?service=git-upload-pack`)).status).toBe(status)
  })

  test('Q35: ten groups deep is found, and nothing by steps up from there', async () => {
    const chain = await makeGroupChain(10)
    const deepest = chain.at(-1)
    if (!deepest) throw new Error('no group')
    const deep = await makeRepository(deepest)
    const reader = (await makePersonalToken(await makeMember(deep, 'Reporter'))).secret
    const path = encoded(deep.fullPath)
    expect((await get(`/api/v4/projects/${path}`, reader)).status).toBe(200)
    for (const steps of ['%2f..%2f', '%2F..', '/..', '/../..'].map((step) => step.repeat(20))) {
      expect((await get(`/api/v4/projects/${path}${steps}`, reader)).status).toBe(404)
      expect((await get(`/${deep.fullPath}${steps}.git/info/refs`, reader)).status).toBeOneOf([403, 404])
    }
  })

  test.each([
    ['Q10', inUtf8('/api/v4/projects/caf\u00e9'), 400],
    ['Q10', inUtf8('/caf\u00e9/web.git/info/refs?service=git-upload-pack'), 400],
    ['Q24', '/api/v4/projects/%ff', 400],
    ['Q24', '/api/v4/projects/%', 400],
    ['Q24', '/api/v4/projects/%zz', 400],
    ['Q24', '/api/v4/projects/a%2', 400],
    ['Q24', '/%ff.git/info/refs?service=git-upload-pack', 400],
    ['Q24', '/a/%zz.git/info/refs?service=git-upload-pack', 400],
    ['Q23', 'gopher://x/api/v4/version', 400],
    ['Q23', 'http://x', 404],
    ['Q23', 'http://evil.example/api/v4/version', 200],
    ['Q23', 'https://user:password@evil.example:1/api/v4/version', 200],
  ])('%s: asked for at %s is answered %3$i', async (_id, target, status) => {
    expect((await get(target)).status).toBe(status)
  })

  test.each([
    ['Q18', '.', /path/],
    ['Q18', '..', /path/],
    ['Q18', '-', /path/],
    ['Q18', '-x', /path/],
    ['Q18', 'x.', /path/],
    ['Q18', 'x.git', /path/],
    ['Q18', 'x.GIT', /path/],
    ['Q18', 'x.atom', /path/],
    ['Q18', 'x/y', /path/],
    ['Q18', 'x y', /path/],
    ['Q18', 'caf\u00e9', /path/],
    ['Q18', '.well-known', /path/],
  ])('%s: named %s is not made', async (_id, path, complaint) => {
    const before = await countPlaces()
    for (const [kind, wishes] of [
      ['groups', { name: 'x', path }],
      ['groups', { name: 'x', path, parent_id: group.id }],
      ['projects', { name: 'x', path, namespace_id: group.id }],
    ] as const) {
      // below the top it is a name like any other
      if (path === '.well-known' && kind + Object.keys(wishes).length !== 'groups2') continue
      const body = JSON.stringify(wishes)
      const headers = [
        `PRIVATE-TOKEN: ${token}`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(body)}`,
      ]
      const sent = requestText(`POST /api/v4/${kind}`, { headers, body: inUtf8(body) })
      const [answer] = await talk(server.host, sent)
      expect([kind, answer?.status]).toEqual([kind, 400])
      expect(answer?.body).toMatch(complaint)
    }
    expect(await countPlaces()).toBe(before)
  })

  // GitLab lets both be names, and so does this: https://docs.gitlab.com/user/reserved_names/
  test.each(['.x', 'x-'])('Q18: named %s is', async (end) => {
    const path = end === '.x' ? `.${unique('x')}` : `${unique('x')}-`
    const made = await makeProject(group, { path })
    expect((await get(`/api/v4/projects/${encoded(made.fullPath)}`)).status).toBe(200)
  })

  test('Q29: that has moved leads its readers on, and is missing for everybody else', async () => {
    const moved = await makeRepository(group)
    const path = unique('later')
    await changePath(owner, { place: moved, path, address: '192.0.2.1' })
    const stranger = (await makePersonalToken(await makeUser())).secret
    const old = `/api/v4/projects/${encoded(moved.fullPath)}`
    const oldRefs = `/${moved.fullPath}.git/info/refs?service=git-upload-pack`
    const now = `${group.fullPath}/${path}`
    expect(await get(old)).toMatchObject({
      status: 301,
      headers: { location: `${env.url}/api/v4/projects/${encoded(now)}` },
    })
    expect(await get(oldRefs)).toMatchObject({
      status: 301,
      headers: { location: `/${now}.git/info/refs?service=git-upload-pack` },
    })
    const missing = await get(`/api/v4/projects/${encoded(`${group.fullPath}/${unique('none')}`)}`, stranger)
    const hidden = await get(old, stranger)
    expect([hidden.status, hidden.body]).toEqual([404, missing.body])
    expect((await get(oldRefs, stranger)).status).toBe(404)
    const body = 'description=x'
    const type = 'Content-Type: application/x-www-form-urlencoded'
    const headers = [`PRIVATE-TOKEN: ${token}`, type, `Content-Length: ${body.length}`]
    const writing = requestText(`PUT ${old}`, { headers, body })
    expect((await talk(server.host, writing))[0]?.status).toBe(404)

    // Q30: and it is another's as soon as that has taken it
    const heir = await makeProject(group, { path: moved.fullPath.split('/').at(-1) })
    expect(JSON.parse((await get(old)).body)).toMatchObject({ id: heir.id })
    expect((await get(old, stranger)).status).toBe(404)
    expect((await get(oldRefs)).headers).not.toHaveProperty('location')
  })

  async function countPlaces(): Promise<unknown> {
    return (await sql`SELECT (SELECT count(*) FROM groups) + (SELECT count(*) FROM projects) AS n`)[0]?.n
  }
})

describe('a file', () => {
  test.each([
    ['Q25', '../../config'],
    ['Q25', '..'],
    ['Q25', '.git/config'],
    ['Q25', 'a/../../b'],
    ['Q25', 'lib/../README.md'],
    ['Q25', './README.md'],
    ['Q25', '/README.md'],
    ['Q25', 'README.md/'],
    ['Q25', 'lib//a.txt'],
    ['Q26', ':README.md'],
    ['Q26', ':(top)README.md'],
    ['Q26', ':/README.md'],
    ['Q26', '*.md'],
    ['Q26', '--output=/tmp/x'],
  ])('%s: %s is not there, raw, in JSON or packed', async (_id, path) => {
    const name = encodeURIComponent(path).replaceAll('.', '%2E')
    for (const target of [`/files/${name}/raw`, `/files/${name}?ref=main`]) {
      const { status, body } = await get(files + target)
      expect([target, status, body]).toEqual([target, 404, '{"message":"404 File Not Found"}'])
    }
    // a directory may be named with a slash at either end
    if (/^\/|\/$/.test(path)) return
    for (const target of [`/archive.tar?path=${name}`, `/tree?path=${name}`])
      expect((await get(files + target)).status).toBe(404)
  })

  test.each(Object.entries(strange))('Q26: %s is itself', async (path, content) => {
    const name = encodeURIComponent(path)
    expect(await get(`${files}/files/${name}/raw`)).toMatchObject({ status: 200, body: content })
    const archive = await get(`${files}/archive.tar?path=${name}`)
    expect(archive.status).toBe(200)
    expect(archive.body).toContain(content)
    expect(archive.body).not.toContain('README.md')
  })
})

describe('a ref', () => {
  test.each([
    ['Q27', 'HEAD~1', 404],
    ['Q27', 'main~1', 404],
    ['Q27', 'main@{0}', 404],
    ['Q27', '@{u}', 404],
    ['Q27', '@', 404],
    ['Q27', 'main^', 404],
    ['Q27', 'main^{/First}', 404],
    ['Q27', 'main^{tree}', 404],
    ['Q27', 'main..x', 404],
    ['Q27', ':/First', 404],
    ['Q27', 'main:README.md', 404],
    ['Q27', '--all', 404],
    ['Q28', 'refs/heads/main\0', 400],
    // not one of these can be a name: there is nothing to be found, as GitLab says of any other
    ['Q28', 'a b', 404],
    ['Q28', 'main~', 404],
    ['Q28', 'main?', 404],
    ['Q28', 'mai*', 404],
    ['Q28', 'mai[n]', 404],
    ['Q28', 'main\\', 404],
    ['Q28', 'main\n', 404],
    ['Q28', 'main.lock', 404],
  ])('%s: %j names nothing', async (_id, ref, status) => {
    const name = encodeURIComponent(ref)
    for (const target of [
      `/branches/${name}`,
      `/tags/${name}`,
      `/commits/${name}`,
      `/tree?ref=${name}`,
      `/files/README.md?ref=${name}`,
      `/files/README.md/raw?ref=${name}`,
      `/archive.tar.gz?sha=${name}`,
    ])
      expect([target, (await get(files + target)).status]).toEqual([target, status])
  })

  test('Q27: is a branch, a tag, a commit’s id, or HEAD', async () => {
    const id = await inspect(project, 'rev-parse', 'main')
    for (const ref of ['main', 'HEAD', id, id.slice(0, 8)])
      expect([ref, (await get(`${files}/files/README.md/raw?ref=${ref}`)).body]).toEqual([ref, 'read'])
  })
})
