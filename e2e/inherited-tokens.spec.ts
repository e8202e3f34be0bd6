import { expect, type Locator, test } from '@playwright/test'
import { expectNoBarrier } from './support/barriers'
import { openDeployTokens, signInAs } from './support/browser'
import { makeToken } from './support/made-tokens'
import { openOwnProject } from './support/own-project'
import { makeGroup, makeProject, unique } from './support/places'
import { startSecondServer } from './support/second-server'
import { rowsOf, tokensNamed, withDatabase } from './support/server-database'

test.describe('tokens of groups above', () => {
  test('are listed read-only with their group, and those of siblings and below are not', async ({
    page,
    context,
  }) => {
    await signInAs(context, 'maintainer')
    const { request } = context
    const top = await makeGroup(request)
    const group = await makeGroup(request, { parent: top })
    const project = await makeProject(request, { parent: group })
    const [high, low, beside, own] = ['high', 'low', 'beside', 'own'].map(unique) as [
      string,
      string,
      string,
      string,
    ]
    await makeToken(request, { kind: 'group', fullPath: top }, { name: high })
    await makeToken(request, { kind: 'group', fullPath: group }, { name: low, username: 'deployer' })
    await makeToken(
      request,
      { kind: 'group', fullPath: await makeGroup(request, { parent: top }) },
      { name: beside },
    )
    await makeToken(request, { kind: 'project', fullPath: project }, { name: own })

    const section = await openDeployTokens(page, `/${project}`)
    await expect(section.getByRole('tab')).toHaveText(['Active1', 'Inactive0', 'Inherited2'])
    const panel = await openTab(section, 'Inherited')
    await expect(panel).toContainText(
      'They can be revoked only in the repository settings of their own group.',
    )
    await expect(namesIn(panel)).toHaveText([low, high])
    await expect(panel.getByRole('columnheader')).toHaveText([
      'Name',
      'Username',
      'Scopes',
      'Group',
      'Created',
      'Last used',
      'Expires',
    ])
    await expect(panel.getByRole('button', { name: /^Revoke/ })).toHaveCount(0)
    await expect(panel.getByRole('row', { name: low })).toContainText('deployer')
    await panel.getByRole('link', { name: top, exact: true }).click()
    await expect(page).toHaveURL(new RegExp(`/groups/${top}/-/settings/repository#js-deploy-tokens$`))

    const ofGroup = await openDeployTokens(page, `/groups/${group}`)
    await expect(ofGroup.getByRole('tab')).toHaveText([
      'Active1',
      'Inactive0',
      'Inherited1',
      'Below this group1',
    ])
    await expect(namesIn(await openTab(ofGroup, 'Inherited'))).toHaveText([high])
    // nothing stands above the top, and nothing is shown of it
    await expect((await openDeployTokens(page, `/groups/${top}`)).getByRole('tab')).toHaveText([
      'Active1',
      'Inactive0',
      'Below this group3',
    ])
  })

  test('name their group without a link for whoever may not manage it', async ({
    page,
    context,
    browser,
  }) => {
    const others = await browser.newContext()
    await signInAs(others, 'root')
    const group = await makeGroup(others.request)
    const project = await makeProject(others.request, { parent: group })
    const name = unique('above')
    await makeToken(others.request, { kind: 'group', fullPath: group }, { name })
    await others.close()
    await rowsOf(
      `INSERT INTO memberships (user_id, project_id, access_level)
       SELECT u.id, r.project_id, 40 FROM users u, routes r WHERE u.username = 'maintainer' AND r.path = $1`,
      [project],
    )
    await signInAs(context, 'maintainer')
    const panel = await openTab(await openDeployTokens(page, `/${project}`), 'Inherited')
    await expect(panel.getByRole('row', { name })).toContainText(group)
    await expect(panel.getByRole('link')).toHaveCount(0)
  })

  test('are searched, sorted and paged by the server, and fetched only when they are looked at', async ({
    page,
    context,
  }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    const group = fullPath.split('/')[0] ?? ''
    await insertTokens(group, 45)
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.postData()?.includes('"reach":"inherited"')) asked.push(request.url())
    })
    await page.reload()
    await expect(section.getByRole('tab', { name: 'Inherited' })).toHaveText('Inherited45')
    expect(asked).toEqual([])
    const panel = await openTab(section, 'Inherited')
    await expect(namesIn(panel)).toHaveCount(20)
    await expect(namesIn(panel).first()).toHaveText('bulk 45')
    await panel.getByRole('button', { name: 'Next' }).click()
    await panel.getByRole('button', { name: 'Next' }).click()
    await expect(namesIn(panel)).toHaveText(['bulk 5', 'bulk 4', 'bulk 3', 'bulk 2', 'bulk 1'])
    await panel.getByRole('button', { name: 'Name' }).click()
    await expect(namesIn(panel).first()).toHaveText('bulk 1')
    await panel.getByLabel('Search inherited deploy tokens').fill('bulk 33')
    await expect(namesIn(panel)).toHaveText(['bulk 33'])
    await panel.getByLabel('Search inherited deploy tokens').fill('nothing like it')
    await expect(panel).toContainText('No inherited deploy tokens match your search.')
  })
})

