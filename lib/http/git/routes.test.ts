import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  type MadeToken,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  password,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { commitOf, countGitProcesses, inspect, makeRepository } from '@/e2e/support/git-place'
import { ask, basic, type MachineRequest, packet, send } from '@/e2e/support/machine-request'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { accessDeniedText, notFoundText } from '@/lib/domain/refusal'

const noObject = '0'.repeat(40)
const nowhere = '1'.repeat(40)

let group: Group
let project: Project
let open: Project
let foreign: Project
let reader: MadeToken
let developer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeRepository(group)
  open = await makeRepository(await makeGroup(undefined, { visibility: 'public' }), { visibility: 'public' })
  foreign = await makeRepository(await makeGroup(), { commits: [commitOf('Secret', { secret: 'x' })] })
  reader = await makeToken(project)
  developer = await makeMember(project, 'Developer')
})

// whatever was asked, git does not stay behind
afterEach(() => vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000))

function refsOf({ fullPath }: Project, service = 'git-upload-pack'): string {
  return `/${fullPath}.git/info/refs?service=${service}`
}

function encoded(text: string | Uint8Array): [string, string] {
  return ['Authorization', `Basic ${Buffer.from(text).toString('base64')}`]
}

function asDeveloper(): [string, string] {
  return basic({ username: developer.username, password })
}

/** A POST of this body as git sends one. */
function post(service: string, body: BodyInit, headers: [string, string][] = []): MachineRequest {
  return { method: 'POST', body, headers: [['Content-Type', `application/x-${service}-request`], ...headers] }
}

