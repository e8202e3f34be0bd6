import { createHash, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type BrowserContext, expect, type Locator, type Page, type Request, test } from '@playwright/test'
import {
  createToken,
  openDeployTokens,
  origin,
  revokeToken,
  signInAs,
  submitToken,
  tabTo,
} from './support/browser'
import { openOwnProject } from './support/own-project'
import { makeGroup, makeProject, unique } from './support/places'
import { actionId, answerOf, creationOf, sendAction, settingsOf } from './support/raw-action'
import { rowsOf, tokensNamed, withDatabase } from './support/server-database'

const createButton = { name: 'Create deploy token' }
const refusedAsMadeAlready =
  'This deploy token was already created. Its value cannot be shown again: revoke it and create another if you lost it.'

test.describe('one opened form makes one token', () => {
  const impatience: Record<string, (section: Locator) => Promise<unknown>> = {
    'a double click': (section) => section.getByRole('button', createButton).dblclick(),
    'Enter and a click in the same moment': (section) =>
      section.getByRole('button', createButton).evaluate((button: HTMLButtonElement) => {
        button.form?.requestSubmit()
        button.click()
      }),
    'ten clicks': (section) =>
      section.getByRole('button', createButton).evaluate((button: HTMLButtonElement) => {
        for (let count = 0; count < 10; count++) button.click()
      }),
  }
  for (const [name, press] of Object.entries(impatience)) {
    test(`${name} makes one`, async ({ page, context }) => {
      const { section } = await openOwnProject(page, context)
      const token = unique('pressed')
      await fillIn(section, { name: token })
      await press(section)
      await expect(section.getByText('Your new project deploy token has been created.')).toBeVisible()
      await expect(section.getByTestId('active-token-count')).toHaveText('1')
      expect(await tokensNamed(token)).toHaveLength(1)
    })
  }

  test('its request sent again with the same cookies is a conflict', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('replayed')
    const sent = page.waitForRequest(isAction('createDeployTokenAction'))
    const { secret } = await createToken(section, { name })
    const request = await sent
    for (let count = 0; count < 2; count++) {
      const again = await answerOf(
        await context.request.post(request.url(), {
          headers: { ...(await request.allHeaders()), cookie: await cookiesOf(context) },
          data: request.postDataBuffer() ?? '',
        }),
      )
      expect(again.outcome).toMatchObject({ ok: false, code: 'conflict', message: refusedAsMadeAlready })
      expect(again.text).not.toContain(secret)
    }
    expect(await tokensNamed(name)).toHaveLength(1)
  })

  test('an answer that was lost on the way is not repeated by a second try: it says so', async ({
    page,
    context,
  }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('dropped')
    let dropped = 0
    await page.route('**/-/settings/repository', async (route) => {
      if (!isAction('createDeployTokenAction')(route.request()) || dropped > 0) return route.continue()
      dropped++
      await answerOf((await route.fetch()) as never)
      await route.abort('connectionreset')
    })
    await submitToken(section, { name })
    await expect(section.getByRole('alert')).toContainText('Nothing you typed is lost')
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue(name)
    await section.getByRole('button', createButton).click()
    await expect(section.getByRole('alert')).toContainText(refusedAsMadeAlready)
    expect(await tokensNamed(name)).toHaveLength(1)
    // and the list shows what was made
    await expect(section.getByRole('row', { name })).toContainText('Never')
  })

  test('a request that never arrived is made good by the second try', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('offline')
    await fillIn(section, { name })
    await context.setOffline(true)
    await section.getByRole('button', createButton).click()
    await expect(section.getByRole('alert')).toContainText('The server could not be reached')
    await context.setOffline(false)
    await section.getByRole('button', createButton).click()
    await expect(section.getByText('Your new project deploy token has been created.')).toBeVisible()
    expect(await tokensNamed(name)).toHaveLength(1)
  })

  test('a reload and a way back and forth submit nothing again', async ({ page, context }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    await createToken(section, { name: unique('reloaded') })
    const dashboard = page.getByRole('heading', { name: 'Groups and projects' })
    await page.reload()
    await expect(section).toHaveAttribute('data-ready', 'true')
    await page.goto('/')
    await expect(dashboard).toBeVisible()
    await page.goBack()
    await expect(section).toHaveAttribute('data-ready', 'true')
    await page.goForward()
    await expect(dashboard).toBeVisible()
    await page.goBack()
    await expect(section.getByTestId('active-token-count')).toHaveText('1')
    expect(await countOf(fullPath)).toBe(1)
  })

  test('the next form is another: a second token beside the first, whose value is gone', async ({
    page,
    context,
  }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('twice')
    const first = await createToken(section, { name })
    await section.getByRole('button', { name: 'Add token' }).click()
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue('')
    await expect(section.getByRole('checkbox', { checked: true })).toHaveCount(0)
    await section.getByRole('button', { name: 'Cancel' }).click()
    const username = section.locator('input[name="deploy-token-user"]')
    await submitToken(section, { name })
    await expect(username).not.toHaveValue(first.username)
    expect(await section.locator('input[name="deploy-token"]').inputValue()).not.toBe(first.secret)
    expect(await tokensNamed(name)).toHaveLength(2)
  })

  test('two tabs make two tokens, each value in its own tab only', async ({ page, context }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    const other = await openDeployTokens(await context.newPage(), `/${fullPath}`)
    const name = unique('tabs')
    const [here, there] = await Promise.all([createToken(section, { name }), createToken(other, { name })])
    expect(here.secret).not.toBe(there.secret)
    await expect(section.locator('input[name="deploy-token"]')).toHaveValue(here.secret)
    await expect(other.locator('input[name="deploy-token"]')).toHaveValue(there.secret)
    expect(await tokensNamed(name)).toHaveLength(2)
  })
})

