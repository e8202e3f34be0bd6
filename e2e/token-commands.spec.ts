import { readFile } from 'node:fs/promises'
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { hasClient } from '../scripts/test/clients.mjs'
import { expectNoBarrier } from './support/barriers'
import { createToken, openDeployTokens, origin, revokeToken, signInAs } from './support/browser'
import { noteSecret } from './support/made-secrets'
import { openOwnProject } from './support/own-project'
import { makeGroup, makeProject, unique } from './support/places'
import { Terminal } from './support/shell'

const { host } = new URL(origin)
const allOfImages = ['read_repository', 'read_registry', 'write_registry']

test.describe('the notice of a new token', () => {
  test('tells git, docker, podman and Kubernetes apart by tabs, which need no mouse', async ({
    page,
    context,
  }) => {
    const { section, fullPath } = await openOwnProject(page, context)
    const { secret } = await createToken(section, { name: unique('images'), scopes: allOfImages })
    const image = `${host}/${fullPath}`
    const tabs = section.getByRole('tablist', { name: 'Use this token with' })
    await expect(tabs.getByRole('tab')).toHaveText(['git', 'docker', 'podman', 'Kubernetes'])
    await expect(command(section, 'Clone with git')).toBeVisible()

    await tabs.getByRole('tab', { name: 'git' }).focus()
    await page.keyboard.press('ArrowRight')
    await expect(tabs.getByRole('tab', { name: 'docker' })).toBeFocused()
    await expect(command(section, 'Clone with git')).toBeHidden()
    await expect(command(section, 'Log in with docker')).toContainText("printf %s '********' | docker login")
    await expect(command(section, 'Pull an image')).toHaveText(`docker pull '${image}'`)
    await expect(command(section, 'Build and push an image')).toHaveText(
      `docker build -t '${image}' .\ndocker push '${image}'`,
    )
    await page.keyboard.press('End')
    await expect(command(section, 'Image pull secret')).toContainText('.dockerconfigjson: ********')
    await tabs.getByRole('tab', { name: 'podman' }).click()
    await expect(command(section, 'auth.json')).toContainText('"********"')
    await expectNoBarrier(page)

    const encoded = Buffer.from(secret).toString('base64').slice(4, -4)
    for (const text of [await page.content(), await page.locator('body').innerText()]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(encoded)
    }
  })

  test('has the line that docker logs in with, until the token is revoked', async ({ page, context }) => {
    test.skip(!hasClient('docker'), 'there is no docker')
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { section } = await openOwnProject(page, context)
    const name = unique('docker')
    await createToken(section, { name, scopes: ['read_registry'] })
    const line = await copied(page, group(section, 'Log in with docker'))
    expect(line).toMatch(/^[ -~]+$/)
    const terminal = await Terminal.open()
    try {
      expect(await terminal.run(line)).toMatchObject({ code: 0 })
      await revokeToken(page, section, name)
      expect(await terminal.run(line)).toMatchObject({
        code: 1,
        text: expect.stringContaining(`"${name}" was revoked at `),
      })
    } finally {
      await terminal.close()
    }
  })

  test('gives the file of credentials away as it stands there, also within the secret', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const { section } = await openOwnProject(page, context)
    const { username, secret } = await createToken(section, {
      name: unique('files'),
      scopes: ['read_registry'],
    })
    const auth = noteSecret(Buffer.from(`${username}:${secret}`).toString('base64'))
    await section.getByRole('tab', { name: 'podman' }).click()
    const authFile = group(section, 'auth.json')
    const text = await copied(page, authFile, 'Copy file')
    expect(JSON.parse(text)).toEqual({ auths: { [host]: { auth } } })
    const saved = await downloaded(page, authFile)
    expect(saved).toEqual({ name: expect.stringMatching(/^deploy-token-\d+\.json$/), text })
    await expect(command(section, 'Pull an image')).toContainText(`--authfile '${saved.name}'`)

    await section.getByRole('tab', { name: 'Kubernetes' }).click()
    const secretFile = group(section, 'Image pull secret')
    const manifest = await copied(page, secretFile, 'Copy file')
    expect(manifest).toContain('type: kubernetes.io/dockerconfigjson\n')
    expect(manifest).toContain(`.dockerconfigjson: ${Buffer.from(text).toString('base64')}\n`)
    expect(await downloaded(page, secretFile)).toEqual({
      name: saved.name.replace(/json$/, 'yaml'),
      text: manifest,
    })
    // nothing of it is left where the page could be read later
    expect(await page.evaluate(() => document.querySelectorAll('a[download]').length)).toBe(0)
  })

  const rights: [scopes: string[], tabs: string[], commands: string[]][] = [
    [['read_registry'], ['docker', 'podman', 'Kubernetes'], ['Log in with docker', 'Pull an image']],
    [['write_registry'], ['docker', 'podman'], ['Log in with docker']],
    [['read_repository'], [], []],
    [['read_package_registry'], [], []],
  ]
  for (const [scopes, labels, commands] of rights) {
    test(`offers what ${scopes} opens, and nothing else`, async ({ page, context }) => {
      const { section } = await openOwnProject(page, context)
      await createToken(section, { name: unique('rights'), scopes })
      const tabs = section.getByRole('tablist', { name: 'Use this token with' })
      await expect(tabs.getByRole('tab')).toHaveText(labels)
      if (labels.length === 0) return
      const docker = section.getByRole('tabpanel', { name: 'docker' })
      await expect(docker.getByRole('group').locator('p')).toHaveText(commands)
      const refusal = docker.getByText('You need both read and write access to push images.')
      await expect(refusal).toBeVisible({ visible: !scopes.includes('read_registry') })
    })
  }

  test("names an image of the group's project that is chosen", async ({ page, context }) => {
    const { section, parent } = await openOwnGroup(page, context)
    const name = () => command(section, 'Pull an image')
    await createToken(section, { name: unique('no projects'), scopes: ['read_registry'] })
    await expect(name()).toHaveText(`docker pull '${host}/${parent}/PROJECT'`)

    await makeProject(context.request, { parent })
    const second = await makeProject(context.request, { parent })
    await page.reload()
    await expect(section).toHaveAttribute('data-ready', 'true')
    await createToken(section, { name: unique('projects'), scopes: ['read_registry'] })
    await section.getByLabel('Commands for the project').selectOption(second)
    await expect(name()).toHaveText(`docker pull '${host}/${second}'`)
  })
})

async function openOwnGroup(page: Page, context: BrowserContext) {
  await signInAs(context, 'maintainer')
  const parent = await makeGroup(context.request)
  return { parent, section: await openDeployTokens(page, `/groups/${parent}`) }
}

function group(section: Locator, title: string): Locator {
  return section.getByRole('group', { name: title, exact: true })
}

function command(section: Locator, title: string): Locator {
  return group(section, title).locator('pre')
}

async function copied(page: Page, block: Locator, button = 'Copy command'): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await block.getByRole('button', { name: button }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('')
  return page.evaluate(() => navigator.clipboard.readText())
}

async function downloaded(page: Page, block: Locator): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent('download')
  await block.getByRole('button', { name: /^Download / }).click()
  const file = await download
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
}
