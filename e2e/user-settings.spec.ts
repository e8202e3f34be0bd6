import AxeBuilder from '@axe-core/playwright'
import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { origin } from './support/browser'
import { askAsGit, type MadeUser, makeUser, signInWith } from './support/made-user'
import { unique } from './support/places'
import { actionId, sendAction } from './support/raw-action'
import { rowsOf } from './support/server-database'

const pages = {
  profile: '/-/user_settings/profile',
  password: '/-/user_settings/password/edit',
  sessions: '/-/user_settings/active_sessions',
  preferences: '/-/profile/preferences',
}
const newPassword = 'a horse of another colour'

/** A user of this test alone, signed in here. */
const test = base.extend<{ user: MadeUser }>({
  user: async ({ context }, use) => {
    const user = await makeUser()
    await signInWith(context, user)
    await use(user)
  },
})

test.describe('the profile', () => {
  test('is found in the user menu, and a new name needs no password', async ({ page, user }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Mai Tanaka: user menu' }).click()
    await page.getByRole('link', { name: 'Edit profile' }).click()
    await expect(page.getByLabel('User ID')).toHaveValue(String(user.id))
    await page.getByLabel('Full name').fill('  Mai-Lin Tanaka ')
    await expect(page.getByLabel('Current password')).toHaveCount(0)
    await page.getByRole('button', { name: 'Update profile settings' }).click()
    await expect(page.getByText('Profile was successfully updated')).toBeVisible()
    await expect(page.getByLabel('Full name')).toHaveValue('Mai-Lin Tanaka')
    await expect(page.getByRole('button', { name: 'Mai-Lin Tanaka: user menu' })).toBeVisible()
    expect(await eventsOf(user)).toEqual([
      { action: 'user_updated', before: { name: 'Mai Tanaka' }, after: { name: 'Mai-Lin Tanaka' } },
    ])
  })

  test('asks for the password before it changes how one signs in', async ({ page, user, playwright }) => {
    const other = await makeUser()
    const username = unique('renamed')
    await page.goto(pages.profile)
    await page.getByLabel('Username').fill(other.username.toUpperCase())
    await page.getByLabel('Email').fill(other.email.toUpperCase())
    await page.getByLabel('Current password').fill('wrong')
    await page.getByRole('button', { name: 'Update profile settings' }).click()
    await expect(page.getByLabel('Current password')).toHaveAccessibleDescription(
      /^You must provide a valid current password/,
    )
    await page.getByLabel('Current password').fill(user.password)
    await page.getByRole('button', { name: 'Update profile settings' }).click()
    await expect(page.getByLabel('Username')).toHaveAccessibleDescription(/^Username has already been taken/)
    await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/^Email has already been taken/)
    await expect(page.getByLabel('Username')).toHaveValue(other.username.toUpperCase())

    await page.getByLabel('Username').fill(username)
    await page.getByLabel('Email').fill(`${username}@Example.com`)
    await page.getByRole('button', { name: 'Update profile settings' }).click()
    await expect(page.getByText('Profile was successfully updated')).toBeVisible()
    await expect(page.getByLabel('Email')).toHaveValue(`${username}@example.com`)
    await expect(page.getByLabel('Current password')).toHaveCount(0)
    const elsewhere = { request: await playwright.request.newContext({ baseURL: origin }) }
    expect(await signInWith(elsewhere, { ...user, username })).toBe(true)
    expect(await signInWith(elsewhere, user)).toBe(false)
    await elsewhere.request.dispose()
  })

  test('says everything that is wrong at once, and sends nothing', async ({ page, user }) => {
    await page.goto(pages.profile)
    await page.getByLabel('Full name').fill(' ')
    await page.getByLabel('Username').fill('-')
    await page.getByLabel('Email').fill('nobody')
    await page.getByRole('button', { name: 'Update profile settings' }).click()
    await expect(page.getByText("Name can't be blank")).toBeVisible()
    await expect(page.getByText('Username is too short (minimum is 2 characters)')).toBeVisible()
    await expect(page.getByText('Email is invalid')).toBeVisible()
    expect(await eventsOf(user)).toEqual([])
  })
})

