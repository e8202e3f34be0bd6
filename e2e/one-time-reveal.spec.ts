import {
  type BrowserContext,
  expect,
  type Locator,
  type Page,
  type Request,
  type Route,
  test,
} from '@playwright/test'
import { createToken, openDeployTokens } from './support/browser'
import { openOwnProject } from './support/own-project'
import { unique } from './support/places'
import { actionId, settingsOf } from './support/raw-action'

test.describe('the value of a new token', () => {
  test('is masked until the eye is pressed, and masked again after it', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const { secret } = await createToken(section, { name: unique('masked') })
    const value = section.locator('input[name="deploy-token"]')
    await expect(value).toHaveAttribute('type', 'password')
    await expect(value).toHaveAttribute('autocomplete', 'off')
    await expect(value).toHaveAttribute('readonly')
    expect(await page.locator('body').innerText()).not.toContain(secret)
    await section.getByRole('button', { name: 'Reveal deploy token' }).click()
    await expect(value).toHaveAttribute('type', 'text')
    await section.getByRole('button', { name: 'Hide deploy token' }).click()
    await expect(value).toHaveAttribute('type', 'password')

    const commands = section.locator('pre')
    for (const command of await commands.all()) await expect(command).toContainText('********')
    const eyes = section.getByRole('button', { name: 'Show the token in this command' })
    await eyes.first().click()
    await expect(commands.first()).toContainText(secret)
    await section.getByRole('button', { name: 'Hide the token in this command' }).click()
    await expect(commands.first()).not.toContainText(secret)
  })

  test('is copied to the byte, and so are the user name and the commands', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { section, fullPath } = await openOwnProject(page, context)
    const { secret, username } = await createToken(section, { name: unique('copied') })
    const copied = async (button: Locator) => {
      await page.evaluate(() => navigator.clipboard.writeText(''))
      await button.click()
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('')
      return page.evaluate(() => navigator.clipboard.readText())
    }
    expect(await copied(section.getByRole('button', { name: 'Copy deploy token' }))).toBe(secret)
    expect(await copied(section.getByRole('button', { name: 'Copy username' }))).toBe(username)
    const command = await copied(section.getByRole('button', { name: 'Copy command' }).first())
    expect(command).toContain(secret)
    expect(command).toContain(`/${fullPath}.git`)
    // nothing that a terminal would take for Enter or that cannot be seen
    expect(command).toMatch(/^[ -~]+$/)
  })

  const departures: Record<
    string,
    (page: Page, section: Locator, context: BrowserContext) => Promise<unknown>
  > = {
    'a reload': (page) => page.reload(),
    'another page and back': async (page) => {
      await page.goto('/')
      await page.goBack()
    },
    'another page by a link and back': async (page) => {
      await page.getByRole('link', { name: 'Project overview' }).click()
      await expect(page).toHaveURL(/\/project-[0-9a-f]+$/)
      await page.goBack()
    },
    'a page kept whole by the browser and shown again': (page) =>
      page.evaluate(() => {
        dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
      }),
    Dismiss: (_, section) => section.getByRole('button', { name: 'Dismiss' }).click(),
  }
  for (const [name, leave] of Object.entries(departures)) {
    test(`is gone after ${name}`, async ({ page, context }) => {
      const { section } = await openOwnProject(page, context)
      const token = unique('left')
      const { secret } = await createToken(section, { name: token })
      await leave(page, section, context)
      await expect(section).toHaveAttribute('data-ready', 'true')
      await expect(section.locator('input[name="deploy-token"]')).toHaveCount(0)
      await expect(section.getByText('Your new deploy token')).toHaveCount(0)
      await expect(section.getByTestId('active-token-count')).toHaveText('1')
      expect(await page.content()).not.toContain(secret)
      expect(await everythingStored(page, context)).not.toContain(secret)
    })
  }

  test('is gone when its token is revoked', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('short-lived')
    await createToken(section, { name })
    await section.getByRole('button', { name: `Revoke ${name}` }).click()
    await page.getByTestId('primary-revoke-btn').click()
    await expect(section.locator('input[name="deploy-token"]')).toHaveCount(0)
  })

  test('is in one answer of the server, and in no other, no document, no address, no store', async ({
    page,
    context,
  }) => {
    // read on the way to the browser, which keeps no body for long
    const answers: { request: Request; headers: Record<string, string>; body: string }[] = []
    await context.route('**/*', async (route) => {
      const response = await answerTo(route)
      if (!response) return
      answers.push({ request: route.request(), headers: response.headers, body: response.body.toString() })
      // a page that has been left asks for nothing any more
      await route.fulfill(response).catch(() => {})
    })
    const { section, fullPath } = await openOwnProject(page, context)
    const name = unique('traced')
    const { secret } = await createToken(section, { name })
    const settings = settingsOf(fullPath)

    // the page as it stands, with the value in it
    expect(await page.content()).not.toContain(secret)
    expect(await everythingStored(page, context)).not.toContain(secret)
    const other = await context.newPage()
    const second = await openDeployTokens(other, `/${fullPath}`)
    await expect(second.getByRole('row', { name })).toBeVisible()
    expect(await other.content()).not.toContain(secret)

    // every page that could speak of it, whole and as the router asks for it
    const asking = { RSC: '1', 'Next-Url': settings }
    for (const path of [settings, `/${fullPath}`, '/', `/${fullPath.split('/')[0]}`]) {
      for (const headers of [{}, asking, { ...asking, 'Next-Router-Prefetch': '1' }]) {
        const answer = await context.request.get(path, { headers })
        expect(answer.status()).toBe(200)
        expect(await answer.text(), path).not.toContain(secret)
      }
    }
    await section.getByRole('tab', { name: /^Inactive/ }).click()
    await section.getByRole('tab', { name: /^Active/ }).click()
    await section.getByLabel('Search active deploy tokens').fill(name)
    await expect(section.getByRole('row', { name })).toBeVisible()
    await page.reload()
    await expect(section).toHaveAttribute('data-ready', 'true')
    await context.unrouteAll({ behavior: 'wait' })

    const holding = answers.filter(({ body }) => body.includes(secret))
    expect(holding).toHaveLength(1)
    const [answer] = holding
    expect(answer?.request.headers()['next-action']).toBe(actionId('createDeployTokenAction'))
    expect(answer?.headers).toMatchObject({
      'cache-control': 'no-store, private',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    for (const { request } of answers) expect(request.url()).not.toContain(secret)
  })

  test('does not stand in what a screen reader announces, nor in what is printed', async ({
    page,
    context,
  }) => {
    const { section } = await openOwnProject(page, context)
    const { secret } = await createToken(section, { name: unique('silent') })
    const live = page.locator('[role=status], [role=alert], [aria-live]')
    for (const text of await live.allTextContents()) expect(text).not.toContain(secret)
    await expect(section.getByText('Your new project deploy token has been created.')).toBeFocused()
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('body').innerText()).not.toContain(secret)
    await expect(section.locator('input[name="deploy-token"]')).toHaveAttribute('type', 'password')
  })
})

/** What the server answers to a request, kept whole; nothing when the page was left meanwhile. */
async function answerTo(route: Route) {
  const response = await route.fetch({ maxRedirects: 0 }).catch(() => undefined)
  const body = await response?.body().catch(() => undefined)
  return response && body && { status: response.status(), headers: response.headers(), body }
}

/** Whatever a browser can keep of a page: stores, cookies, caches, addresses. */
async function everythingStored(page: Page, context: BrowserContext): Promise<string> {
  const inPage = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    cookie: document.cookie,
    state: history.state,
    title: document.title,
    referrer: document.referrer,
    address: location.href,
  }))
  expect(inPage).toMatchObject({ databases: [], caches: [], workers: [] })
  return JSON.stringify([inPage, await context.storageState({ indexedDB: true })])
}
