import { AxeBuilder } from '@axe-core/playwright'
import { type APIRequestContext, type BrowserContext, expect, type Page, test } from '@playwright/test'
import { passwordOf } from './support/accounts'
import { createToken, openDeployTokens, origin, signInAs } from './support/browser'
import { makeGroup, makeProject, unique } from './support/places'
import { actionId, sendAction } from './support/raw-action'
import { rowsOf, withDatabase } from './support/server-database'
import { Terminal } from './support/shell'

// The maintainer owns what they make here; the developer knows nothing of it until they are invited.

const someDay = '2099-01-01'

test.describe('inviting', () => {
  test('gives somebody a role until a day, at once in the list and at every door', async ({
    page,
    context,
    playwright,
  }) => {
    const { fullPath } = await openOwnMembers(page, context)
    const developer = await playwright.request.newContext({ baseURL: origin })
    await signInAs({ request: developer }, 'developer')
    expect((await developer.get(addressOf(fullPath))).status()).toBe(404)
    await expect(page.getByTestId('member-count')).toHaveText('1')

    await invite(page, { users: 'Developer', role: 'Reporter', expiresAt: someDay })
    await expect(page.getByText('developer was added to the project.')).toBeVisible()
    await expect(page.getByTestId('member-count')).toHaveText('2')
    const row = rowOf(page, '@developer')
    await expect(row).toContainText('Direct member')
    await expect(row).toContainText('Reporter')
    await expect(row.locator(`time[datetime="${someDay}T00:00:00.000Z"]`)).toBeVisible()
    expect((await developer.get(addressOf(fullPath))).status()).toBe(200)
    expect((await developer.get(`/${fullPath}`)).status()).toBe(200)
    await developer.dispose()
    // and it is still so after a reload
    await page.reload()
    await expect(row).toContainText('Reporter')
  })

  test('says what is wrong at its field, all of it at once, and loses nothing that was typed', async ({
    page,
    context,
  }) => {
    await openOwnMembers(page, context)
    await page.getByRole('button', { name: 'Invite members' }).click()
    const dialog = page.getByRole('dialog')
    const [users, day] = [
      dialog.getByLabel('Username or email address'),
      dialog.getByLabel(/^Access expiration/),
    ]
    await expect(users).toBeFocused()
    await day.fill('2020-01-01')
    await dialog.getByRole('button', { name: 'Invite' }).click()
    await expect(users).toHaveAccessibleDescription(/^Username or email address can't be blank/)
    await expect(day).toHaveAccessibleDescription(/^Expires at must be \d{4}-\d\d-\d\d or later/)

    await users.fill('nobody-there, developer, root@nowhere.example')
    await day.fill(someDay)
    await dialog.getByRole('button', { name: 'Invite' }).click()
    await expect(users).toHaveAccessibleDescription(/nobody-there: there is no account/)
    await expect(users).toHaveAccessibleDescription(/root@nowhere\.example: there is no account/)
    await expect(users).toHaveValue('nobody-there, developer, root@nowhere.example')
    await expect(day).toHaveValue(someDay)
    await users.fill('developer,developer@latchkey.localhost')
    await dialog.getByRole('button', { name: 'Invite' }).click()
    await expect(page.getByText('developer was added to the project.')).toBeVisible()

    await invite(page, { users: 'developer' })
    await expect(users).toHaveAccessibleDescription(/developer: already a direct member of this project/)
  })

  test('by a double click and Enter makes one member', async ({ page, context }) => {
    const { fullPath } = await openOwnMembers(page, context)
    await page.getByRole('button', { name: 'Invite members' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Username or email address').fill('developer')
    await dialog.getByRole('button', { name: 'Invite' }).evaluate((button: HTMLButtonElement) => {
      button.form?.requestSubmit()
      button.click()
      button.click()
    })
    await expect(page.getByText('developer was added to the project.')).toBeVisible()
    expect(await eventsOf(fullPath)).toEqual(['member_added'])
  })

  test('offers no role above one’s own, and none below what somebody inherits', async ({ page, context }) => {
    await signInAs(context, 'maintainer')
    await page.goto(addressOf('tanuki/awesome_project'))
    await page.getByRole('button', { name: 'Invite members' }).click()
    const roles = page.getByRole('dialog').getByLabel('Select a role').getByRole('option')
    await expect(roles).toHaveText(['Guest', 'Planner', 'Reporter', 'Developer', 'Maintainer'])
    await page.getByRole('dialog').getByLabel('Username or email address').fill('developer')
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
    await expect(page.getByRole('dialog').getByLabel('Select a role')).toHaveAccessibleDescription(
      /^Access level should be greater than or equal to Developer inherited membership from group tanuki/,
    )
    await page.keyboard.press('Escape')
    // what the form does not offer is refused all the same
    const answer = await send(context.request, 'inviteMembersAction', 'tanuki/awesome_project', {
      users: 'developer',
      accessLevel: 50,
      expiresAt: '',
    })
    expect(answer.outcome).toMatchObject({
      ok: false,
      code: 'invalid',
      fields: { accessLevel: [expect.any(String)] },
    })
  })
})

test('a member gets another role and end, and the list says so at once', async ({ page, context }) => {
  const { fullPath } = await openOwnMembers(page, context)
  await invite(page, { users: 'developer', role: 'Guest' })
  const row = rowOf(page, '@developer')
  await row.getByRole('button', { name: 'Edit developer' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('Select a role')).toHaveValue('10')
  await dialog.getByLabel('Select a role').selectOption('Maintainer')
  await dialog.getByLabel(/^Access expiration/).fill(someDay)
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('The membership of developer was changed.')).toBeVisible()
  await expect(row).toContainText('Maintainer')
  await expect(row.locator('time').first()).toHaveAttribute('datetime', `${someDay}T00:00:00.000Z`)
  expect(await eventsOf(fullPath)).toEqual(['member_added', 'member_updated'])
})

test.describe('removing', () => {
  test('shows the deploy tokens that stay, and revokes them only where that is asked for', async ({
    page,
    context,
    browser,
  }) => {
    const { fullPath } = await openOwnMembers(page, context)
    const name = unique('left')
    const terminal = await Terminal.open()
    await invite(page, { users: 'developer', role: 'Maintainer' })
    await expect(rowOf(page, '@developer')).toBeVisible()

    const theirs = await browser.newContext()
    await signInAs(theirs, 'developer')
    const token = await createToken(await openDeployTokens(await theirs.newPage(), `/${fullPath}`), { name })
    await theirs.close()
    const { host } = new URL(origin)
    const read = `git ls-remote 'http://${encodeURIComponent(token.username)}:${token.secret}@${host}/${fullPath}.git'`

    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: 'Remove developer' }).click()
    await expect(dialog).toContainText('Are you sure you want to remove Devon Lee')
    const shown = dialog.getByRole('row', { name })
    await expect(shown).toContainText(fullPath)
    await expect(shown).toContainText('read_repository')
    const box = dialog.getByLabel('Also revoke this deploy token')
    await expect(box).not.toBeChecked()
    await dialog.getByRole('button', { name: 'Remove member' }).dblclick()
    await expect(page.getByText('developer was removed from the project.')).toBeVisible()
    await expect(rowOf(page, '@developer')).toBeHidden()
    await expect(page.getByTestId('member-count')).toHaveText('1')
    expect((await terminal.run(read)).code).toBe(0)

    await invite(page, { users: 'developer', role: 'Guest' })
    await page.getByRole('button', { name: 'Remove developer' }).click()
    await box.check()
    await dialog.getByRole('button', { name: 'Remove member' }).click()
    await expect(page.getByText('Deploy tokens revoked: 1.')).toBeVisible()
    const refused = await terminal.run(read)
    expect(refused.code).not.toBe(0)
    expect(refused.text).toContain('was revoked at')
    expect(await eventsOf(fullPath)).toEqual([
      'member_added',
      'deploy_token_created',
      'member_removed',
      'member_added',
      'member_removed',
      'deploy_token_revoked',
    ])
    await terminal.close()
  })

  test('from a group takes what stands below where that is asked for', async ({ page, context }) => {
    await signInAs(context, 'maintainer')
    const group = await makeGroup(context.request)
    const project = await makeProject(context.request, { parent: group })
    const wish = { users: 'developer', accessLevel: 20, expiresAt: '' }
    await send(context.request, 'inviteMembersAction', project, wish)
    await send(context.request, 'inviteMembersAction', group, wish, 'group')
    await page.goto(addressOf(group, 'group'))
    await page.getByRole('button', { name: 'Remove developer' }).click()
    await page
      .getByRole('dialog')
      .getByLabel('Also remove direct user membership from subgroups and projects (1)')
      .check()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
    await expect(page.getByText('developer was removed from the group.')).toBeVisible()
    await page.goto(addressOf(project))
    await expect(rowOf(page, '@maintainer')).toBeVisible()
    await expect(rowOf(page, '@developer')).toBeHidden()
  })

  test('somebody who is gone already says so, and the list follows', async ({ page, context }) => {
    const { fullPath } = await openOwnMembers(page, context)
    await invite(page, { users: 'developer' })
    await page.getByRole('button', { name: 'Remove developer' }).click()
    await expect(page.getByRole('dialog')).toContainText('They created no deploy token here')
    await deleteMemberships(fullPath)
    await page.getByRole('dialog').getByRole('button', { name: 'Remove member' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('no longer here')
    await page.keyboard.press('Escape')
    await expect(rowOf(page, '@developer')).toBeHidden()
  })
})

test.describe('what one may oneself', () => {
  test('the last Owner of a group cannot leave it, nor step down', async ({ page, context }) => {
    await signInAs(context, 'maintainer')
    const group = await makeGroup(context.request)
    await page.goto(addressOf(group, 'group'))
    await page.getByRole('button', { name: 'Leave group' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Leave group' }).click()
    await expect(dialog.getByRole('alert')).toContainText('must keep at least one Owner')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Edit maintainer' }).click()
    await dialog.getByLabel('Select a role').selectOption('Guest')
    await dialog.getByRole('button', { name: 'Save changes' }).click()
    await expect(dialog.getByRole('alert')).toContainText('must keep at least one Owner')
    await page.keyboard.press('Escape')
    await expect(rowOf(page, '@maintainer')).toContainText('Owner')
  })

  test('a Guest sees everybody and changes nothing, and may leave', async ({ page, context, playwright }) => {
    const owner = await playwright.request.newContext({ baseURL: origin })
    await signInAs({ request: owner }, 'maintainer')
    const project = await makeProject(owner)
    await send(owner, 'inviteMembersAction', project, { users: 'developer', accessLevel: 10, expiresAt: '' })
    await owner.dispose()
    await signInAs(context, 'developer')
    await page.goto(`/${project}`)
    await page.getByRole('link', { name: 'Members' }).click()
    await expect(rowOf(page, '@developer')).toContainText('It’s you')
    const above = rowOf(page, '@maintainer')
    await expect(above).toContainText('Inherited from')
    await expect(above.getByRole('link')).toHaveAttribute('href', `/${project.split('/')[0]}`)
    await expect(page.getByRole('button', { name: /^(Invite|Edit|Remove)/ })).toHaveCount(0)
    await page.getByRole('button', { name: 'Leave project' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Leave project' }).click()
    await expect(page).toHaveURL('/')
    expect((await page.goto(addressOf(project)))?.status()).toBe(404)
  })

  test('a role that was taken away meanwhile changes nothing, and the page says so', async ({
    page,
    context,
  }) => {
    const { fullPath } = await openOwnMembers(page, context)
    await page.getByRole('button', { name: 'Invite members' }).click()
    await page.getByRole('dialog').getByLabel('Username or email address').fill('developer')
    await demote(fullPath)
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('no longer yours to change')
    await page.keyboard.press('Escape')
    // as the Guest they are now
    await expect(page.getByRole('button', { name: 'Invite members' })).toBeHidden()
    expect((await page.goto(`/${fullPath}/-/settings/repository`))?.status()).toBe(404)
  })
})

test('many members are searched, filtered, sorted and paged', async ({ page, context }) => {
  const { fullPath } = await openOwnMembers(page, context)
  const word = unique('many')
  await addPeople(fullPath, word, 45)
  await page.reload()
  const rows = page.getByRole('table', { name: 'Members' }).getByRole('row')
  await expect(rows).toHaveCount(21)
  await expect(page.getByTestId('member-count')).toHaveText('46')
  const pages = page.getByRole('navigation', { name: 'Pages of members' })
  await pages.getByRole('button', { name: 'Next' }).click()
  await expect(pages).toContainText('Page 2 of 3')
  await pages.getByRole('button', { name: 'Next' }).click()
  await expect(rows).toHaveCount(7)
  await expect(pages.getByRole('button', { name: 'Next' })).toBeDisabled()

  await page.getByLabel('Search members').fill(`${word}-107`)
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Search members').fill("%' OR 1=1")
  await expect(page.getByText('No members match your search.')).toBeVisible()
  await page.getByLabel('Search members').fill('')
  await page.getByLabel('Role', { exact: true }).selectOption('Owner')
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Role', { exact: true }).selectOption('All roles')
  await page.getByLabel('Source', { exact: true }).selectOption('Inherited')
  await expect(rows).toHaveCount(2)
  await page.getByLabel('Source', { exact: true }).selectOption('Direct and inherited')
  await page.getByRole('button', { name: 'Role', exact: true }).click()
  await page.getByRole('button', { name: 'Role', exact: true }).click()
  await expect(rows.nth(1)).toContainText('@maintainer')
  await expect(page.getByRole('columnheader', { name: 'Role' })).toHaveAttribute('aria-sort', 'descending')
})

test.describe('no barrier, in both themes, also on a phone', () => {
  const views: Record<string, (page: Page) => Promise<unknown>> = {
    'the page': async () => undefined,
    'the form that invites, with errors': async (page) => {
      await page.getByRole('button', { name: 'Invite members' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
      await expect(page.getByText("Username or email address can't be blank")).toBeVisible()
    },
    'the question before a removal': async (page) => {
      await page.getByRole('button', { name: 'Remove wide' }).first().click()
      await expect(page.getByRole('dialog')).toContainText('They created no deploy token here')
    },
  }
  for (const [name, open] of Object.entries(views)) {
    test(name, async ({ page, context }) => {
      const { fullPath } = await openOwnMembers(page, context)
      await addPeople(fullPath, unique('wide'), 3, `${'Wolfeschlegelsteinhausen'.repeat(10)} \u202eevil`)
      await page.reload()
      await open(page)
      await expectNoBarrier(page)
    })
  }
})

test('an address in other letters leads to the right one, and what is not there is not found', async ({
  page,
  context,
}) => {
  const { fullPath } = await openOwnMembers(page, context)
  await page.goto(addressOf(fullPath.toUpperCase()))
  await expect(page).toHaveURL(addressOf(fullPath))
  for (const odd of [
    `/${fullPath}/-/group_members`,
    `/groups/${fullPath}/-/group_members`,
    addressOf('not/there'),
    addressOf('%2e%2e'),
  ]) {
    expect((await context.request.get(odd)).status(), odd).toBe(404)
  }
  expect((await context.request.get(addressOf('a%00b'))).status()).toBe(400)
})

test('nobody is sent to sign in, and comes back', async ({ page }) => {
  await page.goto(addressOf('tanuki/awesome_project'))
  await page.getByLabel(/^Username/).fill('developer')
  await page.getByLabel('Password', { exact: true }).fill(passwordOf('developer'))
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(addressOf('tanuki/awesome_project'))
  await expect(page.getByRole('heading', { name: 'Project members' })).toBeVisible()
})

type Kind = 'project' | 'group'

function addressOf(fullPath: string, kind: Kind = 'project'): string {
  return kind === 'group' ? `/groups/${fullPath}/-/group_members` : `/${fullPath}/-/project_members`
}

/** The members of a project that no other test knows, opened by the maintainer, who owns its group. */
async function openOwnMembers(page: Page, context: BrowserContext): Promise<{ fullPath: string }> {
  await signInAs(context, 'maintainer')
  const fullPath = await makeProject(context.request)
  await page.goto(addressOf(fullPath))
  await expect(page.getByRole('heading', { name: 'Project members' })).toBeVisible()
  return { fullPath }
}

/** Fills the dialog in and sends it. */
async function invite(page: Page, wishes: { users: string; role?: string; expiresAt?: string }) {
  await page.getByRole('button', { name: 'Invite members' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Username or email address').fill(wishes.users)
  if (wishes.role) await dialog.getByLabel('Select a role').selectOption(wishes.role)
  if (wishes.expiresAt) await dialog.getByLabel(/^Access expiration/).fill(wishes.expiresAt)
  await dialog.getByRole('button', { name: 'Invite' }).click()
}

function rowOf(page: Page, text: string) {
  return page.getByRole('row').filter({ hasText: text })
}

/** What the forms send, as a page's script does. */
function send(
  request: APIRequestContext,
  action: 'inviteMembersAction',
  fullPath: string,
  input: object,
  kind: Kind = 'project',
) {
  const body = JSON.stringify([{ ...input, holder: { kind, fullPath } }])
  return sendAction(request, { url: addressOf(fullPath, kind), id: actionId(action), body })
}

async function eventsOf(fullPath: string): Promise<string[]> {
  const rows = await rowsOf<{ action: string }>(
    `SELECT action FROM audit_events WHERE place_path = $1 AND action <> 'project_created' ORDER BY id`,
    [fullPath],
  )
  return rows.map(({ action }) => action)
}

/** Takes everybody's own membership of a project away, behind the page's back. */
async function deleteMemberships(fullPath: string) {
  await rowsOf(`DELETE FROM memberships WHERE project_id = (SELECT project_id FROM routes WHERE path = $1)`, [
    fullPath,
  ])
}

/** Makes the maintainer a Guest of the group that a project stands in. */
async function demote(fullPath: string) {
  await rowsOf(
    `UPDATE memberships SET access_level = 10 WHERE group_id = (SELECT group_id FROM routes WHERE path = $1)`,
    [fullPath.split('/')[0]],
  )
}

/** Makes people who are Reporters of a project. */
async function addPeople(fullPath: string, word: string, count: number, name = 'Person') {
  await withDatabase(async (client) => {
    await client.query(
      `WITH made AS (
        INSERT INTO users (username, username_key, name, email, password_digest)
        SELECT $1 || '-' || n, $1 || '-' || n, $2 || ' ' || n, $1 || n || '@example.com', 'none'
        FROM generate_series(101, 100 + $3::int) n RETURNING id)
      INSERT INTO memberships (user_id, project_id, access_level)
      SELECT made.id, r.project_id, 20 FROM made, routes r WHERE r.path = $4`,
      [word, name, count, fullPath],
    )
  })
}

/** No rule of axe is broken, in both themes, and at no width has anybody to scroll sideways. */
async function expectNoBarrier(page: Page): Promise<void> {
  const excess = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  for (const width of [390, 768, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await page.evaluate(excess), `${width} pixels`).toBeLessThanOrEqual(0)
    if (width !== 768) await expectNoViolation(page)
  }
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // colours that are still on their way are nobody's
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
    const { violations } = await new AxeBuilder({ page }).analyze()
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    expect(told, colorScheme).toEqual([])
  }
}
