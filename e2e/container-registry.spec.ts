import { expect, type Page, test } from '@playwright/test'
import { expectNoBarrier } from './support/barriers'
import { signInAs } from './support/browser'
import { makeImage } from './support/made-images'
import { makeGroup, makeProject, unique } from './support/places'
import { rowsOf } from './support/server-database'

const host = `localhost:${process.env.LATCHKEY_E2E_PORT}`

test.beforeEach(({ context }) => signInAs(context, 'maintainer'))

test('says how to push where there is no image yet', async ({ page, context }) => {
  const project = await makeProject(context.request)
  await page.goto(`/${project}`)
  await page.getByRole('link', { name: 'Container registry' }).click()
  await expect(page).toHaveURL(`/${project}/container_registry`)
  await expect(page).toHaveTitle('Container registry · Latchkey')
  await expect(
    page.getByRole('heading', { name: 'There are no container images stored for this project' }),
  ).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Login' })).toHaveValue(`docker login ${host}`)
  await expect(page.getByRole('textbox', { name: 'Build' })).toHaveValue(
    `docker build -t ${host}/${project} .`,
  )
  await expect(page.getByRole('textbox', { name: 'Push' })).toHaveValue(`docker push ${host}/${project}`)
  await expectNoBarrier(page)
})

test('lists the images of a project, finds them, and keeps what was asked in the address', async ({
  page,
  context,
}) => {
  const project = await makeProject(context.request)
  await makeImage(project, { tags: ['a', 'b'], hoursAgo: 3 })
  await makeImage(project, { name: 'worker', hoursAgo: 2 })
  await makeImage(project, { name: 'worker/debug', hoursAgo: 1 })
  const address = `/${project}/container_registry`
  await page.goto(address)
  const names = [project, `${project}/worker`, `${project}/worker/debug`]
  await expect(shownNames(page)).toHaveText(names)
  await expect(page.getByRole('row', { name: names[0] }).first()).toContainText('1.4 MiB')
  await page.getByRole('button', { name: 'Published' }).click()
  await expect(page).toHaveURL(`${address}?sort=published`)
  await page.getByRole('button', { name: 'Published' }).click()
  await expect(page).toHaveURL(`${address}?sort=published&direction=desc`)
  await expect(shownNames(page)).toHaveText([...names].reverse())
  await page.goto(address)
  await page.getByLabel('Search image repositories').fill('DEBUG')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`${address}?search=DEBUG`)
  await expect(shownNames(page)).toHaveText(names.slice(2))
  await page.goto(`${address}?search=nothing-of-that-name`)
  await expect(page.getByText('No image repositories match your search.')).toBeVisible()
  await page.goto(address)
  await page.getByText('CLI commands').click()
  await expectNoBarrier(page)
})

