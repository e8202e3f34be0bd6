import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { origin, signInAs } from './support/browser'
import { noteSecret } from './support/made-secrets'
import { makeProject, unique } from './support/places'
import { actionId } from './support/raw-action'
import { rowsOf } from './support/server-database'
import { Terminal } from './support/shell'

const address = '/-/user_settings/personal_access_tokens'
const valueField = 'input[name="personal-access-token"]'

test.describe('a personal access token', () => {
  test('is created with a date and a description, opens a clone at once, and is shown in the list', async ({
    page,
    context,
  }) => {
    const main = await openPage(page, context)
    const fullPath = await makeProject(context.request)
    const name = unique('laptop')
    const secret = await create(main, { name, description: 'In the office', expiresAt: '2199-01-01' })
    expect(secret).toMatch(/^glpat-[0-9A-Za-z]{36}$/)
    const row = main.getByRole('row', { name })
    await expect(row).toContainText('In the office')
    await expect(row).toContainText('read_repository')
    await expect(row.locator('time').last()).toHaveAttribute('datetime', '2199-01-01T00:00:00.000Z')
    expect((await lsRemote(fullPath, secret)).code).toBe(0)
    expect(await tokensNamed(name)).toMatchObject([
      { description: 'In the office', scopes: ['read_repository'] },
    ])
  })

  test('that is rotated has another value; the old one is refused, and using it ends the new one', async ({
    page,
    context,
  }) => {
    const main = await openPage(page, context)
    const fullPath = await makeProject(context.request)
    const name = unique('rotated')
    const old = await create(main, { name })
    await main.getByRole('button', { name: `Rotate ${name}` }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/^Expiration date/).fill('2020-01-01')
    await dialog.getByRole('button', { name: 'Rotate' }).click()
    await expect(dialog.getByText(/^Expires at must be \d{4}-\d\d-\d\d or later$/)).toBeVisible()
    await dialog.getByLabel(/^Expiration date/).fill('')
    await dialog.getByRole('button', { name: 'Rotate' }).dblclick()
    await expect(dialog).toBeHidden()
    await expect(main.locator(valueField)).not.toHaveValue(old)
    const next = noteSecret(await main.locator(valueField).inputValue())
    await expect(main.getByRole('row', { name })).toHaveCount(1)
    await expect(main.getByRole('row', { name })).toContainText('Never')
    expect(await tokensNamed(name)).toHaveLength(2)

    expect((await lsRemote(fullPath, next)).code).toBe(0)
    const refused = 'Token was revoked. You have to re-authorize from the user.'
    expect((await lsRemote(fullPath, old)).text).toContain(refused)
    expect((await lsRemote(fullPath, next)).text).toContain(refused)
    await page.reload()
    await expect(main.getByRole('row', { name })).toHaveCount(0)
  })

  test('that is revoked leaves the list at once, and its value is refused', async ({ page, context }) => {
    const main = await openPage(page, context)
    const fullPath = await makeProject(context.request)
    const name = unique('revoked')
    const secret = await create(main, { name })
    await main.getByRole('button', { name: `Revoke ${name}` }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await expect(page.getByText(`${name} was revoked.`)).toBeVisible()
    await expect(main.getByRole('row', { name })).toHaveCount(0)
    await expect(main.locator(valueField)).toHaveCount(0)
    await main.getByRole('tab', { name: /^Inactive/ }).click()
    await expect(main.getByRole('row', { name })).toContainText('Revoked')
    expect((await lsRemote(fullPath, secret)).text).toContain('Token was revoked.')
  })
})

test.describe('the form', () => {
  test('names everything that is wrong at its field, keeps what was typed, and sends nothing', async ({
    page,
    context,
  }) => {
    const main = await openPage(page, context)
    await main.getByRole('button', { name: 'Add new token' }).click()
    await main.getByLabel('Description').fill('x'.repeat(256))
    await main.getByLabel(/^Expiration date/).fill('2020-01-01')
    await main.getByRole('button', { name: 'Create token' }).click()
    await expect(main.getByText("Name can't be blank")).toBeVisible()
    await expect(main.getByText('Description is too long (maximum is 255 characters)')).toBeVisible()
    await expect(main.getByText(/^Expires at must be \d{4}-\d\d-\d\d or later$/)).toBeVisible()
    await expect(main.getByText("Scopes can't be blank")).toBeVisible()
    await expect(main.getByLabel('Token name')).toBeFocused()
    await expect(main.getByLabel('Description')).toHaveValue('x'.repeat(256))
  })

  test('makes one token of ten clicks, and says so when it is sent again', async ({ page, context }) => {
    const main = await openPage(page, context)
    const name = unique('pressed')
    await fillIn(main, { name })
    const sent = page.waitForRequest(
      (request) => request.headers()['next-action'] === actionId('createPersonalAccessTokenAction'),
    )
    await main.getByRole('button', { name: 'Create token' }).evaluate((button: HTMLButtonElement) => {
      for (let count = 0; count < 10; count++) button.click()
    })
    await expect(main.getByText('Your new personal access token has been created.')).toBeVisible()
    noteSecret(await main.locator(valueField).inputValue())
    const request = await sent
    const again = await context.request.post(request.url(), {
      headers: { ...(await request.allHeaders()) },
      data: request.postDataBuffer() ?? '',
    })
    expect(await again.text()).toContain('This token was already created.')
    expect(await tokensNamed(name)).toHaveLength(1)
  })

  test('is open and filled in where the address asks for it, from GitLab’s old one and after a sign-in too', async ({
    page,
    context,
  }) => {
    await page.goto('/-/profile/personal_access_tokens?name=My+app&scopes=api,read_user,sudo')
    await expect(page).toHaveURL(/\/users\/sign_in\?callbackUrl=/)
    const back = new URL(page.url()).searchParams.get('callbackUrl') ?? ''
    await signInAs(context, 'developer')
    await page.goto(back)
    const main = page.getByRole('main')
    await expect(main.getByLabel('Token name')).toHaveValue('My app')
    await expect(main.getByRole('checkbox', { checked: true })).toHaveCount(2)
    await expect(main.getByLabel('read_user')).toBeChecked()
    await main.getByRole('button', { name: 'Cancel' }).click()
    await expect(main.getByLabel('Token name')).toHaveCount(0)
  })
})

test('the value is masked, copied to the byte, and in nothing that stays or is shown again', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const main = await openPage(page, context)
  const secret = await create(main, { name: unique('secret') })
  await expect(main.locator(valueField)).toHaveAttribute('type', 'password')
  expect(await page.content()).not.toContain(secret)
  expect(await page.locator('body').innerText()).not.toContain(secret)
  await main.getByRole('button', { name: 'Copy token' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(secret)
  await main.getByRole('button', { name: 'Reveal token' }).click()
  await expect(main.locator(valueField)).toHaveAttribute('type', 'text')
  const kept = await page.evaluate(() =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      history.state,
      location.href,
    ]),
  )
  expect(kept + JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain(secret)

  const answer = await context.request.get(address)
  expect(await answer.text()).not.toContain(secret)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })))
  await expect(main.locator(valueField)).toHaveCount(0)
  await page.reload()
  await expect(main.getByRole('heading', { name: 'Active tokens' })).toBeVisible()
  expect(await page.content()).not.toContain(secret)
})

