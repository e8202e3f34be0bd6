import { expect, test } from 'vitest'
import { instanceTokenQuery } from '@/lib/domain/instance-token-query'
import { deployTokensHref } from './deploy-tokens-href'

test.each([
  [{}, '/admin/deploy_tokens'],
  [{ state: 'revoked', page: '1' }, '/admin/deploy_tokens?state=revoked'],
  [
    { search: 'a&b=c #', sort: 'name', direction: 'asc', page: '3' },
    '/admin/deploy_tokens?search=a%26b%3Dc+%23&sort=name&direction=asc&page=3',
  ],
  [{ search: '', scope: '', used: 'never' }, '/admin/deploy_tokens?used=never'],
])('%j is asked for at %s, and that address asks for it', (asked, href) => {
  const query = instanceTokenQuery.parse(asked)
  expect(deployTokensHref(query)).toBe(href)
  const parameters = Object.fromEntries(new URL(href, 'http://localhost').searchParams)
  expect(instanceTokenQuery.parse(parameters)).toEqual(query)
})
