import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  addMember,
  type MadeToken,
  makeGroup,
  makeGroupChain,
  makeMember,
  makeToken,
  makeUser,
  password,
  sql,
} from '@/e2e/support/fixtures'
import { commitOf, countGitProcesses, inspect, makeRepository } from '@/e2e/support/git-place'
import { ask, basic, packet } from '@/e2e/support/machine-request'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { Terminal } from '@/e2e/support/shell'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { createGroup } from '@/lib/services/groups/create-group'
import { archivePlace } from '@/lib/services/places/archive-place'
import { changePath } from '@/lib/services/places/change-path'
import { deletePlace } from '@/lib/services/places/delete-place'
import { transferPlace } from '@/lib/services/places/transfer-place'
import { updatePermissions } from '@/lib/services/places/update-permissions'
import { createProject } from '@/lib/services/projects/create-project'

// git, where projects are renamed, moved, archived, switched off and deleted.

const address = '192.0.2.1'
let server: MachineServer
let terminal: Terminal
let admin: UserActor
let group: Group
let developer: UserActor

beforeAll(async () => {
  server = await openMachineServer()
  admin = await makeUser({ isAdmin: true })
  group = await makeGroup()
  developer = await makeMember(group, 'Developer')
})
afterAll(() => server.close())
beforeEach(async () => {
  terminal = await Terminal.open()
})
afterEach(async () => {
  await terminal.close()
  await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
})

const asDeveloper = () => ({ username: developer.username, password })

function urlOf(fullPath: string, credentials: { username: string; password: string }): string {
  const user = [credentials.username, credentials.password].map(encodeURIComponent).join(':')
  return `http://${user}@${server.host}/${fullPath}.git`
}

const refsAt = (fullPath: string, service = 'git-upload-pack') =>
  `/${fullPath}.git/info/refs?service=${service}`

async function run(...lines: string[]): Promise<string> {
  const { code, text } = await terminal.run(lines.join(' && '))
  if (code !== 0) throw new Error(`exit ${code}: ${text}`)
  return text.trim()
}

/** A project that had another path before, and its group's token. */
async function makeMoved(): Promise<{ project: Project; old: string; token: MadeToken }> {
  const project = await makeRepository(group)
  const token = await makeToken(group)
  const old = project.fullPath
  const fullPath = await changePath(admin, { place: project, path: `${old.split('/')[1]}-now`, address })
  return { project: { ...project, fullPath }, old, token }
}

