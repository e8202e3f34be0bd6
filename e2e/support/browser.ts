import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import { passwordOf } from './accounts'
import { noteSecret } from './made-secrets'
import { rowsOf } from './server-database'

export const origin = `http://localhost:${process.env.LATCHKEY_E2E_PORT}`

/** Gives the browser a live session of a demo account, by the requests that the sign-in form sends. */
export async function signInAs(
  context: Pick<BrowserContext, 'request'>,
  username: 'root' | 'maintainer' | 'developer',
) {
  const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json()
  const answer = await context.request.post('/api/auth/callback/password', {
    headers: { Origin: origin },
    form: { csrfToken, login: username, password: passwordOf(username), json: 'true' },
  })
  expect(answer.ok()).toBe(true)
  await forgetEarlierTokens()
}

/** One person may make 100 tokens an hour: what the tests before this one have made counts as made before that. */
function forgetEarlierTokens() {
  return rowsOf(
    `UPDATE deploy_tokens SET created_at = created_at - interval '1 hour'
     WHERE created_at BETWEEN now() - interval '1 hour' AND now() - interval '1 minute'`,
  )
}

/** Settings > Repository of a project or group, with its Deploy tokens section expanded. */
export async function openDeployTokens(page: Page, address: string): Promise<Locator> {
  await page.goto(`${address}/-/settings/repository#js-deploy-tokens`)
  const section = page.getByTestId('deploy-tokens-settings-content')
  await expect(section.getByRole('heading', { name: 'Active deploy tokens' })).toBeVisible()
  await expect(section).toHaveAttribute('data-ready', 'true')
  return section
}

interface TokenWishes {
  name: string
  scopes?: string[]
  expiresAt?: string
  username?: string
}

/** Fills the form in and sends it. */
export async function submitToken(section: Locator, { name, scopes, expiresAt, username }: TokenWishes) {
  await section.getByRole('button', { name: 'Add token' }).click()
  await section.getByLabel('Name', { exact: true }).fill(name)
  if (expiresAt) await section.getByLabel(/^Expiration date/).fill(expiresAt)
  if (username) await section.getByLabel(/^Username/).fill(username)
  for (const scope of scopes ?? ['read_repository']) await section.getByLabel(scope).check()
  await section.getByRole('button', { name: 'Create deploy token' }).click()
}

/** Creates a token as a person does, and takes down what the notice shows of it. */
export async function createToken(section: Locator, wishes: TokenWishes) {
  await submitToken(section, wishes)
  // the notice of a token before this one may still stand there
  await expect(section.getByRole('form', { name: 'New deploy token' })).toBeHidden()
  await expect(section.getByText(/^Your new (project|group) deploy token has been created\.$/)).toBeVisible()
  return {
    username: await section.locator('input[name="deploy-token-user"]').inputValue(),
    secret: noteSecret(await section.locator('input[name="deploy-token"]').inputValue()),
  }
}

/** Presses Revoke and confirms. */
export async function revokeToken(page: Page, section: Locator, name: string) {
  await section.getByRole('button', { name: `Revoke ${name}` }).click()
  await expect(page.getByRole('dialog')).toContainText(`You are about to revoke ${name}.`)
  await page.getByTestId('primary-revoke-btn').click()
  await expect(page.getByText(`${name} was revoked.`)).toBeVisible()
}

/** Presses Tab until this has the focus, as far as a page can reasonably be long. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  await expect(target).toBeFocused({ timeout: 1 })
}
