import { defineConfig } from 'prisma/config'

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `generate` needs no database, so it may be missing here
  datasource: { url: process.env.LATCHKEY_MIGRATION_DATABASE_URL || process.env.DATABASE_URL || '' },
})