describe('by the old path of a project', () => {
  test('the real git clones, fetches and pushes, with and without .git', async () => {
    const { project, old, token } = await makeMoved()
    await run(
      `git clone -q ${urlOf(old, token.credentials)} reader`,
      `git clone -q ${urlOf(old, token.credentials).slice(0, -'.git'.length)} bare-name`,
      `git clone -q ${urlOf(old, asDeveloper())} writer`,
      'cd writer',
      'git commit -q --allow-empty -m Third',
      'git push -q',
    )
    expect(await inspect(project, 'log', '-1', '--format=%s', 'main')).toBe('Third')
    expect(await run('cd reader', 'git pull -q', 'git log -1 --format=%s')).toBe('Third')
  })

  test('a whole tree that is renamed is reached, however deep', async () => {
    const chain = await makeGroupChain(20)
    const project = await makeRepository(chain.at(-1) as Group)
    const { credentials } = await makeToken(chain[0] as Group)
    await changePath(admin, { place: chain[0] as Group, path: `${chain[0]?.fullPath}-now`, address })
    expect(await run(`git ls-remote ${urlOf(project.fullPath, credentials)} HEAD`)).toMatch(/HEAD$/)
  })

  test('only info/refs leads on, to the same question', async () => {
    const { project, old, token } = await makeMoved()
    const headers = [basic(token.credentials)]
    const { status, headers: answered } = await ask(refsAt(old), { headers })
    expect([status, answered.location]).toEqual([301, refsAt(project.fullPath)])
    expect(answered['cache-control']).toContain('no-cache')
    const type: [string, string] = ['Content-Type', 'application/x-git-upload-pack-request']
    const pack = { method: 'POST', body: '0000', headers: [...headers, type] }
    expect((await ask(`/${old}.git/git-upload-pack`, pack)).status).toBe(404)
  })

  test('whoever may not do that there is told what there is to say of nothing', async () => {
    const { old, token } = await makeMoved()
    const guest = await makeMember(group, 'Guest')
    const foreign = await makeToken(await makeGroup())
    const narrow = await makeToken(group, { scopes: ['read_registry'] })
    const askers: [string, [string, string][], string][] = [
      ['nobody', [], 'git-upload-pack'],
      ['an outsider', [basic({ username: (await makeUser()).username, password })], 'git-upload-pack'],
      ['a guest', [basic({ username: guest.username, password })], 'git-upload-pack'],
      ['a token of elsewhere', [basic(foreign.credentials)], 'git-upload-pack'],
      ['a token without the scope', [basic(narrow.credentials)], 'git-upload-pack'],
      ['a token that would push', [basic(token.credentials)], 'git-receive-pack'],
      ['wrong credentials', [basic({ username: 'x', password: 'y' })], 'git-upload-pack'],
    ]
    for (const [who, headers, service] of askers) {
      const there = await ask(refsAt(old, service), { headers })
      expect(there, who).toEqual(await ask(refsAt(`${old}-never`, service), { headers }))
      expect([401, 404], who).toContain(there.status)
    }
  })

  test('a public project leads everybody on', async () => {
    const open = await makeGroup(undefined, { visibility: 'public' })
    const project = await makeRepository(open, { visibility: 'public' })
    await changePath(admin, { place: project, path: 'now', address })
    expect((await ask(refsAt(project.fullPath))).headers.location).toBe(refsAt(`${open.fullPath}/now`))
    expect((await ask(refsAt(project.fullPath, 'git-receive-pack'))).status).toBe(401)
  })

  test('nothing of it is there once somebody else has the path', async () => {
    const place = await makeGroup()
    const project = await makeRepository(place, { commits: [commitOf('Ours', { 'ours.txt': 'secret' })] })
    const { credentials } = await makeToken(place)
    const moved = await changePath(admin, { place, path: `${place.fullPath}-now`, address })
    const evil = await makeUser()
    const plain = { name: 'Theirs', visibility: 'private' as const }
    await createGroup(evil, { ...plain, path: place.fullPath, parent: '' }, address)
    const headers = [basic(credentials)]
    expect((await ask(refsAt(project.fullPath), { headers })).status).toBe(404)
    const path = project.fullPath.split('/')[1] ?? ''
    const form = { ...plain, path, parent: place.fullPath, withReadme: false }
    const history = [commitOf('Theirs', { 'theirs.txt': 'x' })]
    expect(await createProject(evil, form, { address, history })).toBe(project.fullPath)
    const theirs = { username: evil.username, password }
    const log = ['git -C copy log --all --format=%s', 'rm -rf copy']
    expect(await run(`git clone -q ${urlOf(project.fullPath, theirs)} copy`, ...log)).toBe('Theirs')
    expect((await ask(refsAt(project.fullPath), { headers })).status).toBe(404)
    expect((await ask(refsAt(`${moved}/${path}`), { headers: [basic(theirs)] })).status).toBe(404)
    expect(await run(`git clone -q ${urlOf(`${moved}/${path}`, credentials)} copy`, ...log)).toBe('Ours')
  })
})

describe('encoded ways upwards', () => {
  // five levels of groups and more: what CVE-2023-2825 took
  test.each([5, 12, 20])('from %i levels deep lead nowhere', async (depth) => {
    const chain = await makeGroupChain(depth)
    const project = await makeRepository(chain.at(-1) as Group)
    const { credentials } = await makeToken(chain[0] as Group)
    const headers = [basic(credentials)]
    expect((await ask(refsAt(project.fullPath), { headers })).status).toBe(200)
    const missing = await ask(refsAt('not/there'), { headers })
    for (const up of ['..%2f', '..%2F', '%2e%2e%2f', '..%5c', '%2e%2e/', '../']) {
      for (const target of ['etc/passwd', project.fullPath, 'config']) {
        const climb = up.repeat(depth + 3)
        for (const url of [
          `/${project.fullPath}.git/${climb}${target}`,
          `/${project.fullPath}/${climb}${target}.git/info/refs?service=git-upload-pack`,
          `/${climb}${target}.git/info/refs?service=git-upload-pack`,
        ]) {
          const { status, body } = await ask(url, { headers })
          expect([400, 403, 404], url).toContain(status)
          if (status === 404) expect([missing.body, '404 Not Found'], url).toContain(body)
          expect(body).not.toMatch(/root:|\[core\]|refs\/heads/)
        }
      }
    }
  })
})

