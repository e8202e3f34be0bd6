import { randomUUID } from 'node:crypto'
import { type APIRequestContext, expect } from '@playwright/test'
import { openDeployTokens, origin, signInAs, submitToken } from './support/browser'
import { makeProject, unique } from './support/places'
import { type Answer, actionId, answerOf, creationOf, sendAction, settingsOf } from './support/raw-action'
import { test } from './support/raw-callers'
import { rowsOf, tokensNamed } from './support/server-database'

const create = actionId('createDeployTokenAction')
const revoke = actionId('revokeDeployTokenAction')
const demo = 'tanuki/awesome_project'

test('the pages call their actions by the ids and in the form that are used here', async ({
  page,
  context,
}) => {
  await signInAs(context, 'maintainer')
  const fullPath = await makeProject(context.request)
  const section = await openDeployTokens(page, `/${fullPath}`)
  const sent = page.waitForRequest((request) => request.headers()['next-action'] !== undefined)
  await submitToken(section, { name: '$price & "quotes"' })
  const request = await sent
  expect(await request.allHeaders()).toMatchObject({
    'next-action': create,
    'content-type': 'text/plain;charset=UTF-8',
    origin,
    'sec-fetch-site': 'same-origin',
  })
  expect(JSON.parse(request.postData() ?? '')).toEqual([
    {
      name: '$$price & "quotes"',
      expiresAt: '',
      username: '',
      scopes: ['read_repository'],
      requestKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      holder: { kind: 'project', fullPath },
    },
  ])
  await expect(section.getByRole('row', { name: '$price & "quotes"' })).toBeVisible()
})

test.describe('who calls', () => {
  test('nobody: 401, and nothing is made', async ({ callers }) => {
    expect(await statusOf(callers.nobody, callers.project)).toBe(401)
  })

  test('a session cookie that was made up, cut or emptied: 401', async ({ callers }) => {
    const { cookies } = await callers.maintainer.storageState()
    const real = cookies.find(({ name }) => name === 'latchkey.session')?.value ?? ''
    const forged = [real.slice(0, -5), `${real}x`, 'x', 'a.b.c.d.e', real.split('.').reverse().join('.')]
    for (const value of forged) {
      const headers = { Cookie: `latchkey.session=${value}` }
      expect(await statusOf(callers.nobody, callers.project, { headers }), value.slice(0, 10)).toBe(401)
    }
  })

  test('a developer and an outsider: 404, the same as for what is not there', async ({ callers }) => {
    const asDeveloper = await attempt(callers.developer, demo)
    const asOutsider = await attempt(callers.developer, callers.foreign)
    const missing = await attempt(callers.developer, `${callers.foreign}-x`)
    for (const answer of [asDeveloper, asOutsider, missing]) {
      expect(answer.status).toBe(404)
      expect(answer.text).toBe(missing.text)
    }
  })

  for (const action of ['revokeDeployTokenAction', 'listDeployTokensAction'] as const) {
    test(`${action} is guarded the same`, async ({ callers }) => {
      const call = (request: APIRequestContext, fullPath: string) =>
        sendAction(request, {
          url: settingsOf(fullPath),
          id: actionId(action),
          body: JSON.stringify([{ holder: { kind: 'project', fullPath }, tokenId: 1, query: {} }]),
        })
      expect((await call(callers.nobody, demo)).status).toBe(401)
      expect((await call(callers.developer, demo)).status).toBe(404)
      expect((await call(callers.developer, callers.foreign)).status).toBe(404)
    })
  }

  for (const [action, url, form] of [
    ['createGroupAction', '/groups/new', { parent: '' }],
    ['createProjectAction', '/projects/new', { parent: 'tanuki', withReadme: false }],
  ] as const) {
    test(`${action} needs a session, and a group that one may fill`, async ({ callers }) => {
      const path = unique('never')
      const call = (request: APIRequestContext, parent: string) =>
        sendAction(request, {
          url,
          id: actionId(action),
          body: JSON.stringify([{ ...form, name: path, path, visibility: 'private', parent }]),
        })
      expect((await call(callers.nobody, form.parent)).status).toBe(401)
      const foreign = callers.foreign.split('/')[0] ?? ''
      const answers = [await call(callers.developer, foreign), await call(callers.developer, `${foreign}-x`)]
      for (const answer of answers) expectRefused(answer)
      expect(answers[0]?.text.replaceAll(foreign, '')).toBe(answers[1]?.text.replaceAll(`${foreign}-x`, ''))
      expect(await rowsOf('SELECT 1 FROM routes WHERE path LIKE $1', [`%${path}`])).toEqual([])
    })
  }
})

