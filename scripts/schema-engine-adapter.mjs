import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { parse } from 'pg-connection-string'

const charType = 18 // "char", as catalog tables have it
const bpcharType = 1042
// `migrate diff` between files connects to nothing
const nowhere = 'postgresql://nobody@127.0.0.1:1/none'

/**
 * Prisma's PostgreSQL adapter is made for queries; this is what migrations need changed in it.
 * @param {{ url?: string, shadowDatabaseUrl?: string }} datasource
 */
export function migrationFactory(datasource) {
  const url = datasource.url || nowhere
  const shadows = []
  const factory = new PrismaPg(connectionOf(url), {
    schema: new URL(url).searchParams.get('schema') ?? 'public',
  })
  const connect = factory.connect.bind(factory)
  return Object.assign(factory, {
    connect: async () => adapt(await connect()),
    connectToShadowDb: () => connectToShadow(datasource.shadowDatabaseUrl, connectionOf(url), shadows),
    dropShadows: async () => {
      for (const drop of shadows.splice(0)) await drop().catch(() => {})
    },
  })
}

/** Field by field: in `pg` a connection string wins over `database`, and the shadow would be the main database. */
function connectionOf(url) {
  const { schema, connection_limit, ...connection } = parse(url)
  return { ...connection, max: 1 }
}

async function connectToShadow(shadowUrl, connection, shadows) {
  if (shadowUrl) return adapt(await new PrismaPg(connectionOf(shadowUrl)).connect())
  const main = new pg.Client(connection)
  await main.connect()
  const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
  await main.query(`CREATE DATABASE "${database}"`)
  const shadow = adapt(await new PrismaPg({ ...connection, database }).connect())
  shadows.push(async () => {
    await shadow.dispose().catch(() => {}) // the engine may have done so
    await main.query(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
    await main.end()
  })
  return shadow
}

function adapt(adapter) {
  const { queryRaw, performIO } = adapter
  return Object.assign(adapter, {
    // The adapter does not know the type "char" and the engine needs it as a character, not as text: as bpchar the
    // adapter lets it pass, and the column type is put right afterwards.
    async queryRaw(query) {
      const characters = []
      const reader = Object.create(adapter, {
        performIO: {
          async value(io) {
            const result = await performIO.call(adapter, io)
            for (const [index, field] of result.fields.entries()) {
              if (field.dataTypeID !== charType) continue
              field.dataTypeID = bpcharType
              characters.push(index)
            }
            return result
          },
        },
      })
      const result = await queryRaw.call(reader, query)
      for (const index of characters) result.columnTypes[index] = ColumnTypeEnum.Character
      return result
    },
    // the adapter would cut the script at every semicolon, also inside functions
    async executeScript(script) {
      await adapter
        .underlyingDriver()
        .query(script)
        .catch((error) => adapter.onError(error))
    },
  })
}
