import { describe, expect, test } from 'vitest'
import { accessLevels, noAccess, roleOf } from './role'

describe('access levels', () => {
  test.each([
    ['Guest', 10],
    ['Planner', 15],
    ['Reporter', 20],
    ['Developer', 30],
    ['Maintainer', 40],
    ['Owner', 50],
  ] as const)('%s is GitLab’s level %i, both ways', (role, level) => {
    expect(accessLevels[role]).toBe(level)
    expect(roleOf(level)).toBe(role)
  })

  test('there are no other roles', () => {
    expect(Object.keys(accessLevels)).toHaveLength(6)
  })

  test('no access is below every role', () => {
    expect(Math.min(...Object.values(accessLevels))).toBeGreaterThan(noAccess)
  })

  test.each([noAccess, 5, 11, 25, 39, 60, -10, 10.5, Number.NaN])('%d is no role', (level) => {
    expect(roleOf(level)).toBeUndefined()
  })
})
