import { expect, test } from 'vitest'
import { inPersonalOrder, offeredPersonalScopes, personalScopeNames, personalScopes } from './personal-scope'

test('the scopes stand in GitLab’s order, each with its help', () => {
  expect(personalScopeNames).toEqual([
    'api',
    'read_api',
    'read_user',
    'read_repository',
    'write_repository',
    'read_registry',
    'write_registry',
  ])
  for (const scope of personalScopeNames) expect(personalScopes[scope].help).toMatch(/^Grants .*\.$/)
})

test('chosen scopes are put in that order, once each', () => {
  expect(inPersonalOrder(['write_registry', 'api', 'write_registry'])).toEqual(['api', 'write_registry'])
  expect(inPersonalOrder([])).toEqual([])
})

test.each([
  [[], personalScopeNames],
  [['container_registry'], ['api', 'read_api', 'read_user', 'read_repository', 'write_repository']],
  [['repository'], ['api', 'read_api', 'read_user', 'read_registry', 'write_registry']],
  [['packages', 'ci_cd'], personalScopeNames],
] as const)('without %j these are offered: %j', (disabled, offered) => {
  expect(offeredPersonalScopes(disabled)).toEqual(offered)
})