test.describe('the password', () => {
  test('is changed for every door at once, and ends every session, copies of this one too', async ({
    page,
    context,
    user,
    playwright,
  }) => {
    const elsewhere = { request: await playwright.request.newContext({ baseURL: origin }) }
    await signInWith(elsewhere, user)
    const stolen = await copyOf(context, playwright)
    expect([await isSignedIn(elsewhere.request), await isSignedIn(stolen)]).toEqual([true, true])

    await page.goto(pages.password)
    await page.getByLabel('Current password').fill(user.password)
    await page.getByLabel('New password').fill(newPassword)
    await page.getByLabel('Password confirmation').fill(newPassword)
    await page.getByRole('button', { name: 'Save password' }).click()
    await expect(page.getByText('Password was successfully updated')).toBeVisible()
    await expect(page.getByLabel('New password')).toHaveValue('')

    const cookie = (await context.cookies()).find(({ name }) => name === 'latchkey.session')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: 'localhost' })
    expect((cookie?.expires ?? 0) * 1000 - Date.now()).toBeGreaterThan(29 * 86_400_000)

    // SV-042
    expect([await isSignedIn(elsewhere.request), await isSignedIn(stolen)]).toEqual([false, false])
    expect(await isSignedIn(context.request)).toBe(true)
    await page.goto(pages.sessions)
    await expect(page.getByRole('row')).toHaveCount(2)
    expect(await askAsGit(elsewhere.request, { ...user, password: newPassword })).toMatchObject({
      status: 404,
    })
    expect(await askAsGit(elsewhere.request, user)).toMatchObject({ status: 401 })
    expect(await signInWith(elsewhere, user)).toBe(false)
    expect(await signInWith(elsewhere, { ...user, password: newPassword })).toBe(true)
    expect(await eventsOf(user)).toEqual([{ action: 'password_changed', before: null, after: null }])
    await Promise.all([elsewhere.request.dispose(), stolen.dispose()])
  })

  test('is not changed to what breaks a rule, nor by who does not know the old one', async ({
    page,
    user,
  }) => {
    await page.goto(pages.password)
    const fill = async (current: string, wanted: string, again: string) => {
      await page.getByLabel('Current password').fill(current)
      await page.getByLabel('New password').fill(wanted)
      await page.getByLabel('Password confirmation').fill(again)
      await page.getByRole('button', { name: 'Save password' }).click()
    }
    await fill('', 'short', 'shirt')
    await expect(page.getByText("Current password can't be blank")).toBeVisible()
    await expect(page.getByText('Password is too short (minimum is 8 characters)')).toBeVisible()
    await expect(page.getByText("Password confirmation doesn't match Password")).toBeVisible()
    await fill(user.password, user.password, user.password)
    await expect(page.getByText('New password must be another than the current one')).toBeVisible()
    await fill('wrong', newPassword, newPassword)
    await expect(page.getByText('You must provide a valid current password')).toBeVisible()
    await expect(page.getByLabel('Current password')).toBeFocused()
    await expect(page.getByLabel('New password')).toHaveValue(newPassword)
    expect(await eventsOf(user)).toEqual([])
  })
})

test.describe('active sessions', () => {
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0'

  test('are listed; one that is revoked is dead, and so are all others together', async ({
    page,
    context,
    user,
    playwright,
  }) => {
    const open = async (userAgent: string) => {
      const request = await playwright.request.newContext({ baseURL: origin, userAgent })
      await signInWith({ request }, user)
      return request
    }
    const [onFirefox, ...others] = [await open(firefox), await open('curl/8.10.1'), await open('?')]
    await page.goto(pages.sessions)
    await expect(page.getByRole('row', { name: 'This is your current session' })).toHaveCount(1)
    await expect(page.getByRole('row')).toHaveCount(5)
    await page
      .getByRole('row', { name: 'Firefox on Linux' })
      .getByRole('button', { name: /^Revoke/ })
      .click()
    await expect(page.getByText('The session of Firefox on Linux was revoked.')).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(4)
    expect(await isSignedIn(onFirefox)).toBe(false)
    for (const request of others) expect(await isSignedIn(request)).toBe(true)

    // SV-011
    await page.getByRole('button', { name: 'Revoke all other sessions' }).click()
    await expect(page.getByText('All other sessions were revoked.')).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(2)
    for (const request of others) expect(await isSignedIn(request)).toBe(false)
    expect(await isSignedIn(context.request)).toBe(true)
    await expect(page.getByRole('button', { name: 'Revoke all other sessions' })).toHaveCount(0)
    expect(await eventsOf(user)).toMatchObject([
      { action: 'session_ended', before: { device: 'Firefox on Linux' } },
      { action: 'session_ended', before: { other_sessions: 2 } },
    ])
    for (const request of [onFirefox, ...others]) await request.dispose()
  })

  test('of somebody else are not found', async ({ context, user, playwright }) => {
    const other = await makeUser()
    const theirs = await playwright.request.newContext({ baseURL: origin })
    await signInWith({ request: theirs }, other)
    const { sessionId } = await (await theirs.get('/api/auth/session')).json()
    const answer = await sendAction(context.request, {
      url: pages.sessions,
      id: actionId('revokeSessionAction'),
      body: JSON.stringify([{ sessionId }]),
    })
    expect(answer.status).toBe(404)
    expect(await isSignedIn(theirs)).toBe(true)
    expect(await eventsOf(user)).toEqual([])
    await theirs.dispose()
  })

  test('SV-042: another sign-in in the same browser is another session, and ends the one before', async ({
    context,
    user,
    playwright,
  }) => {
    const before = await (await context.request.get('/api/auth/session')).json()
    const stolen = await copyOf(context, playwright)
    await signInWith(context, user)
    const after = await (await context.request.get('/api/auth/session')).json()
    expect(after.sessionId).not.toBe(before.sessionId)
    expect([await isSignedIn(stolen), await isSignedIn(context.request)]).toEqual([false, true])
    await stolen.dispose()
  })
})

