import { describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { ask } from '@/e2e/support/machine-request'

describe('the document as a page', () => {
  test('tells of every route and every schema in the document', async () => {
    const { status, headers, body } = await ask('/api/v4/openapi.html')
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8'])
    const { paths, components } = (await askApi('/openapi.json')).body as {
      paths: Record<string, Record<string, { summary: string }>>
      components: { schemas: Record<string, unknown> }
    }
    for (const [path, operations] of Object.entries(paths))
      for (const method of Object.keys(operations))
        expect(body).toContain(`<span class="method">${method.toUpperCase()}</span> <code>${path}</code>`)
    for (const name of Object.keys(components.schemas)) expect(body).toContain(`id="schema-${name}"`)
  })

  test('links only to what is on it, and names no id twice', async () => {
    const { body } = await ask('/api/v4/openapi.html')
    const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, target] of body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  })

  test('groups routes by what they are about', async () => {
    const { body } = await ask('/api/v4/openapi.html')
    const [, list = ''] = /<nav[^>]*>([\s\S]*?)<\/nav>/.exec(body) ?? []
    expect([...list.matchAll(/href="#(\w+)"/g)].map(([, name]) => name)).toEqual([
      'audit_events',
      'container_registry',
      'deploy_tokens',
      'groups',
      'members',
      'metadata',
      'namespaces',
      'packages',
      'personal_access_tokens',
      'projects',
      'repository',
      'users',
      'schemas',
    ])
  })

  test('runs no script and takes nothing from elsewhere', async () => {
    const { headers, body } = await ask('/api/v4/openapi.html')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/)
    expect(body).not.toMatch(/<script|<img|<link|undefined|\[object/)
  })
})
