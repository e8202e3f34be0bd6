import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

test('a site on https says so for a year, a site on http does not', async () => {
  const secure = await headersOf({ LATCHKEY_URL: 'https://latchkey.example.com' })
  expect(secure.answer['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
  expect(secure.request).toMatchObject({
    host: 'latchkey.example.com',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
  })
  const plain = await headersOf({ LATCHKEY_URL: 'http://localhost:3000' })
  expect(plain.answer).not.toHaveProperty('strict-transport-security')
  expect(plain.request).toMatchObject({ host: 'localhost:3000', 'x-forwarded-proto': 'http' })
})

test('what development needs is not allowed in production', async () => {
  const development = String((await headersOf({ NODE_ENV: 'development' })).answer['content-security-policy'])
  expect(development).toContain("'unsafe-eval'")
  expect(development).toContain("style-src 'self' 'unsafe-inline'")
  const production = String((await headersOf({ NODE_ENV: 'production' })).answer['content-security-policy'])
  expect(production).not.toContain('unsafe')
  expect(production).not.toContain('ws:')
})

async function headersOf(settings: Record<string, string>) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  vi.resetModules()
  const { setPageHeaders } = await import('./page-headers')
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  setPageHeaders(request, response)
  return { request: request.headers, answer: response.getHeaders() }
}