describe('a project that is', () => {
  test('archived takes no push, and says why, and is cloned as before', async () => {
    const project = await makeRepository(group)
    await run(
      `git clone -q ${urlOf(project.fullPath, asDeveloper())} .`,
      'git commit -q --allow-empty -m Late',
    )
    await archivePlace(admin, { place: group, isArchived: true, address })
    const { code, text } = await terminal.run('git push')
    expect(code).not.toBe(0)
    expect(text).toContain('This project is archived and read-only.')
    expect(
      (await ask(refsAt(project.fullPath, 'git-receive-pack'), { headers: [basic(asDeveloper())] })).status,
    ).toBe(403)
    await run(`git clone -q ${urlOf(project.fullPath, asDeveloper())} copy`)
    await archivePlace(admin, { place: group, isArchived: false, address })
    await run('git push -q')
  })

  test('without its repository is neither cloned nor pushed to, and says why', async () => {
    const project = await makeRepository(group)
    const { credentials } = await makeToken(project)
    const permissions = { visibility: 'private' as const, disabledFeatures: ['repository' as const] }
    await updatePermissions(admin, { place: project, permissions, address })
    for (const [who, service] of [
      [credentials, 'git-upload-pack'],
      [asDeveloper(), 'git-upload-pack'],
      [asDeveloper(), 'git-receive-pack'],
      [{ username: admin.username, password }, 'git-receive-pack'],
    ] as const) {
      expect(await ask(refsAt(project.fullPath, service), { headers: [basic(who)] })).toMatchObject({
        status: 403,
        body: 'The repository of this project is switched off.',
      })
    }
  })

  test('deleted and made anew by its path opens to no old token', async () => {
    const place = await makeGroup()
    const project = await makeRepository(place)
    const tokens = [await makeToken(project), await makeToken(place)]
    await deletePlace(admin, { place, confirmation: place.fullPath, address })
    const plain = { name: 'Again', visibility: 'public' as const }
    await createGroup(admin, { ...plain, path: place.fullPath, parent: '' }, address)
    const path = project.fullPath.split('/')[1] ?? ''
    await createProject(
      admin,
      { ...plain, path, parent: place.fullPath, withReadme: false },
      { address, history: [] },
    )
    for (const { credentials } of tokens) {
      expect((await ask(refsAt(project.fullPath), { headers: [basic(credentials)] })).status).toBe(401)
    }
    expect((await ask(refsAt(project.fullPath))).status).toBe(200)
  })
})

describe('while a project goes out of a group and back', () => {
  test('every answer to the group’s token is that of a moment it was asked in', async () => {
    const [home, away] = [await makeGroup(), await makeGroup()]
    const project = await makeRepository(home)
    const { credentials } = await makeToken(home)
    const inside = project.fullPath
    const outside = `${away.fullPath}/${inside.split('/')[1]}`
    /** When each move began and had returned; between the two, either state is true. */
    const moves: { isInside: boolean; from: number; until: number }[] = []
    const asked: { from: number; until: number; isLetIn: boolean; text: string }[] = []
    const rounds = 30
    let isOver = false

    async function moveAbout() {
      for (let round = 0; round < rounds; round++) {
        const isInside = round % 2 === 1
        const [fullPath, parent] = isInside ? [outside, home.fullPath] : [inside, away.fullPath]
        const from = performance.now()
        await transferPlace(admin, {
          place: { ...project, fullPath },
          parent,
          confirmation: fullPath,
          address,
        })
        const until = performance.now()
        moves.push({ isInside, from, until })
        // until something that was asked after the move is answered before the next
        const isSeen = () => expect(asked.some((question) => question.from > until)).toBe(true)
        await vi.waitFor(isSeen, { timeout: 20_000, interval: 5 })
      }
      isOver = true
    }

    async function askOverAndOver(command: string) {
      while (!isOver) {
        const from = performance.now()
        const { code, text } = await terminal.run(command)
        asked.push({ from, until: performance.now(), isLetIn: code === 0, text })
      }
    }

    await Promise.all([
      moveAbout(),
      askOverAndOver(`git ls-remote ${urlOf(inside, credentials)}`),
      askOverAndOver(`rm -rf copy && git clone -q ${urlOf(inside, credentials)} copy`),
    ])
    const answers = { in: 0, out: 0, either: 0 }
    for (const { from, until, isLetIn, text } of asked) {
      const overlaps = moves.some((move) => move.from < until && move.until > from)
      const last = moves.findLast((move) => move.until <= from)
      if (overlaps) answers.either++
      else {
        answers[isLetIn ? 'in' : 'out']++
        expect(isLetIn, text).toBe(last?.isInside ?? true)
      }
      if (!isLetIn) expect(text).toMatch(/could not be found|error: 404/)
    }
    expect(answers.in).toBeGreaterThanOrEqual(rounds / 2)
    expect(answers.out).toBeGreaterThanOrEqual(rounds / 2)
  }, 120_000)
})

