import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'
import { passwordOf } from './support/accounts'
import { origin, signInAs } from './support/browser'
import { makeGroup, makeProject, unique } from './support/places'
import { settingsOf } from './support/raw-action'
import { test } from './support/raw-callers'
import { Terminal } from './support/shell'

const generalOf = (fullPath: string, kind: 'project' | 'group' = 'project') =>
  kind === 'group' ? `/groups/${fullPath}/-/edit` : `/${fullPath}/edit`

/** Settings > General with one of its sections open. */
async function openSection(page: Page, address: string, id: string): Promise<Locator> {
  await page.goto(`${address}#${id}`)
  const section = page.locator(`#${id}`)
  await expect(section).toHaveAttribute('data-ready', 'true')
  return section
}

const openAdvanced = (page: Page, address: string) => openSection(page, address, 'js-advanced-settings')
const openPermissions = (page: Page, address: string) => openSection(page, address, 'js-shared-permissions')

const lastOf = (fullPath: string) => fullPath.slice(fullPath.lastIndexOf('/') + 1)

test('a name and a description are changed, kept where they are refused, and shown', async ({
  page,
  context,
}) => {
  await signInAs(context, 'maintainer')
  const fullPath = await makeProject(context.request)
  const section = await openSection(page, generalOf(fullPath), 'js-general-settings')
  await expect(section.getByLabel('Project ID')).toHaveValue(/^\d+$/)
  const name = section.getByLabel('Project name')
  const description = section.getByLabel(/^Project description/)
  await name.fill(' ')
  await description.fill(`${'x'.repeat(2000)}y`)
  await section.getByRole('button', { name: 'Save changes' }).click()
  await expect(name).toHaveAccessibleDescription("Name can't be blank")
  await expect(description).toHaveAccessibleDescription(
    'Description is too long (maximum is 2000 characters)',
  )
  await name.fill('<b>Renamed</b> أهلا')
  await description.fill('First line\n<i>second</i> line')
  await section.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText("Project '<b>Renamed</b> أهلا' was successfully updated.")).toBeVisible()
  await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText('<b>Renamed</b> أهلا')
  await page.goto(`/${fullPath}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<b>Renamed</b> أهلا')
  expect(await page.getByText('First line').innerText()).toBe('First line\n<i>second</i> line')
})

test.describe('a path that is changed', () => {
  test('is refused at its field while another has it, and then leads readers on, and nobody else', async ({
    page,
    context,
    callers,
  }) => {
    await signInAs(context, 'maintainer')
    const group = await makeGroup(context.request)
    const old = await makeProject(context.request, { parent: group, withReadme: true })
    const other = await makeProject(context.request, { parent: group })
    const section = await openAdvanced(page, generalOf(old))
    const path = section.getByLabel('Path', { exact: true })
    await path.fill(lastOf(other).toUpperCase())
    await section.getByRole('button', { name: 'Change path' }).click()
    await expect(path).toHaveAccessibleDescription(/Path has already been taken/)
    await path.fill('edit')
    await section.getByRole('button', { name: 'Change path' }).click()
    await expect(path).toHaveAccessibleDescription(/reserved name/)
    await path.fill('renamed')
    await section.getByRole('button', { name: 'Change path' }).click()
    await expect(page).toHaveURL(`/${group}/renamed/edit`)

    for (const rest of ['', '/-/tree/main', '/-/blob/main/README.md', '/-/settings/repository', '/edit']) {
      const answer = await callers.maintainer.get(`/${old}${rest}`, { maxRedirects: 0 })
      expect([answer.status(), answer.headers().location]).toEqual([307, `/${group}/renamed${rest}`])
      for (const stranger of [callers.developer, callers.nobody]) {
        const there = await stranger.get(`/${old}${rest}`, { maxRedirects: 0 })
        const not = await stranger.get(`/${old}-never${rest}`, { maxRedirects: 0 })
        expect(there.status()).toBe(not.status())
        expect(there.headers().location?.replaceAll(lastOf(old), 'x')).toBe(
          not.headers().location?.replaceAll(`${lastOf(old)}-never`, 'x'),
        )
      }
    }
    await page.goto(`/${old}`)
    await expect(page).toHaveURL(`/${group}/renamed`)
  })

  test('of a group leads on from everything below it', async ({ page, context, callers }) => {
    await signInAs(context, 'maintainer')
    const group = await makeGroup(context.request)
    const subgroup = await makeGroup(context.request, { parent: group })
    const project = await makeProject(context.request, { parent: subgroup })
    const section = await openAdvanced(page, generalOf(group, 'group'))
    const path = unique('renamed')
    await section.getByLabel('Path', { exact: true }).fill(path)
    await section.getByRole('button', { name: 'Change group URL' }).click()
    await expect(page).toHaveURL(`/groups/${path}/-/edit`)
    for (const old of [`/${project}`, `/${subgroup}`, settingsOf(subgroup, 'group'), settingsOf(project)]) {
      const answer = await callers.maintainer.get(old)
      expect([answer.status(), answer.url()]).toEqual([200, origin + old.replace(group, path)])
    }
  })
})

test('visibility and features are set here, and shown where a group above decides', async ({
  page,
  context,
}) => {
  await signInAs(context, 'maintainer')
  const group = await makeGroup(context.request, { visibility: 'internal' })
  const project = await makeProject(context.request, { parent: group, visibility: 'internal' })
  const ofGroup = await openPermissions(page, generalOf(group, 'group'))
  await ofGroup.getByLabel('Visibility level').selectOption('private')
  await ofGroup.getByRole('button', { name: 'Save changes' }).click()
  await expect(ofGroup.getByLabel('Visibility level')).toHaveAccessibleDescription(
    new RegExp(`because this is wider: ${project}`),
  )
  await ofGroup.getByLabel('Visibility level').selectOption('internal')
  await ofGroup.getByRole('checkbox', { name: 'Repository' }).uncheck()
  await ofGroup.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Visibility and features were successfully updated.')).toBeVisible()

  await page.goto(`/${project}`)
  await expect(page.getByText('The repository of this project is switched off.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Files' })).toHaveCount(0)
  const ofProject = await openPermissions(page, generalOf(project))
  const repository = ofProject.getByRole('checkbox', { name: 'Repository' })
  await expect(repository).toBeDisabled()
  await expect(repository).toHaveAccessibleDescription(`Switched off by the group ${group}.`)
  await expect(ofProject.getByLabel('Project visibility').getByRole('option')).toHaveText([
    'Private',
    'Internal',
  ])
  await ofProject.getByLabel('Project visibility').selectOption('private')
  await ofProject.getByRole('checkbox', { name: 'Package registry' }).uncheck()
  await ofProject.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Visibility and features were successfully updated.')).toBeVisible()
  await page.reload()
  await expect(ofProject.getByLabel('Project visibility')).toHaveValue('private')
  await expect(ofProject.getByRole('checkbox', { name: 'Package registry' })).not.toBeChecked()
  await expect(ofProject.getByRole('checkbox', { name: 'CI/CD' })).toBeChecked()
})

test('a project is transferred once its full path is typed, and git follows', async ({ page, context }) => {
  await signInAs(context, 'maintainer')
  const project = await makeProject(context.request, { withReadme: true })
  const target = await makeGroup(context.request)
  const section = await openAdvanced(page, generalOf(project))
  const button = section.getByRole('button', { name: 'Transfer project' })
  await expect(button).toBeDisabled()
  await section.getByLabel('Select a new group').selectOption(target)
  await button.click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: 'Transfer project' })
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel(/^Enter the following to confirm/).fill(lastOf(project))
  await expect(confirm).toBeDisabled()
  await page.keyboard.press('Enter')
  await dialog.getByLabel(/^Enter the following to confirm/).fill(project)
  await confirm.click()
  await expect(page).toHaveURL(`/${target}/${lastOf(project)}`)
  await expect(page.getByRole('navigation', { name: 'Breadcrumbs' })).toContainText(target)
  const terminal = await Terminal.open()
  try {
    const user = `maintainer:${encodeURIComponent(passwordOf('maintainer'))}@`
    const url = `${origin.replace('//', `//${user}`)}/${project}.git`
    expect(await terminal.run(`git clone -q '${url}' copy && ls copy`)).toMatchObject({
      code: 0,
      text: expect.stringContaining('README.md'),
    })
  } finally {
    await terminal.close()
  }
})

test('a group goes to the top, is archived and unarchived, and is deleted with all in it', async ({
  page,
  context,
  callers,
}) => {
  await signInAs(context, 'maintainer')
  const parent = await makeGroup(context.request)
  const nested = await makeGroup(context.request, { parent })
  const group = lastOf(nested)
  const project = await makeProject(context.request, { parent: nested })
  let section = await openAdvanced(page, generalOf(nested, 'group'))
  await section.getByLabel('Select parent group').selectOption({ label: 'No parent group' })
  await section.getByRole('button', { name: 'Transfer group' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('the top level')
  await dialog.getByLabel(/^Enter the following/).fill(nested)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(`/${group}`)

  section = await openAdvanced(page, generalOf(group, 'group'))
  await section.getByRole('button', { name: 'Archive group' }).click()
  await dialog.getByRole('button', { name: 'Archive group' }).click()
  await expect(page.getByText('This group and everything in it is archived and read-only.')).toBeVisible()
  await expect(section.getByRole('heading', { name: 'Transfer group' })).toHaveCount(0)
  await page.goto(`/${group}/${lastOf(project)}`)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Archived')
  await expect(page.getByText('This is an archived project.')).toBeVisible()
  await page.goto(`/${group}`)
  await expect(page.getByRole('link', { name: 'New project' })).toHaveCount(0)
  section = await openAdvanced(page, generalOf(group, 'group'))
  await section.getByRole('button', { name: 'Unarchive group' }).click()
  await dialog.getByRole('button', { name: 'Unarchive group' }).click()
  await expect(section.getByRole('heading', { name: 'Transfer group' })).toBeVisible()

  await section.getByRole('button', { name: 'Delete group' }).click()
  await expect(dialog).toContainText('1 project with its repository')
  await dialog.getByLabel(/^Enter the following/).fill(group)
  await dialog.getByRole('button', { name: 'Yes, delete group' }).click()
  await expect(page).toHaveURL('/')
  for (const gone of [group, `${group}/${lastOf(project)}`, nested, project]) {
    expect((await callers.root.get(`/${gone}`)).status()).toBe(404)
  }
})

test('a page that is older than its path touches nothing of who has the path now', async ({
  page,
  context,
}) => {
  await signInAs(context, 'maintainer')
  const group = await makeGroup(context.request)
  const project = await makeProject(context.request, { parent: group })
  const section = await openAdvanced(page, generalOf(project))
  const second = await context.newPage()
  const renaming = await openAdvanced(second, generalOf(project))
  await renaming.getByLabel('Path', { exact: true }).fill('elsewhere')
  await renaming.getByRole('button', { name: 'Change path' }).click()
  await expect(second).toHaveURL(`/${group}/elsewhere/edit`)
  await second.goto(`/projects/new?parent=${group}`)
  await second.getByLabel('Project name').fill('Successor')
  await second.getByLabel('Project slug').fill(lastOf(project))
  await second.getByRole('button', { name: 'Create project' }).click()
  await expect(second).toHaveURL(`/${project}`)

  await section.getByRole('button', { name: 'Delete project' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/^Enter the following/).fill(project)
  await dialog.getByRole('button', { name: 'Yes, delete project' }).click()
  await expect(dialog.getByText('Another project has this path now. Reload the page.')).toBeVisible()
  await second.reload()
  await expect(second.getByRole('heading', { name: /^Successor Project/ })).toBeVisible()
})

test('a Maintainer who is no Owner changes the path and nothing worse; a developer finds no such page', async ({
  page,
  context,
  callers,
}) => {
  await signInAs(context, 'maintainer')
  const section = await openAdvanced(page, generalOf('tanuki/awesome_project'))
  await expect(section.getByRole('heading', { level: 3 })).toHaveText(['Change path'])
  for (const address of [generalOf('tanuki/awesome_project'), generalOf('tanuki', 'group')]) {
    expect((await callers.developer.get(address)).status()).toBe(404)
  }
})

test('the other address of a group leads to no other host', async ({ callers }) => {
  for (const path of ['%5Cevil.example', '%5C%5Cevil.example', '%09%5Cevil.example', '@evil.example']) {
    const answer = await callers.nobody.get(`/groups/${path}`, { maxRedirects: 0 })
    expect([answer.status(), answer.headers().location], path).toEqual([404, undefined])
  }
})

test('encoded ways upwards lead nowhere, however deep the groups are', async ({ callers }) => {
  let parent = await makeGroup(callers.maintainer)
  for (let depth = 1; depth < 6; depth++) parent = await makeGroup(callers.maintainer, { parent })
  const project = await makeProject(callers.maintainer, { parent, withReadme: true })
  for (const up of ['..%2f', '%2e%2e%2f', '..%252f', '..%5c']) {
    for (const base of [
      `/${project}`,
      `/${project}/-/blob/main`,
      `/${project}/-/tree/main`,
      `/groups/${parent}`,
    ]) {
      for (const target of ['etc/passwd', 'tanuki/awesome_project', `${project}/edit`]) {
        const answer = await callers.maintainer.get(`${base}/${up.repeat(10)}${target}`, { maxRedirects: 0 })
        expect([400, 404], `${base} ${up} ${target}`).toContain(answer.status())
        expect(await answer.text()).not.toMatch(/root:x:|General Settings/)
      }
    }
  }
})

for (const kind of ['project', 'group'] as const) {
  test(`there is no barrier in the general settings of a ${kind}, on a phone and a desktop`, async ({
    page,
    context,
    callers,
  }) => {
    await signInAs(context, 'maintainer')
    const address = generalOf(callers[kind], kind)
    const section = await openAdvanced(page, address)
    const title = `Visibility, ${kind} features, permissions`
    await page.getByRole('button', { name: `Expand ${title}` }).click()
    await expectNoBarrier(page)
    await section.getByRole('button', { name: `Delete ${kind}` }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoBarrier(page)
  })
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
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
      const { violations } = await new AxeBuilder({ page }).analyze()
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect(told, `${colorScheme}, ${width} pixels`).toEqual([])
    }
    const excess = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    expect(await page.evaluate(excess), `${width} pixels`).toBeLessThanOrEqual(0)
  }
}
