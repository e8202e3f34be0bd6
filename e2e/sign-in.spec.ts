import { type APIRequestContext, expect } from '@playwright/test'
import { passwordOf } from './support/accounts'
import { origin, signInAs } from './support/browser'
import { unique } from './support/places'
import { settingsOf } from './support/raw-action'
import { test } from './support/raw-callers'
import { startSecondServer } from './support/second-server'
import { rowsOf } from './support/server-database'

test.describe('a wrong sign-in', () => {
  test('says the same of a wrong password and of a person who is not there, and keeps what was typed', async ({
    page,
  }) => {
    await page.goto('/users/sign_in')
    for (const login of ['maintainer', unique('nobody')]) {
      await page.getByLabel('Username or primary email').fill(login)
      await page.getByLabel('Password').fill('wrong')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page.getByRole('main').getByRole('alert')).toHaveText('Invalid login or password.')
      await expect(page.getByLabel('Username or primary email')).toHaveValue(login)
      expect(page.url()).toBe(`${origin}/users/sign_in`)
    }
  })

  test('with nothing typed asks for it, and sends nothing', async ({ page }) => {
    await page.goto('/users/sign_in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Enter your user name or e-mail address.')).toBeVisible()
    await expect(page.getByText('Enter your password.')).toBeVisible()
  })

  test('takes the same for both; more than ten of one login shut it from this address, and no other', async ({
    playwright,
  }) => {
    test.setTimeout(180_000)
    const server = await startSecondServer()
    try {
      const request = await playwright.request.newContext({ baseURL: server.url })
      const attempt = async (login: string, password: string, headers: Record<string, string> = {}) => {
        const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
        const startedAt = performance.now()
        const answer = await request.post('/api/auth/callback/password', {
          headers: { Origin: server.url, ...headers },
          form: { csrfToken, login, password, json: 'true' },
        })
        const { url } = (await answer.json()) as { url: string }
        const error = new URL(url, server.url).searchParams.get('error')
        return { status: answer.status(), error, took: performance.now() - startedAt }
      }
      const known: number[] = []
      const unknown: number[] = []
      for (let count = 0; count < 7; count++) {
        const wrong = await attempt('root@latchkey.localhost', `wrong ${count}`)
        const missing = await attempt(`nobody-${count}`, `wrong ${count}`)
        expect([wrong.status, wrong.error]).toEqual([missing.status, missing.error])
        known.push(wrong.took)
        unknown.push(missing.took)
      }
      // the least of each, and roughly: without the same work for nobody it would be a tenth
      const ratio = Math.min(...known) / Math.min(...unknown)
      expect(ratio).toBeGreaterThan(0.2)
      expect(ratio).toBeLessThan(5)

      const login = 'somebody'
      for (let count = 0; count < 11; count++) await attempt(login, `wrong ${count}`)
      for (const address of ['', '203.0.113.9', '127.0.0.1, 203.0.113.10', '::1']) {
        const forged = { 'X-Forwarded-For': address, Forwarded: `for=${address}`, 'X-Real-IP': address }
        const refused = await attempt(login, 'whatever', forged)
        expect(refused.error).toBe('Too many failed sign-ins. Try again later.')
      }
      expect(await attempt('root', server.rootPassword)).toMatchObject({ status: 200, error: null })
      await request.dispose()
    } finally {
      await server.stop()
    }
  })

  test('with lists and conditions for a login is no way in', async ({ callers }) => {
    const { csrfToken } = await (await callers.nobody.get('/api/auth/csrf')).json()
    const headers = { Origin: origin }
    const shapes = [
      { login: { not: '' }, password: { not: '' } },
      { login: ['root'], password: [passwordOf('root')] },
      { 'login[not]': '', 'password[not]': '' },
      {},
    ]
    for (const data of shapes) {
      const answer = await callers.nobody.post('/api/auth/callback/password', {
        headers,
        data: { csrfToken, json: 'true', ...data },
      })
      expect(answer.status()).toBe(401)
      expect(await (await callers.nobody.get('/api/auth/session')).json()).toEqual({})
    }
  })

  test('from a page of another site is refused before the password is looked at', async ({ callers }) => {
    const { csrfToken } = await (await callers.nobody.get('/api/auth/csrf')).json()
    for (const sender of ['https://evil.example', 'null', undefined]) {
      const answer = await callers.nobody.post('/api/auth/callback/password', {
        headers: sender === undefined ? {} : { Origin: sender },
        form: { csrfToken, login: 'root', password: passwordOf('root'), json: 'true' },
      })
      expect(answer.status()).toBe(403)
      expect(answer.headers()['set-cookie'] ?? '').not.toContain('latchkey.session')
    }
  })
})