test.describe('from where', () => {
  const { port } = new URL(origin)
  const foreign: Record<string, Record<string, string | undefined>> = {
    'no Origin': { Origin: undefined },
    'no Origin and nothing of Fetch metadata': { Origin: undefined, 'Sec-Fetch-Site': undefined },
    'Origin: null': { Origin: 'null' },
    'an empty Origin': { Origin: '' },
    'another site': { Origin: 'https://evil.example' },
    'a subdomain': { Origin: origin.replace('//', '//evil.') },
    'a longer name': { Origin: `${origin}.evil.example` },
    'another port': { Origin: `http://localhost:${Number(port) + 1}` },
    'no port': { Origin: 'http://localhost' },
    'another scheme': { Origin: origin.replace('http:', 'https:') },
    'upper case': { Origin: origin.toUpperCase() },
    'a path behind it': { Origin: `${origin}/` },
    'two of them': { Origin: `${origin}, https://evil.example` },
    'the loopback address': { Origin: `http://127.0.0.1:${port}` },
    'another site, which says it was forwarded there': {
      Origin: 'https://evil.example',
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
    },
    'cross-site with the right Origin': { 'Sec-Fetch-Site': 'cross-site' },
    'same-site with the right Origin': { 'Sec-Fetch-Site': 'same-site' },
    'no site with the right Origin': { 'Sec-Fetch-Site': 'none' },
  }
  for (const [name, headers] of Object.entries(foreign)) {
    test(`${name}: 403, and nothing is made`, async ({ callers }) => {
      expect(await statusOf(callers.maintainer, callers.project, { headers })).toBe(403)
    })
  }
})

test.describe('to where', () => {
  for (const [name, id, status] of [
    ['an unknown id', `40${'0'.repeat(40)}`, 409],
    ['no id', '', 400],
    ['an id that is no hexadecimal', 'zz', 400],
    ['a property of every object', '__proto__', 400],
    ['two ids', `${create}, ${revoke}`, 400],
    ['an id of a mebibyte', 'a'.repeat(1024 * 1024), 431],
  ] as const) {
    test(`${name}: ${status}`, async ({ callers }) => {
      expect(await statusOf(callers.maintainer, callers.project, { id })).toBe(status)
    })
  }

  for (const url of [
    '/',
    '/users/sign_in',
    '/groups/new',
    `/${demo}`,
    '/nowhere/at/all',
    '/api/auth/session',
  ]) {
    test(`the action does not live at ${url}`, async ({ callers }) => {
      const status = await statusOf(callers.maintainer, callers.project, { url })
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    })
  }

  test('the address of a project of mine gives me nothing at another: the arguments decide', async ({
    callers,
  }) => {
    const url = settingsOf(callers.project)
    expect(await statusOf(callers.maintainer, callers.foreign, { url })).toBe(404)
    expect(await statusOf(callers.developer, callers.project, { url: settingsOf(demo) })).toBe(404)
  })

  test('a GET does nothing, whatever it says', async ({ callers }) => {
    const form = creationOf(callers.project)
    const url = `${settingsOf(callers.project)}?_action=${create}&$ACTION_ID_${create}=&name=${form.name}`
    const answer = await callers.maintainer.get(url, { headers: { 'Next-Action': create } })
    expect(answer.status()).toBeLessThan(500)
    expect(await tokensNamed(form.name)).toEqual([])
  })

  const holders: Record<string, (places: { project: string; group: string; foreign: string }) => unknown> = {
    'a project called a group': ({ project }) => ({ kind: 'group', fullPath: project }),
    'a group called a project': ({ group }) => ({ kind: 'project', fullPath: group }),
    'a kind that is none': ({ project }) => ({ kind: 'user', fullPath: project }),
    'a kind of every object': ({ project }) => ({ kind: 'constructor', fullPath: project }),
    "somebody else's project": ({ foreign }) => ({ kind: 'project', fullPath: foreign }),
    'a path up and down': ({ project, foreign }) => ({
      kind: 'project',
      fullPath: `${project}/../../${foreign}`,
    }),
    'an encoded path': ({ project }) => ({ kind: 'project', fullPath: project.replace('/', '%2F') }),
    'a path with a slash before it': ({ project }) => ({ kind: 'project', fullPath: `/${project}` }),
    'a path with a NUL': ({ project }) => ({ kind: 'project', fullPath: `${project}\0` }),
    'a path with a wildcard': ({ group }) => ({ kind: 'project', fullPath: `${group}/%` }),
    'no path': () => ({ kind: 'project', fullPath: '' }),
    'an id': () => ({ kind: 'project', fullPath: 1 }),
    'a list of paths': ({ project }) => ({ kind: 'project', fullPath: [project] }),
    'a condition': () => ({ kind: 'project', fullPath: { not: '' } }),
    'a path of a hundred thousand characters': () => ({ kind: 'project', fullPath: 'a/'.repeat(50_000) }),
    nothing: () => null,
    'a text': ({ project }) => project,
  }
  for (const [name, holder] of Object.entries(holders)) {
    test(`${name} holds no tokens`, async ({ callers }) => {
      await expectNothingMade(callers.maintainer, callers.project, { holder: holder(callers) })
    })
  }
})

