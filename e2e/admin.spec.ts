import { expect, type Page } from '@playwright/test'
import { expectNoBarrier } from './support/barriers'
import { signInAs } from './support/browser'
import { noteSecret } from './support/made-secrets'
import { gitStatus, makePerson, requestOf, signInWith } from './support/people'
import { makeGroup, makeProject, unique } from './support/places'
import { actionId, sendAction } from './support/raw-action'
import { test } from './support/raw-callers'
import { rowsOf } from './support/server-database'

test.beforeEach(async ({ context }) => signInAs(context, 'root'))

test.describe('the overview', () => {
  test('counts what there is, each count leading to its list, and says what runs', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('button', { name: /user menu$/ }).click()
    await page.getByRole('link', { name: 'Admin area' }).click()
    await expect(page).toHaveURL('/admin')
    const main = page.getByRole('main')
    for (const [label, href] of [
      ['Projects', '/admin/projects'],
      ['Groups', '/admin/groups'],
      ['Users', '/admin/users'],
      ['Active deploy tokens', '/admin/deploy_tokens'],
    ] as const) {
      const card = main.getByRole('link', { name: new RegExp(`^${label}`) })
      await expect(card).toHaveAttribute('href', href)
      await expect(card).toHaveText(/\d$/)
    }
    await expect(main.getByRole('definition')).toHaveText([/^\d+\.\d+\.\d+/, /^\d+\.\d+/])
  })
})