test.describe('what changes while the form is open', () => {
  test('an ended session creates nothing, loses nothing typed, and goes on after a sign-in elsewhere', async ({
    page,
    context,
  }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('signed-out')
    await fillIn(section, { name, username: 'deployer' })
    await context.clearCookies()
    await section.getByRole('button', createButton).click()
    await expect(section.getByRole('alert')).toContainText('Your session has ended. Sign in again')
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue(name)
    await expect(section.getByLabel(/^Username/)).toHaveValue('deployer')
    expect(page.url()).not.toContain(name)
    expect(await tokensNamed(name)).toEqual([])

    await signInAs(context, 'maintainer')
    await section.getByRole('button', createButton).click()
    await expect(section.getByText('Your new project deploy token has been created.')).toBeVisible()
    expect(await tokensNamed(name)).toHaveLength(1)
  })

  test('a role taken away creates nothing and revokes nothing', async ({ page, context, browser }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    const kept = unique('kept')
    await createToken(section, { name: kept })
    const name = unique('demoted')
    await fillIn(section, { name })
    await demote(fullPath)
    await section.getByRole('button', createButton).click()
    await expect(section.getByRole('alert')).toContainText('no longer yours to change')
    expect(await tokensNamed(name)).toEqual([])

    await section.getByRole('button', { name: `Revoke ${kept}` }).click()
    await page.getByTestId('primary-revoke-btn').click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('no longer yours to change')
    expect(await tokensNamed(kept)).toMatchObject([{ revoked_at: null }])
    expect((await page.reload())?.status()).toBe(404)
    await expectPageOfRoot(browser, fullPath)
  })

  test('an update of the server is said, and nothing is created', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('updated')
    await fillIn(section, { name })
    await page.route('**/-/settings/repository', (route) => {
      const headers = { ...route.request().headers(), 'next-action': `40${'0'.repeat(40)}` }
      return route.continue({ headers })
    })
    await section.getByRole('button', createButton).click()
    await expect(section.getByRole('alert')).toHaveText(
      'Latchkey was updated since this page was opened. Reload the page.',
    )
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue(name)
    expect(await tokensNamed(name)).toEqual([])
  })

  test('a scope that devtools make up is refused, and the rest of the form is kept', async ({
    page,
    context,
  }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('devtools')
    await fillIn(section, { name })
    await page.route('**/-/settings/repository', (route) => {
      const body = route.request().postData()?.replace('"read_repository"', '"admin"')
      return isAction('createDeployTokenAction')(route.request())
        ? route.continue({ postData: body })
        : route.continue()
    })
    await section.getByRole('button', createButton).click()
    await expect(section.getByText('Scopes does not have a valid value')).toBeVisible()
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue(name)
    expect(await tokensNamed(name)).toEqual([])
  })
})

