import { describe, expect, test } from 'vitest'
import { inOrder, type Scope, scopeNames, scopes } from './scope'

const gitlabOrder: Scope[] = [
  'read_repository',
  'read_registry',
  'write_registry',
  'read_package_registry',
  'write_package_registry',
]

test('the five scopes stand in GitLab’s order', () => {
  expect(scopeNames).toEqual(gitlabOrder)
})

describe('inOrder', () => {
  test('every subset in any order comes back in the table’s order', () => {
    for (const subset of subsetsOf(gitlabOrder)) {
      expect(inOrder([...subset].reverse())).toEqual(subset)
    }
  })

  test('a scope chosen twice counts once', () => {
    expect(inOrder(['write_registry', 'read_repository', 'write_registry'])).toEqual([
      'read_repository',
      'write_registry',
    ])
  })
})

describe('help texts', () => {
  test.each([
    ['read_repository', 'project', 'Allows read-only access to the repository.'],
    ['read_repository', 'group', 'Allows read-only access to the repository.'],
    ['read_registry', 'project', 'Allows read-only access to registry images.'],
    ['read_registry', 'group', 'Allows read-only access to registry images.'],
    [
      'write_registry',
      'project',
      'Allows write access to registry images. You need both read and write access to push images.',
    ],
    ['read_package_registry', 'project', 'Allows read-only access to the package registry.'],
    ['write_package_registry', 'project', 'Allows read, write and delete access to the package registry.'],
    ['write_package_registry', 'group', 'Allows read and write access to the package registry.'],
  ] as const)('%s of a %s reads as in GitLab', (scope, kind, text) => {
    expect(scopes[scope].help[kind]).toBe(text)
  })
})

function subsetsOf(all: Scope[]): Scope[][] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, i) => bits & (1 << i)))
}
