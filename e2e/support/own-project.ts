import type { BrowserContext, Locator, Page } from '@playwright/test'
import { openDeployTokens, signInAs } from './browser'
import { makeProject } from './places'

/** Signs in as the maintainer and opens the Deploy tokens of a project that no other test knows. */
export async function openOwnProject(
  page: Page,
  context: BrowserContext,
): Promise<{ fullPath: string; section: Locator }> {
  await signInAs(context, 'maintainer')
  const fullPath = await makeProject(context.request)
  return { fullPath, section: await openDeployTokens(page, `/${fullPath}`) }
}
