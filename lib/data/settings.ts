import { type Connection, database, type Prisma } from './client'

export type SettingKey = 'first_start_completed_at'

/** The value of a setting, or undefined while it has none. */
export async function findSetting(key: SettingKey): Promise<Prisma.JsonValue | undefined> {
  return (await database().setting.findUnique({ where: { key } }))?.value
}

/** Sets a setting, whatever it was. */
export async function putSetting(key: SettingKey, value: Prisma.InputJsonValue): Promise<void> {
  await database().setting.upsert({ where: { key }, create: { key, value }, update: { value } })
}

/** Holds other processes' first starts back until this transaction ends. */
export async function lockFirstStart(tx: Connection): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey first start'))`
}
