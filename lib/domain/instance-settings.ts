import { z } from 'zod'
import { featureNames } from './feature'

/** What an administrator sets for the whole instance; a setting nobody has set has its default. */
export const instanceSettings = z.object({
  /** Whether anybody may make an account for themselves. */
  signUpEnabled: z.boolean().default(false),
  disabledFeatures: z.array(z.enum(featureNames)).max(featureNames.length).default([]),
  /** Active deploy tokens of one project or group. */
  activeTokensMax: z
    .int({ error: 'Limit must be a whole number' })
    .min(1, { error: 'Limit must be 1 or more' })
    .max(1_000_000, { error: 'Limit must be 1000000 or less' })
    .default(10_000),
  /** The longest life of a new deploy token, in days; 0 for no limit, and then an expiry date is optional. */
  tokenLifetimeDaysMax: z
    .int({ error: 'Lifetime must be a whole number' })
    .min(0, { error: 'Lifetime must be 0 or more' })
    .max(3650, { error: 'Lifetime must be 3650 or less' })
    .default(0),
})

export type InstanceSettings = z.output<typeof instanceSettings>
export type InstanceSettingsFields = z.input<typeof instanceSettings>
