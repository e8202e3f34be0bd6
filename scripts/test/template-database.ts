import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../embedded-postgres'
import { migrate } from '../migrate'
import { dropDatabase } from './drop-database'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
    template: string
    scratchFolder: string
  }
}

/** Once per run: a PostgreSQL (TEST_DATABASE_URL, or one of our own) with a migrated database, which is only copied. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const scratchFolder = mkdtempSync(path.join(tmpdir(), 'latchkey-test-'))
  const server = await openServer(path.join(scratchFolder, 'postgres'))
  const template = `latchkey_test_${process.pid}`
  await query(server.url, `CREATE DATABASE ${template}`)
  await migrate(databaseUrl(server.url, template))
  project.provide('serverUrl', server.url)
  project.provide('template', template)
  project.provide('scratchFolder', scratchFolder)
  return async () => {
    await dropAll(server.url, template)
    await server.stop()
    rmSync(scratchFolder, { recursive: true, force: true })
  }
}

type Server = Pick<EmbeddedPostgres, 'url' | 'stop'>

function openServer(folder: string): Promise<Server> | Server {
  const url = process.env.TEST_DATABASE_URL
  return url ? { url, stop: async () => {} } : startEmbeddedPostgres(folder, { scratch: true })
}

async function dropAll(serverUrl: string, template: string): Promise<void> {
  const names = await query(serverUrl, `SELECT datname FROM pg_database WHERE datname LIKE '${template}%'`)
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    for (const { datname } of names) if (datname) await dropDatabase(client, datname)
  } finally {
    await client.end()
  }
}

async function query(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
