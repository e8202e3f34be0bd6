import { type APIRequestContext, type Browser, expect, type Page, test } from '@playwright/test'
import { expectNoBarrier } from './support/barriers'
import { signInWith } from './support/people'
import { unique } from './support/places'
import { actionId, sendAction } from './support/raw-action'
import { startSecondServer } from './support/second-server'

// On an instance of its own, as sign-up is on or off for everybody. One after the other: it is off at first.
test.describe.configure({ mode: 'serial' })

let server: Awaited<ReturnType<typeof startSecondServer>>
let root: APIRequestContext

test.beforeAll(async ({ playwright }) => {
  test.setTimeout(300_000)
  server = await startSecondServer()
  root = await playwright.request.newContext({ baseURL: server.url })
  expect(await signInWith(root, { username: 'root', password: server.rootPassword }, server.url)).toBe(true)
})

test.afterAll(async () => {
  await root.dispose()
  await server.stop()
})

test('while it is off there is no link, no page and no act', async ({ browser, playwright }) => {
  const { page, close } = await visit(browser, '/users/sign_in')
  await expect(page.getByRole('heading', { name: 'Sign in to Latchkey' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Register now' })).toHaveCount(0)
  expect((await page.goto(`${server.url}/users/sign_up`))?.status()).toBe(404)
  const nobody = await playwright.request.newContext({ baseURL: server.url })
  const username = unique('early')
  expect((await send(nobody, { username })).status).toBe(404)
  expect((await root.get(`/admin/users/${username}`)).status()).toBe(404)
  await nobody.dispose()
  await close()
})

test('an administrator switches it on, and the sign-in page leads to it', async ({ browser }) => {
  const { page, close } = await visit(browser, '/users/sign_in')
  await page.context().addCookies((await root.storageState()).cookies)
  await page.goto(`${server.url}/admin/application_settings/general#js-signup-settings`)
  await page.getByRole('checkbox', { name: 'Sign-up enabled' }).check()
  await page.getByRole('button', { name: 'Save changes to Sign-up restrictions' }).click()
  await expect(page.getByText('Application settings saved successfully.')).toBeVisible()
  await page.context().clearCookies()
  await page.goto(`${server.url}/users/sign_in`)
  await page.getByRole('link', { name: 'Register now' }).click()
  await expect(page.getByRole('heading', { name: 'Register for Latchkey' })).toBeVisible()
  await expectNoBarrier(page)
  await close()
})

test('what is wrong or taken stands at its field, all at once, and nothing typed is lost', async ({
  browser,
}) => {
  const { page, close } = await visit(browser, '/users/sign_up')
  await page.getByRole('button', { name: 'Register' }).click()
  for (const [label, message] of [
    ['Name', "Name can't be blank"],
    ['Username', 'Username is too short (minimum is 2 characters)'],
    ['Email', "Email can't be blank"],
    ['Password', /^Password is too short \(minimum is 8 characters\)/],
  ] as const)
    await expect(page.getByLabel(label, { exact: true })).toHaveAccessibleDescription(message)
  await expectNoBarrier(page)
  await fill(page, { username: 'ROOT', email: 'Root@latchkey.localhost' })
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByLabel('Username')).toHaveAccessibleDescription('Username has already been taken')
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription('Email has already been taken')
  await expect(page.getByLabel('Password')).toHaveValue(password)
  await close()
})

test('who signs up is signed in, and is no administrator; a password stands in no address', async ({
  browser,
}) => {
  const { page, close } = await visit(browser, '/users/sign_up')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const username = unique('Myself')
  await fill(page, { username, email: `${username}@example.com` })
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${server.url}/`)
  await page.getByRole('button', { name: /user menu$/ }).click()
  await expect(page.getByText(`@${username}`)).toBeVisible()
  await expect(page.getByRole('link', { name: 'Admin area' })).toHaveCount(0)
  expect(
    asked.filter((url) => url.includes(encodeURIComponent(password)) || url.includes('password=')),
  ).toEqual([])
  // whoever is signed in has an account
  await page.goto(`${server.url}/users/sign_up`)
  await expect(page).toHaveURL(`${server.url}/`)
  expect((await root.get(`/admin/users/${username}`)).status()).toBe(200)
  await close()
})

test('no page of another site signs anybody up', async ({ playwright }) => {
  const nobody = await playwright.request.newContext({ baseURL: server.url })
  for (const sender of ['https://evil.example', 'null', undefined]) {
    const answer = await send(nobody, { username: unique('foreign') }, { Origin: sender })
    expect(answer.status, String(sender)).toBe(403)
  }
  await nobody.dispose()
})

test('an address that asks too often is told to wait', async ({ browser, playwright }) => {
  const nobody = await playwright.request.newContext({ baseURL: server.url })
  let code: string | undefined
  for (let count = 0; count < 40 && code !== 'rate_limited'; count++)
    code = (await send(nobody, { username: 'root' })).outcome?.code
  expect(code).toBe('rate_limited')
  const { page, close } = await visit(browser, '/users/sign_up')
  const username = unique('late')
  await fill(page, { username, email: `${username}@example.com` })
  await page.getByRole('button', { name: 'Register' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(
    'Too many accounts were asked for from your address. Try again later.',
  )
  await expect(page.getByLabel('Username')).toHaveValue(username)
  expect((await root.get(`/admin/users/${username}`)).status()).toBe(404)
  await nobody.dispose()
  await close()
})

const password = 'one that nobody guesses'

function send(
  request: APIRequestContext,
  { username }: { username: string },
  headers: Record<string, string | undefined> = { Origin: server.url },
) {
  const form = { name: 'Myself', username, email: `${username}@example.com`, password }
  const body = JSON.stringify([form])
  return sendAction(request, { url: '/users/sign_up', id: actionId('signUpAction'), body, headers })
}

/** A page of the second server in a browser that nobody has used. */
async function visit(browser: Browser, path: string) {
  const context = await browser.newContext({ baseURL: server.url })
  const page = await context.newPage()
  await page.goto(server.url + path)
  return { page, close: () => context.close() }
}

async function fill(page: Page, { username, email }: { username: string; email: string }) {
  await page.getByLabel('Name', { exact: true }).fill('Myself')
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
}