test('shows the tags of an image, and how to pull one', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const project = await makeProject(context.request)
  const platforms = ['linux/amd64', 'linux/arm64/v8']
  const { id, digest } = await makeImage(project, { tags: ['latest'], platforms, publisherName: 'ci-bot' })
  await makeImage(project, { tags: ['v1'], content: 'another', hoursAgo: 100 })
  await page.goto(`/${project}/container_registry`)
  await page.getByRole('main').getByRole('link', { name: project, exact: true }).click()
  await expect(page).toHaveURL(`/${project}/container_registry/${id}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(project)
  const row = page.getByRole('row', { name: 'latest' }).first()
  for (const text of [digest.slice(7, 14), '1.4 MiB', 'linux/amd64, linux/arm64/v8', 'just now by ci-bot'])
    await expect(row).toContainText(text)
  await page.getByRole('button', { name: 'Copy pull command of latest' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `docker pull ${host}/${project}:latest`,
  )
  await page.getByRole('button', { name: 'Copy digest of v1' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^sha256:[0-9a-f]{64}$/)
  await page.getByText('Details of latest').click()
  await expect(page.getByText(digest)).toBeVisible()
  await expect(page.getByText('application/vnd.oci.image.manifest.v1+json').first()).toBeVisible()
  await page.getByLabel('Search tags').fill('LAT')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: 'v1' })).toHaveCount(0)
  await page.goto(`/${project}/container_registry/${id}`)
  await page.getByText('Details of latest').click()
  await expectNoBarrier(page)
})

test('a tag is deleted by keyboard, after a question', async ({ page, context }) => {
  const project = await makeProject(context.request)
  const { id } = await makeImage(project, { tags: ['keep', 'remove'] })
  await page.goto(`/${project}/container_registry/${id}`)
  await page.getByRole('button', { name: 'Remove tag remove' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Remove tag' })
  await expect(dialog).toContainText('You are about to remove remove. Are you sure?')
  await expectNoBarrier(page)
  // the harmless button has the focus
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Tag successfully deleted.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Remove tag remove' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Remove tag keep' })).toBeVisible()
  expect(await rowsOf('SELECT name FROM container_tags WHERE repository_id = $1', [id])).toEqual([
    { name: 'keep' },
  ])
})

test('several tags are deleted at once, and the last page follows', async ({ page, context }) => {
  const project = await makeProject(context.request)
  const tags = Array.from({ length: 22 }, (_, i) => `v${String(i).padStart(2, '0')}`)
  const { id } = await makeImage(project, { tags })
  await page.goto(`/${project}/container_registry/${id}`)
  await page.getByRole('link', { name: 'Next page' }).click()
  await expect(page).toHaveURL(`/${project}/container_registry/${id}?page=2`)
  await page.getByLabel('Select all on this page').check()
  await expect(page.getByText('2 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Delete selected tags' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove tags' })
  await expect(dialog.getByRole('listitem')).toHaveText(tags.slice(20))
  await dialog.getByRole('button', { name: 'Remove tags' }).click()
  await expect(page.getByText('2 tags were deleted.')).toBeVisible()
  await expect(page).toHaveURL(`/${project}/container_registry/${id}`)
  await expect(page.getByLabel(/^Select v/)).toHaveCount(20)
})

test('an image repository is deleted once its name is typed', async ({ page, context }) => {
  const project = await makeProject(context.request)
  const { id } = await makeImage(project, { name: 'doomed' })
  await makeImage(project)
  await page.goto(`/${project}/container_registry/${id}`)
  await page.getByRole('button', { name: 'Delete image repository' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete image repository?' })
  const confirm = dialog.getByRole('button', { name: 'Delete image repository' })
  await expect(confirm).toBeDisabled()
  await dialog.getByRole('textbox').fill(`${project}/doomed`)
  await confirm.click()
  await expect(page).toHaveURL(`/${project}/container_registry`)
  await expect(shownNames(page)).toHaveText([project])
  expect((await page.goto(`/${project}/container_registry/${id}`))?.status()).toBe(404)
  await page.goto(`/${project}/-/audit_events`)
  await expect(page.getByRole('table').getByText('Deleted container repository')).toBeVisible()
})

test('a group shows the images of all projects below it, with their project', async ({ page, context }) => {
  const group = await makeGroup(context.request)
  await page.goto(`/groups/${group}/-/container_registries`)
  await expect(
    page.getByRole('heading', { name: 'There are no container images available in this group' }),
  ).toBeVisible()
  const below = await makeGroup(context.request, { parent: group })
  const name = unique('A project')
  const [one, other] = [
    await makeProject(context.request, { parent: group, name }),
    await makeProject(context.request, { parent: below }),
  ]
  await makeImage(one)
  await makeImage(other, { name: 'api' })
  await page.reload()
  await expect(shownNames(page)).toHaveText([one, `${other}/api`].sort())
  await expect(page.getByRole('main').getByRole('link', { name })).toHaveAttribute('href', `/${one}`)
  await expectNoBarrier(page)
  await page.goto(`/${group}`)
  await expect(page.getByRole('link', { name: 'Container registry' })).toHaveAttribute(
    'href',
    `/groups/${group}/-/container_registries`,
  )
})

test('where the registry is switched off there is neither page, nor entry, nor scope', async ({
  page,
  context,
}) => {
  const group = await makeGroup(context.request)
  const project = await makeProject(context.request, { parent: group })
  const { id } = await makeImage(project)
  await rowsOf(
    `UPDATE groups SET disabled_features = '{container_registry}' WHERE id = (SELECT group_id FROM routes WHERE path = $1)`,
    [group],
  )
  for (const address of [
    `/${project}/container_registry`,
    `/${project}/container_registry/${id}`,
    `/groups/${group}/-/container_registries`,
  ])
    expect((await page.goto(address))?.status(), address).toBe(404)
  await page.goto(`/${project}/-/settings/repository#js-deploy-tokens`)
  await expect(page.getByRole('link', { name: 'Container registry' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Add token' }).click()
  await expect(page.getByLabel('read_repository')).toBeVisible()
  await expect(page.getByLabel(/_registry$/)).toHaveCount(2)
  await expect(page.getByLabel(/^(read|write)_registry$/)).toHaveCount(0)
})

test('an archived project keeps its images, and nobody deletes them', async ({ page, context }) => {
  const project = await makeProject(context.request)
  const { id } = await makeImage(project)
  await rowsOf(
    'UPDATE projects SET archived_at = now() WHERE id = (SELECT project_id FROM routes WHERE path = $1)',
    [project],
  )
  await page.goto(`/${project}/container_registry/${id}`)
  await expect(page.getByText('This is an archived project.')).toBeVisible()
  await expect(page.getByText('latest').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /Remove|Delete/ })).toHaveCount(0)
})

function shownNames(page: Page) {
  return page.getByRole('table').locator('td[data-label="Name"] a')
}