test.describe('what is no call of ours is refused before anything decodes it', () => {
  for (const [type, status] of [
    [undefined, 415],
    ['', 415],
    ['application/json', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/octet-stream', 415],
    ['multipart/form-data', 415],
    ['multipart/form-data; boundary=x', 415],
    ['text/html', 415],
    ['text/plainer', 415],
    ['text/plain, application/json', 415],
  ] as const) {
    test(`as ${type ?? 'no type'}: ${status}`, async ({ callers }) => {
      const headers = { 'Content-Type': type }
      expect(await statusOf(callers.maintainer, callers.project, { headers })).toBe(status)
    })
  }

  const form = creationOf(demo)
  const bodies: Record<string, string | Buffer> = {
    'nothing at all': '',
    'no JSON': '{{{',
    'half of it': JSON.stringify([form]).slice(0, -1),
    'an object': JSON.stringify(form),
    'a text': '"text"',
    'a number': '1',
    null: 'null',
    'two arguments': JSON.stringify([form, form]),
    'a hundred thousand arguments': JSON.stringify(Array(100_000).fill(1)),
    'lists in lists, a hundred thousand deep': '['.repeat(100_000) + ']'.repeat(100_000),
    'objects in objects, thirty thousand deep': `[${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}]`,
    'a prototype': '[{"__proto__":{"ok":true}}]',
    'a deeper prototype': '[{"holder":{"__proto__":{"kind":"project"}}}]',
    'overlong UTF-8': Buffer.from([0x5b, 0x22, 0xc0, 0xaf, 0x22, 0x5d]),
    'UTF-8 cut short': Buffer.from([0x5b, 0x22, 0xe2, 0x82, 0x22, 0x5d]),
    'UTF-16': Buffer.from(JSON.stringify([form]), 'utf16le'),
    'a compressed body': Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
  }
  for (const [name, body] of Object.entries(bodies)) {
    test(`${name}: 400`, async ({ callers }) => {
      expect(await statusOf(callers.maintainer, demo, { body })).toBe(400)
    })
  }

  // https://github.com/facebook/react: the marks of ReactFlightReplyServer
  const marks =
    '$@0 $@1 $@ $F0 $F1 $T $T1 $Q1 $W1 $K1 $i1 $A1 $O1 $o1 $U1 $S1 $s1 $L1 $l1 $G1 $g1 $M1 $m1 $V1 $b1 $R1 $r1 $X1 $x1 $B1 $Z $D2027-01-01 $n1 $Infinity $-Infinity $-0 $NaN $u $0 $1 $1:a:b $1:__proto__:polluted $1:constructor:constructor $: $ $h0 $p'
  test('every mark of the decoder, as the argument, in a field, in a list and as a key’s value: 400', async ({
    callers,
  }) => {
    for (const mark of [...marks.split(' '), `$n${'9'.repeat(300_000 / 4)}`]) {
      for (const value of [
        mark,
        { ...form, name: mark },
        { ...form, scopes: [mark] },
        { ...form, holder: { kind: mark } },
      ]) {
        const answer = await sendAction(callers.maintainer, {
          url: settingsOf(demo),
          id: create,
          body: JSON.stringify([value]),
        })
        expect(answer.status, mark.slice(0, 30)).toBe(400)
      }
    }
    expect(await tokensNamed(form.name)).toEqual([])
  })

  // the shapes that made code of arguments (CVE-2025-55182) or never ended (CVE-2025-55184)
  const part = (name: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const multipart: Record<string, string> = {
    'a thenable that runs code': [
      part(
        '0',
        '{"then":"$1:__proto__:then","status":"resolved_model","reason":-1,"value":"{\\"then\\":\\"$B0\\"}",' +
          '"_response":{"_prefix":"process.exit(3)//","_formData":{"get":"$1:constructor:constructor"}}}',
      ),
      part('1', '"$@0"'),
    ].join(''),
    'chunks in a circle': part('0', '["$@1"]') + part('1', '"$@0"'),
    'a chunk of itself': part('0', '"$@0"'),
    'twenty thousand chunks': part('0', '["$1"]').repeat(2000),
    'a file': '--x\r\nContent-Disposition: form-data; name="0"; filename="a"\r\n\r\nbytes\r\n',
    'two actions': part(`$ACTION_ID_${create}`, '') + part(`$ACTION_ID_${revoke}`, ''),
    'one action twice': part(`$ACTION_ID_${create}`, '').repeat(2),
    'an action with bound arguments':
      part('$ACTION_REF_1', '') + part('$ACTION_1:0', `{"id":"${create}","bound":"$@1"}`),
    'an action with fields': part(`$ACTION_ID_${create}`, '') + part('name', 'x'),
    'no end': part(`$ACTION_ID_${create}`, '').slice(0, -2),
  }
  for (const [name, parts] of Object.entries(multipart)) {
    for (const [how, id, status] of [
      ['with an action', create, 415],
      ['as a form', undefined, 400],
    ] as const) {
      test(`${name}, ${how}: ${status}`, async ({ callers }) => {
        const headers = { 'Content-Type': 'multipart/form-data; boundary=x', 'Next-Action': id }
        for (const caller of [callers.nobody, callers.maintainer]) {
          const request = { body: `${parts}--x--\r\n`, headers }
          expect(await statusOf(caller, demo, request)).toBe(status)
        }
        expect((await callers.nobody.get('/-/health')).status()).toBe(200)
      })
    }
  }

  test('more than 256 KiB: 413', async ({ callers }) => {
    const body = JSON.stringify([{ ...form, description: 'x'.repeat(300 * 1024) }])
    expect(await statusOf(callers.maintainer, demo, { body })).toBe(413)
    expect(await tokensNamed(form.name)).toEqual([])
  })
})

test.describe('what is wrong with the fields is said, and nothing is made', () => {
  const fields: Record<string, unknown[]> = {
    name: [
      '',
      ' \t\u00a0\u3000',
      'x'.repeat(256),
      'x'.repeat(200_000),
      'a\0b',
      'a\nb',
      'a\r\nb',
      '\u0001',
      '\u0085',
      '\u202eevil',
      '\u2066x\u2069',
      'a\u200bb',
      'a\u00adb',
      '\ufeffx',
      'x\u2028y',
      `a${'\u0301'.repeat(200)}`,
      '\u{e0041}',
      '\u001b[2J',
      'x\n2026-11-20 INFO login ok',
      `gldt-${'a'.repeat(36)}`,
      '('.repeat(10_000),
      1,
      true,
      null,
      [],
      ['x'],
      {},
      { not: '' },
      JSON.parse('{"then":"x"}'),
      { toString: 'x' },
    ],
    username: [
      ' ',
      'a b',
      'é',
      'а',
      'x'.repeat(256),
      '-rf',
      '.',
      '..',
      'a/b',
      'a@b',
      'a\n',
      '<script>',
      "' OR '1'='1",
      'gitlab+deploy-token-1',
      'GitLab+Deploy-Token-1',
      'gitlab-ci-token',
      'oauth2',
      'lfs+deploy-key-1',
      `gldt-${'a'.repeat(36)}`,
      1,
      null,
      [],
      {},
    ],
    expiresAt: [
      '2020-01-01',
      '0001-01-01',
      '10000-01-01',
      '2027-02-29',
      '2027-13-01',
      '2027-1-1',
      '31/12/2027',
      '12-31-2027',
      '2027-12-31T23:59:59+14:00',
      '2027-12-31T00:00:00Z',
      ' 2027-12-31',
      '٢٠٢٧-١٢-٣١',
      'tomorrow',
      'never',
      0,
      1_900_000_000,
      null,
      {},
      [],
    ],
    scopes: [
      [],
      ['admin'],
      ['read_repository', 'api'],
      ['READ_REPOSITORY'],
      ['__proto__'],
      'read_repository',
      'read_repository,write_registry',
      { 0: 'read_repository', length: 1 },
      [['read_repository']],
      [1],
      null,
      Array(10_000).fill('read_repository'),
    ],
    requestKey: ['', 'x', null, 1, 'x'.repeat(100_000), randomUUID().slice(1), { not: '' }, [randomUUID()]],
  }
  for (const [field, values] of Object.entries(fields)) {
    test(`${field}: ${values.length} bad values`, async ({ callers }) => {
      for (const value of values) {
        const answer = await expectNothingMade(callers.maintainer, callers.project, { [field]: value })
        const words = answer.outcome?.fields?.[field]
        expect(words, JSON.stringify(value)?.slice(0, 60)).toBeTruthy()
        expect(words?.join()).not.toContain('undefined')
      }
    })

    test(`${field}: missing`, async ({ callers }) => {
      await expectNothingMade(callers.maintainer, callers.project, { [field]: undefined })
    })
  }

  test('a user name may be any word that is no other’s', async ({ callers }) => {
    const names = [
      'a',
      '_',
      '+cmd',
      'GitLab+deploy_token-3.14',
      '...',
      'null',
      '1e3',
      '__proto__',
      'x'.repeat(255),
    ]
    for (const username of names) {
      const answer = await attempt(callers.maintainer, callers.project, { form: { username } })
      expect(answer.outcome?.ok, username).toBe(true)
    }
  })

  test('what no form asks is ignored', async ({ callers }) => {
    const name = unique('extra')
    const form = {
      name,
      id: 1,
      revokedAt: '2020-01-01',
      revoked_at: '2020-01-01',
      projectId: 1,
      groupId: 1,
      creatorId: 1,
      creatorName: 'Somebody',
      digest: 'x',
      isGroup: true,
      secret: 'chosen',
      lastUsedAt: '2020-01-01',
      ...JSON.parse('{"constructor":{},"then":{}}'),
    }
    const answer = await attempt(callers.maintainer, callers.project, { form })
    expect(answer.outcome?.ok).toBe(true)
    expect(answer.text).not.toContain('chosen')
    const [token] = await tokensNamed(name)
    expect(token).toMatchObject({ revoked_at: null, creator_name: 'Mai Tanaka', username: null })
    expect(token?.id).toBeGreaterThan(1)
    const [row] = await rowsOf(
      'SELECT r.path FROM deploy_tokens t JOIN routes r USING (project_id) WHERE t.name = $1',
      [name],
    )
    expect(row).toEqual({ path: callers.project })
  })
})

test.describe('one key', () => {
  test('sent fifty times at once makes one token, and the others hear that it was made', async ({
    callers,
  }) => {
    const form = { name: unique('storm'), requestKey: randomUUID() }
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => attempt(callers.maintainer, callers.project, { form })),
    )
    expect(answers.filter(({ outcome }) => outcome?.ok)).toHaveLength(1)
    expect(answers.filter(({ outcome }) => outcome?.code === 'conflict')).toHaveLength(49)
    expect(await tokensNamed(form.name)).toHaveLength(1)
  })

  test('of somebody else is another key', async ({ callers }) => {
    const form = { name: unique('shared'), requestKey: randomUUID() }
    const mine = await attempt(callers.maintainer, callers.project, { form })
    const theirs = await attempt(callers.root, callers.project, { form })
    expect([mine.outcome?.ok, theirs.outcome?.ok]).toEqual([true, true])
    expect(await tokensNamed(form.name)).toHaveLength(2)
  })

  test('of a request that broke off is spent or not, and never makes two', async ({ callers }) => {
    const form = { name: unique('aborted'), requestKey: randomUUID() }
    await attempt(callers.maintainer, callers.project, { form, timeoutMs: 5 }).catch(() => undefined)
    const again = await attempt(callers.maintainer, callers.project, { form })
    expect(again.outcome?.ok || again.outcome?.code === 'conflict').toBe(true)
    expect(await tokensNamed(form.name)).toHaveLength(1)
  })
})

