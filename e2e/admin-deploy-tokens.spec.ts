import { expect, type Page, test } from '@playwright/test'
import { expectNoBarrier } from './support/barriers'
import { signInAs } from './support/browser'
import { makeToken } from './support/made-tokens'
import { makeGroup, makeProject, unique } from './support/places'
import { rowsOf, tokensNamed } from './support/server-database'

const address = '/admin/deploy_tokens'

test('is for administrators, and not there for anybody else', async ({ page, context }) => {
  await page.goto(address)
  await expect(page).toHaveURL(`/users/sign_in?callbackUrl=${encodeURIComponent(address)}`)
  await signInAs(context, 'maintainer')
  expect((await page.goto(address))?.status()).toBe(404)
  await signInAs(context, 'root')
  expect((await page.goto(address))?.status()).toBe(200)
  await expect(page).toHaveTitle('Deploy tokens · Latchkey')
  const odd = '?page=-1&state=dead&scope[]=api&sort=digest&search=a&search=b'
  expect((await page.goto(address + odd))?.status()).toBe(200)
})

test('finds tokens by what they are called and where they belong, and keeps it in the address', async ({
  page,
  context,
}) => {
  const { group, project, names } = await someTokens(context.request, page)
  await page.goto(address)
  await page.getByLabel('Search by name, username, path or creator').fill(group)
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click()
  await expect(page).toHaveURL(`${address}?search=${group}`)
  await expect(shownNames(page)).toHaveText([...names].reverse())
  await page.getByLabel('Belongs to').selectOption('Project')
  await expect(page).toHaveURL(`${address}?search=${group}&holder=project`)
  await expect(shownNames(page)).toHaveText(names.slice(1).reverse())
  await page.getByLabel('Scope').selectOption('read_registry')
  await expect(shownNames(page)).toHaveText(names.slice(2))
  // a shared address shows the same
  const shared = page.url()
  await page.goto('/')
  await page.goto(shared)
  await expect(shownNames(page)).toHaveText(names.slice(2))
  await expect(page.getByLabel('Scope')).toHaveValue('read_registry')
  await expect(page.getByRole('main').getByRole('link', { name: project, exact: true })).toHaveAttribute(
    'href',
    `/${project}/-/settings/repository#js-deploy-tokens`,
  )
  await page.getByRole('link', { name: 'Clear filters' }).click()
  await expect(page).toHaveURL(address)
  await expect(page.getByLabel('Scope')).toHaveValue('')

  await page.goto(`${address}?search=${group}`)
  await page.getByRole('button', { name: 'Name' }).click()
  await expect(page).toHaveURL(`${address}?search=${group}&sort=name&direction=asc`)
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(shownNames(page)).toHaveText([...names].sort())
})

test('filters by state and by use', async ({ page, context }) => {
  const { group, names } = await someTokens(context.request, page)
  const [ofGroup, plain, registry] = names
  await rowsOf("UPDATE deploy_tokens SET expires_at = now() + interval '20 days' WHERE name = $1", [plain])
  await rowsOf("UPDATE deploy_tokens SET expires_at = now() - interval '1 day' WHERE name = $1", [registry])
  await rowsOf('UPDATE deploy_tokens SET last_used_at = now() WHERE name = $1', [ofGroup])
  const cases: [string, string, (string | undefined)[]][] = [
    ['State', 'Active', [plain, ofGroup]],
    ['State', 'Expires within 7 days', []],
    ['State', 'Expires within 30 days', [plain]],
    ['State', 'Expired', [registry]],
    ['State', 'Revoked', []],
    ['Last used', 'Never', [registry, plain]],
    ['Last used', 'Not in the last 90 days', []],
  ]
  for (const [label, option, expected] of cases) {
    await page.goto(`${address}?search=${group}`)
    await page.getByLabel(label, { exact: true }).selectOption(option)
    if (expected.length === 0) await expect(page.getByText('No deploy tokens match.')).toBeVisible()
    else await expect(shownNames(page)).toHaveText(expected as string[])
  }
})