test.describe('preferences', () => {
  test('the theme follows its owner to another browser, and is there before any script', async ({
    page,
    user,
    browser,
  }) => {
    await page.goto(pages.preferences)
    await page.getByRole('group', { name: 'Appearance' }).getByLabel('Dark').check()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('Preferences saved.')).toBeVisible()
    await expect(page.locator('html')).toHaveClass(/\bgl-dark\b/)
    expect(await themeElsewhere(browser, user)).toContain('gl-dark')

    // the user menu keeps it too, and the form below takes it over
    await page.getByRole('button', { name: /user menu$/ }).click()
    await page.locator('#user-menu').getByLabel('Light').check()
    await expect(page.locator('html')).toHaveClass(/\bgl-light\b/)
    await expect.poll(() => themeElsewhere(browser, user)).toContain('gl-light')
    await page.keyboard.press('Escape')
    await expect(page.locator('main').getByLabel('Light')).toBeChecked()
    await page.reload()
    await expect(page.locator('html')).toHaveClass(/\bgl-light\b/)
  })

  test('a visitor’s theme is the browser’s own, and gives way to the account’s', async ({
    page,
    context,
  }) => {
    await context.addCookies([{ name: 'theme', value: 'dark', url: origin }])
    await page.goto('/users/sign_in')
    await expect(page.locator('html')).toHaveClass(/\bgl-dark\b/)
    await signInWith(context, await makeUser())
    await page.goto('/')
    await expect(page.locator('html')).toHaveClass(/\bgl-auto\b/)
  })

  test('times are shown as chosen on every page, by the server as by the browser', async ({ page, user }) => {
    const problems: string[] = []
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    page.on('pageerror', (error) => problems.push(String(error)))
    const signedIn = page.getByRole('row', { name: 'This is your current session' }).locator('time').first()
    await page.goto(pages.sessions)
    await expect(signedIn).toHaveText(/^(just now|\d minutes? ago)$/)
    await expect(signedIn).toHaveAttribute('title', / [AP]M UTC$/)

    await page.goto(pages.preferences)
    await page.getByLabel('Absolute').check()
    await page.getByLabel('24-hour').check()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('Preferences saved.')).toBeVisible()
    // without a reload
    await page.getByRole('link', { name: 'Active sessions' }).click()
    await expect(signedIn).toHaveText(/^[A-Z][a-z]{2} \d+, \d{4}, [012]\d:\d\d UTC$/)
    const html = await (await page.request.get(pages.sessions)).text()
    expect(html).toMatch(/<time [^>]*>[A-Z][a-z]{2} \d+, \d{4}, [012]\d:\d\d UTC<\/time>/)
    await page.reload()
    await expect(signedIn).toHaveText(/^[A-Z][a-z]{2} \d+, \d{4}, [012]\d:\d\d UTC$/)

    await rowsOf("UPDATE users SET time_format = '12h' WHERE id = $1", [user.id])
    await page.reload()
    await expect(signedIn).toHaveText(/, \d+:\d\d [AP]M UTC$/)
    expect(problems).toEqual([])
  })

  test('relative times are there before any script, and the system’s hours are those of its language', async ({
    user,
    browser,
  }) => {
    for (const [locale, words] of [
      ['en-US', / [AP]M UTC$/],
      ['de-DE', / \d\d:\d\d UTC$/],
    ] as const) {
      const context = await browser.newContext({ javaScriptEnabled: false, locale })
      await signInWith(context, user)
      const page = await context.newPage()
      await page.goto(pages.sessions)
      await expect(page.locator('time').first()).toHaveText(/^(just now|\d minutes? ago)$/)
      await expect(page.locator('time').first()).toHaveAttribute('title', words)
      await context.close()
    }
  })
})