test.describe('tokens below a group', () => {
  test('are listed with their holder, and revoked right there', async ({ page, context }) => {
    await signInAs(context, 'maintainer')
    const { request } = context
    const group = await makeGroup(request)
    const subgroup = await makeGroup(request, { parent: group })
    const project = await makeProject(request, { parent: subgroup })
    const [one, two] = [unique('of-subgroup'), unique('of-project')]
    await makeToken(request, { kind: 'group', fullPath: subgroup }, { name: one })
    await makeToken(request, { kind: 'project', fullPath: project }, { name: two })
    const section = await openDeployTokens(page, `/groups/${group}`)
    const tab = section.getByRole('tab', { name: 'Below this group' })
    await expect(tab).toHaveText('Below this group2')
    const panel = await openTab(section, 'Below this group')
    await expect(namesIn(panel)).toHaveText([two, one])
    await expect(panel.getByRole('link', { name: project, exact: true })).toHaveAttribute(
      'href',
      `/${project}/-/settings/repository#js-deploy-tokens`,
    )
    await expect(panel.getByRole('link', { name: subgroup, exact: true })).toHaveAttribute(
      'href',
      `/groups/${subgroup}/-/settings/repository#js-deploy-tokens`,
    )

    await panel.getByRole('button', { name: `Revoke ${two}` }).click()
    await expect(page.getByRole('dialog')).toContainText(`to ${project} with it stops at its next request`)
    await page.getByTestId('primary-revoke-btn').click()
    await expect(page.getByText(`${two} was revoked.`)).toBeVisible()
    await expect(tab).toHaveText('Below this group1')
    await expect(namesIn(panel)).toHaveText([one])
    expect((await tokensNamed(two))[0]?.revoked_at).not.toBeNull()
    const [event] = await rowsOf<{ place_path: string }>(
      "SELECT place_path FROM audit_events WHERE target_name = $1 AND action = 'deploy_token_revoked'",
      [two],
    )
    expect(event?.place_path).toBe(project)

    await panel.getByRole('button', { name: `Revoke ${one}` }).click()
    await page.getByTestId('primary-revoke-btn').click()
    await expect(tab).toHaveText('Below this group0')
    await expect(panel).toContainText('There are no active deploy tokens below this group.')
  })
})

test('both tabs put no barrier in anybody’s way', async ({ page, context }) => {
  await signInAs(context, 'maintainer')
  const { request } = context
  const top = await makeGroup(request)
  const group = await makeGroup(request, { parent: top })
  const project = await makeProject(request, { parent: group })
  const scopes = ['read_repository', 'read_registry', 'write_registry']
  await makeToken(request, { kind: 'group', fullPath: top }, { name: 'w'.repeat(255), scopes })
  await makeToken(
    request,
    { kind: 'project', fullPath: project },
    { name: 'שלום <b>', username: 'x'.repeat(255) },
  )
  const section = await openDeployTokens(page, `/groups/${group}`)
  for (const tab of ['Inherited', 'Below this group'] as const) {
    await openTab(section, tab)
    await expectNoBarrier(page)
  }
})

