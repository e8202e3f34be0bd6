import { expect, test } from '@playwright/test'
import { passwordOf } from './support/accounts'
import { createToken, openDeployTokens, origin, revokeToken, signInAs } from './support/browser'
import { Terminal } from './support/shell'

test('from the form to the clone, and from Revoke to the refusal, with the real git', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/')
  await page.getByLabel('Username or primary email').fill('maintainer')
  await page.getByLabel('Password').fill(passwordOf('maintainer'))
  await page.getByRole('button', { name: 'Sign in' }).click()

  await page.getByLabel('Search projects and groups').fill('awesome_project')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'awesome_project' }).click()
  await page
    .getByRole('navigation', { name: 'Project navigation' })
    .getByRole('link', { name: 'Repository' })
    .click()
  const section = page.getByTestId('deploy-tokens-settings-content')
  await section.getByRole('button', { name: 'Expand Deploy tokens' }).click()
  const count = section.getByTestId('active-token-count')
  const before = Number(await count.textContent())

  const { username, secret } = await createToken(section, { name: 'story of a project' })
  expect(username).toMatch(/^gitlab\+deploy-token-\d+$/)
  expect(secret).toMatch(/^gldt-[0-9A-Za-z]{36}$/)
  await expect(count).toHaveText(String(before + 1))
  await expect(section.getByRole('row', { name: /story of a project/ })).toContainText('by Mai Tanaka')

  await section
    .getByRole('group', { name: 'Clone with git', exact: true })
    .getByRole('button', { name: 'Copy command' })
    .click()
  const command = await page.evaluate(() => navigator.clipboard.readText())
  const terminal = await Terminal.open()
  try {
    const clone = await terminal.run(command)
    expect(clone).toMatchObject({ code: 0 })
    expect(await terminal.run('cat awesome_project/README.md')).toMatchObject({
      text: expect.stringContaining('# awesome_project'),
    })
    expect(await terminal.run('cd awesome_project && git push origin HEAD:refs/heads/x')).toMatchObject({
      code: 128,
      text: expect.stringContaining('remote: You are not allowed to upload code.'),
    })

    await revokeToken(page, section, 'story of a project')
    await expect(count).toHaveText(String(before))
    await expect(section.getByText('Your new deploy token')).toBeHidden()
    const refused = await terminal.run('cd awesome_project && git fetch')
    expect(refused.code).toBe(128)
    expect(refused.text).toMatch(/remote: HTTP Basic: Access denied\..*"story of a project" was revoked at /)
  } finally {
    await terminal.close()
  }

  await section.getByRole('tab', { name: /^Inactive/ }).click()
  const ended = section.getByRole('row', { name: /story of a project/ })
  await expect(ended).toContainText('Revoked')
  await expect(ended).toContainText('by Mai Tanaka')
})

test('a group token opens a project three subgroups down, through the credential store', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await signInAs(context, 'maintainer')
  const suffix = Date.now().toString(36)
  let parent = 'tanuki'
  for (const name of [`one-${suffix}`, 'two', 'three']) {
    await page.goto(`/groups/new?parent=${encodeURIComponent(parent)}`)
    await page.getByLabel('Group name').fill(name)
    await page.getByRole('button', { name: 'Create group' }).click()
    parent = `${parent}/${name}`
    await page.waitForURL(`**/${parent}`)
  }
  await page.getByRole('link', { name: 'New project' }).click()
  await page.getByLabel('Project name').fill('Deep Project')
  await expect(page.getByLabel('Project slug')).toHaveValue('deep-project')
  await page.getByRole('button', { name: 'Create project' }).click()
  const fullPath = `${parent}/deep-project`
  await page.waitForURL(`**/${fullPath}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Deep Project' }).first()).toBeVisible()

  const section = await openDeployTokens(page, '/groups/tanuki')
  const name = `story of a group ${suffix}`
  const { secret } = await createToken(section, { name })
  await section.getByLabel('Commands for the project').selectOption(fullPath)
  await section
    .getByRole('group', { name: /^Clone with git's credential store/ })
    .getByRole('button', { name: 'Copy command' })
    .click()
  const commands = await page.evaluate(() => navigator.clipboard.readText())
  const terminal = await Terminal.open()
  try {
    expect(await terminal.run(commands)).toMatchObject({ code: 0 })
    expect(await terminal.run('cat deep-project/README.md')).toMatchObject({
      code: 0,
      text: '# Deep Project\n',
    })
    expect((await terminal.run('cat deep-project/.git/config')).text).not.toContain(secret)
    expect(await terminal.run(`git ls-remote ${origin}/tanuki/awesome_project.git`)).toMatchObject({
      code: 0,
    })

    await revokeToken(page, section, name)
    expect(await terminal.run('cd deep-project && git fetch')).toMatchObject({
      code: 128,
      text: expect.stringContaining(`"${name}" was revoked at `),
    })
  } finally {
    await terminal.close()
  }
})

test('a developer pushes with a password, and sees what was pushed', async ({ page, context }) => {
  await signInAs(context, 'developer')
  const branch = `from-a-terminal-${Date.now().toString(36)}`
  const terminal = await Terminal.open()
  try {
    const url = `${origin.replace('//', `//developer:${encodeURIComponent(passwordOf('developer'))}@`)}/tanuki/awesome_project.git`
    const steps = [
      `git clone -q '${url}' work`,
      'cd work',
      `git checkout -q -b ${branch}`,
      'echo "It works." > notes.txt',
      'git add notes.txt',
      'git commit -q -m "Add notes"',
      `git push origin ${branch}`,
    ]
    expect(await terminal.run(steps.join(' && '))).toMatchObject({ code: 0 })
  } finally {
    await terminal.close()
  }
  await page.goto(`/tanuki/awesome_project/-/blob/${branch}/notes.txt`)
  await expect(page.getByText('It works.')).toBeVisible()
})