test('names of people may be long, foreign and hostile, and the page stands', async ({ page, context }) => {
  const main = await openPage(page, context)
  const name = `${unique('<img src=x onerror=alert(1)>')} ${'ж'.repeat(150)}`
  await create(main, { name, description: 'W'.repeat(255) })
  await expect(main.getByRole('row', { name: name.slice(0, 40) })).toBeVisible()
  for (const width of [390, 1280]) await expectNoSidewaysScroll(page, width)
})

test('the page and its form break no rule of accessibility, on a phone too', async ({ page, context }) => {
  const main = await openPage(page, context)
  const name = unique('axe')
  await create(main, { name, expiresAt: new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10) })
  await expect(main.getByRole('row', { name })).toContainText('Expires soon')
  await main.getByRole('button', { name: 'Add new token' }).click()
  await main.getByRole('button', { name: 'Create token' }).click()
  await expect(main.getByText("Name can't be blank")).toBeVisible()
  await expectNoBarrier(page)
})

for (const act of ['Rotate', 'Revoke']) {
  test(`the dialog of ${act} breaks none either, and Escape leaves it without a change`, async ({
    page,
    context,
  }) => {
    const main = await openPage(page, context)
    const name = unique('asked')
    await create(main, { name })
    await main.getByRole('button', { name: `${act} ${name}` }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoBarrier(page)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(main.getByRole('row', { name })).toHaveCount(1)
  })
}

interface TokenWishes {
  name: string
  description?: string
  expiresAt?: string
}

async function openPage(page: Page, context: BrowserContext): Promise<Locator> {
  await signInAs(context, 'maintainer')
  await page.goto(address)
  const main = page.getByRole('main')
  await expect(main.getByRole('heading', { name: 'Personal access tokens', level: 1 })).toBeVisible()
  return main
}

async function fillIn(main: Locator, { name, description = '', expiresAt = '' }: TokenWishes): Promise<void> {
  // a press before the scripts run is lost
  await expect(async () => {
    await main.getByRole('button', { name: 'Add new token' }).click({ timeout: 1000 })
    await expect(main.getByLabel('Token name')).toBeVisible({ timeout: 1000 })
  }).toPass()
  await main.getByLabel('Token name').fill(name)
  await main.getByLabel('Description').fill(description)
  await main.getByLabel(/^Expiration date/).fill(expiresAt)
  await main.getByLabel('read_repository').check()
}

/** Creates a token as a person does, and gives the value that the notice shows. */
async function create(main: Locator, wishes: TokenWishes): Promise<string> {
  await fillIn(main, wishes)
  await main.getByRole('button', { name: 'Create token' }).click()
  await expect(main.getByText('Your new personal access token has been created.')).toBeFocused()
  return noteSecret(await main.locator(valueField).inputValue())
}

async function lsRemote(fullPath: string, secret: string) {
  const terminal = await Terminal.open()
  try {
    const { host } = new URL(origin)
    return await terminal.run(`git ls-remote http://oauth2:${secret}@${host}/${fullPath}.git`)
  } finally {
    await terminal.close()
  }
}

function tokensNamed(name: string) {
  return rowsOf<{ description: string; scopes: string[] }>(
    'SELECT description, scopes FROM personal_access_tokens WHERE name = $1 ORDER BY id',
    [name],
  )
}

/** No rule of axe is broken, in both themes and both widths, and no phone has to scroll sideways. */
async function expectNoBarrier(page: Page): Promise<void> {
  for (const width of [390, 1280]) {
    await expectNoSidewaysScroll(page, width)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
      const { violations } = await new AxeBuilder({ page }).analyze()
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect(told, `${colorScheme}, ${width} pixels`).toEqual([])
    }
  }
}

async function expectNoSidewaysScroll(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 844 })
  const excess = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  expect(await page.evaluate(excess), `${width} pixels`).toBeLessThanOrEqual(0)
}