test.describe('where tokens cannot be added', () => {
  for (const kind of ['project', 'group'] as const) {
    test(`an archived ${kind} says why, and lets its tokens be revoked`, async ({ page, context }) => {
      await signInAs(context, 'maintainer')
      const { request } = context
      const fullPath = kind === 'project' ? await makeProject(request) : await makeGroup(request)
      const name = unique('kept')
      await makeToken(request, { kind, fullPath }, { name })
      await rowsOf(
        `UPDATE ${kind}s SET archived_at = now() WHERE id = (SELECT ${kind}_id FROM routes WHERE path = $1)`,
        [fullPath],
      )
      const section = await openDeployTokens(page, kind === 'group' ? `/groups/${fullPath}` : `/${fullPath}`)
      await expect(section.getByText(`This ${kind} is archived and read-only`)).toBeVisible()
      await expect(section.getByRole('button', { name: 'Add token' })).toHaveCount(0)
      await section.getByRole('button', { name: `Revoke ${name}` }).click()
      await page.getByTestId('primary-revoke-btn').click()
      await expect(page.getByText(`${name} was revoked.`)).toBeVisible()
    })
  }

  test('a scope whose feature is off is not offered, and refused when it is asked for all the same', async ({
    page,
    context,
  }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    await section.getByRole('button', { name: 'Add token' }).click()
    await section.getByLabel('Name', { exact: true }).fill('late')
    await section.getByLabel('read_registry').check()
    await switchOff(fullPath, 'container_registry')
    await section.getByRole('button', { name: 'Create deploy token' }).click()
    await expect(section.getByText('read_registry is switched off here')).toBeVisible()
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue('late')

    await page.reload()
    await section.getByRole('button', { name: 'Add token' }).click()
    const offered = section.getByRole('group').getByRole('checkbox')
    await expect(offered).toHaveCount(3)
    await expect(section.getByLabel('read_registry')).toHaveCount(0)
    await switchOff(fullPath, 'repository', 'container_registry', 'packages')
    await page.reload()
    await expect(section.getByText(/^All features that a deploy token could open/)).toBeVisible()
    await expect(section.getByRole('button', { name: 'Add token' })).toHaveCount(0)
  })
})

test('the limits of the instance stand in the form, and are said by it', async ({ page }) => {
  test.setTimeout(300_000)
  const server = await startSecondServer()
  try {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
    await withDatabase(
      (client) =>
        client.query(
          "INSERT INTO settings (key, value) VALUES ('token_lifetime_days_max', '30'), ('active_tokens_max', '1')",
        ),
      server.dataFolder,
    )
    await page.goto(`${server.url}/users/sign_in`)
    await page.getByLabel('Username or primary email').fill('root')
    await page.getByLabel('Password').fill(server.rootPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`${server.url}/`)
    await page.goto(`${server.url}/groups/new`)
    await page.getByLabel('Group name').fill('limited')
    await page.getByRole('button', { name: 'Create group' }).click()
    await page.waitForURL(`${server.url}/limited`)

    const section = await openDeployTokens(page, `${server.url}/groups/limited`)
    await section.getByRole('button', { name: 'Add token' }).click()
    const date = section.getByLabel('Expiration date')
    await expect(date).toHaveAttribute('min', day(1))
    await expect(date).toHaveAttribute('max', day(30))
    await expect(date).toHaveAccessibleDescription(
      'Enter an expiration date for your token, at most 30 days from now. The token ends at 00:00 UTC on that date.',
    )
    await section.getByLabel('Name', { exact: true }).fill('first')
    await section.getByLabel('read_repository').check()
    const create = section.getByRole('button', { name: 'Create deploy token' })
    await create.click()
    await expect(section.getByText("Expires at can't be blank")).toBeVisible()
    await date.fill(day(31))
    await create.click()
    await expect(section.getByText(`Expires at must be ${day(30)} or earlier`)).toBeVisible()
    await date.fill(day(30))
    await create.click()
    await expect(section.getByText('Your new group deploy token has been created.')).toBeVisible()

    await section.getByRole('button', { name: 'Add token' }).click()
    await section.getByLabel('Name', { exact: true }).fill('second')
    await date.fill(day(7))
    await section.getByLabel('read_repository').check()
    await create.click()
    await expect(section.getByRole('alert')).toHaveText(
      'This group has reached its limit of 1 active deploy tokens. Revoke one first.',
    )
    await expect(section.getByLabel('Name', { exact: true })).toHaveValue('second')
  } finally {
    await server.stop()
  }
})

/** Opens a tab of the section, and gives its panel with the list in it. */
async function openTab(section: Locator, name: string): Promise<Locator> {
  await section.getByRole('tab', { name }).click()
  const panel = section.getByRole('tabpanel')
  await expect(panel.getByRole('table')).toBeVisible()
  return panel
}

function namesIn(panel: Locator): Locator {
  return panel.locator('tbody bdi')
}

function switchOff(fullPath: string, ...features: string[]) {
  return rowsOf(
    'UPDATE projects SET disabled_features = $2 WHERE id = (SELECT project_id FROM routes WHERE path = $1)',
    [fullPath, features],
  )
}

function insertTokens(group: string, count: number) {
  return rowsOf(
    `INSERT INTO deploy_tokens (name, digest, scopes, group_id, request_key, creator_name)
     SELECT 'bulk ' || n, sha256(($1 || n)::bytea), '{read_repository}', r.group_id, gen_random_uuid(), 'bulk'
     FROM routes r, generate_series(1, $2::int) AS n WHERE r.path = $1`,
    [group, count],
  )
}
