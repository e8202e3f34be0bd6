import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 800 }

/** No rule of axe is broken, in both themes and both widths, and no phone has to scroll sideways. */
export async function expectNoBarrier(page: Page, sizes = [phone, desktop]): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // colours that are still on their way are nobody's
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
      // of a long page most of the time would go into telling what is right
      const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
      const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      expect(told, `${colorScheme}, ${size.width} pixels`).toEqual([])
    }
    await expectNoSidewaysScroll(page, size)
  }
}

/** All of the page is as wide as the window, or scrolls by itself. */
export async function expectNoSidewaysScroll(page: Page, size = phone): Promise<void> {
  await page.setViewportSize(size)
  const excess = () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  expect(await page.evaluate(excess), `${size.width} pixels`).toBeLessThanOrEqual(0)
}