test.describe('after the sign-in', () => {
  const places: Record<string, string> = {
    '/tanuki': '/tanuki',
    '/tanuki?search=a#b': '/tanuki?search=a#b',
    [`${'/tanuki/awesome_project'}/-/settings/repository`]: '/tanuki/awesome_project/-/settings/repository',
    '//evil.example': '/',
    '///evil.example': '/',
    '/\\evil.example': '/',
    '\\\\evil.example': '/',
    '/\t/evil.example': '/',
    'https:evil.example': '/',
    'https://evil.example': '/',
    // read as a path, beside a page that is itself http
    'http:evil.example': '/evil.example',
    'javascript:alert(1)': '/',
    'JaVaScRiPt:alert(1)': '/',
    'data:text/html,x': '/',
    'http://[': '/',
    'http://localhost.evil.example': '/',
    'http://localhost@evil.example': '/',
    '/..//evil.example': '/',
    '/.//evil.example': '/',
    '': '/',
  }
  test('one goes to a path of this site, whatever was asked for', async ({ callers }) => {
    for (const [wanted, target] of Object.entries(places)) {
      const url = `/users/sign_in?callbackUrl=${encodeURIComponent(wanted)}`
      const answer = await callers.maintainer.get(url, { maxRedirects: 0 })
      expect(answer.status(), wanted).toBe(307)
      const location = new URL(answer.headers().location ?? '', origin)
      expect(location.href.slice(origin.length), wanted).toBe(target)
    }
    for (const url of [
      '?callbackUrl=/a&callbackUrl=//evil.example',
      '?callbackUrl[]=//evil',
      '?callbackUrl=%E0%A4%A',
    ]) {
      const answer = await callers.maintainer.get(`/users/sign_in${url}`, { maxRedirects: 0 })
      expect(new URL(answer.headers().location ?? '', origin).origin).toBe(origin)
    }
  })

  test('one comes to the page that was asked for', async ({ page }) => {
    await page.goto('/tanuki/deployers')
    await expect(page).toHaveURL(`/users/sign_in?callbackUrl=${encodeURIComponent('/tanuki/deployers')}`)
    await page.getByLabel('Username or primary email').fill('Maintainer@latchkey.localhost')
    await page.getByLabel('Password').fill(passwordOf('maintainer'))
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/tanuki/deployers')
    await expect(page.getByRole('heading', { level: 1, name: 'deployers' })).toBeVisible()
  })

  test('addresses and cookies are those of the public URL, whatever Host and the forwarding headers say', async ({
    callers,
  }) => {
    const headers = {
      'X-Forwarded-Host': 'evil.example',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '443',
      Forwarded: 'host=evil.example',
      'X-Original-URL': '/evil',
      'X-Rewrite-URL': '/evil',
    }
    for (const path of [
      '/',
      settingsOf(callers.foreign),
      '/api/auth/providers',
      '/api/auth/signin',
      '/users/sign_in',
    ]) {
      for (const extra of [headers, { ...headers, Host: 'evil.example' }]) {
        const answer = await callers.nobody.get(path, { headers: extra, maxRedirects: 0 })
        expect(JSON.stringify([answer.headers(), await answer.text()])).not.toContain('evil')
      }
    }
  })
})