describe('a download in flight', () => {
  test.each<[string, boolean, (project: Project) => Promise<unknown>]>([
    [
      'ends when its project is moved out of the token’s group',
      false,
      async (project) =>
        transferPlace(admin, {
          place: project,
          parent: (await makeGroup()).fullPath,
          confirmation: project.fullPath,
          address,
        }),
    ],
    [
      'ends when its project is deleted',
      false,
      (project) => deletePlace(admin, { place: project, confirmation: project.fullPath, address }),
    ],
    [
      'goes on when its project gets another path',
      true,
      (project) => changePath(admin, { place: project, path: 'another', address }),
    ],
  ])('%s', async (_, isWhole, change) => {
    // more than the buffers between here and git can hold, so that git is still at it
    const noise = randomBytes(18 * 1024 * 1024).toString('base64')
    const project = await makeRepository(group, { commits: [commitOf('Large', { 'noise.txt': noise })] })
    const { credentials } = await makeToken(group)
    const request = http.request(`http://${server.host}/${project.fullPath}.git/git-upload-pack`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-git-upload-pack-request',
        'Git-Protocol': 'version=2',
        ...Object.fromEntries([basic(credentials)]),
      },
    })
    const response = once(request, 'response')
    const head = await inspect(project, 'rev-parse', 'HEAD')
    request.end(`${packet('command=fetch')}0001${packet(`want ${head}\n`)}${packet('done\n')}0000`)
    const [body]: IncomingMessage[] = await response
    await change(project)
    const read = async () => {
      let bytes = 0
      for await (const chunk of body ?? []) {
        bytes += chunk.length
        // as a network takes it: the whole needs several times the second between two questions
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
      return bytes
    }
    if (isWhole) expect(await read()).toBeGreaterThan(18 * 1024 * 1024)
    else await expect(read()).rejects.toThrow('aborted')
  })
})

describe('a transfer that runs', () => {
  test('goes on after a rename, and not after a move, an end, or for a push an archiving', async () => {
    const project = await makeRepository(group)
    const reporter = await makeMember(group, 'Developer')
    const goesOn = (ability: 'download_code' | 'push_code') =>
      confirmTransfer(reporter, ability, project.id).then(
        () => true,
        () => false,
      )
    const renamed = await changePath(admin, { place: project, path: 'renamed-meanwhile', address })
    expect(await goesOn('download_code')).toBe(true)
    const place = { ...project, fullPath: renamed }
    await archivePlace(admin, { place, isArchived: true, address })
    expect([await goesOn('download_code'), await goesOn('push_code')]).toEqual([true, false])
    await archivePlace(admin, { place, isArchived: false, address })
    const away = await makeGroup()
    const fullPath = await transferPlace(admin, {
      place,
      parent: away.fullPath,
      confirmation: renamed,
      address,
    })
    expect(await goesOn('download_code')).toBe(false)
    await addMember(reporter, away, 'Developer')
    expect(await goesOn('push_code')).toBe(true)
    await deletePlace(admin, { place: { ...project, fullPath }, confirmation: fullPath, address })
    expect(await goesOn('download_code')).toBe(false)
    expect(await sql`SELECT id FROM projects WHERE id = ${project.id}`).toEqual([])
  })
})