test.describe('what is wrong stands at its field', () => {
  test('all of it at once, with everything that was typed kept, and nothing sent', async ({
    page,
    context,
  }) => {
    const { section } = await openOwnProject(page, context)
    const sent: Request[] = []
    page.on('request', (request) => isAction('createDeployTokenAction')(request) && sent.push(request))
    await section.getByRole('button', { name: 'Add token' }).click()
    await section.getByLabel('Name', { exact: true }).fill('x'.repeat(256))
    await section.getByLabel(/^Username/).fill('two words')
    await section.getByLabel(/^Expiration date/).fill('2020-01-01')
    await section.getByRole('button', createButton).click()

    const messages = {
      name: 'Name is too long (maximum is 255 characters)',
      username: "Username can contain only letters, digits, '_', '-', '+', and '.'",
    }
    await expect(section.getByText(messages.name)).toBeVisible()
    await expect(section.getByText(messages.username)).toBeVisible()
    await expect(section.getByText(/^Expires at must be \d{4}-\d\d-\d\d or later$/)).toBeVisible()
    await expect(section.getByText("Scopes can't be blank")).toBeVisible()
    const name = section.getByLabel('Name', { exact: true })
    await expect(name).toHaveAccessibleDescription(
      `${messages.name} Enter a unique name for your deploy token.`,
    )
    await expect(name).toHaveAttribute('aria-invalid', 'true')
    await expect(name).toBeFocused()
    await expect(name).toHaveValue('x'.repeat(256))
    await expect(section.getByLabel(/^Username/)).toHaveValue('two words')
    await expect(section.getByLabel(/^Expiration date/)).toHaveValue('2020-01-01')
    expect(sent).toEqual([])
  })

  test('no scope: everything else is kept', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('scopeless')
    await submitToken(section, { name, username: 'kept', scopes: [] })
    await expect(section.getByText("Scopes can't be blank")).toBeVisible()
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue(name)
    await expect(section.getByLabel(/^Username/)).toHaveValue('kept')
    expect(await tokensNamed(name)).toEqual([])
  })

  test('a pasted line end is trimmed from a name, and what a field cannot hold never arrives', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { section } = await openOwnProject(page, context)
    const name = unique('pasted')
    await section.getByRole('button', { name: 'Add token' }).click()
    await pasteInto(page, section.getByLabel('Name', { exact: true }), `  ${name} \r\n`)
    await pasteInto(page, section.getByLabel(/^Username/), 'deployer\n')
    await section.getByLabel('read_repository').check()
    await section.getByRole('button', createButton).click()
    await expect(section.getByText('Your new project deploy token has been created.')).toBeVisible()
    expect(await tokensNamed(name)).toMatchObject([{ name, username: 'deployer' }])
  })
})

test.describe('a date', () => {
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)

  for (const timezoneId of ['Pacific/Kiritimati', 'Etc/GMT+12', 'UTC']) {
    test(`picked in ${timezoneId} is stored and shown as picked, at midnight UTC`, async ({ browser }) => {
      const context = await browser.newContext({ timezoneId })
      const page = await context.newPage()
      const { section } = await openOwnProject(page, context)
      for (const expiresAt of ['2028-02-29', '9999-12-31', day(1)]) {
        const name = unique('dated')
        await createToken(section, { name, expiresAt })
        expect((await tokensNamed(name))[0]?.expires_at?.toISOString()).toBe(`${expiresAt}T00:00:00.000Z`)
        const shown = section.getByRole('row', { name }).locator('time').last()
        await expect(shown).toHaveAttribute('datetime', `${expiresAt}T00:00:00.000Z`)
        await expect(shown).toHaveAttribute('title', /, 12:00 AM UTC$/)
      }
      await context.close()
    })
  }

  for (const [when, offset] of Object.entries({ 'of today': 0, 'of yesterday': -1 })) {
    test(`${when} is refused, with the first that is taken`, async ({ page, context }) => {
      const { section } = await openOwnProject(page, context)
      const name = unique('late')
      await submitToken(section, { name, expiresAt: day(offset) })
      await expect(section.getByText(`Expires at must be ${day(1)} or later`)).toBeVisible()
      expect(await tokensNamed(name)).toEqual([])
    })
  }

  for (const expiresAt of ['0001-01-01', '1970-01-01']) {
    test(`${expiresAt} is refused`, async ({ page, context }) => {
      const { section } = await openOwnProject(page, context)
      const name = unique('ancient')
      await submitToken(section, { name, expiresAt })
      await expect(section.getByText(/^Expires at must be/)).toBeVisible()
      expect(await tokensNamed(name)).toEqual([])
    })
  }

  for (const [what, keys] of Object.entries({
    'half typed': ['1', '2'],
    'of a day that is none': ['0', '2', '3', '0', '2', '0', '2', '8'],
  })) {
    test(`${what} never becomes "never"`, async ({ page, context }) => {
      const { section } = await openOwnProject(page, context)
      const name = unique('half')
      await fillIn(section, { name })
      await section.getByLabel(/^Expiration date/).focus()
      for (const key of keys) await page.keyboard.press(key)
      await section.getByRole('button', createButton).click()
      await expect(section.getByText('Expires at must be in ISO 8601 format')).toBeVisible()
      expect(await tokensNamed(name)).toEqual([])
    })
  }

  for (const years of [-1, 1]) {
    test(`is judged by the server's clock when the browser's is wrong by ${years} year`, async ({
      page,
      context,
    }) => {
      await page.clock.setFixedTime(Date.now() + years * 365 * 86_400_000)
      const { section } = await openOwnProject(page, context)
      const name = unique('clock')
      await submitToken(section, { name: `${name}-late`, expiresAt: day(0) })
      await expect(section.getByText(`Expires at must be ${day(1)} or later`)).toBeVisible()
      await section.getByRole('button', { name: 'Cancel' }).click()
      await createToken(section, { name, expiresAt: day(1) })
      expect((await tokensNamed(name))[0]?.expires_at?.toISOString()).toBe(`${day(1)}T00:00:00.000Z`)
      await expect(section.getByRole('row', { name })).toContainText('Expires soon')
    })
  }
})