test.describe('a revocation', () => {
  test('of no id, of many, of another project’s, of nobody’s: refused, and the token lives', async ({
    callers,
  }) => {
    const name = unique('alive')
    await attempt(callers.maintainer, callers.project, { form: { name } })
    const [{ id } = { id: 0 }] = await tokensNamed(name)
    const other = await makeProject(callers.maintainer)
    const send = (tokenId: unknown, fullPath: string, kind = 'project') =>
      sendAction(callers.maintainer, {
        url: settingsOf(fullPath),
        id: revoke,
        body: JSON.stringify([{ holder: { kind, fullPath }, tokenId }]),
      })
    for (const tokenId of [
      [id],
      `${id}`,
      { not: 0 },
      null,
      undefined,
      0,
      -id,
      id + 0.5,
      2 ** 31,
      1e100,
      true,
    ])
      expectRefused(await send(tokenId, callers.project))
    expect((await send(id, other)).status).toBe(404)
    expect((await send(id, callers.group, 'group')).status).toBe(404)
    expect((await send(2_147_483_647, callers.project)).status).toBe(404)
    expect(await tokensNamed(name)).toMatchObject([{ revoked_at: null }])
    expect((await send(id, callers.project)).outcome).toMatchObject({ ok: true, value: { changed: true } })
    expect((await send(id, callers.project)).outcome).toMatchObject({ ok: true, value: { changed: false } })
  })
})

