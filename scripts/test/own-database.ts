import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'
import { dropDatabase } from './drop-database'

// Before a test file and anything it imports: a database of its own, fresh from the template, and an empty data folder.

const name = `${inject('template')}_${process.env.VITEST_POOL_ID}`
const url = new URL(inject('serverUrl'))
const client = new pg.Client({ connectionString: url.href })
await client.connect()
await dropDatabase(client, name)
await client.query(`CREATE DATABASE ${name} TEMPLATE ${inject('template')}`)
await client.end()
url.pathname = `/${name}`

Object.assign(process.env, {
  DATABASE_URL: url.href,
  LATCHKEY_DATA_DIR: mkdtempSync(path.join(inject('scratchFolder'), 'data-')),
  LATCHKEY_SECRET: 'only-for-tests-0123456789abcdef0123456789abcdef',
  LATCHKEY_URL: 'http://localhost:3000',
  LATCHKEY_LOG_LEVEL: process.env.LATCHKEY_LOG_LEVEL || 'silent',
})