test.describe('users', () => {
  test('are found, sorted, told apart by tabs and paged, in addresses of their own', async ({ page }) => {
    const mark = unique('crowd')
    await rowsOf(
      `INSERT INTO users (username, username_key, name, email, password_digest, blocked_at)
       SELECT $1 || '-' || n, $1 || '-' || n, 'Person ' || $1 || ' ' || lpad(n::text, 2, '0'), $1 || n || '@crowd.test', '',
         CASE WHEN n > 22 THEN now() END
       FROM generate_series(1, 25) n`,
      [mark],
    )
    await page.goto('/admin/users')
    await page.getByLabel('Search users').fill(mark.toUpperCase())
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/admin/users?search=${mark.toUpperCase()}`)
    const rows = page.getByRole('table').getByRole('row')
    await expect(rows).toHaveCount(21)
    await page.getByRole('link', { name: 'Page 2' }).click()
    await expect(rows).toHaveCount(3)
    await expect(rows.nth(1)).toContainText(`Person ${mark} 21`)

    await page.getByRole('button', { name: 'Name' }).click()
    await expect(page).toHaveURL(/direction=desc/)
    await expect(rows.nth(1)).toContainText(`Person ${mark} 22`)
    await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')

    await page.getByRole('link', { name: /^Blocked/ }).click()
    await expect(rows).toHaveCount(4)
    await expect(rows.nth(1)).toContainText('Blocked')
    await page.getByRole('button', { name: 'Clear' }).last().click()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/filter=blocked/)

    await page.goto('/admin/users?filter=admins&search=root')
    await expect(page.getByRole('row', { name: /@root/ })).toContainText("It's you!")
    await page.goto('/admin/users?search=nobody-of-that-name')
    await expect(page.getByText('No users match your search.')).toBeVisible()
    await rowsOf('DELETE FROM users WHERE username LIKE $1', [`${mark}-%`])
  })

  test('an odd address is the first page', async ({ context }) => {
    for (const odd of [
      '?page=-1',
      '?page=1e9',
      '?sort=password_digest',
      '?filter[]=x',
      '?search=a&search=b&page=x',
    ])
      expect((await context.request.get(`/admin/users${odd}`)).status(), odd).toBe(200)
  })
})

test.describe('a new user', () => {
  test('gets a generated password, which is shown once, works, and is nowhere afterwards', async ({
    page,
    context,
    playwright,
  }) => {
    const username = unique('made')
    await page.goto('/admin/users')
    await page.getByRole('link', { name: 'New user' }).click()
    await fillAccount(page, { name: 'Made Up', username })
    await page.getByRole('button', { name: 'Create user' }).click()
    await expect(page.getByText('Give this password to the user.')).toBeFocused()
    const shown = page.locator('input[name="one-time-password"]')
    await expect(shown).toHaveAttribute('type', 'password')
    const password = noteSecret(await shown.inputValue())
    expect(password).toMatch(/^[\w-]{20}$/)
    await page.getByRole('button', { name: 'Reveal one-time password' }).click()
    await expect(shown).toHaveAttribute('type', 'text')
    await expect(page.getByLabel('Username')).toHaveValue('')

    const other = await playwright.request.newContext({ baseURL: new URL(page.url()).origin })
    expect(await signInWith(other, { username, password })).toBe(true)
    await other.dispose()
    const [row] = await rowsOf('SELECT must_change_password, is_admin FROM users WHERE username = $1', [
      username,
    ])
    expect(row).toEqual({ must_change_password: true, is_admin: false })

    for (const leave of [() => page.reload(), () => page.goto('/admin'), () => page.goBack()]) {
      await leave()
      await expect(page.locator('input[name="one-time-password"]')).toHaveCount(0)
      expect(await page.content()).not.toContain(password)
    }
    const look = await (await context.request.get(`/admin/users/${username}`)).text()
    expect(look).not.toContain(password)
    const events = await rowsOf(
      "SELECT * FROM audit_events WHERE action = 'user_created' AND target_name = $1",
      [username],
    )
    expect(events).toHaveLength(1)
    expect(JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? '' : value))).not.toContain(
      password,
    )
  })

  test('with a typed password is led to, and the password is not shown', async ({ page }) => {
    const username = unique('typed')
    await page.goto('/admin/users/new')
    await fillAccount(page, { name: 'Typed', username })
    await page.getByLabel(/^Password/).fill(noteSecret(unique('typed-password')))
    await page.getByRole('checkbox', { name: 'Administrator' }).check()
    await page.getByRole('button', { name: 'Create user' }).click()
    await expect(page).toHaveURL(`/admin/users/${username}`)
    await expect(page.getByRole('heading', { level: 1, name: 'Typed' })).toBeVisible()
    await expect(page.getByRole('main').getByText('Admin', { exact: true })).toBeVisible()
    await expect(page.locator('input[name="one-time-password"]')).toHaveCount(0)
  })

  test('is told everything that is wrong at once, at the fields, and loses nothing that was typed', async ({
    page,
  }) => {
    await page.goto('/admin/users/new')
    await page.getByRole('button', { name: 'Create user' }).click()
    for (const message of [
      "Name can't be blank",
      'Username is too short (minimum is 2 characters)',
      "Email can't be blank",
    ])
      await expect(page.getByText(message)).toBeVisible()
    await expect(page.getByLabel('Name', { exact: true })).toBeFocused()
    await page.getByLabel('Name', { exact: true }).fill('Kept')
    await page.getByLabel('Username').fill('Maintainer')
    await page.getByLabel('Email').fill('MAINTAINER@latchkey.localhost')
    await page.getByLabel(/^Password/).fill('short')
    await page.getByRole('button', { name: 'Create user' }).click()
    await expect(page.getByText('Password is too short (minimum is 8 characters)')).toBeVisible()
    await page.getByLabel(/^Password/).fill('')
    await page.getByRole('button', { name: 'Create user' }).click()
    await expect(page.getByLabel('Username')).toHaveAccessibleDescription('Username has already been taken')
    await expect(page.getByLabel('Email')).toHaveAccessibleDescription('Email has already been taken')
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Kept')
    await expect(page.getByLabel('Username')).toBeFocused()
  })
})

test.describe('a user', () => {
  test('is changed on their own page, and the address follows the name', async ({ page, callers }) => {
    const person = await makePerson(callers.root)
    await page.goto(`/admin/users/${person.username.toUpperCase()}`)
    await expect(page).toHaveURL(`/admin/users/${person.username}`)
    const renamed = unique('renamed')
    await page.getByLabel('Name', { exact: true }).fill('<b>Another</b> שלום')
    await page.getByLabel('Username').fill(renamed)
    await page.getByRole('checkbox', { name: 'Administrator' }).check()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('User was successfully updated.')).toBeVisible()
    await expect(page).toHaveURL(`/admin/users/${renamed}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('<b>Another</b> שלום')
    await expect(page.getByRole('main').getByText('Admin', { exact: true })).toBeVisible()
    expect(
      await rowsOf(
        "SELECT before->>'username' AS old, after->>'username' AS new FROM audit_events WHERE action = 'user_updated' AND target_id = $1",
        [person.id],
      ),
    ).toEqual([{ old: person.username, new: renamed }])
    await page.getByLabel('Username').fill('root')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByLabel('Username')).toHaveAccessibleDescription('Username has already been taken')
  })

  test('who is oneself can be changed, and neither demoted, blocked nor deleted', async ({
    page,
    callers,
  }) => {
    await page.goto('/admin/users/root')
    await expect(page.getByRole('checkbox', { name: 'Administrator' })).toBeDisabled()
    for (const name of ['Block', 'Delete user', 'Reset password'])
      await expect(page.getByRole('button', { name })).toHaveCount(0)
    const [{ id } = { id: 0 }] = await rowsOf<{ id: number }>("SELECT id FROM users WHERE username = 'root'")
    const answer = await sendAction(callers.root, {
      url: '/admin/users/root',
      id: actionId('blockUserAction'),
      body: JSON.stringify([{ userId: id }]),
    })
    expect(answer.outcome).toMatchObject({ ok: false, message: 'You cannot block yourself.' })
  })

  test('is blocked, loses every door at once, and gets the sessions from before never back', async ({
    page,
    callers,
    playwright,
  }) => {
    const person = await makePerson(callers.root)
    const theirs = await requestOf(playwright, person)
    const project = await makeProject(theirs)
    const doors = async () => [
      (await theirs.get('/', { maxRedirects: 0 })).status(),
      await gitStatus(callers.nobody, person, project),
      (
        await sendAction(theirs, {
          url: '/groups/new',
          id: actionId('createGroupAction'),
          body: JSON.stringify([{ name: 'x', path: unique('x'), parent: '', visibility: 'private' }]),
        })
      ).status,
    ]
    expect(await doors()).toEqual([200, 200, 200])

    await page.goto(`/admin/users/${person.username}`)
    await page.getByRole('button', { name: 'Block' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
    await expect(page.getByText(`${person.username} was blocked.`)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Unblock' })).toBeVisible()
    expect(await doors()).toEqual([307, 401, 401])

    await page.getByRole('button', { name: 'Unblock' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Unblock' }).click()
    await expect(page.getByText(`${person.username} was unblocked.`)).toBeVisible()
    expect(await doors()).toEqual([307, 200, 401])
    await theirs.dispose()
  })

  test('who is demoted with the admin area open can do nothing there any more', async ({
    page,
    browser,
    callers,
  }) => {
    const person = await makePerson(callers.root, { isAdmin: true })
    const victim = await makePerson(callers.root)
    const context = await browser.newContext()
    expect(await signInWith(context.request, person)).toBe(true)
    const theirs = await context.newPage()
    await theirs.goto(`/admin/users/${victim.username}`)
    await theirs.getByRole('button', { name: 'Block' }).click()
    expect(await gitStatus(callers.nobody, person, callers.foreign)).toBe(200)

    await page.goto(`/admin/users/${person.username}`)
    await page.getByRole('checkbox', { name: 'Administrator' }).uncheck()
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByText('User was successfully updated.')).toBeVisible()

    await theirs.getByRole('dialog').getByRole('button', { name: 'Block' }).click()
    await expect(theirs.getByRole('dialog').getByRole('alert')).toContainText('no longer yours to change')
    expect(await rowsOf('SELECT blocked_at FROM users WHERE id = $1', [victim.id])).toEqual([
      { blocked_at: null },
    ])
    for (const address of ['/admin', '/admin/users', `/admin/users/${victim.username}`, '/admin/groups'])
      expect((await theirs.goto(address))?.status(), address).toBe(404)
    expect(await gitStatus(callers.nobody, person, callers.foreign)).toBe(404)
    await context.close()
  })

  test('is deleted once the name is typed, and loses every door', async ({ page, callers, playwright }) => {
    const person = await makePerson(callers.root)
    const theirs = await requestOf(playwright, person)
    await page.goto(`/admin/users/${person.username}`)
    await page.getByRole('button', { name: 'Delete user' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill(person.username.toUpperCase())
    await dialog.getByRole('button', { name: 'Delete user' }).click()
    await expect(dialog.getByText('Type the user name exactly as it is')).toBeVisible()
    await dialog.getByRole('textbox').fill(person.username)
    await dialog.getByRole('button', { name: 'Delete user' }).click()
    await expect(page).toHaveURL('/admin/users')
    await expect(page.getByText(`${person.username} was deleted.`)).toBeVisible()
    await expect(page.getByRole('link', { name: `Name of ${person.username}` })).toHaveCount(0)
    expect((await theirs.get('/', { maxRedirects: 0 })).status()).toBe(307)
    expect(await gitStatus(callers.nobody, person, 'tanuki/awesome_project')).toBe(401)
    expect((await page.goto(`/admin/users/${person.username}`))?.status()).toBe(404)
    await theirs.dispose()
  })

  test('who alone owns groups at the top is not deleted, and the groups are named', async ({
    page,
    callers,
    playwright,
  }) => {
    const person = await makePerson(callers.root)
    const theirs = await requestOf(playwright, person)
    const group = await makeGroup(theirs)
    await page.goto(`/admin/users/${person.username}`)
    await expect(page.getByRole('row', { name: new RegExp(group) })).toContainText('Owner')
    await page.getByRole('button', { name: 'Delete user' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill(person.username)
    await page.getByRole('dialog').getByRole('button', { name: 'Delete user' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(`is the only Owner of ${group}.`)
    expect((await theirs.get(`/${group}`)).status()).toBe(200)
    await theirs.dispose()
  })

  test('gets a new password, which is shown once, and all their sessions end', async ({
    page,
    callers,
    playwright,
  }) => {
    const person = await makePerson(callers.root)
    const theirs = await requestOf(playwright, person)
    await page.goto(`/admin/users/${person.username}`)
    await page.getByRole('button', { name: 'Reset password' }).click()
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Reset password' })
    await confirm.evaluate((button: HTMLElement) => {
      for (let count = 0; count < 3; count++) button.click()
    })
    await expect(page.getByRole('dialog')).toBeHidden()
    expect(
      await rowsOf("SELECT 1 FROM audit_events WHERE action = 'password_reset' AND target_id = $1", [
        person.id,
      ]),
    ).toHaveLength(1)
    const shown = page.locator('input[name="one-time-password"]')
    const password = noteSecret(await shown.inputValue())
    expect((await theirs.get('/', { maxRedirects: 0 })).status()).toBe(307)
    expect(await signInWith(theirs, person)).toBe(false)
    expect(await signInWith(theirs, { ...person, password })).toBe(true)
    await expectNoBarrier(page)
    await page.reload()
    await expect(shown).toHaveCount(0)
    expect(await page.content()).not.toContain(password)
    await theirs.dispose()
  })

  for (const name of ['nobody-of-that-name', 'a%2Fb', 'edit'])
    test(`of the name ${name} there is none`, async ({ context }) => {
      expect((await context.request.get(`/admin/users/${name}`)).status()).toBe(404)
    })
})

test('groups and projects are found, with where they stand, and lead to their settings', async ({
  page,
  callers,
}) => {
  const [parent, project] = [callers.group, callers.project]
  await page.goto('/admin/projects')
  await page.getByLabel('Search projects', { exact: true }).fill(project)
  await page.keyboard.press('Enter')
  const row = page.getByRole('row', { name: new RegExp(project) })
  await expect(row.getByRole('link', { name: parent, exact: true })).toHaveAttribute('href', `/${parent}`)
  await expect(row).toContainText('Private')
  await expect(row.getByRole('link', { name: /^Settings of/ })).toHaveAttribute('href', `/${project}/edit`)
  await rowsOf(
    'UPDATE projects SET archived_at = now() WHERE id = (SELECT project_id FROM routes WHERE path = $1)',
    [project],
  )
  await page.reload()
  await expect(row).toContainText('Archived')
  await rowsOf(
    'UPDATE projects SET archived_at = NULL WHERE id = (SELECT project_id FROM routes WHERE path = $1)',
    [project],
  )

  await page.goto(`/admin/groups?search=${parent}`)
  const group = page.getByRole('row', { name: new RegExp(parent) })
  await expect(group.getByRole('link', { name: /^Settings of/ })).toHaveAttribute(
    'href',
    `/groups/${parent}/-/edit`,
  )
  await group.getByRole('link').first().click()
  await expect(page).toHaveURL(`/${parent}`)
})

test('settings are saved by section, say what is wrong with a number, and are in the log', async ({
  page,
}) => {
  await page.goto('/admin/application_settings/general#js-token-settings')
  const limits = page.getByRole('form', { name: 'Deploy token limits' })
  const limit = limits.getByLabel('Active deploy tokens per project or group')
  for (const [typed, message] of [
    ['', 'Limit must be a whole number'],
    ['0', 'Limit must be 1 or more'],
    ['1000001', 'Limit must be 1000000 or less'],
  ] as const) {
    await limit.fill(typed)
    await limits.getByRole('button').click()
    await expect(limit).toHaveAccessibleDescription(new RegExp(`^${message}`))
  }
  // still more than any test makes
  const value = 9000 + Math.floor(Math.random() * 900)
  await limit.fill(String(value))
  await limits.getByRole('button').click()
  await expect(page.getByText('Application settings saved successfully.')).toBeVisible()
  await page.reload()
  await expect(limit).toHaveValue(String(value))
  expect(await lastChange()).toEqual({ actor_name: 'root', after: { activeTokensMax: value } })

  const packages = page.getByRole('form', { name: 'Package registry limits' })
  const requests = packages.getByLabel('Maximum requests per minute')
  const storage = packages.getByLabel('Maximum storage of packages per project (MiB)')
  // from elsewhere: the router does not hear of a fragment that changes behind its back
  await page.goto('/admin')
  await page.goto('/admin/application_settings/general#js-packages-limits-settings')
  await requests.fill(String(value * 100))
  await storage.fill('-1')
  await packages.getByRole('button').click()
  await expect(storage).toHaveAccessibleDescription(/^Limit must be 0 or more/)
  await storage.fill(String(value))
  await packages.getByRole('button').click()
  const after = { packageRequestsPerMinuteMax: value * 100, projectPackagesMebibytesMax: value }
  await expect.poll(lastChange).toEqual({ actor_name: 'root', after })
  await page.reload()
  await expect(requests).toHaveValue(String(value * 100))
  await expect(storage).toHaveValue(String(value))
})

async function lastChange() {
  const [event] = await rowsOf(
    "SELECT actor_name, after FROM audit_events WHERE action = 'instance_settings_updated' ORDER BY id DESC LIMIT 1",
  )
  return event
}

test.describe('for everybody', () => {
  for (const address of [
    '/admin',
    '/admin/users',
    '/admin/users/new',
    '/admin/users/maintainer',
    '/admin/users/root',
    '/admin/groups',
    '/admin/projects',
    '/admin/application_settings/general#js-token-settings',
    '/admin/application_settings/general#js-feature-settings',
    '/admin/application_settings/general#js-packages-limits-settings',
  ])
    test(`${address} has no barrier in light and dark, on a phone and a desktop`, async ({ page }) => {
      await page.goto(address)
      await expectNoBarrier(page)
    })

  test('nor do long and hostile names, and the questions before an act', async ({ page, callers }) => {
    const name = `<img src=x onerror=alert(1)> ${'w'.repeat(200)}`
    const { username } = await makePerson(callers.root, { name })
    await page.goto(`/admin/users?search=${username}`)
    await expect(page.getByRole('link', { name })).toBeVisible()
    await expectNoBarrier(page)
    await page.getByRole('link', { name }).click()
    for (const act of ['Block', 'Reset password', 'Delete user']) {
      await page.getByRole('button', { name: act }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectNoBarrier(page)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
  })
})

async function fillAccount(page: Page, { name, username }: { name: string; username: string }) {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Email').fill(`${username}@example.com`)
}
