import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { deflateSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type MadeToken,
  makeGroup,
  makeMember,
  makeRevokedToken,
  makeToken,
  password,
  sql,
} from '@/e2e/support/fixtures'
import { commitOf, countGitProcesses, inspect, makeRepository } from '@/e2e/support/git-place'
import { basic, packet } from '@/e2e/support/machine-request'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { Terminal } from '@/e2e/support/shell'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'

// The real git, over a real connection.

let server: MachineServer
let terminal: Terminal
let group: Group
let project: Project
let reader: MadeToken
let developer: UserActor

beforeAll(async () => {
  server = await openMachineServer()
  group = await makeGroup()
  project = await makeRepository(group)
  reader = await makeToken(group)
  developer = await makeMember(group, 'Developer')
})
afterAll(() => server.close())

beforeEach(async () => {
  terminal = await Terminal.open()
  server.requests.length = 0
})
afterEach(async () => {
  await terminal.close()
  await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
})

type Credentials = { username: string; password: string }

function urlOf({ fullPath }: Project, { username, password: secret }: Credentials, suffix = '.git'): string {
  return `http://${encodeURIComponent(username)}:${encodeURIComponent(secret)}@${server.host}/${fullPath}${suffix}`
}

function readUrl(of: Project): string {
  return urlOf(of, reader.credentials)
}

function writeUrl(of: Project): string {
  return urlOf(of, { username: developer.username, password })
}

/** Runs lines in the terminal, which all have to succeed, and gives what was printed. */
async function run(...lines: string[]): Promise<string> {
  const { code, text } = await terminal.run(lines.join(' && '))
  if (code !== 0) throw new Error(`exit ${code}: ${text}`)
  return text.trim()
}

/** Runs a line that has to fail, and gives what was printed. */
async function fail(line: string): Promise<string> {
  const { code, text } = await terminal.run(line)
  expect(code).not.toBe(0)
  return text
}

/** A POST to the service, its body still open. `answer` rejects when the connection breaks. */
function open(service: string, of: Project, credentials?: Credentials, headers: Record<string, string> = {}) {
  const request = http.request(`http://${server.host}/${of.fullPath}.git/${service}`, {
    method: 'POST',
    headers: {
      'Content-Type': `application/x-${service}-request`,
      ...(credentials && Object.fromEntries([basic(credentials)])),
      ...headers,
    },
  })
  const answer = once(request, 'response').then(async ([response]: IncomingMessage[]) => ({
    status: response?.statusCode,
    body: response ? await text(response) : '',
  }))
  answer.catch(() => {}) // some of them are broken off on purpose
  return { request, answer }
}

const none = '0'.repeat(40)
const emptyPack = Buffer.from('5041434b0000000200000000029d08823bd8a8eab510ad6ac75c823cfd3ed31e', 'hex')

/** What a push asks for first: to make this branch at this commit. */
function creation(branch: string, id: string): string {
  return `${packet(`${none} ${id} refs/heads/${branch}\0report-status`)}0000`
}

/** A number in sevens of bits, the lowest first. */
function lengthOf(value: number): Buffer {
  const bytes = []
  for (let rest = value; bytes.length === 0 || rest > 0; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) | (rest >= 128 ? 0x80 : 0))
  }
  return Buffer.from(bytes)
}

/** The head of an object in a pack: its type, and its size of which four bits come first. */
function entry(type: number, size: number): Buffer {
  return Buffer.concat([Buffer.from([0x80 | (type << 4) | (size % 16)]), lengthOf(Math.floor(size / 16))])
}