test('after all of it the server makes tokens as before', async ({ callers }) => {
  const answer = await attempt(callers.maintainer, callers.project)
  expect(answer.outcome?.ok).toBe(true)
})

interface Attempt {
  url?: string
  id?: string
  headers?: Record<string, string | undefined>
  body?: string | Buffer
  form?: Record<string, unknown>
  timeoutMs?: number
}

/** Tries to create a token, in the one way that is honest but for what is said. */
async function attempt(request: APIRequestContext, fullPath: string, made: Attempt = {}): Promise<Answer> {
  const form = creationOf(fullPath, made.form)
  const { url = settingsOf(fullPath), id = create, headers, timeoutMs, body = JSON.stringify([form]) } = made
  if (timeoutMs) {
    const own = { Origin: origin, 'Content-Type': 'text/plain;charset=UTF-8', 'Next-Action': id }
    return answerOf(await request.post(url, { headers: own, data: body, timeout: timeoutMs }))
  }
  return sendAction(request, { url, id, headers, body })
}

/** The status of an attempt after which there is no token of that name. */
async function statusOf(request: APIRequestContext, fullPath: string, made: Attempt = {}): Promise<number> {
  const name = unique('refused')
  const { status } = await attempt(request, fullPath, { ...made, form: { ...made.form, name } })
  expect(await tokensNamed(name)).toEqual([])
  return status
}

/** Sends a form with these fields, and finds it refused and the project as it was. */
async function expectNothingMade(
  request: APIRequestContext,
  fullPath: string,
  fields: Record<string, unknown>,
): Promise<Answer> {
  const count = async () => (await rowsOf('SELECT 1 FROM deploy_tokens WHERE request_key = $1', [key])).length
  const key = randomUUID()
  const name = unique('refused')
  const answer = await attempt(request, fullPath, { form: { requestKey: key, name, ...fields } })
  expectRefused(answer)
  expect([await count(), await tokensNamed(name)]).toEqual([0, []])
  return answer
}

/** A refusal is an HTTP answer of 4xx, or the action's own outcome. */
function expectRefused(answer: Answer): void {
  if (answer.status === 200) expect(answer.outcome).toMatchObject({ ok: false })
  else expect(Math.floor(answer.status / 100)).toBe(4)
}