test.describe('a session', () => {
  test('is a cookie that scripts and other sites do not get', async ({ context }) => {
    await signInAs(context, 'developer')
    const cookie = (await context.cookies()).find(({ name }) => name === 'latchkey.session')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: 'localhost' })
    const days = ((cookie?.expires ?? 0) * 1000 - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(29)
    expect(days).toBeLessThan(31)
    // sealed: neither a name nor an id can be read in it
    expect(Buffer.from(cookie?.value.split('.')[0] ?? '', 'base64url').toString()).toContain(
      '"enc":"A256GCM"',
    )
  })

  test('is another at each sign-in, and never the one that was there before', async ({ playwright }) => {
    const request = await playwright.request.newContext({ baseURL: origin })
    const seen = new Set<string>()
    for (let count = 0; count < 3; count++) {
      await signInAs({ request }, 'developer')
      seen.add((await (await request.get('/api/auth/session')).json()).sessionId)
    }
    expect(seen.size).toBe(3)
    const planted = await playwright.request.newContext({
      baseURL: origin,
      extraHTTPHeaders: { Cookie: 'latchkey.session=planted' },
    })
    expect(await (await planted.get('/api/auth/session')).json()).toEqual({})
    await Promise.all([request.dispose(), planted.dispose()])
  })

  test('ends on the server at Sign out: a copy of its cookie opens nothing', async ({
    page,
    context,
    playwright,
  }) => {
    await signInAs(context, 'developer')
    const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
    const copy = await playwright.request.newContext({
      baseURL: origin,
      extraHTTPHeaders: { Cookie: cookies },
    })
    expect((await copy.get('/tanuki', { maxRedirects: 0 })).status()).toBe(200)
    await page.goto('/')
    await page.getByRole('button', { name: /user menu$/ }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL('/users/sign_in')
    expect((await context.cookies()).map(({ name }) => name)).not.toContain('latchkey.session')
    expect((await copy.get('/tanuki', { maxRedirects: 0 })).status()).toBe(307)
    await copy.dispose()
  })

  test('is over with its last day, and after a week of nobody using it', async ({ playwright }) => {
    const request = await playwright.request.newContext({ baseURL: origin })
    await signInAs({ request }, 'developer')
    const { sessionId } = await (await request.get('/api/auth/session')).json()
    const status = async () => (await request.get('/tanuki', { maxRedirects: 0 })).status()
    expect(await status()).toBe(200)
    await rowsOf("UPDATE sessions SET expires_at = now() - interval '1 second' WHERE id = $1", [sessionId])
    expect(await status()).toBe(307)
    await rowsOf("UPDATE sessions SET expires_at = now() + interval '1 day' WHERE id = $1", [sessionId])
    expect(await status()).toBe(200)
    await rowsOf("UPDATE sessions SET last_seen_at = now() - interval '8 days' WHERE id = $1", [sessionId])
    expect(await status()).toBe(307)
    await request.dispose()
  })

  test('is not made of the other cookies of a sign-in', async ({ playwright }) => {
    const request = await playwright.request.newContext({ baseURL: origin })
    await request.get('/api/auth/csrf')
    const { cookies } = await request.storageState()
    for (const { value } of cookies) {
      const answer = await request.get('/tanuki', {
        headers: { Cookie: `latchkey.session=${value}` },
        maxRedirects: 0,
      })
      expect(answer.status()).toBe(307)
    }
    await request.dispose()
  })
})

test.describe('a page of somebody else', () => {
  const variants: Record<string, { path: (settings: string) => string; headers?: Record<string, string> }> = {
    'as it is': { path: (settings) => settings },
    'as the router asks': { path: (settings) => `${settings}?_rsc=x`, headers: { RSC: '1' } },
    'as a prefetch': {
      path: (settings) => settings,
      headers: { RSC: '1', 'Next-Router-Prefetch': '1', 'Next-Router-Segment-Prefetch': '/_tree' },
    },
    'with .rsc': { path: (settings) => `${settings}.rsc` },
    'with .txt': { path: (settings) => `${settings}.txt` },
    'with index.rsc': { path: (settings) => `${settings}/index.rsc` },
    'by its segments': { path: (settings) => `${settings}.segments/_tree.segment.rsc` },
    'by one segment': { path: (settings) => `${settings}.segments/$c$path/__PAGE__.segment.rsc` },
    'by its folder': {
      path: (settings) =>
        settings.replace(/^(.*)\/-\/settings\/repository$/, '/project/settings/repository$1'),
    },
    'in another language': { path: (settings) => `/en${settings}` },
    'as data': { path: (settings) => `/_next/data/x${settings}.json` },
    'with a parameter of the router': {
      path: (settings) => `/tanuki/-/settings/repository?nxtPpath=${settings.split('/-/')[0]?.slice(1)}`,
    },
    'past the middleware': {
      path: (settings) => settings,
      headers: {
        'x-middleware-subrequest': Array(5).fill('middleware').join(':'),
        'x-middleware-rewrite': '/',
        'x-nextjs-data': '1',
        'x-matched-path': '/',
        'x-invoke-path': '/',
      },
    },
    'with a resume body': { path: (settings) => settings, headers: { 'next-resume': '1' } },
    'with a bearer token that is no UTF-8': {
      path: (settings) => settings,
      headers: { Authorization: 'Bearer %E0%A4%A' },
    },
    'with another method': { path: (settings) => settings, headers: { 'X-HTTP-Method-Override': 'DELETE' } },
  }
  for (const [name, { path, headers }] of Object.entries(variants)) {
    test(`${name}: not a byte of it, and the same as for what is not there`, async ({ callers }) => {
      const [project] = await rowsOf<{ name: string }>(
        'SELECT p.name FROM projects p JOIN routes r ON r.project_id = p.id WHERE r.path = $1',
        [callers.foreign],
      )
      const secretName = unique('Hidden')
      await rowsOf(
        'UPDATE projects p SET name = $1, description = $1 FROM routes r WHERE r.project_id = p.id AND r.path = $2',
        [secretName, callers.foreign],
      )
      expect(project).toBeDefined()
      const [group, hidden = ''] = callers.foreign.split('/')
      const absent = unique('project')
      const missing = `${group}/${absent}`
      for (const caller of [callers.nobody, callers.developer]) {
        const there = await look(caller, path(settingsOf(callers.foreign)), headers)
        const notThere = await look(caller, path(settingsOf(missing)), headers)
        expect(there.status).toBe(notThere.status)
        expect(there.status).toBeLessThan(500)
        for (const private_ of [secretName, 'deploy-tokens-settings-content', 'awesome_project'])
          expect(there.text).not.toContain(private_)
        expect(there.plain.replaceAll(hidden, '')).toBe(notThere.plain.replaceAll(absent, ''))
      }
    })
  }

  test('and a page of mine with a malformed bearer token is answered as without it', async ({ callers }) => {
    const headers = { Authorization: 'Bearer %E0%A4%A' }
    const paths = [
      '/',
      '/tanuki',
      '/tanuki/awesome_project',
      '/groups/new',
      '/projects/new',
      '/users/sign_in',
    ]
    for (const path of [...paths, settingsOf('tanuki/awesome_project'), '/api/auth/session', '/nowhere']) {
      for (const caller of [callers.maintainer, callers.nobody]) {
        const plain = await caller.get(path, { maxRedirects: 0 })
        const odd = await caller.get(path, { maxRedirects: 0, headers })
        expect(odd.status(), path).toBe(plain.status())
        expect(odd.status(), path).toBeLessThan(500)
      }
    }
  })
})