describe('the refs of a repository', () => {
  test('are what git-http-backend would answer, for versions 0 and 1 after a line that names the service', async () => {
    for (const [version, start] of [
      ['', ''],
      ['version=0', ''],
      ['version=1', '000eversion 1\n'],
    ] as const) {
      const headers = [
        basic(reader.credentials),
        ...(version ? [['Git-Protocol', version] as [string, string]] : []),
      ]
      const answer = await ask(refsOf(project), { headers })
      expect(answer.status).toBe(200)
      expect(answer.body).toMatch(
        new RegExp(`^001e# service=git-upload-pack\n0000${start}[0-9a-f]{4}[0-9a-f]{40} HEAD\0`),
      )
      expect(answer.body).toContain('symref=HEAD:refs/heads/main')
      expect(answer.headers).toMatchObject({
        'content-type': 'application/x-git-upload-pack-advertisement',
        'cache-control': 'no-cache, max-age=0, must-revalidate',
        expires: 'Fri, 01 Jan 1980 00:00:00 GMT',
        pragma: 'no-cache',
      })
    }
  })

  test('are capabilities alone in version 2', async () => {
    const headers: [string, string][] = [basic(reader.credentials), ['Git-Protocol', 'version=2']]
    const { body } = await ask(refsOf(project), { headers })
    expect(body).toMatch(/^000eversion 2\n/)
    expect(body).toContain('fetch=shallow wait-for-done filter')
    expect(body).not.toMatch(/bundle-uri|packfile-uris/)
  })

  test('for a push are of version 0 whatever is asked for, without push options or certificates', async () => {
    const headers: [string, string][] = [asDeveloper(), ['Git-Protocol', 'version=2']]
    const { status, body, headers: answered } = await ask(refsOf(project, 'git-receive-pack'), { headers })
    expect(status).toBe(200)
    expect(body).toMatch(/^001f# service=git-receive-pack\n0000[0-9a-f]{4}[0-9a-f]{40} refs\/heads\/main\0/)
    expect(body).toContain('atomic')
    expect(body).not.toMatch(/push-options|push-cert/)
    expect(answered['content-type']).toBe('application/x-git-receive-pack-advertisement')
  })

  test.each(['version=3', 'version=2:foo', 'version=2\tx', 'version=2 x', 'x'.repeat(8192)])(
    'asked for in a protocol of our own invention (%s) are of version 0',
    async (protocol) => {
      const headers: [string, string][] = [basic(reader.credentials), ['Git-Protocol', protocol]]
      expect((await ask(refsOf(project), { headers })).body).toMatch(
        /^001e# service=git-upload-pack\n0000[0-9a-f]{8}/,
      )
    },
  )

  test('of a repository without commits are none', async () => {
    const empty = await makeRepository(group, { commits: [] })
    const headers = [basic((await makeToken(empty)).credentials)]
    expect(await ask(refsOf(empty), { headers })).toMatchObject({
      status: 200,
      body: '001e# service=git-upload-pack\n00000000',
    })
  })

  test('of a project whose repository is gone are a refusal in GitLab’s words', async () => {
    const bare = await makeProject(group)
    const { status, body } = await ask(refsOf(bare), {
      headers: [basic((await makeToken(bare)).credentials)],
    })
    expect([status, body]).toEqual([404, 'A repository for this project does not exist yet.'])
  })

  test('of a public repository are for everybody, but not for credentials that are no good', async () => {
    expect((await ask(refsOf(open))).status).toBe(200)
    expect((await ask(refsOf(open), { headers: [basic({ username: 'x', password: 'y' })] })).status).toBe(401)
    expect((await ask(refsOf(open), { headers: [['Authorization', '']] })).status).toBe(401)
  })
})

describe('credentials', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1')
  const lastOf = (secret: string) => (secret.endsWith('0') ? '1' : '0')

  // each is told the same: nothing about what it was that did not fit
  test.each<[string, (token: MadeToken) => [string, string]]>([
    ['an empty header', () => ['Authorization', '']],
    ['a scheme and nothing', () => ['Authorization', 'Basic']],
    ['no base64', () => ['Authorization', 'Basic !!!']],
    ['base64 for URLs', () => ['Authorization', 'Basic _-_-']],
    ['no colon', ({ secret }) => encoded(secret)],
    ['1 MiB', () => encoded(`x:${'y'.repeat(1024 * 1024)}`)],
    ['bytes that are no UTF-8', () => encoded(bytes('x:\xff\xfe'))],
    ['a NUL', ({ credentials }) => encoded(`${credentials.username}:${credentials.password}\0`)],
    ['a NUL in the name', () => encoded('us\0er:password')],
    ['a Bearer token', ({ secret }) => ['Authorization', `Bearer ${secret}`]],
    ['a Bearer token that is no token', () => ['Authorization', 'Bearer %E0%A4%A']],
    ['Digest', () => ['Authorization', 'Digest username="x", realm="GitLab"']],
    ['Negotiate', () => ['Authorization', 'Negotiate YII=']],
    ['a token without a scheme', ({ secret }) => ['Authorization', secret]],
    ['a wrong user name', ({ secret }) => encoded(`someone:${secret}`)],
    ['no user name', ({ secret }) => encoded(`:${secret}`)],
    [
      'another letter case',
      ({ credentials, secret }) => encoded(`${credentials.username.toUpperCase()}:${secret}`),
    ],
    [
      'a name with a space behind it',
      ({ credentials, secret }) => encoded(`${credentials.username} :${secret}`),
    ],
    ['a composed name', ({ secret }) => encoded(`gitlab+deploy-tok\u00e9n:${secret}`)],
    ['the token as the name', ({ secret }) => encoded(`${secret}:x-oauth-basic`)],
    ['the token as the name alone', ({ secret }) => encoded(`${secret}:`)],
    [
      'one character changed',
      ({ credentials, secret }) => encoded(`${credentials.username}:${secret.slice(0, -1)}${lastOf(secret)}`),
    ],
    [
      'another prefix',
      ({ credentials, secret }) => encoded(`${credentials.username}:${secret.replace('gldt', 'glpat')}`),
    ],
    ['a newline behind it', ({ credentials, secret }) => encoded(`${credentials.username}:${secret}\n`)],
    [
      'an encoded newline behind it',
      ({ credentials, secret }) => encoded(`${credentials.username}:${secret}%0A`),
    ],
    ['lower case', ({ credentials, secret }) => encoded(`${credentials.username}:${secret.toLowerCase()}`)],
    ['upper case', ({ credentials, secret }) => encoded(`${credentials.username}:${secret.toUpperCase()}`)],
    [
      'its digest in its place',
      ({ credentials, secret }) =>
        encoded(`${credentials.username}:${createHash('sha256').update(secret).digest('hex')}`),
    ],
    [
      'a plus sign read as a space',
      ({ secret, token }) => encoded(`gitlab deploy-token-${token.id}:${secret}`),
    ],
  ])('with %s are no good', async (_, header) => {
    const { status, body, headers } = await ask(refsOf(project), { headers: [header(reader)] })
    expect([status, body]).toEqual([401, accessDeniedText])
    expect(headers['www-authenticate']).toBe('Basic realm="GitLab", charset="UTF-8"')
    expect(headers['content-type']).toMatch(/^text\/plain/)
  })

  test('that are no token by their checksum cost no look-up of one', async () => {
    const { username } = reader.credentials
    const wrong = encoded(`${username}:${reader.secret.slice(0, -1)}${lastOf(reader.secret)}`)
    const statements = await statementsOf(() => ask(refsOf(project), { headers: [wrong] }))
    expect(statements.filter(({ text }) => text.includes('deploy_tokens'))).toEqual([])
  })

  test('sent twice are refused as they are, without a look at either', async () => {
    const headers = [basic(reader.credentials), encoded('someone:else')]
    expect(await ask(refsOf(project), { headers })).toMatchObject({
      status: 400,
      body: 'More than one Authorization header.',
    })
  })

  test('in other headers than Authorization are not read, and take nothing away', async () => {
    const others: [string, string][] = [
      ['PRIVATE-TOKEN', reader.secret],
      ['Deploy-Token', reader.secret],
      ['JOB-TOKEN', reader.secret],
      ['Cookie', `latchkey.session=${reader.secret}`],
    ]
    expect((await ask(refsOf(project), { headers: others })).status).toBe(401)
    expect((await ask(refsOf(project), { headers: [...others, basic(reader.credentials)] })).status).toBe(200)
  })

  test.each(['private_token', 'access_token', 'job_token'])(
    'in the query as %s are refused',
    async (name) => {
      for (const target of [
        `${refsOf(project)}&${name}=${reader.secret}`,
        `/${project.fullPath}.git/HEAD?${name}=x`,
      ]) {
        const { status, body } = await ask(target)
        expect([status, body]).toEqual([
          400,
          'Credentials are not taken from the URL. Use Basic authentication.',
        ])
      }
    },
  )

  test('of a token that is over say so, and when', async () => {
    const revoked = await makeRevokedToken(project)
    const expired = await makeExpiredToken(project)
    for (const [token, word] of [
      [revoked, 'was revoked at 20'],
      [expired, 'expired at 20'],
    ] as const) {
      const { status, body } = await ask(refsOf(project), { headers: [basic(token.credentials)] })
      expect(status).toBe(401)
      expect(body).toContain(`The deploy token "${token.token.name}" ${word}`)
      expect(body).not.toContain(token.secret)
    }
  })

  test('of a blocked user are no good', async () => {
    const blocked = await makeUser({ isBlocked: true })
    const headers = [basic({ username: blocked.username, password })]
    expect(await ask(refsOf(open), { headers })).toMatchObject({ status: 401, body: accessDeniedText })
  })

  test('that fail too often end in 429 whatever succeeds in between, while a good token goes on', async () => {
    const address = uniqueAddress()
    const wrong: MachineRequest = { address, headers: [['Authorization', 'Basic !!!']] }
    const good: MachineRequest = { address, headers: [basic(reader.credentials)] }
    const statuses = []
    for (let count = 0; count < 31; count++) {
      statuses.push((await ask(refsOf(project), wrong)).status)
      if (count === 20) expect((await ask(refsOf(project), good)).status).toBe(200)
    }
    expect(statuses).toEqual([...Array(30).fill(401), 429])
    const { status, headers } = await ask(refsOf(project), wrong)
    expect(status).toBe(429)
    expect(Number(headers['retry-after'])).toBeGreaterThan(0)
    expect(headers).not.toHaveProperty('www-authenticate')
    expect((await ask(refsOf(project), good)).status).toBe(200)
  })

  test('that reach the project but not the act are forbidden, with the reason', async () => {
    const registry = await makeToken(project, { scopes: ['read_registry'], name: 'pull images' })
    expect(await ask(refsOf(project), { headers: [basic(registry.credentials)] })).toMatchObject({
      status: 403,
      body: 'You are not allowed to download code. The deploy token "pull images" lacks the scope read_repository.',
    })
    expect(
      await ask(refsOf(project, 'git-receive-pack'), { headers: [basic(reader.credentials)] }),
    ).toMatchObject({
      status: 403,
      body: 'You are not allowed to upload code. A deploy token can only read a repository.',
    })
  })
})