test.describe('a hostile name', () => {
  const names = [
    '<script>pwned()</script>',
    '"><img src=x onerror=pwned()>',
    'javascript:pwned()',
    '{{7*7}} <%= 7*7 %>',
    '</textarea><svg/onload=pwned()>',
    "'; DROP TABLE deploy_tokens;--",
    '%27%20OR%201=1 %s%n %00',
    '__proto__',
    'undefined',
    '=HYPERLINK("http://x")',
    '../../etc/passwd',
    '$(id) `id` ;id |id &&id',
    '&lt;b&gt; &#0;',
    'שלום עולם 123',
    '👩🏽🚀🦊',
    'ｇｉｔｌａｂ аdmin İıß',
    'w'.repeat(255),
    '$1',
  ]

  test('is shown as it is, in the table, the dialog and the toast, and runs nothing', async ({
    page,
    context,
  }) => {
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    for (const name of names) {
      const form = creationOf(fullPath, { name: name.startsWith('$') ? `$${name}` : name })
      const answer = await sendAction(context.request, {
        url: settingsOf(fullPath),
        id: actionId('createDeployTokenAction'),
        body: JSON.stringify([form]),
      })
      expect(answer.outcome?.ok, name).toBe(true)
    }
    const ran: string[] = []
    await page.exposeFunction('pwned', () => ran.push('ran'))
    page.on('dialog', (dialog) => ran.push(dialog.message()))
    const section = await openDeployTokens(page, `/${fullPath}`)
    const shown = section.getByRole('table').locator('bdi')
    await expect(shown).toHaveCount(names.length)
    expect((await shown.allTextContents()).sort()).toEqual([...names].sort())
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    for (const name of names.slice(0, 2)) await revokeToken(page, section, name)
    expect(ran).toEqual([])
  })

  test('typed into the form is what the notice, the list and the database hold', async ({
    page,
    context,
  }) => {
    const { section } = await openOwnProject(page, context)
    const name = `<b>${unique('typed')}</b> & שלום`
    await createToken(section, { name })
    await expect(section.getByRole('row').filter({ hasText: name })).toBeVisible()
    expect(await tokensNamed(name)).toHaveLength(1)
  })
})