test.describe('a password that has to be changed', () => {
  test('SV-012: opens nothing but the page where that is done, until it is', async ({
    page,
    context,
    playwright,
  }) => {
    const user = await makeUser()
    await rowsOf('UPDATE users SET must_change_password = true WHERE id = $1', [user.id])
    const git = await playwright.request.newContext({ baseURL: origin })
    expect(await askAsGit(git, user)).toEqual({
      status: 401,
      text: 'Your password has to be changed first: sign in in a browser.',
    })

    await page.goto('/groups/new')
    await page.getByLabel('Username or primary email').fill(user.username)
    await page.getByLabel('Password').fill(user.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: 'Set a new password' })).toBeVisible()
    const closed = [
      pages.profile,
      pages.sessions,
      pages.preferences,
      '/',
      '/groups/new',
      '/tanuki',
      '/nowhere',
    ]
    for (const address of [...closed, '/users/sign_in']) {
      await page.goto(address)
      await expect(page, address).toHaveURL(pages.password)
    }
    const act = (name: Parameters<typeof actionId>[0], url: string, input: object) =>
      sendAction(context.request, { url, id: actionId(name), body: JSON.stringify([input]) })
    const group = { name: 'x', path: unique('group'), parent: '', visibility: 'private' }
    expect((await act('createGroupAction', '/groups/new', group)).status).toBe(403)
    expect((await act('updatePreferencesAction', pages.preferences, { theme: 'dark' })).status).toBe(403)
    await expectNoBarrier(page)

    await page.getByLabel('Current password').fill(user.password)
    await page.getByLabel('New password').fill(user.password)
    await page.getByLabel('Password confirmation').fill(user.password)
    await page.getByRole('button', { name: 'Save password' }).click()
    await expect(page.getByText('New password must be another than the current one')).toBeVisible()
    await page.getByLabel('New password').fill(newPassword)
    await page.getByLabel('Password confirmation').fill(newPassword)
    await page.getByRole('button', { name: 'Save password' }).click()
    await expect(page.getByRole('heading', { name: 'Groups and projects' })).toBeVisible()
    expect((await act('createGroupAction', '/groups/new', group)).status).toBe(200)
    expect(await askAsGit(git, { ...user, password: newPassword })).toMatchObject({ status: 404 })
    await git.dispose()
  })

  test('can be left alone: one signs out', async ({ page, user }) => {
    await rowsOf('UPDATE users SET must_change_password = true WHERE id = $1', [user.id])
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL('/users/sign_in')
  })
})

test.describe('for everybody', () => {
  for (const [name, address] of Object.entries(pages)) {
    test(`${name} has no barrier in light and dark, on a phone and a desktop`, async ({ page, user }) => {
      await signInElsewhere(user)
      await page.goto(address)
      if (address === pages.profile) await page.getByLabel('Username').fill('x')
      if (address === pages.profile || address === pages.password) {
        await page.getByRole('button', { name: /^(Update|Save)/ }).click()
        await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
      }
      await expectNoBarrier(page)
    })
  }

  test('a visitor is sent to sign in, and comes back', async ({ page }) => {
    for (const address of Object.values(pages)) {
      await page.goto(address)
      await expect(page).toHaveURL(`/users/sign_in?callbackUrl=${encodeURIComponent(address)}`)
    }
  })
})

/** A session beside the one of the test. */
async function signInElsewhere({ id }: MadeUser): Promise<void> {
  await rowsOf(
    `INSERT INTO sessions (id, user_id, address, user_agent, expires_at)
     VALUES (gen_random_uuid(), $1, '2001:db8:85a3:8d3:1319:8a2e:370:7348', 'curl/8.10.1', now() + interval '1 day')`,
    [id],
  )
}

async function isSignedIn(request: APIRequestContext): Promise<boolean> {
  return (await request.get('/', { maxRedirects: 0 })).status() === 200
}

interface Requests {
  request: { newContext: (options: object) => Promise<APIRequestContext> }
}

/** Somebody else with a copy of this browser's cookies. */
async function copyOf(context: BrowserContext, { request }: Requests): Promise<APIRequestContext> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  return request.newContext({ baseURL: origin, extraHTTPHeaders: { Cookie: cookie } })
}

/** The classes of <html> in a new browser without scripts, once this user has signed in there. */
async function themeElsewhere(browser: Browser, user: MadeUser): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  await signInWith(context, user)
  const page = await context.newPage()
  await page.goto('/')
  const classes = (await page.locator('html').getAttribute('class')) ?? ''
  await context.close()
  return classes
}

function eventsOf({ id }: MadeUser) {
  return rowsOf(
    "SELECT action, before, after FROM audit_events WHERE target_type = 'user' AND target_id = $1 ORDER BY id",
    [id],
  )
}

/** No rule of axe is broken, in both themes and both widths, and no phone has to scroll sideways. */
async function expectNoBarrier(page: Page): Promise<void> {
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // colours that are still on their way are nobody's
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
      const { violations } = await new AxeBuilder({ page }).analyze()
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect(told, `${colorScheme}, ${width} pixels`).toEqual([])
    }
    const excess = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    expect(await page.evaluate(excess), `${width} pixels`).toBeLessThanOrEqual(0)
  }
}