describe('a project that is not yours', () => {
  const missing = `/${unique('group')}/${unique('project')}.git`
  const asked: [string, (path: string) => [string, MachineRequest]][] = [
    ['info/refs', (path) => [`${path}/info/refs?service=git-upload-pack`, {}]],
    ['info/refs to push', (path) => [`${path}/info/refs?service=git-receive-pack`, {}]],
    ['git-upload-pack', (path) => [`${path}/git-upload-pack`, post('git-upload-pack', '0000')]],
    ['git-receive-pack', (path) => [`${path}/git-receive-pack`, post('git-receive-pack', '0000')]],
  ]
  const askers: [string, () => Promise<[string, string][]>, number][] = [
    ['nobody', async () => [], 401],
    ['an outsider', async () => [basic({ username: (await makeUser()).username, password })], 404],
    ['a token of another project', async () => [basic(reader.credentials)], 404],
    ['a token of another group', async () => [basic((await makeToken(group)).credentials)], 404],
  ]
  const cases = asked.flatMap(([what, target]) =>
    askers.map(([who, headers, status]) => ({ what, target, who, headers, status })),
  )

  test.each(cases)('is one that is not there: $what, $who', async ({ target, headers, status }) => {
    const own = await headers()
    const answers = await Promise.all(
      [`/${foreign.fullPath}.git`, missing].map((path) => {
        const [url, request] = target(path)
        return ask(url, { ...request, headers: [...(request.headers ?? []), ...own] })
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.status).toBe(status)
  })

  test('is told apart from it by nothing but whose token it is', async () => {
    const { body } = await ask(refsOf(foreign), { headers: [basic(reader.credentials)] })
    expect(body).toBe(
      `${notFoundText} The deploy token "${reader.token.name}" reaches only ${project.fullPath}.`,
    )
  })
})

describe('a path', () => {
  // GROUP and NAME stand for the parts of a real path, which the token reaches
  test.each([
    ['as it is', '/GROUP/NAME.git', 200],
    ['with its letters encoded', '/ENCODED/NAME%2Egit', 200],
    ['with an encoded slash', '/GROUP%2FNAME.git', 404],
    ['encoded twice', '/GROUP%252FNAME.git', 404],
    ['with dot segments', '/GROUP/../GROUP/NAME.git', 404],
    ['with encoded dot segments', '/GROUP/%2e%2e/GROUP/NAME.git', 404],
    ['with half encoded dot segments', '/GROUP/.%2e/GROUP/NAME.git', 404],
    ['with dot segments and an encoded slash', '/GROUP/..%2fGROUP%2fNAME.git', 404],
    ['with dot segments ten levels up', `${'/..%2f'.repeat(10)}GROUP/NAME.git`, 404],
    ['with a dot segment for servlets', '/GROUP/..;/GROUP/NAME.git', 404],
    ['with a matrix parameter', '/GROUP/NAME;a=b.git', 404],
    ['with a dot', '/GROUP/./NAME.git', 404],
    ['with doubled slashes', '//GROUP//NAME.git', 404],
    ['with a backslash', '/GROUP\\NAME.git', 404],
    ['with an encoded backslash', '/GROUP%5cNAME.git', 404],
    ['with .git twice', '/GROUP/NAME.git.git', 404],
    ['of a wiki', '/GROUP/NAME.wiki.git', 404],
    ['of a feed', '/GROUP/NAME.atom.git', 404],
    ['with a letter that only looks so', '/GROUP/NАME.git', 404],
    ['with a decomposed letter', '/GROUP/NAMEe\u0301.git', 404],
    ['with a line break', '/GROUP/NAME%0d%0aSet-Cookie:x.git', 404],
    ['with an encoded question mark', '/GROUP/NAME%3F.git', 404],
    ['with an encoded number sign', '/GROUP/NAME%23.git', 404],
    ['of 256 characters', `/GROUP/${'x'.repeat(256)}.git`, 404],
    ['of 4096 characters', `/GROUP/${'x'.repeat(4096)}.git`, 404],
    ['of a thousand segments', `${'/x'.repeat(1000)}.git`, 404],
    ['of one segment', '/NAME.git', 404],
    ['of the group', '/GROUP.git', 404],
    ['of a reserved word', '/api/v4.git', 404],
    ['that starts with a hyphen', '/GROUP/-NAME.git', 404],
    ['that ends in a dot', '/GROUP/NAME..git', 404],
    ['with a NUL', '/GROUP/NAME%00.git', 400],
    ['with bytes that are no UTF-8', '/GROUP/NAME%ff.git', 400],
    ['with an overlong dot', '/GROUP/%c0%ae%c0%ae/NAME.git', 400],
    ['with broken encoding', '/GROUP/NAME%zz.git', 400],
  ])('%s is answered: %s', async (_, form, status) => {
    const [top = '', name = ''] = project.fullPath.split('/')
    const path = form
      .replaceAll('GROUP', top)
      .replaceAll('NAME', name)
      .replaceAll(
        'ENCODED',
        top.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
      )
    const headers = [basic(reader.credentials)]
    const answer = await ask(`${path}/info/refs?service=git-upload-pack`, { headers })
    expect(answer.status).toBe(status)
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })

  test('in another letter case is the same', async () => {
    const target = refsOf(project).replace(project.fullPath, project.fullPath.toUpperCase())
    expect((await ask(target, { headers: [basic(reader.credentials)] })).status).toBe(200)
  })

  test.each([
    'HEAD',
    'config',
    'description',
    'hooks/post-receive',
    'objects/info/packs',
    'objects/../config',
    'refs/heads/main',
    'info/refs',
    'packed-refs',
    `objects/pack/pack-${nowhere}.pack`,
  ])('into the repository (%s) is closed, to whoever can read it too', async (file) => {
    for (const headers of [[], [basic(reader.credentials)]]) {
      const answer = await ask(`/${project.fullPath}.git/${file}`, { headers })
      expect(answer).toMatchObject({
        status: 403,
        body: "The command you're trying to execute is not allowed.",
      })
    }
  })

  test.each(['info/lfs/objects/batch', 'info/lfs/locks/verify', `gitlab-lfs/objects/${nowhere}`])(
    'of LFS (%s) is not there',
    async (file) => {
      const answer = await ask(`/${project.fullPath}.git/${file}`, { method: 'POST', body: '{}' })
      expect([answer.status, JSON.parse(answer.body)]).toEqual([
        404,
        { message: 'Git LFS is not available here.' },
      ])
    },
  )
})

describe('a URL without .git', () => {
  test('is sent on to the one with it, on this very host, whether there is such a project or not', async () => {
    for (const path of [project.fullPath, foreign.fullPath, 'no/such/project']) {
      const { status, headers, body } = await ask(`/${path}/info/refs?service=git-upload-pack`)
      expect([status, headers.location, body]).toEqual([
        301,
        `/${path}.git/info/refs?service=git-upload-pack`,
        '',
      ])
    }
  })

  test.each([
    '//evil.example/x',
    '/\\evil.example/x',
    '/a/../b',
    '/a%0d%0ab/c',
    '/%2f%2fevil.example/x',
    '/http:/evil.example',
  ])('is not sent anywhere from %s', async (path) => {
    const { status, headers } = await ask(`${path}/info/refs?service=git-upload-pack`)
    expect(status).toBe(403)
    expect(headers).not.toHaveProperty('location')
  })
})

describe('a request', () => {
  test.each([
    ['no service', '', 403],
    ['an empty service', '?service=', 403],
    ['another service', '?service=git-evil', 403],
    ['a service of the other letter case', '?service=GIT-UPLOAD-PACK', 403],
    ['an archive', '?service=git-upload-archive', 403],
    ['a name every object has', '?service=constructor', 403],
    ['two services', '?service=git-upload-pack&service=git-receive-pack', 400],
  ])('for %s is refused before anybody is asked who they are', async (_, search, status) => {
    const answer = await ask(`/${project.fullPath}.git/info/refs${search}`)
    expect(answer.status).toBe(status)
    expect(answer.headers).not.toHaveProperty('www-authenticate')
  })

  test('by HEAD is refused, as at GitLab', async () => {
    expect((await ask(refsOf(open), { method: 'HEAD' })).status).toBe(403)
  })

  test.each([
    ['POST', 'info/refs?service=git-upload-pack', 'GET'],
    ['PROPFIND', 'info/refs?service=git-upload-pack', 'GET'],
    ['DELETE', 'info/refs?service=git-upload-pack', 'GET'],
    ['GET', 'git-upload-pack', 'POST'],
    ['HEAD', 'git-upload-pack', 'POST'],
    ['PUT', 'git-receive-pack', 'POST'],
  ])('by %s of %s is answered with the method that is', async (method, file, allowed) => {
    const headers: [string, string][] = [['X-HTTP-Method-Override', allowed]]
    const answer = await ask(`/${open.fullPath}.git/${file}`, { method, headers })
    expect([answer.status, answer.headers.allow]).toEqual([405, allowed])
  })

  test.each([
    'text/plain',
    'application/x-git-receive-pack-request',
    'application/x-git-upload-pack-request; charset=utf-8',
  ])('of type %s is none for git-upload-pack', async (type) => {
    const headers: [string, string][] = [['Content-Type', type]]
    expect(
      (await ask(`/${open.fullPath}.git/git-upload-pack`, { method: 'POST', body: '0000', headers })).status,
    ).toBe(415)
  })

  test.each(['deflate', 'br', 'gzip, gzip', 'zstd'])('in %s is not unpacked', async (encoding) => {
    const request = post('git-upload-pack', 'x', [['Content-Encoding', encoding]])
    expect((await ask(`/${open.fullPath}.git/git-upload-pack`, request)).status).toBe(415)
  })

  test('that is refused is not read', async () => {
    let pulls = 0
    const body = new ReadableStream({ pull: () => void pulls++ }, { highWaterMark: 0 })
    for (const headers of [[], [basic(reader.credentials)]]) {
      const answer = await ask(
        `/${project.fullPath}.git/git-receive-pack`,
        post('git-receive-pack', body, headers),
      )
      expect(answer.status).toBe(headers.length ? 403 : 401)
    }
    expect(pulls).toBe(0)
  })

  test.each([
    ['nothing', ''],
    ['a length no packet has', '0003'],
    ['a length above the largest', 'fff5'],
    ['a length that is no number', 'zzzz'],
    ['less than it announces', '0032want'],
    ['half a length', '00'],
    ['what the gzip of it says', gzipSync('zzzz'), [['Content-Encoding', 'gzip']]],
    ['what is no gzip', 'zzzz', [['Content-Encoding', 'gzip']]],
    ['no object', `${packet('want zzzz\n')}0000${packet('done\n')}`],
    ['another command', `${packet('command=evil')}00010000`, [['Git-Protocol', 'version=2']]],
    ['bundle URIs', `${packet('command=bundle-uri')}00010000`, [['Git-Protocol', 'version=2']]],
    [
      'another hash',
      `${packet('command=ls-refs')}${packet('object-format=sha256')}00010000`,
      [['Git-Protocol', 'version=2']],
    ],
    [
      'a command with a line break',
      `${packet('command=ls-refs\nfetch')}00010000`,
      [['Git-Protocol', 'version=2']],
    ],
  ] as [string, BodyInit, [string, string][]?][])(
    'to fetch that says %s is no good',
    async (_, body, headers = []) => {
      const answer = await ask(
        `/${open.fullPath}.git/git-upload-pack`,
        post('git-upload-pack', body, headers),
      )
      expect(answer.status).toBe(400)
      expect(answer.body).toMatch(/^The request/)
    },
  )

  test.each([
    ['nothing', ''],
    ['a length no packet has', '0003'],
    ['a length that is no number', 'zzzz'],
    ['an object that is none', `${packet(`${noObject} zzzz refs/heads/x\0report-status`)}0000`],
    ['a certificate', `${packet('push-cert\0report-status')}${packet('certificate version 0.1\n')}0000`],
    [
      'a name that reads as a commit',
      `${packet(`${noObject} ${nowhere} refs/heads/${nowhere}\0report-status`)}0000`,
    ],
    [
      'a name of 4 KiB',
      `${packet(`${noObject} ${nowhere} refs/heads/${'x'.repeat(4096)}\0report-status`)}0000`,
    ],
  ])('to push that says %s is no good', async (_, body) => {
    const answer = await ask(
      `/${project.fullPath}.git/git-receive-pack`,
      post('git-receive-pack', body, [asDeveloper()]),
    )
    expect(answer.status).toBe(400)
  })

  test.each(['git-upload-pack', 'git-receive-pack'])(
    'of four bytes, git’s probe before a large body, is fine: %s',
    async (service) => {
      const answer = await ask(
        `/${project.fullPath}.git/${service}`,
        post(service, '0000', [service === 'git-upload-pack' ? basic(reader.credentials) : asDeveloper()]),
      )
      expect([answer.status, answer.body]).toEqual([200, ''])
      expect(answer.headers['content-type']).toBe(`application/x-${service}-result`)
    },
  )

  test('for an object that this repository does not have is told so in git’s own words', async () => {
    const elsewhere = await inspect(foreign, 'rev-parse', 'main')
    for (const object of [nowhere, noObject, elsewhere]) {
      const body = `${packet(`want ${object}\n`)}0000${packet('done\n')}`
      const answer = await ask(`/${open.fullPath}.git/git-upload-pack`, post('git-upload-pack', body))
      expect([answer.status, answer.body]).toEqual([200, packet(`ERR upload-pack: not our ref ${object}`)])
    }
  })

  test.each([
    ['deepen -1', 400],
    ['deepen 0', 400],
    ['deepen 99999999999', 200],
    ['deepen 2147483647', 200],
    ['deepen-since 1', 200],
    ['deepen-not -x', 400],
    [`filter combine:${'blob:none+'.repeat(1000)}blob:none`, 200],
  ])('for history by "%s" is bounded', async (line, status) => {
    const want = packet(`want ${await inspect(open, 'rev-parse', 'main')}\n`)
    const body = `${packet('command=fetch')}0001${want}${packet(`${line}\n`)}${packet('done\n')}0000`
    const request = post('git-upload-pack', body, [['Git-Protocol', 'version=2']])
    expect((await ask(`/${open.fullPath}.git/git-upload-pack`, request)).status).toBe(status)
  })

  test('for what a file in the repository selects is refused in git’s own words', async () => {
    const want = packet(`want ${await inspect(open, 'rev-parse', 'main')}\n`)
    const filter = packet('filter sparse:oid=main:README.md\n')
    const body = `${packet('command=fetch')}0001${want}${filter}${packet('done\n')}0000`
    const request = post('git-upload-pack', body, [['Git-Protocol', 'version=2']])
    const answer = await ask(`/${open.fullPath}.git/git-upload-pack`, request)
    expect(answer.body).toMatch(/^[0-9a-f]{4}ERR .*sparse:oid/)
  })

  test('for more than 64 MiB of commits ends there', async () => {
    const haves = Buffer.from(packet(`have ${nowhere}\n`).repeat(20_000))
    let next = Buffer.from(`${packet('command=fetch')}0001`)
    let bytes = 0
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(next)
        bytes += next.length
        next = haves
      },
    })
    const request = post('git-upload-pack', body, [['Git-Protocol', 'version=2']])
    const answer = await ask(`/${open.fullPath}.git/git-upload-pack`, request)
    expect([answer.status, answer.body]).toEqual([400, 'The request body is too large.'])
    expect(bytes).toBeLessThan(70 * 1024 * 1024)
  })

  test('whose client goes leaves no git behind', async () => {
    const leaving = new AbortController()
    const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from('00')) })
    const request = { ...post('git-upload-pack', body), signal: leaving.signal }
    const answer = send(`/${open.fullPath}.git/git-upload-pack`, request)
    await vi.waitFor(() => expect(countGitProcesses()).toBe(1))
    leaving.abort()
    expect((await answer).status).toBe(503)
  })

  test('whose answer is not wanted any more leaves no git behind', async () => {
    const response = await send(refsOf(open))
    await response.body?.cancel()
    await vi.waitFor(() => expect(countGitProcesses()).toBe(0))
  })

  test('with names of git’s own settings in it changes none of them', async () => {
    const target = `${refsOf(open)}&GIT_DIR=/etc&GIT_SSH_COMMAND=touch`
    const headers: [string, string][] = [
      ['GIT_DIR', '/etc'],
      ['GIT-CONFIG-COUNT', '1'],
      ['GIT_TRACE', '/dev/stderr'],
    ]
    expect((await ask(target, { headers })).body).toEqual((await ask(refsOf(open))).body)
  })
})