test.describe('revoking', () => {
  test('confirmed twice in a moment ends the token once', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const name = unique('ended')
    await createToken(section, { name })
    await section.getByRole('button', { name: `Revoke ${name}` }).click()
    await page.getByTestId('primary-revoke-btn').evaluate((button: HTMLElement) => {
      for (let count = 0; count < 3; count++) button.click()
    })
    await expect(page.getByText(`${name} was revoked.`)).toBeVisible()
    expect(await eventsOf(name, 'deploy_token_revoked')).toBe(1)
  })

  test('is asked about first, naming the token and what stops; Cancel and Escape change nothing', async ({
    page,
    context,
  }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    const name = unique('spared')
    await createToken(section, { name, username: 'runner', scopes: ['read_repository', 'write_registry'] })
    const [{ id } = { id: 0 }] = await tokensNamed(name)
    const dialog = page.getByRole('dialog')
    for (const leave of [() => dialog.getByText('Cancel').click(), () => page.keyboard.press('Escape')]) {
      await section.getByRole('button', { name: `Revoke ${name}` }).click()
      await expect(dialog).toHaveAttribute('id', `revoke-modal-${id}`)
      await expect(dialog).toHaveAccessibleName(`Revoke ${name}?`)
      await expect(dialog).toContainText(
        `You are about to revoke ${name}. This action cannot be undone.Whatever signs in as runner to ${fullPath}`,
      )
      await expect(dialog.getByRole('listitem')).toHaveText([
        'cloning and fetching the repository',
        'pushing images',
      ])
      await expect(page.getByTestId('primary-revoke-btn')).toHaveText(`Revoke ${name}`)
      await leave()
      await expect(dialog).toBeHidden()
    }
    expect(await tokensNamed(name)).toMatchObject([{ revoked_at: null }])
  })

  test('by two at once: one did it, the other hears who was faster', async ({ page, context, browser }) => {
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    const rootContext = await browser.newContext()
    await signInAs(rootContext, 'root')
    const rootPage = await rootContext.newPage()
    const section = await openDeployTokens(page, `/${fullPath}`)
    const name = unique('contested')
    await createToken(section, { name })
    const rootSection = await openDeployTokens(rootPage, `/${fullPath}`)
    await section.getByRole('button', { name: `Revoke ${name}` }).click()
    await rootSection.getByRole('button', { name: `Revoke ${name}` }).click()
    await Promise.all([
      page.getByTestId('primary-revoke-btn').click(),
      rootPage.getByTestId('primary-revoke-btn').click(),
    ])
    const words = new RegExp(
      `^${name} (was revoked|had already been revoked by (Mai Tanaka|Administrator))\\.$`,
    )
    const told = [page.getByText(words), rootPage.getByText(words)]
    const texts = await Promise.all(told.map((toast) => toast.textContent()))
    expect(texts.filter((text) => text?.includes('was revoked'))).toHaveLength(1)
    await expect(section.getByTestId('active-token-count')).toHaveText('0')
    await expect(rootSection.getByTestId('active-token-count')).toHaveText('0')
    expect(await eventsOf(name, 'deploy_token_revoked')).toBe(1)
    await rootContext.close()
  })

  test("of another project's token is not found, and that token lives on", async ({ page, context }) => {
    const mine = await openOwnProject(page, context)
    const name = unique('foreign')
    await createToken(mine.section, { name })
    const [{ id } = { id: 0 }] = await tokensNamed(name)
    const own = unique('own')
    const other = await openDeployTokens(page, `/${await makeProject(context.request)}`)
    await createToken(other, { name: own })
    const [{ id: ownId } = { id: 0 }] = await tokensNamed(own)
    await page.route('**/-/settings/repository', (route) =>
      route.continue({
        postData: route.request().postData()?.replace(`"tokenId":${ownId}`, `"tokenId":${id}`),
      }),
    )
    const answered = page.waitForResponse((response) =>
      isAction('revokeDeployTokenAction')(response.request()),
    )
    await other.getByRole('button', { name: `Revoke ${own}` }).click()
    await page.getByTestId('primary-revoke-btn').click()
    expect((await answered).status()).toBe(404)
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('This is no longer here')
    expect(await tokensNamed(name)).toMatchObject([{ revoked_at: null }])
    expect(await tokensNamed(own)).toMatchObject([{ revoked_at: null }])
  })
})

test.describe('without a mouse', () => {
  test('from the page to a token, its value, and its end', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    await page.goto(settingsOf(fullPath))
    const section = page.getByTestId('deploy-tokens-settings-content')
    await expect(section).toHaveAttribute('data-ready', 'true')
    const name = unique('keys')

    await tabTo(page, section.getByRole('button', { name: 'Expand Deploy tokens' }))
    await page.keyboard.press('Enter')
    await tabTo(page, section.getByRole('button', { name: 'Add token' }))
    await page.keyboard.press('Enter')
    await expect(section.getByLabel('Name', { exact: true })).toBeFocused()
    await page.keyboard.type(name)
    await tabTo(page, section.getByLabel('read_repository'))
    await page.keyboard.press('Space')
    await tabTo(page, section.getByRole('button', createButton))
    await page.keyboard.press('Enter')

    await expect(section.getByText('Your new project deploy token has been created.')).toBeFocused()
    await tabTo(page, section.getByRole('button', { name: 'Copy deploy token' }))
    await page.keyboard.press('Enter')
    const value = section.locator('input[name="deploy-token"]')
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^gldt-\w{36}$/)
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await value.inputValue())

    await tabTo(page, section.getByRole('button', { name: `Revoke ${name}` }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await tabTo(page, page.getByTestId('primary-revoke-btn'))
    await page.keyboard.press('Enter')
    await expect(page.getByText(`${name} was revoked.`)).toBeVisible()
    await expect(section.getByText('This project has no active deploy tokens.')).toBeVisible()
  })
})