test('revokes those that are chosen, after naming them, and tells those that had been', async ({
  page,
  context,
}) => {
  const { group, project, names } = await someTokens(context.request, page)
  const [ofGroup = '', plain = '', registry = ''] = names
  await page.goto(`${address}?search=${group}`)
  const button = page.getByRole('button', { name: 'Revoke selected' })
  await expect(button).toBeDisabled()
  await page.getByLabel(`Select ${plain}`).check()
  await expect(page.getByText('1 selected')).toBeVisible()
  await page.getByLabel('Select all on this page').check()
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.getByLabel(`Select ${registry}`).uncheck()
  await button.click()
  const dialog = page.getByRole('dialog', { name: 'Revoke 2 deploy tokens?' })
  await expect(dialog.getByRole('listitem')).toHaveText([`${plain} of ${project}`, `${ofGroup} of ${group}`])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect((await tokensNamed(plain))[0]?.revoked_at).toBeNull()

  // somebody is faster with one of them
  await rowsOf("UPDATE deploy_tokens SET revoked_at = now(), revoker_name = 'Fay Fast' WHERE name = $1", [
    plain,
  ])
  await button.click()
  await dialog.getByRole('button', { name: 'Revoke 2 deploy tokens' }).click()
  const told = page.getByRole('main').getByRole('status').filter({ hasText: 'revoked' })
  await expect(told).toContainText('1 deploy token was revoked.')
  await expect(told).toContainText(`${plain} by Fay Fast`)
  await expect(page.getByRole('row', { name: ofGroup })).toContainText(/Revoked.*by Administrator/)
  await expect(page.getByRole('row', { name: plain })).toContainText('by Fay Fast')
  await expect(page.getByLabel(`Select ${ofGroup}`)).toHaveCount(0)
  await expect(button).toBeDisabled()
  const events = await rowsOf<{ target_name: string; place_path: string }>(
    "SELECT target_name, place_path FROM audit_events WHERE action = 'deploy_token_revoked' AND target_name = ANY ($1)",
    [names],
  )
  expect(events).toEqual([{ target_name: ofGroup, place_path: group }])
})

test('goes through the pages by links', async ({ page, context }) => {
  await signInAs(context, 'root')
  const group = await makeGroup(context.request)
  await rowsOf(
    `INSERT INTO deploy_tokens (name, digest, scopes, group_id, request_key, creator_name)
     SELECT 'bulk ' || n, sha256(($1 || n)::bytea), '{read_repository}', r.group_id, gen_random_uuid(), 'bulk'
     FROM routes r, generate_series(1, 45) AS n WHERE r.path = $1`,
    [group],
  )
  await page.goto(`${address}?search=${group}`)
  await expect(shownNames(page)).toHaveCount(20)
  await page.getByLabel('Select all on this page').check()
  await page.getByRole('link', { name: 'Page 3' }).click()
  await expect(page).toHaveURL(`${address}?search=${group}&page=3`)
  await expect(shownNames(page)).toHaveText(['bulk 5', 'bulk 4', 'bulk 3', 'bulk 2', 'bulk 1'])
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
})

test('works without scripts as far as looking goes', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  await signInAs(context, 'root')
  const page = await context.newPage()
  const { group, names } = await someTokens(context.request, page)
  await page.goto(address)
  await page.getByLabel('Search by name, username, path or creator').fill(group)
  await page.getByLabel('Belongs to').selectOption('Group')
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click()
  await expect(shownNames(page)).toHaveText(names.slice(0, 1))
  await context.close()
})

test('puts no barrier in anybody’s way, with its dialog too', async ({ page, context }) => {
  const { group } = await someTokens(context.request, page)
  await rowsOf(
    `INSERT INTO deploy_tokens (name, username, digest, scopes, group_id, request_key, creator_name, revoked_at, revoker_name)
     SELECT repeat('w', 255), repeat('x', 255), sha256($1::text::bytea), '{read_repository,write_package_registry}', r.group_id,
       gen_random_uuid(), repeat('c', 255), now(), 'Somebody' FROM routes r WHERE r.path = $1`,
    [group],
  )
  await page.goto(`${address}?search=${group}`)
  await expectNoBarrier(page)
  await page.getByLabel('Select all on this page').check()
  await page.getByRole('button', { name: 'Revoke selected' }).click()
  await expectNoBarrier(page)
})

/** Root's tokens of a new group and of a project in it: the group's, a plain one, and one for the registry. */
async function someTokens(request: Parameters<typeof makeToken>[0], page: Page) {
  await signInAs(page.context(), 'root')
  const group = await makeGroup(request)
  const project = await makeProject(request, { parent: group })
  const names = ['of-group', 'plain', 'registry'].map(unique)
  const [ofGroup, plain, registry] = names
  await makeToken(request, { kind: 'group', fullPath: group }, { name: ofGroup })
  await makeToken(request, { kind: 'project', fullPath: project }, { name: plain })
  const scopes = ['read_registry']
  await makeToken(request, { kind: 'project', fullPath: project }, { name: registry, scopes })
  return { group, project, names }
}

function shownNames(page: Page) {
  return page.getByRole('table').locator('tbody bdi')
}
