import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { APIRequestContext } from '@playwright/test'
import { expect } from '@playwright/test'
import { origin } from './support/browser'
import { makeProject, unique } from './support/places'
import { settingsOf } from './support/raw-action'
import { test } from './support/raw-callers'
import { requestText, talk } from './support/raw-exchange'

// What no browser sends, at the pages' door: targets that a client would tidy up, and headers that it would not write.

const { host, port } = new URL(origin)

/** The answer to exactly this target, with this person's cookies. */
async function ask(request: APIRequestContext, target: string, headers: string[] = []) {
  const { cookies } = await request.storageState()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const all = [`Host: ${host}`, ...(cookie ? [`Cookie: ${cookie}`] : []), ...headers]
  const [answer] = await talk(`localhost:${port}`, requestText(`GET ${target}`, { headers: all }))
  if (!answer) throw new Error(`no answer to ${target}`)
  return answer
}

test('Q33: no other form of a private page gives a byte of it', async ({ callers }) => {
  const secret = unique('hidden')
  const place = await makeProject(callers.maintainer, { name: secret, withReadme: true })
  const build = readFileSync(path.join(process.cwd(), '.next/BUILD_ID'), 'utf8')
  const settings = settingsOf(place)
  const targets = [place, `${place}/-/blob/main/README.md`, settings.slice(1)].flatMap((page) => [
    `/_next/data/${build}/${page}.json`,
    `/${page}.rsc`,
    `/${page}.txt`,
    `/${page}.json`,
    `/${page}/index.rsc`,
    `/${page}.segments/_tree.segment.rsc`,
    `/${page}?_rsc=1`,
    `/${page}?__nextDataReq=1`,
  ])
  const asNext = [[], ['RSC: 1'], ['RSC: 1', 'Next-Router-Prefetch: 1'], ['x-nextjs-data: 1']]
  for (const target of targets)
    for (const headers of asNext)
      for (const who of [callers.nobody, callers.developer]) {
        const { status, body } = await ask(who, target, headers)
        expect([target, status < 500, body.includes(secret)]).toEqual([target, true, false])
      }
  expect((await ask(callers.maintainer, `/${place}`)).body).toContain(secret)
})

test('Q34, Q35: steps up in a path lead nowhere else', async ({ callers }) => {
  const settings = settingsOf(callers.project)
  for (const target of [
    `${settings}/../../../evil`,
    `${settings}/../../..`,
    `/${callers.project}/..%2f..%2f${callers.foreign}`,
    `/${callers.project}/%2e%2e/%2e%2e/${callers.foreign}`,
    `/groups/${callers.group}/-/../../${callers.foreign}`,
    `/${callers.project}${'/..%2f'.repeat(20)}`,
    `/${callers.project};jsessionid=1`,
    `/..${settings}`,
  ]) {
    const { status, body } = await ask(callers.maintainer, target)
    expect([target, status]).toEqual([target, 404])
    expect(body).not.toContain('deploy-tokens-settings-content')
  }
})

test('T28, Q23: a page is of the public address, whatever the request says of it', async ({ callers }) => {
  for (const [target, ...headers] of [
    ['/users/sign_in', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: gopher'],
    ['http://evil.example/users/sign_in'],
    ['/api/auth/csrf', 'X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: gopher'],
  ] as const) {
    const answer = await ask(callers.nobody, target, [...headers])
    expect(answer.status).toBe(200)
    expect(JSON.stringify(answer)).not.toMatch(/evil\.example|gopher/)
  }
})

test('T30: more cookies than one are no session more', async ({ callers }) => {
  const { cookies } = await callers.maintainer.storageState()
  const own = cookies.find(({ name }) => name.endsWith('latchkey.session'))
  if (!own) throw new Error('no session')
  const mine = `${own.name}=${own.value}`
  for (const [cookie, statuses] of [
    [mine, [200]],
    [`${mine}; ${own.name}=forged`, [200, 307]],
    [`${own.name}=forged; ${mine}`, [200, 307]],
    [`$Version="1"; ${mine}; $Path="/"`, [200]],
    [`${Array(100).fill('a=b').join('; ')}; ${mine}`, [200]],
    [`${own.name}=${'x'.repeat(4096)}`, [307]],
    [`${own.name}=%ff%zz; =; ;;`, [307]],
  ] as const) {
    const { status } = await ask(callers.nobody, '/-/user_settings/profile', [`Cookie: ${cookie}`])
    expect([cookie.slice(0, 40), statuses]).toEqual([cookie.slice(0, 40), expect.arrayContaining([status])])
  }
})