describe('a clone', () => {
  test.each([0, 1, 2])('by protocol version %i is whole', async (version) => {
    await run(`git -c protocol.version=${version} clone -q ${readUrl(project)} copy`)
    expect(
      await run('cd copy', 'git fsck --full --strict 2>&1', 'cat lib/deep/z.txt', 'git log --format=%s'),
    ).toBe('z\nSecond\nFirst')
  })

  test('with a user name that has a plus sign works as it is written, and encoded', async () => {
    const { username, password: secret } = (await makeToken(project)).credentials
    expect(username).toMatch(/^gitlab\+deploy-token-\d+$/)
    await run(`git clone -q http://${username}:${secret}@${server.host}/${project.fullPath}.git a`)
    await run(`git clone -q ${urlOf(project, { username, password: secret })} b`)
  })

  test('without .git in its URL is sent to where it is', async () => {
    await run(`git clone -q ${urlOf(project, reader.credentials, '')} copy`)
    expect(server.requests.map(({ method, url }) => `${method} ${url}`).slice(0, 2)).toEqual([
      `GET /${project.fullPath}/info/refs?service=git-upload-pack`,
      `GET /${project.fullPath}.git/info/refs?service=git-upload-pack`,
    ])
  })

  test('of an empty repository is empty, and on the branch that is to come', async () => {
    const empty = await makeRepository(group, { commits: [] })
    expect(await run(`git clone ${readUrl(empty)} copy`)).toContain(
      'You appear to have cloned an empty repository',
    )
    expect(await run('git -C copy symbolic-ref HEAD')).toBe('refs/heads/main')
  })

  test.each([0, 2])('by version %i can be shallow, be deepened and be made whole', async (version) => {
    await run(
      `git config --global protocol.version ${version}`,
      `git clone -q --depth 1 ${readUrl(project)} copy`,
    )
    expect(await run('git -C copy rev-list --count HEAD')).toBe('1')
    expect(await run('cd copy', 'git fetch -q --deepen 1', 'git rev-list --count HEAD')).toBe('2')
    await run(`git clone -q --depth 1 ${readUrl(project)} other`)
    expect(
      await run('cd other', 'git fetch -q --unshallow', 'git rev-list --count HEAD', 'git fsck 2>&1'),
    ).toBe('2')
  })

  test.each([0, 2])('by version %i can leave the files out and get them later', async (version) => {
    await run(
      `git config --global protocol.version ${version}`,
      `git clone -q --no-checkout --filter=blob:none ${readUrl(project)} copy`,
    )
    expect(await run('git -C copy rev-list --objects --missing=print HEAD | grep -c "^?"')).toBe('4')
    expect(await run('cd copy', 'git checkout -q main 2>&1', 'cat lib/a.txt')).toBe('b')
  })

  test('of a branch named like two things is of the branch', async () => {
    const place = await makeRepository(group)
    const url = writeUrl(place)
    await run(
      `git clone -q ${url} copy`,
      'cd copy',
      'git tag main HEAD~1',
      'git push -q origin refs/tags/main',
    )
    expect(
      await run(`git clone -q ${readUrl(place)} again 2>&1`, 'git -C again log -1 --format=%s HEAD'),
    ).toContain('Second')
  })

  test('goes on with what a long-lived copy lacks, asked for in compressed bodies', async () => {
    const place = await makeRepository(group)
    await run(
      `git clone -q ${writeUrl(place)} mine`,
      `git clone -q ${readUrl(place)} copy`,
      'cd copy',
      'for n in $(seq 80); do GIT_COMMITTER_DATE="1900000000 +0000" git commit -q --allow-empty -m $n; done',
      'cd ../mine',
      'git commit -q --allow-empty -m Third',
      'git push -q',
    )
    server.requests.length = 0
    expect(await run('cd copy', 'git fetch -q', 'git log -1 --format=%s origin/main')).toBe('Third')
    expect(server.requests.map(({ headers }) => headers['content-encoding'])).toContain('gzip')
    expect(await run('cd copy', 'git -c protocol.version=0 fetch -q', 'git fsck 2>&1')).toBe('')
  })
})

describe('a token that was revoked', () => {
  test('fetches no more, and its user is told why', async () => {
    const { token, credentials } = await makeRevokedToken(project)
    const printed = await fail(`git ls-remote ${urlOf(project, credentials)}`)
    expect(printed).toMatch(new RegExp(`remote: .*The deploy token "${token.name}" was revoked at 20`))
    expect(printed).toContain('Authentication failed')
  })

  test('between the two requests of a fetch ends it', async () => {
    const { token, credentials } = await makeToken(project)
    const headers = Object.fromEntries([basic(credentials)])
    const url = `http://${server.host}/${project.fullPath}.git`
    expect((await fetch(`${url}/info/refs?service=git-upload-pack`, { headers })).status).toBe(200)
    await sql`UPDATE deploy_tokens SET revoked_at = now() WHERE id = ${token.id}`
    const type = { 'Content-Type': 'application/x-git-upload-pack-request' }
    const sent = { method: 'POST', headers: { ...headers, ...type }, body: '0000' }
    expect((await fetch(`${url}/git-upload-pack`, sent)).status).toBe(401)
  })
})

