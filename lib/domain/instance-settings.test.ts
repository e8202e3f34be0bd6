import { describe, expect, test } from 'vitest'
import { applyChange, instanceSettings, instanceSettingsChange } from './instance-settings'

const settings = instanceSettings.parse({})

describe('a change of the instance’s settings', () => {
  test('leaves what it does not name as it is', () => {
    expect(instanceSettingsChange.parse({ activeTokensMax: 5 })).toEqual({ activeTokensMax: 5 })
    expect(applyChange(settings, { activeTokensMax: 5 })).toEqual({
      settings: { ...settings, activeTokensMax: 5 },
      difference: { before: { activeTokensMax: 10_000 }, after: { activeTokensMax: 5 } },
    })
  })

  test('to what is set already is none', () => {
    expect(applyChange(settings, { ...settings }).difference).toBeUndefined()
    expect(applyChange(settings, {}).difference).toBeUndefined()
  })

  test('names each feature once, in their order', () => {
    const change = { disabledFeatures: ['packages', 'repository', 'packages'] } as const
    expect(
      applyChange(settings, { disabledFeatures: [...change.disabledFeatures] }).difference?.after,
    ).toEqual({
      disabledFeatures: ['repository', 'packages'],
    })
  })

  test.each<[string, object, string]>([
    ['no tokens at all', { activeTokensMax: 0 }, 'Limit must be 1 or more'],
    ['half a token', { activeTokensMax: 1.5 }, 'Limit must be a whole number'],
    ['an emptied field', { activeTokensMax: Number.NaN }, 'Limit must be a whole number'],
    ['a number in words', { activeTokensMax: '10' }, 'Limit must be a whole number'],
    ['too many tokens', { activeTokensMax: 1_000_001 }, 'Limit must be 1000000 or less'],
    ['a negative life', { tokenLifetimeDaysMax: -1 }, 'Lifetime must be 0 or more'],
    ['a life beyond ten years', { tokenLifetimeDaysMax: 3651 }, 'Lifetime must be 3650 or less'],
    ['negative requests', { packageRequestsPerMinuteMax: -1 }, 'Limit must be 0 or more'],
    [
      'more requests than can be',
      { packageRequestsPerMinuteMax: 1_000_001 },
      'Limit must be 1000000 or less',
    ],
    ['half a mebibyte', { projectPackagesMebibytesMax: 0.5 }, 'Limit must be a whole number'],
    ['a pebibyte', { projectPackagesMebibytesMax: 2 ** 30 }, 'Limit must be 1000000000 or less'],
  ])('to %s is refused', (_, change, message) => {
    const { error } = instanceSettingsChange.safeParse(change)
    expect(error?.issues.map((issue) => issue.message)).toEqual([message])
  })

  test.each([{ signUpEnabled: 'yes' }, { disabledFeatures: ['wiki'] }, { disabledFeatures: 'repository' }])(
    'to %j is refused',
    (change) => expect(instanceSettingsChange.safeParse(change).success).toBe(false),
  )
})
