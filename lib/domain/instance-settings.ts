import { z } from 'zod'
import { differenceOf } from './audit-event'
import { featureNames } from './feature'

/** What an administrator sets for the whole instance; a setting nobody has set has its default. */
export const instanceSettings = z.object({
  /** Whether anybody may make an account for themselves. */
  signUpEnabled: z.boolean().default(false),
  disabledFeatures: z.array(z.enum(featureNames)).max(featureNames.length).default([]),
  /** Active deploy tokens of one project or group. */
  activeTokensMax: wholeNumber('Limit', 1, 1_000_000).default(10_000),
  /** The longest life of a new deploy token or personal access token, in days; 0 for no limit: a date is optional. */
  tokenLifetimeDaysMax: wholeNumber('Lifetime', 0, 3650).default(0),
  /** Requests to the package registry in a minute, by one token, user or, of nobody, network; 0 for no limit. */
  packageRequestsPerMinuteMax: wholeNumber('Limit', 0, 1_000_000).default(0),
  /** What the files of all packages of one project may take up; 0 for no limit. */
  projectPackagesMebibytesMax: wholeNumber('Limit', 0, 1_000_000_000).default(0),
})

function wholeNumber(what: string, min: number, max: number) {
  return z
    .int({ error: `${what} must be a whole number` })
    .min(min, { error: `${what} must be ${min} or more` })
    .max(max, { error: `${what} must be ${max} or less` })
}

export type InstanceSettings = z.output<typeof instanceSettings>
export type InstanceSettingsFields = z.input<typeof instanceSettings>

const {
  signUpEnabled,
  disabledFeatures,
  activeTokensMax,
  tokenLifetimeDaysMax,
  packageRequestsPerMinuteMax,
  projectPackagesMebibytesMax,
} = instanceSettings.shape

/** What one section of the settings' page sends; whatever it leaves out stays as it is. */
export const instanceSettingsChange = z.object({
  signUpEnabled: signUpEnabled.removeDefault().optional(),
  disabledFeatures: disabledFeatures.removeDefault().optional(),
  activeTokensMax: activeTokensMax.removeDefault().optional(),
  tokenLifetimeDaysMax: tokenLifetimeDaysMax.removeDefault().optional(),
  packageRequestsPerMinuteMax: packageRequestsPerMinuteMax.removeDefault().optional(),
  projectPackagesMebibytesMax: projectPackagesMebibytesMax.removeDefault().optional(),
})

export type InstanceSettingsChange = z.output<typeof instanceSettingsChange>

/** The settings after a change, and which of them it changes, as they were and as they are. */
export function applyChange(settings: InstanceSettings, change: InstanceSettingsChange) {
  const features = new Set(change.disabledFeatures ?? settings.disabledFeatures)
  const changed: InstanceSettings = {
    signUpEnabled: change.signUpEnabled ?? settings.signUpEnabled,
    disabledFeatures: featureNames.filter((feature) => features.has(feature)),
    activeTokensMax: change.activeTokensMax ?? settings.activeTokensMax,
    tokenLifetimeDaysMax: change.tokenLifetimeDaysMax ?? settings.tokenLifetimeDaysMax,
    packageRequestsPerMinuteMax: change.packageRequestsPerMinuteMax ?? settings.packageRequestsPerMinuteMax,
    projectPackagesMebibytesMax: change.projectPackagesMebibytesMax ?? settings.projectPackagesMebibytesMax,
  }
  return { settings: changed, difference: differenceOf(settings, changed) }
}
