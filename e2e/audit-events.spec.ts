import { readFileSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { createToken, openDeployTokens, revokeToken, signInAs } from './support/browser'
import { makeGroup, makeProject, unique } from './support/places'
import { test } from './support/raw-callers'
import { rowsOf, withDatabase } from './support/server-database'

test('what is done to a token stands in the log of its project and of the group above, with what was before and after', async ({
  page,
  context,
}) => {
  await signInAs(context, 'maintainer')
  const group = await makeGroup(context.request)
  const project = await makeProject(context.request, { parent: group })
  const name = unique('audited')
  const section = await openDeployTokens(page, `/${project}`)
  await createToken(section, { name, scopes: ['read_repository', 'read_registry'] })
  await revokeToken(page, section, name)

  await page.getByRole('link', { name: 'Audit events' }).click()
  await expect(page.getByRole('heading', { name: 'Audit events' })).toBeVisible()
  for (const address of [`/${project}/-/audit_events`, `/groups/${group}/-/audit_events`]) {
    await page.goto(address)
    const events = page.getByRole('row').filter({ hasText: name })
    await expect(events).toHaveText([/Revoked deploy token/, /Created deploy token/])
    await expect(events.first()).toContainText('maintainer')
    await expect(events.first()).toContainText(project)
  }
  await expect(page.getByRole('row').filter({ hasText: 'Created group' })).toContainText(group)

  const details = page.getByText('Details of event').nth(1)
  await details.focus()
  await page.keyboard.press('Enter')
  const facts = page.getByRole('table', { name: 'Audit events' }).getByRole('table')
  await expect(facts.getByRole('row').filter({ hasText: 'Scopes' })).toContainText(
    'read_repository, read_registry',
  )
  await expect(facts.getByRole('insertion').first()).toBeVisible()
  await expect(facts.getByRole('deletion')).toHaveCount(0)
  await expectNoBarrier(page)
})

test('filters stand in the address, and are kept by pages and exports', async ({ page, context }) => {
  await signInAs(context, 'maintainer')
  const project = await makeProject(context.request)
  await addEvents(project, 45)
  await page.goto(`/${project}/-/audit_events`)
  await page.getByLabel('Event', { exact: true }).selectOption('Changed project')
  await page.getByLabel('Author').fill('ROOT')
  await page.getByLabel('Target type').selectOption('Project')
  await page.getByLabel('Target name').fill('Numbered')
  const today = new Date().toISOString().slice(0, 10)
  await page.getByLabel(/^From/).fill(today)
  await page.getByLabel(/^To/).fill('2999-12-31')
  await page.getByRole('button', { name: 'Filter' }).click()
  await expect(page).toHaveURL(/action=project_updated/)
  await expect(page.getByLabel('Target name')).toHaveValue('Numbered')

  const targets = page.getByRole('row').getByText(/^numbered \d+$/)
  await expect(targets).toHaveText(numbered(45, 26))
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(targets).toHaveText(numbered(25, 6))
  await page.getByRole('link', { name: 'Older' }).click()
  await expect(targets).toHaveText(numbered(5, 1))
  await expect(page.getByRole('link', { name: 'Older' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Newer' }).click()
  await expect(targets).toHaveText(numbered(25, 6))
  await expect(page.getByLabel('Author')).toHaveValue('ROOT')

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('audit_events.csv')
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\r\n')
  expect(lines).toHaveLength(46)
  expect(lines[1]).toContain(',project_updated,project,')

  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(`/${project}/-/audit_events`)
  await expect(page.getByLabel('Author')).toHaveValue('')
  await page.goto(`/${project}/-/audit_events?target=nothing-like-it`)
  await expect(page.getByText('No audit events match your filters.')).toBeVisible()
  await expectNoBarrier(page)
})

test('the instance’s log holds everything, for administrators', async ({ page, context, callers }) => {
  await signInAs(context, 'root')
  await page.goto('/admin/audit_events?target_type=user&author=console')
  await expect(
    page.getByRole('row').filter({ hasText: 'Created user' }).filter({ hasText: 'developer' }),
  ).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Audit events' })).toHaveAttribute(
    'aria-current',
    'page',
  )
  await expectNoBarrier(page)
  for (const odd of [
    '?older_than=x',
    '?action[]=a',
    '?created_after=0000-00-00',
    '?target=%25',
    '?older_than=0',
    '?newer_than=999999999999999',
  ])
    expect((await callers.root.get(`/admin/audit_events${odd}`)).status(), odd).toBe(200)
})

test.describe('an export', () => {
  test('is sent as it is read, whole, as CSV and as JSON', async ({ callers }) => {
    const project = await makeProject(callers.maintainer)
    await addEvents(project, 3500)
    const json = await callers.maintainer.get(`/${project}/-/audit_events.json?target=numbered`)
    expect(json.headers()).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="audit_events.json"',
      'cache-control': 'no-store, private',
      'x-content-type-options': 'nosniff',
    })
    expect(json.headers()['content-length']).toBeUndefined()
    const events = (await json.json()) as { target: string; hash: string }[]
    expect(events.map(({ target }) => target)).toEqual(numbered(3500, 1))
    expect(new Set(events.map(({ hash }) => hash)).size).toBe(3500)
    const csv = await (await callers.maintainer.get(`/${project}/-/audit_events.csv?target=numbered`)).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(3501)
  })

  test('is for those who may read the log: 401 for nobody, 404 for the rest, as for what is not', async ({
    callers,
  }) => {
    for (const format of ['csv', 'json']) {
      const project = `/${callers.project}/-/audit_events.${format}`
      const group = `/groups/${callers.group}/-/audit_events.${format}`
      const instance = `/admin/audit_events.${format}`
      for (const address of [project, group, instance]) {
        expect((await callers.nobody.get(address)).status(), address).toBe(401)
        const hidden = await callers.developer.get(address)
        const missing = await callers.developer.get(`/${unique('x')}/${unique('y')}/-/audit_events.${format}`)
        expect([hidden.status(), await hidden.text()], address).toEqual([
          missing.status(),
          await missing.text(),
        ])
        expect(hidden.status()).toBe(404)
        expect((await callers.root.get(address)).status(), address).toBe(200)
      }
      expect((await callers.maintainer.get(project)).status()).toBe(200)
      expect((await callers.maintainer.get(group)).status()).toBe(200)
      expect((await callers.maintainer.get(instance)).status()).toBe(404)
    }
    for (const none of ['xml', 'csv/x', 'csv.csv'])
      expect((await callers.maintainer.get(`/${callers.project}/-/audit_events.${none}`)).status()).toBe(404)
  })

  test('holds a hostile name as plain text', async ({ callers }) => {
    const project = await makeProject(callers.maintainer, {
      name: '=HYPERLINK("https://evil.example";"x,y")',
    })
    const text = await (await callers.maintainer.get(`/${project}/-/audit_events.csv`)).text()
    expect(text).toContain(`,"'=HYPERLINK(""https://evil.example"";""x,y"")",`)
  })
})

test('the server uses a role that cannot change the log', async () => {
  const roles = await rowsOf<{ name: string }>(
    `SELECT DISTINCT usename::text AS name FROM pg_stat_activity WHERE datname = 'latchkey' AND application_name = ''
     AND pid <> pg_backend_pid()`,
  )
  expect(roles).toContainEqual({ name: 'latchkey_application' })
  const [rights] = await rowsOf<{ held: string[] }>(
    `SELECT array_agg(privilege_type::text ORDER BY privilege_type::text) AS held
     FROM information_schema.table_privileges
     WHERE grantee IN ('latchkey_application', 'PUBLIC') AND table_name = 'audit_events'`,
  )
  expect(rights?.held).toEqual(['INSERT', 'SELECT'])
})

/** Events about a project that root is said to have changed, from `numbered 1` on. */
async function addEvents(project: string, count: number): Promise<void> {
  await withDatabase((client) =>
    client.query(
      `INSERT INTO audit_events (action, actor_name, address, target_type, target_id, target_name, project_id, group_ids,
         place_path)
       SELECT 'project_updated', 'root', '192.0.2.1', 'project', project_id, 'numbered ' || n, project_id, '{}', path
       FROM routes, generate_series(1, $2::int) n WHERE path = $1 ORDER BY n`,
      [project, count],
    ),
  )
}

function numbered(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_, i) => `numbered ${from - i}`)
}

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