test.describe('words and order', () => {
  const scopes = {
    read_repository: 'Allows read-only access to the repository.',
    read_registry: 'Allows read-only access to registry images.',
    write_registry:
      'Allows write access to registry images. You need both read and write access to push images.',
    read_package_registry: 'Allows read-only access to the package registry.',
  }
  const holders = {
    project: {
      about: 'Deploy tokens allow access to packages, your repository, and registry images.',
      made: 'Your new project deploy token has been created.',
      none: 'This project has no active deploy tokens.',
      writePackages: 'Allows read, write and delete access to the package registry.',
    },
    group: {
      about:
        'Group deploy tokens allow access to the packages, repositories, and registry images within the group.',
      made: 'Your new group deploy token has been created.',
      none: 'This group has no active deploy tokens.',
      writePackages: 'Allows read and write access to the package registry.',
    },
  }
  for (const kind of ['project', 'group'] as const) {
    test(`of a ${kind}'s page are GitLab's`, async ({ page, context }) => {
      const words = holders[kind]
      await signInAs(context, 'maintainer')
      const fullPath =
        kind === 'project' ? await makeProject(context.request) : await makeGroup(context.request)
      await page.goto(settingsOf(fullPath, kind))
      await expect(page).toHaveTitle('Repository · Latchkey')
      const section = page.getByTestId('deploy-tokens-settings-content')
      await expect(section).toHaveAttribute('data-ready', 'true')
      await expect(section.getByRole('heading', { level: 2, name: 'Deploy tokens' })).toBeVisible()
      await expect(section.getByText(words.about)).toBeVisible()
      await expect(section.getByText(words.none)).toBeHidden()
      await section.getByRole('button', { name: 'Expand Deploy tokens' }).click()
      await expect(section.getByText(words.none)).toBeVisible()

      await section.getByRole('button', { name: 'Add token' }).click()
      const form = page.locator('#js-new-deploy-token').getByRole('form', { name: 'New deploy token' })
      await expect(form.locator('label')).toHaveText([
        'Name',
        'Expiration date (optional)',
        'Username (optional)',
        ...Object.keys(scopes),
        'write_package_registry',
      ])
      await expect(form.getByRole('group')).toHaveAccessibleName('Scopes (select at least one)')
      const described = {
        deploy_token_name: 'Enter a unique name for your deploy token.',
        deploy_token_expires_at:
          'Enter an expiration date for your token. Defaults to never expire. The token ends at 00:00 UTC on that date.',
        deploy_token_username: 'Enter a username for your token. Defaults to gitlab+deploy-token-{n}.',
        ...Object.fromEntries(Object.entries(scopes).map(([scope, help]) => [`deploy_token_${scope}`, help])),
        deploy_token_write_package_registry: words.writePackages,
      }
      for (const [id, help] of Object.entries(described))
        await expect(form.locator(`#${id}`)).toHaveAccessibleDescription(help)
      await expect(form.getByRole('button')).toHaveText(['Create deploy token', 'Cancel'])
      await form.getByRole('button', { name: 'Cancel' }).click()
      await expect(form).toBeHidden()

      const name = unique('worded')
      const made = await createToken(section, { name, scopes: ['write_package_registry', 'read_repository'] })
      await expect(section.getByText(words.made)).toBeVisible()
      const notice = page.locator('#new-deploy-token-alert')
      await expect(notice.getByRole('heading', { name: 'Your new deploy token' })).toBeVisible()
      await expect(notice.locator('input[name="deploy-token-user"]')).toHaveAccessibleDescription(
        'This username supports access.',
      )
      await expect(notice.locator('input[name="deploy-token"]')).toHaveAccessibleDescription(
        'Use this token as a password. Save it. This password can not be recovered.',
      )
      await expect(notice.locator('em')).toHaveText('not')
      const row = section.getByRole('row', { name })
      await expect(row.getByRole('cell')).toHaveText([
        name,
        made.username,
        'read_repository, write_package_registry',
        /by Mai Tanaka$/,
        'Never',
        'Never',
        'Revoke',
      ])
      await expect(row.getByTestId('revoke-button')).toBeVisible()
    })
  }
})