describe('a push', () => {
  let place: Project
  beforeEach(async () => {
    place = await makeRepository(group)
    await run(`git clone -q ${writeUrl(place)} .`)
  })

  test('of a developer is there when it is over, and can be cloned', async () => {
    await run(
      'echo new > new.txt',
      'git add .',
      'git commit -qm Third',
      'git push -q',
      'git tag v1',
      'git push -q --tags',
    )
    expect(await inspect(place, 'log', '--format=%s', 'main')).toBe('Third\nSecond\nFirst')
    expect(await run(`git clone -q -b v1 ${readUrl(place)} copy 2>&1`, 'cat copy/new.txt')).toMatch(/new$/)
  })

  test('in chunks of a body larger than the buffer is whole', async () => {
    await run(
      'head -c 6000000 /dev/urandom > large.bin',
      'git add .',
      'git commit -qm Large',
      'git -c http.postBuffer=65536 push -q',
    )
    const bodies = server.requests.filter(
      ({ method, url }) => method === 'POST' && url?.endsWith('git-receive-pack'),
    )
    expect(bodies.map(({ headers }) => headers['transfer-encoding'] ?? headers['content-length'])).toEqual([
      '4',
      'chunked',
    ])
    expect(await inspect(place, 'fsck', '--full', '--strict')).toBe('')
    expect(await inspect(place, 'cat-file', '-s', 'main:large.bin')).toBe('6000000')
  })

  test('makes, moves and removes branches', async () => {
    await run('git push -q origin HEAD:refs/heads/feature/x HEAD:refs/heads/gone')
    await run('git push -q origin :gone', 'git push -q --force origin HEAD~1:refs/heads/feature/x')
    expect(await inspect(place, 'for-each-ref', '--format=%(refname) %(subject)')).toBe(
      'refs/heads/feature/x First\nrefs/heads/main Second',
    )
  })

  test('to an empty repository makes its branch the one that is cloned, and the project’s', async () => {
    const empty = await makeRepository(group, { commits: [] })
    await run(`git push -q ${writeUrl(empty)} HEAD:refs/heads/trunk`)
    expect(await run(`git ls-remote --symref ${readUrl(empty)} HEAD`)).toContain(
      'ref: refs/heads/trunk\tHEAD',
    )
    expect(await sql`SELECT default_branch FROM projects WHERE id = ${empty.id}`).toEqual([
      { default_branch: 'trunk' },
    ])
  })

  test('by a deploy token is refused with the reason, and so is one by who may not', async () => {
    expect(await fail(`git push ${readUrl(place)} HEAD:refs/heads/x`)).toContain(
      'remote: You are not allowed to upload code. A deploy token can only read a repository.',
    )
    const reporter = await makeMember(group, 'Reporter')
    expect(
      await fail(`git push ${urlOf(place, { username: reporter.username, password })} HEAD:x`),
    ).toContain('remote: You are not allowed to push code to this project.')
  })

  test('with one bad name among good ones moves the good ones', async () => {
    await fail('git push origin HEAD:refs/heads/good HEAD:refs/notes/bad')
    expect(await inspect(place, 'for-each-ref', '--format=%(refname)')).toBe(
      'refs/heads/good\nrefs/heads/main',
    )
  })

  test.each(['-o a=b', '--signed=true', '--receive-pack="touch pwned;"'])(
    'with %s finds nobody who takes it',
    async (option) => {
      const { code } = await terminal.run(`git push ${option} origin HEAD:refs/heads/option`)
      const branches = await inspect(place, 'for-each-ref', '--format=%(refname)')
      // --receive-pack means nothing over HTTP: git sends none of it
      expect([code === 0, branches.includes('option')]).toEqual(Array(2).fill(option.startsWith('--receive')))
      expect(branches).not.toContain('pwned')
    },
  )

  test('of old commits with a strange time zone is let in, as GitLab does', async () => {
    await run(
      `commit=$(printf 'tree %s\\nauthor A <a@example.com> 1 +051800\\ncommitter A <a@example.com> 1 +051800\\n\\nx' $(git rev-parse HEAD^{tree}) | git hash-object -w -t commit --literally --stdin)`,
      'git update-ref refs/heads/old $commit',
      'git push -q origin old',
    )
  })

  test('from a shallow copy that would leave holes is refused', async () => {
    await run(
      'git init -q fresh',
      'cd fresh',
      `git fetch -q --depth 1 ${readUrl(place)} main`,
      'git branch part FETCH_HEAD',
    )
    const empty = await makeRepository(group, { commits: [] })
    expect(await fail(`cd fresh && git push ${writeUrl(empty)} part`)).toContain('shallow update not allowed')
  })

  test('that lacks objects is refused, and leaves nothing', async () => {
    const body = Buffer.concat([Buffer.from(creation('hole', '1'.repeat(40))), emptyPack])
    expect(await push(body)).toMatch(/ng refs\/heads\/hole/)
    expect(await inspect(place, 'count-objects')).toBe('0 objects, 0 kilobytes')
  })

  test.each([
    ['garbage', 'PACKgarbage'],
    ['a version of tomorrow', 'PACK\0\0\0\x09\0\0\0\0'],
    ['an end before its objects', 'PACK\0\0\0\x02\0\0\0\x05'],
    ['nothing', ''],
  ])('of a pack that is %s is refused', async (_, pack) => {
    expect(await push(Buffer.from(creation('x', '1'.repeat(40)) + pack))).toMatch(
      /unpack .*\n.*ng refs\/heads\/x/,
    )
  })

  test('of a few kilobytes that would unpack to eleven gigabytes is refused', async () => {
    const base = Buffer.alloc(2 ** 24 - 1)
    const copies = 700
    // "copy all of the base", again and again: gitformat-pack, "Deltified representation"
    const copy = Buffer.from([0xf0, 0xff, 0xff, 0xff])
    const delta = Buffer.concat([
      lengthOf(base.length),
      lengthOf(base.length * copies),
      ...Array(copies).fill(copy),
    ])
    const baseId = createHash('sha1').update(`blob ${base.length}\0`).update(base).digest()
    const pack = Buffer.concat([
      Buffer.from('PACK\0\0\0\x02\0\0\0\x02'),
      Buffer.concat([entry(3, base.length), deflateSync(base)]),
      Buffer.concat([entry(7, delta.length), baseId, deflateSync(delta)]),
    ])
    const body = Buffer.concat([
      Buffer.from(creation('bomb', '1'.repeat(40))),
      pack,
      createHash('sha1').update(pack).digest(),
    ])
    expect(body.length).toBeLessThan(32 * 1024)
    expect(await push(body)).toMatch(/unpack index-pack abnormal exit/)
    expect(await inspect(place, 'count-objects', '-v')).toContain('garbage: 0')
  })

  test('compressed like a fetch is taken too', async () => {
    const id = await run('git rev-parse HEAD')
    const body = gzipSync(Buffer.concat([Buffer.from(creation('zipped', id)), emptyPack]))
    expect(await push(body, { 'Content-Encoding': 'gzip' })).toContain('ok refs/heads/zipped')
  })

  test('whose sender loses the right to it before its last byte changes nothing', async () => {
    const leaving = await makeMember(place, 'Developer')
    const { request, answer } = open('git-receive-pack', place, { username: leaving.username, password })
    request.write(creation('late', await run('git rev-parse HEAD')))
    await vi.waitFor(() => expect(countGitProcesses()).toBe(1), 5000)

    await sql`DELETE FROM memberships WHERE user_id = ${leaving.id}`
    request.end(emptyPack)
    expect((await answer).status).toBe(404)
    expect(await inspect(place, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main')
  })

  async function push(body: Buffer, headers: Record<string, string> = {}): Promise<string> {
    const { request, answer } = open(
      'git-receive-pack',
      place,
      { username: developer.username, password },
      headers,
    )
    request.end(body)
    expect((await answer).status).toBe(200)
    return (await answer).body
  }
})

describe('a push that changes nothing', () => {
  let place: Project
  let shared: Terminal
  let own: Terminal
  beforeAll(async () => {
    place = await makeRepository(group)
    shared = await Terminal.open()
    await shared.run(`git clone -q ${writeUrl(place)} .`)
  })
  afterAll(() => shared.close())
  beforeEach(() => {
    own = terminal
    terminal = shared
  })
  afterEach(async () => {
    terminal = own
    expect(await inspect(place, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main')
  })

  test.each([
    ['refs/replace/0123', 'deny updating a hidden ref'],
    ['refs/notes/commits', 'deny updating a hidden ref'],
    ['refs/keep-around/x', 'deny updating a hidden ref'],
    ['refs/pull/1/head', 'deny updating a hidden ref'],
    ['refs/merge-requests/1/head', 'deny updating a hidden ref'],
    ['refs/meta/config', 'deny updating a hidden ref'],
    ['refs/headstrong', 'deny updating a hidden ref'],
    ['refs/heads/HEAD', 'deny updating a hidden ref'],
    ['refs/heads/refs/heads/main', 'deny updating a hidden ref'],
    ['refs/heads/main/below', 'main'],
    [`refs/heads/${'x'.repeat(300)}`, 'x'],
  ])('is one to %s', async (ref, reason) => {
    const printed = await fail(`git push origin HEAD:${ref}`)
    expect(printed).toContain('remote rejected')
    expect(printed).toContain(reason)
  })

  test('is one that removes the default branch', async () => {
    expect(await fail('git push origin :main')).toContain('deletion of the current branch prohibited')
  })

  // what git's own clients would trip over: each is a tree or commit written past git's checks
  test.each([
    ['a .git in a tree', `printf '100644 blob %s\\t.git\\n' $(git rev-parse HEAD:README.md) | git mktree`],
    ['a .GIT in a tree', `printf '100644 blob %s\\t.GIT\\n' $(git rev-parse HEAD:README.md) | git mktree`],
    ['a git~1 in a tree', `printf '100644 blob %s\\tgit~1\\n' $(git rev-parse HEAD:README.md) | git mktree`],
    ['.. in a tree', `printf '040000 tree %s\\t..\\n' $(git rev-parse HEAD:lib) | git mktree`],
    [
      'a .gitmodules that is a link',
      `printf '120000 blob %s\\t.gitmodules\\n' $(git rev-parse HEAD:README.md) | git mktree`,
    ],
    [
      'a submodule named ../x',
      `printf '[submodule "../x"]\\n\\tpath = a\\n\\turl = b\\n' > m; printf '100644 blob %s\\t.gitmodules\\n' $(git hash-object -w m) | git mktree`,
    ],
    [
      'a submodule whose URL is an option',
      `printf '[submodule "x"]\\n\\tpath = a\\n\\turl = -u./run\\n' > m; printf '100644 blob %s\\t.gitmodules\\n' $(git hash-object -w m) | git mktree`,
    ],
    [
      'two entries of one name',
      `id=$(git rev-parse HEAD:README.md); printf '100644 blob %s\ta\n100644 blob %s\ta\n' $id $id | git mktree`,
    ],
  ])('is one of %s', async (_, makeTree) => {
    await run(
      `tree=$(${makeTree})`,
      'commit=$(git commit-tree -m bad $tree -p HEAD)',
      'git update-ref refs/heads/bad $commit',
    )
    expect(await fail('git push origin bad')).toMatch(/fsck|unpack|bad tree|missing/i)
  })

  test.each([
    ['without an author', 'tree T\ncommitter A <a@example.com> 1 +0000\n\nx'],
    [
      'with a NUL in its header',
      'tree T\nauthor A\\0B <a@example.com> 1 +0000\ncommitter A <a@example.com> 1 +0000\n\nx',
    ],
    [
      'with a date beyond the end of time',
      'tree T\nauthor A <a@example.com> 99999999999999999999 +0000\ncommitter A <a@example.com> 1 +0000\n\nx',
    ],
  ])('is one of a commit %s', async (_, text) => {
    await run(
      `commit=$(printf '${text.replaceAll('\n', '\\n')}' | sed "s/^tree T/tree $(git rev-parse HEAD^{tree})/" | git hash-object -w -t commit --literally --stdin)`,
      'git update-ref refs/heads/bad $commit || echo $commit > .git/refs/heads/bad',
    )
    await fail('git push origin bad')
  })
})

describe('a connection', () => {
  test('that waits for "100 Continue" gets the refusal, and keeps its body', async () => {
    const { request, answer } = open('git-receive-pack', project, undefined, {
      Expect: '100-continue',
      'Content-Length': '1000000',
    })
    const onContinue = vi.fn()
    request.on('continue', onContinue).flushHeaders()
    expect((await answer).status).toBe(401)
    expect(onContinue).not.toHaveBeenCalled()
    request.destroy()
  })

  test('that waits for "100 Continue" and may push gets it', async () => {
    const body = creation('waited', await inspect(project, 'rev-parse', 'main'))
    const { request, answer } = open(
      'git-receive-pack',
      project,
      { username: developer.username, password },
      { Expect: '100-continue' },
    )
    request.on('continue', () => request.end(Buffer.concat([Buffer.from(body), emptyPack]))).flushHeaders()
    expect((await answer).body).toContain('ok refs/heads/waited')
  })

  test('that breaks in the middle of a clone leaves no git behind', async () => {
    // more than fits between git and a client that does not read
    const content = randomBytes(10 * 1024 * 1024).toString('latin1')
    const large = await makeRepository(group, { commits: [commitOf('Large', { 'large.bin': content })] })
    const want = packet(`want ${await inspect(large, 'rev-parse', 'main')}\n`)
    const { request } = open('git-upload-pack', large, reader.credentials, { 'Git-Protocol': 'version=2' })
    request.end(`${packet('command=fetch')}0001${want}${packet('done\n')}0000`)
    await once(request, 'response')
    expect(countGitProcesses()).toBe(1)
    request.on('error', () => {}).destroy()
    await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
  })

  test('that breaks in the middle of a push leaves neither git nor half of the push', async () => {
    const place = await makeRepository(group)
    const { request } = open('git-receive-pack', place, { username: developer.username, password })
    request.on('error', () => {})
    request.write(`${creation('half', '1'.repeat(40))}PACK\0\0\0\x02\0\0\0\x05`)
    await vi.waitFor(() => expect(countGitProcesses()).toBe(1), 5000)
    request.destroy()
    await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
    expect(await inspect(place, 'count-objects', '-v')).toContain('garbage: 0')
    expect(await inspect(place, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main')
  })
})

test('a download in flight ends when its token is revoked', async () => {
  // more than the buffers between here and git can hold, so that git is still at it when the token ends
  const large = await makeRepository(group, {
    commits: [commitOf('Large', { 'noise.txt': randomBytes(24 * 1024 * 1024).toString('base64') })],
  })
  const { token, credentials } = await makeToken(large)
  // not by `open`, which reads the answer as fast as it comes
  const request = http.request(`http://${server.host}/${large.fullPath}.git/git-upload-pack`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-git-upload-pack-request',
      'Git-Protocol': 'version=2',
      ...Object.fromEntries([basic(credentials)]),
    },
  })
  const response = once(request, 'response')
  const head = await inspect(large, 'rev-parse', 'HEAD')
  request.end(`${packet('command=fetch')}0001${packet(`want ${head}\n`)}${packet('done\n')}0000`)
  const [body]: IncomingMessage[] = await response
  expect(body?.statusCode).toBe(200)

  await sql`UPDATE deploy_tokens SET revoked_at = now() WHERE id = ${token.id}`
  let bytes = 0
  await expect(async () => {
    for await (const chunk of body ?? []) {
      bytes += chunk.length
      // as a slow network takes it: the whole would need half a minute
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }).rejects.toThrow('aborted')
  expect(bytes).toBeLessThan(24 * 1024 * 1024)
})