test.describe('what no page answers', () => {
  for (const method of ['TRACE', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'SEARCH']) {
    test(`${method}: 405`, async ({ callers }) => {
      const answer = await callers.maintainer.fetch('/tanuki', { method })
      expect(answer.status()).toBe(405)
      expect(answer.headers().allow).toBe('GET, HEAD, POST')
    })
  }

  const shapes: Record<
    string,
    [number, (request: APIRequestContext) => ReturnType<APIRequestContext['get']>]
  > = {
    'a URL of nine kilobytes': [414, (request) => request.get(`/?search=${'x'.repeat(9000)}`)],
    'a path with a NUL': [400, (request) => request.get('/tanuki%00')],
    'a path with a broken escape': [400, (request) => request.get('/tanuki%')],
    'a hundred and one headers': [
      431,
      (request) =>
        request.get('/', {
          headers: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`x-${n}`, '1'])),
        }),
    ],
    'a header of seventeen kilobytes': [
      431,
      (request) => request.get('/', { headers: { 'x-long': 'x'.repeat(17_000) } }),
    ],
    'cookies of seventeen kilobytes': [
      431,
      (request) => request.get('/', { headers: { Cookie: `a=${'x'.repeat(17_000)}` } }),
    ],
    'a sign-in of 300 KiB': [
      413,
      (request) =>
        request.post('/api/auth/callback/password', {
          headers: { Origin: origin },
          form: { login: 'root', password: 'x'.repeat(300 * 1024) },
        }),
    ],
    'an image to be made smaller': [404, (request) => request.get('/_next/image?url=%2Ficon.svg&w=64&q=75')],
    'an image from elsewhere': [
      404,
      (request) => request.get('/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75'),
    ],
    'a web socket': [
      400,
      (request) => request.get('/', { headers: { Connection: 'Upgrade', Upgrade: 'websocket' } }),
    ],
  }
  for (const [name, [status, send]] of Object.entries(shapes)) {
    test(`${name}: ${status}`, async ({ callers }) => {
      expect((await send(callers.nobody)).status()).toBe(status)
    })
  }

  test('three hundred cookies beside the right one change nothing', async ({ callers }) => {
    const { cookies } = await callers.maintainer.storageState()
    const session = cookies.find(({ name }) => name === 'latchkey.session')?.value
    const others = Array.from({ length: 300 }, (_, n) => `c${n}=1`).join('; ')
    const send = (cookie: string) =>
      callers.nobody.get('/tanuki', { headers: { Cookie: cookie }, maxRedirects: 0 })
    expect((await send(`${others}; latchkey.session=${session}`)).status()).toBe(200)
    expect(
      (await send(`$Version=1; theme=<script>; sidebar=__proto__; latchkey.session=${session}`)).status(),
    ).toBe(200)
  })
})

/** What somebody sees there; `plain` is without what is new in each answer: nonces, ids, the time, the numbers of a stream's parts. */
async function look(request: APIRequestContext, path: string, headers?: Record<string, string>) {
  const answer = await request.get(path, { headers, maxRedirects: 0 })
  const body = await answer.text()
  const numbers =
    /<script.*?<\/script>|nonce="[^"]*"|"nonce":"[^"]*"|"renderedAt":"[^"]*"|^[0-9a-f]+:|\$L?[0-9a-f]+|"[\w-]{21}[vm]"/gms
  return {
    status: answer.status(),
    text: `${answer.headers().location ?? ''} ${body}`,
    plain: `${answer.headers().location ?? ''} ${body.replace(numbers, '')}`,
  }
}