test.describe('the section', () => {
  test('is closed on a plain visit, and open and in view at its anchor', async ({ page, context }) => {
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    await page.setViewportSize({ width: 800, height: 300 })
    await page.goto(settingsOf(fullPath))
    const section = page.getByTestId('deploy-tokens-settings-content')
    const heading = section.getByRole('heading', { name: 'Active deploy tokens' })
    await expect(section).toHaveAttribute('data-ready', 'true')
    await expect(heading).toBeHidden()
    await page.evaluate(() => {
      location.hash = 'js-deploy-tokens'
    })
    await expect(heading).toBeVisible()
    await page.goto('about:blank')
    await page.goto(`${settingsOf(fullPath)}#js-deploy-tokens`)
    await expect(heading).toBeVisible()
    await expect(section).toBeInViewport()
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
  })

  test('shows what ended under Inactive, with how, when and by whom', async ({ page, context }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    const [revoked, expired] = [unique('revoked'), unique('expired')]
    await createToken(section, { name: revoked })
    await createToken(section, { name: expired, expiresAt: '2090-01-01' })
    await rowsOf("UPDATE deploy_tokens SET expires_at = now() - interval '1 day' WHERE name = $1", [expired])
    await revokeToken(page, section, revoked)
    const reopened = await openDeployTokens(await context.newPage(), `/${fullPath}`)
    await expect(reopened.getByText('This project has no active deploy tokens.')).toBeVisible()
    await expect(reopened.getByRole('tab')).toHaveText(['Active0', 'Inactive2'])
    await reopened.getByRole('tab', { name: /^Inactive/ }).click()
    await expect(reopened.getByRole('row', { name: revoked })).toContainText(/Revoked .*by Mai Tanaka/)
    await expect(reopened.getByRole('row', { name: expired })).toContainText(/Expired 1 day ago/)
    await expect(reopened.getByRole('button', { name: /^Revoke / })).toHaveCount(0)
  })

  test('marks what expires within a week, and nothing else', async ({ page, context }) => {
    const { section } = await openOwnProject(page, context)
    const date = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const [soon, later, never] = [unique('soon'), unique('later'), unique('never')]
    await createToken(section, { name: soon, expiresAt: date(5) })
    await createToken(section, { name: later, expiresAt: date(9) })
    await createToken(section, { name: never })
    await expect(section.getByRole('row', { name: soon })).toContainText(/Expires soon in [45] days/)
    await expect(section.getByRole('row', { name: later })).not.toContainText('Expires soon')
    await expect(section.getByRole('row', { name: later })).toContainText('in 1 week')
    await expect(section.getByRole('row', { name: never })).not.toContainText('Expires soon')
  })

  test('finds, sorts and pages ten thousand tokens, each within half a second of the server', async ({
    page,
    context,
  }) => {
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    await insertTokens(fullPath, 10_000)
    const section = await openDeployTokens(page, `/${fullPath}`)
    await expect(section.getByTestId('active-token-count')).toHaveText('10000')
    const rows = section.getByRole('table').locator('tbody tr')
    const pages = section.getByRole('navigation', { name: 'Pages of deploy tokens' })
    await expect(rows).toHaveCount(20)
    await expect(rows.first()).toContainText('bulk-10000')
    await expect(pages.getByRole('status')).toHaveText('Page 1 of 500')

    await within(page, () => pages.getByRole('button', { name: 'Next' }).click())
    await expect(pages.getByRole('status')).toHaveText('Page 2 of 500')
    await expect(rows.first()).toContainText('bulk-09980')
    await within(page, () => section.getByRole('button', { name: 'Name', exact: true }).click())
    await expect(rows.first()).toContainText('bulk-00001')
    await expect(section.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
      'aria-sort',
      'ascending',
    )
    await within(page, () => section.getByRole('button', { name: 'Name', exact: true }).click())
    await expect(rows.first()).toContainText('bulk-10000')
    await within(page, () => section.getByRole('button', { name: 'Expires', exact: true }).click())
    await expect(rows.first()).toContainText('Expires soon')

    const search = section.getByLabel('Search active deploy tokens')
    await within(page, () => search.fill('BULK-07777'))
    await expect(rows).toHaveCount(1)
    await expect(rows.first()).toContainText('bulk-07777')
    for (const hopeless of ['('.repeat(255), "%' OR 1=1 --", '\\', `${'a'.repeat(50)}!`, '%', '_____']) {
      await within(page, () => search.fill(hopeless))
      await expect(section.getByText('No active deploy tokens match your search.')).toBeVisible()
    }
    await section.getByRole('button', { name: 'Clear' }).first().click()
    await expect(rows).toHaveCount(20)
  })
})

