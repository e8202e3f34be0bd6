import { type InstanceSettings, instanceSettings } from '@/lib/domain/instance-settings'
import { type Connection, database, Prisma } from './client'

const keys = {
  signUpEnabled: 'sign_up_enabled',
  disabledFeatures: 'disabled_features',
  activeTokensMax: 'active_tokens_max',
  tokenLifetimeDaysMax: 'token_lifetime_days_max',
  packageRequestsPerMinuteMax: 'package_requests_per_minute_max',
  projectPackagesMebibytesMax: 'project_packages_mebibytes_max',
} as const satisfies Record<keyof InstanceSettings, string>

export type SettingKey = 'first_start_completed_at' | (typeof keys)[keyof typeof keys]

/** The value of a setting, or undefined while it has none. */
export async function findSetting(key: SettingKey): Promise<Prisma.JsonValue | undefined> {
  return (await database().setting.findUnique({ where: { key } }))?.value
}

/** Sets a setting, whatever it was. */
export async function putSetting(
  key: SettingKey,
  value: Prisma.InputJsonValue,
  connection: Connection = database(),
): Promise<void> {
  await connection.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
}

/** What is set for the whole instance, with the default of what is not. One query. */
export async function findInstanceSettings(connection: Connection = database()): Promise<InstanceSettings> {
  const rows = await connection.setting.findMany({ where: { key: { in: Object.values(keys) } } })
  return toInstanceSettings(Object.fromEntries(rows.map(({ key, value }) => [key, value])))
}

/** All settings by their keys, as an SQL expression for a query that asks for more; `toInstanceSettings` reads it. */
export const storedSettings = Prisma.sql`(SELECT jsonb_object_agg(key, value) FROM settings)`

export type StoredSettings = Record<string, Prisma.JsonValue>

/** What is set for the whole instance, with the default of what is not. */
export function toInstanceSettings(stored: StoredSettings | null): InstanceSettings {
  const names = Object.keys(keys) as (keyof InstanceSettings)[]
  return instanceSettings.parse(Object.fromEntries(names.map((name) => [name, stored?.[keys[name]]])))
}

/** Sets all of what is set for the whole instance. */
export async function putInstanceSettings(tx: Connection, settings: InstanceSettings): Promise<void> {
  for (const name of Object.keys(keys) as (keyof InstanceSettings)[]) {
    await putSetting(keys[name], settings[name], tx)
  }
}

/** Holds other processes' first starts back until this transaction ends. */
export async function lockFirstStart(tx: Connection): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey first start'))`
}
