import { readFile } from 'node:fs/promises'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { expectNoBarrier } from './support/barriers'
import { createToken, openDeployTokens, origin, signInAs } from './support/browser'
import { makeGroup, makeProject, unique } from './support/places'
import { rowsOf } from './support/server-database'

test.beforeEach(({ context }) => signInAs(context, 'maintainer'))

test('says how to publish where there is no package yet', async ({ page, context }) => {
  const project = await makeProject(context.request)
  await page.goto(`/${project}`)
  await page.getByRole('link', { name: 'Package registry' }).click()
  await expect(page).toHaveURL(`/${project}/-/packages`)
  await expect(page).toHaveTitle('Package registry · Latchkey')
  await expect(page.getByRole('heading', { name: 'There are no packages yet' })).toBeVisible()
  await expect(page.getByText('curl --fail --header')).toBeVisible()
  await expectNoBarrier(page)
})

test('lists the packages of a project, finds them, and keeps what was asked in the address', async ({
  page,
  context,
}) => {
  const { project, publish } = await openPublisher(page, context)
  await publish('alpha', '1.0.0')
  await publish('Beta', '0.1.0')
  await publish('alpha', '2.0.0')
  const address = `/${project}/-/packages`
  await page.goto(address)
  await expect(shownNames(page)).toHaveText(['alpha', 'Beta', 'alpha'])
  for (const text of ['2.0.0', 'Generic', '11 B', 'just now by publisher'])
    await expect(page.getByRole('row', { name: 'alpha' }).first()).toContainText(text)
  await page.getByRole('button', { name: 'Name' }).click()
  await expect(page).toHaveURL(`${address}?sort=name&direction=asc`)
  await expect(shownNames(page)).toHaveText(['alpha', 'alpha', 'Beta'])
  await page.goto(address)
  await page.getByLabel('Search packages').fill('BET')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${address}?search=BET`)
  await expect(shownNames(page)).toHaveText(['Beta'])
  await page.goto(address)
  await page.getByLabel('Type').selectOption('npm')
  await expect(page).toHaveURL(`${address}?filter=npm`)
  await expect(page.getByText('There are no packages here.')).toBeVisible()
  await page.getByLabel('Type').selectOption('Generic')
  await expect(shownNames(page)).toHaveCount(3)
  await expectNoBarrier(page)
})

test('shows a version: how it is installed, its files to download, and other versions', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { project, publish } = await openPublisher(page, context)
  await publish('tool', '1.0.0')
  await publish('tool', '2.0.0', 'folder/notes.txt', 'notes of the second version')
  await page.goto(`/${project}/-/packages`)
  await page.getByRole('main').getByRole('link', { name: 'tool' }).first().click()
  await expect(page).toHaveURL(new RegExp(`/${project}/-/packages/\\d+$`))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('tool 2.0.0')
  await page.getByRole('button', { name: 'Copy command' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    '/packages/generic/tool/2.0.0/folder/notes.txt',
  )
  await page.getByText('Checksums of folder/notes.txt').click()
  await expect(page.getByText('MD5')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'folder/notes.txt' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('notes.txt')
  expect(await readFile(await file.path(), 'utf8')).toBe('notes of the second version')
  await expectNoBarrier(page)
  await page.getByRole('link', { name: '1.0.0' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('tool 1.0.0')
})

test('a large file arrives whole, from a page', async ({ page, context }) => {
  const { project, publish } = await openPublisher(page, context)
  const content = 'latchkey'.repeat(400_000)
  await publish('large', '1.0.0', 'large.txt', content)
  const [{ id }] = (await filesOf(project)) as [{ id: number }]
  const answer = await context.request.get(`/${project}/-/package_files/${id}/download`)
  expect(answer.headers()).toMatchObject({
    'content-disposition': `attachment; filename="large.txt"; filename*=UTF-8''large.txt`,
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
  })
  expect((await answer.text()) === content).toBe(true)
  const stranger = await fetch(`${origin}/${project}/-/package_files/${id}/download`)
  expect(stranger.status).toBe(401)
})

test('a version is deleted by keyboard, after a question', async ({ page, context }) => {
  const { project, publish } = await openPublisher(page, context)
  await publish('tool', '1.0.0')
  await publish('tool', '2.0.0')
  await page.goto(`/${project}/-/packages`)
  await page.getByRole('button', { name: 'Delete version 1.0.0 of tool' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Delete package version' })
  await expect(dialog).toContainText('You are about to delete version 1.0.0 of tool. Are you sure?')
  await expectNoBarrier(page)
  // the harmless button has the focus
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Package deleted successfully')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Delete version 1.0.0 of tool' })).toHaveCount(0)
  await page.getByRole('main').getByRole('link', { name: 'tool' }).click()
  await page.getByRole('main').getByRole('button', { name: 'Delete', exact: true }).click()
  await dialog.getByRole('button', { name: 'Permanently delete' }).click()
  await expect(page).toHaveURL(`/${project}/-/packages`)
  await expect(page.getByRole('heading', { name: 'There are no packages yet' })).toBeVisible()
  await page.goto(`/${project}/-/audit_events`)
  await expect(page.getByRole('table').getByText('Deleted package')).toHaveCount(2)
})

test('a group shows the packages of all projects below it, with their project', async ({ page, context }) => {
  const group = await makeGroup(context.request)
  await page.goto(`/groups/${group}/-/packages`)
  await expect(page.getByRole('heading', { name: 'There are no packages yet' })).toBeVisible()
  const name = unique('A project')
  const { project, publish } = await openPublisher(page, context, { parent: group, name })
  await publish('tool', '1.0.0')
  await page.goto(`/${group}`)
  await page.getByRole('link', { name: 'Package registry' }).click()
  await expect(page).toHaveURL(`/groups/${group}/-/packages`)
  await expect(shownNames(page)).toHaveText(['tool'])
  await expect(page.getByRole('main').getByRole('link', { name })).toHaveAttribute('href', `/${project}`)
  await expectNoBarrier(page)
})

test('where packages are switched off there is neither page nor entry', async ({ page, context }) => {
  const group = await makeGroup(context.request)
  const { project, publish } = await openPublisher(page, context, { parent: group })
  await publish('tool', '1.0.0')
  const [{ id }] = (await filesOf(project)) as [{ id: number }]
  await rowsOf(
    `UPDATE groups SET disabled_features = '{packages}' WHERE id = (SELECT group_id FROM routes WHERE path = $1)`,
    [group],
  )
  for (const address of [
    `/${project}/-/packages`,
    `/${project}/-/packages/1`,
    `/${project}/-/package_files/${id}/download`,
    `/groups/${group}/-/packages`,
  ])
    expect((await context.request.get(address)).status(), address).toBe(404)
  await page.goto(`/${project}`)
  await expect(page.getByRole('link', { name: 'Container registry' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Package registry' })).toHaveCount(0)
})

test('the notice of a new token has the configuration of each package manager', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const project = await makeProject(context.request)
  const section = await openDeployTokens(page, `/${project}`)
  const { secret } = await createToken(section, { name: unique('reader'), scopes: ['read_package_registry'] })
  const file = section.getByRole('group', { name: '.npmrc' })
  await expect(file).toContainText(':_authToken=')
  await expect(file).not.toContainText(secret)
  await file.getByRole('button', { name: 'Copy file' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`:_authToken=${secret}\n`)
  await section.getByLabel('Package manager').selectOption('pip, twine')
  await expect(section.getByRole('group', { name: 'pip.conf' })).toContainText('index-url = ')
  await expect(section.getByRole('group', { name: '.pypirc' })).toHaveCount(0)
  await section.getByLabel('Package manager').selectOption('Maven')
  const download = page.waitForEvent('download')
  await section
    .getByRole('group', { name: 'settings.xml' })
    .getByRole('button', { name: /^Download / })
    .click()
  const saved = await download
  expect(saved.suggestedFilename()).toBe('settings.xml')
  expect(await readFile(await saved.path(), 'utf8')).toContain(`<value>${secret}</value>`)
  expect(await page.content()).not.toContain(secret)
  await expectNoBarrier(page)
})

/** A project with a token that publishes files as generic packages. */
async function openPublisher(
  page: Page,
  context: BrowserContext,
  wishes: { parent?: string; name?: string } = {},
) {
  const project = await makeProject(context.request, wishes)
  const section = await openDeployTokens(page, `/${project}`)
  const scopes = ['write_package_registry']
  const { secret } = await createToken(section, { name: unique('publisher'), scopes })
  async function publish(name: string, version: string, file = 'file.txt', content = 'its content') {
    const url = `${origin}/api/v4/projects/${encodeURIComponent(project)}/packages/generic/${name}/${version}/${file}`
    const answer = await fetch(url, { method: 'PUT', headers: { 'Deploy-Token': secret }, body: content })
    expect(answer.status).toBe(201)
  }
  return { project, publish }
}

function filesOf(project: string) {
  return rowsOf<{ id: number }>(
    `SELECT f.id FROM package_files f JOIN package_versions v ON v.id = f.version_id
     JOIN packages k ON k.id = v.package_id JOIN routes r ON r.project_id = k.project_id WHERE r.path = $1`,
    [project],
  )
}

function shownNames(page: Page) {
  return page.getByRole('table').locator('td[data-label="Name"] a')
}