test.describe('another way in', () => {
  test('without scripts the tokens are listed, and no form can put a value into an address', async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto('/users/sign_in')
    await page.getByLabel('Username or primary email').fill('maintainer')
    await page.getByLabel('Password').fill('typed without scripts')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForLoadState()
    expect(page.url()).toBe(`${origin}/users/sign_in`)

    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    await insertTokens(fullPath, 1)
    await page.goto(`${settingsOf(fullPath)}#js-deploy-tokens`)
    await expect(page.getByRole('row', { name: /bulk-00001/ })).toBeVisible()
    await page.getByRole('button', { name: 'Add token' }).click()
    await page.getByRole('button', { name: 'Revoke bulk-00001' }).click()
    expect(page.url()).toBe(`${origin}${settingsOf(fullPath)}#js-deploy-tokens`)
    for (const form of await page.locator('form').all()) {
      const holdsNoSearch = (await form.getAttribute('role')) !== 'search'
      if (holdsNoSearch) expect((await form.getAttribute('method'))?.toLowerCase()).toBe('post')
    }
    await context.close()
  })

  test("another site's frame stays empty", async ({ page, context }) => {
    await signInAs(context, 'maintainer')
    const fullPath = await makeProject(context.request)
    const address = `${origin}${settingsOf(fullPath)}`
    const evil = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end(`<iframe src="${address}"></iframe><iframe src="${origin}/users/sign_in"></iframe>`)
    })
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
    try {
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      await page.goto(`http://127.0.0.1:${(evil.address() as AddressInfo).port}/`)
      await expect.poll(() => complaints.filter((text) => text.includes('frame-ancestors')).length).toBe(2)
      for (const frame of page.frames().slice(1))
        expect(await frame.content().catch(() => '')).not.toContain('Latchkey')
    } finally {
      evil.close()
    }
  })
})

interface Wishes {
  name: string
  username?: string
}

/** Opens the form and fills it in, without sending it. */
async function fillIn(section: Locator, { name, username }: Wishes): Promise<void> {
  await section.getByRole('button', { name: 'Add token' }).click()
  await section.getByLabel('Name', { exact: true }).fill(name)
  if (username) await section.getByLabel(/^Username/).fill(username)
  await section.getByLabel('read_repository').check()
}

function isAction(name: Parameters<typeof actionId>[0]) {
  const id = actionId(name)
  return (request: Request) => request.method() === 'POST' && request.headers()['next-action'] === id
}

async function cookiesOf(context: BrowserContext): Promise<string> {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
}

async function pasteInto(page: Page, field: Locator, text: string): Promise<void> {
  await page.evaluate((content) => navigator.clipboard.writeText(content), text)
  await field.focus()
  await page.keyboard.press('ControlOrMeta+v')
}

/** Takes from a project's group owner everything but a developer's role. */
async function demote(fullPath: string): Promise<void> {
  await rowsOf(
    `UPDATE memberships SET access_level = 30
     WHERE group_id = (SELECT p.group_id FROM projects p JOIN routes r ON r.project_id = p.id WHERE r.path = $1)`,
    [fullPath],
  )
}

async function expectPageOfRoot(
  browser: { newContext(): Promise<BrowserContext> },
  fullPath: string,
): Promise<void> {
  const context = await browser.newContext()
  await signInAs(context, 'root')
  expect((await context.request.get(settingsOf(fullPath))).status()).toBe(200)
  await context.close()
}

async function countOf(fullPath: string): Promise<number> {
  const rows = await rowsOf(
    'SELECT 1 FROM deploy_tokens t JOIN routes r ON r.project_id = t.project_id WHERE r.path = $1',
    [fullPath],
  )
  return rows.length
}

async function eventsOf(name: string, action: string): Promise<number> {
  const rows = await rowsOf('SELECT 1 FROM audit_events WHERE target_name = $1 AND action = $2', [
    name,
    action,
  ])
  return rows.length
}

/** Tokens bulk-00001, bulk-00002 … of a project, the first hundred with an end in five days. */
async function insertTokens(fullPath: string, count: number): Promise<void> {
  await withDatabase((client) =>
    client.query(
      `INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_name, expires_at)
       SELECT 'bulk-' || lpad(n::text, 5, '0'), sha256(convert_to($2 || n, 'UTF8')), '{read_repository}',
         (SELECT project_id FROM routes WHERE path = $1), gen_random_uuid(), 'Mai Tanaka',
         CASE WHEN n <= 100 THEN now() + interval '5 days' END
       FROM generate_series(1, $3::int) n`,
      [fullPath, createHash('sha256').update(randomUUID()).digest('hex'), count],
    ),
  )
}

/** Does something that asks for another page of the list, and holds the server to half a second for it. */
async function within(page: Page, act: () => Promise<unknown>): Promise<void> {
  const answered = page.waitForResponse((response) => isAction('listDeployTokensAction')(response.request()))
  const startedAt = performance.now()
  await act()
  const response = await answered
  expect(response.status()).toBe(200)
  expect(performance.now() - startedAt).toBeLessThan(500 + machineAllowanceMs)
}

/** What typing, the browser and a second test at the same time may cost on a small machine. */
const machineAllowanceMs = 1500
