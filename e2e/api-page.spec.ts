import { expect, type Page, test } from '@playwright/test'
import { desktop, expectNoBarrier, expectNoSidewaysScroll } from './support/barriers'
import { signInAs, tabTo } from './support/browser'

const address = '/api/v4/openapi.html'

interface Described {
  tags: { name: string }[]
  paths: Record<string, Record<string, { summary: string; tags: string[] }>>
  components: { schemas: Record<string, unknown> }
}

test.describe('the page of the API', () => {
  test('is reached from the user menu without a mouse', async ({ page, context }) => {
    await signInAs(context, 'developer')
    await page.goto('/')
    await tabTo(page, page.getByRole('button', { name: /user menu$/ }))
    await page.keyboard.press('Enter')
    const link = page.getByRole('link', { name: 'API', exact: true })
    await expect(link).toBeVisible()
    await tabTo(page, link)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(address)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('REST API v4')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/')
  })

  test('shows every subject and every route of the document, each route under its subject', async ({
    page,
    request,
  }) => {
    const { tags, paths } = await documentOf(page)
    await page.goto(address)
    const shown = await page
      .getByRole('article')
      .evaluateAll((articles) =>
        articles.map((article) => [
          article.closest('section')?.querySelector('h2')?.id,
          article.querySelector('h3')?.textContent?.replace(/\s+/g, ' ').trim(),
        ]),
      )
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { tags: of }]) => [of[0], `${method.toUpperCase()} ${path}`]),
    )
    expect(shown.toSorted()).toEqual(described.toSorted())
    expect(new Set(shown.map(([subject]) => subject))).toEqual(new Set(tags.map(({ name }) => name)))
    const text = await (await request.get(address)).text()
    for (const operations of Object.values(paths))
      for (const { summary } of Object.values(operations)) expect(text).toContain(summary)
  })

  test('leads to each subject and to each thing it names', async ({ page }) => {
    const { tags, components } = await documentOf(page)
    await page.goto(address)
    const links = page.getByRole('navigation', { name: 'Subjects' }).getByRole('link')
    await expect(links).toHaveCount(tags.length + 1)
    for (const link of await links.all()) {
      await link.focus()
      await page.keyboard.press('Enter')
      const target = page.locator(new URL(page.url()).hash)
      await expect(target).toBeInViewport()
      await expect(target).toHaveText((await link.textContent()) ?? '')
    }
    await page.getByRole('link', { name: 'DeployToken', exact: true }).first().click()
    await expect(page.getByRole('heading', { name: 'DeployToken', exact: true })).toBeInViewport()
    for (const name of Object.keys(components.schemas))
      await expect(page.locator(`#schema-${name}`)).toHaveText(name)
  })

  test('breaks no rule of accessibility in light and dark, and does not scroll sideways on a phone', async ({
    page,
  }) => {
    test.slow()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await page.goto(address)
    await expectNoSidewaysScroll(page)
    // a long page: to look at it in one width takes long enough, and there is nothing else on a phone
    await expectNoBarrier(page, [desktop])
    // its own policy lets its style in
    expect(complaints).toEqual([])
    await expect(page.getByRole('article').first()).toHaveCSS('border-top-style', 'solid')
  })
})

async function documentOf(page: Page): Promise<Described> {
  return (await page.request.get('/api/v4/openapi.json')).json()
}
