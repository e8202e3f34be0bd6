import { expect, test } from '@playwright/test'

test('the sign-in page runs under its own security policy, without a complaint of the browser', async ({
  page,
}) => {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  const response = await page.goto('/users/sign_in')
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  expect(complaints).toEqual([])
  expect(response?.headers()['cache-control']).toBe('no-store, private')
  expect(response?.headers()['content-security-policy']).toContain("frame-ancestors 'none'")
})
