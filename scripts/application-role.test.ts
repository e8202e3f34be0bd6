import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsIn } from '@/e2e/support/scratch-database'
import { isAuditLogClosed, restrictApplication } from './application-role'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres'
import { migrate } from './migrate'

const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-roles-'))
let postgres: EmbeddedPostgres

beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder, { scratch: true })
  await migrate(postgres.url)
  await restrictApplication(postgres.url, postgres.applicationUrl)
})

afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true })
})

const event = `INSERT INTO audit_events
  (action, actor_name, address, target_type, target_id, target_name, group_ids, place_path)
  VALUES ('user_created', 'console', 'console', 'user', 1, 'root', '{}', '') RETURNING octet_length(hash) AS bytes`

describe('the role of the application', () => {
  test('adds events to the audit log, and reads them', async () => {
    expect(await ask(event)).toEqual([{ bytes: 32 }])
    expect(await ask('SELECT action FROM audit_events LIMIT 1')).toEqual([{ action: 'user_created' }])
  })

  test.each([
    [
      'change an event',
      'UPDATE audit_events SET action = action',
      'permission denied for table audit_events',
    ],
    ['lock an event', 'SELECT FROM audit_events FOR UPDATE', 'permission denied for table audit_events'],
    ['delete an event', 'DELETE FROM audit_events', 'permission denied for table audit_events'],
    ['empty the log', 'TRUNCATE audit_events', 'permission denied for table audit_events'],
    ['drop the log', 'DROP TABLE audit_events', 'must be owner of table audit_events'],
    [
      'disable its triggers',
      'ALTER TABLE audit_events DISABLE TRIGGER ALL',
      'must be owner of table audit_events',
    ],
    ['pass its triggers by', 'SET session_replication_role = replica', 'permission denied to set parameter'],
    [
      'put a trigger before them',
      'CREATE TRIGGER a BEFORE INSERT ON audit_events EXECUTE FUNCTION refuse_change()',
      'permission denied for table audit_events',
    ],
    [
      'change what they do',
      'ALTER FUNCTION chain_audit_event RENAME TO x',
      'must be owner of function chain_audit_event',
    ],
    ['become the owner', 'SET ROLE latchkey', 'permission denied to set role "latchkey"'],
    ['make a table', 'CREATE TABLE public.x ()', 'permission denied for schema public'],
    ['make a database', 'CREATE DATABASE x', 'permission denied to create database'],
    [
      'claim a migration',
      "UPDATE _prisma_migrations SET checksum = ''",
      'permission denied for table _prisma_migrations',
    ],
  ])('cannot %s', async (_, statement, refusal) => {
    await expect(ask(statement)).rejects.toThrow(refusal)
  })

  test('cannot lead the chain on from a temporary table', async () => {
    await ask(`CREATE TEMP TABLE audit_events AS SELECT 1000::bigint AS id, '\\x00'::bytea AS hash;
      ${event.replace('audit_events', 'public.audit_events')}`)
    expect(await ask('SELECT max(id) < 1000 AS small FROM audit_events')).toEqual([{ small: true }])
  })

  test('does all it needs with every other table, those of later migrations too', async () => {
    await rowsIn(postgres.url, 'CREATE TABLE later (id serial, n int); CREATE UNLOGGED TABLE lost (n int)')
    await ask(
      'INSERT INTO later (n) VALUES (1); UPDATE later SET n = 2; DELETE FROM later; INSERT INTO lost VALUES (1)',
    )
    await restrictApplication(postgres.url, postgres.applicationUrl)
    const rows = await rowsIn(
      postgres.url,
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND NOT (SELECT bool_and(has_table_privilege('latchkey_application', pg_class.oid, p))
         FROM unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) p) ORDER BY relname`,
    )
    expect(rows).toEqual([{ relname: '_prisma_migrations' }, { relname: 'audit_events' }])
  })

  test('loses at the next start what somebody granted it', async () => {
    expect(await isAuditLogClosed(postgres.applicationUrl)).toBe(true)
    await rowsIn(
      postgres.url,
      'GRANT ALL ON audit_events TO latchkey_application; GRANT UPDATE ON audit_events TO PUBLIC',
    )
    expect(await isAuditLogClosed(postgres.applicationUrl)).toBe(false)
    await restrictApplication(postgres.url, postgres.applicationUrl)
    expect(await isAuditLogClosed(postgres.applicationUrl)).toBe(true)
  })
})

test('an instance from before there was such a role gets it at its next start, and a lost password is made anew', async () => {
  const older = mkdtempSync(path.join(tmpdir(), 'latchkey-older-'))
  const first = await startEmbeddedPostgres(older, { scratch: true })
  await migrate(first.url)
  const admin = Object.assign(new URL(first.url), { username: 'postgres' })
  await rowsIn(admin.href, 'DROP ROLE latchkey_application')
  await first.stop()
  rmSync(path.join(older, 'application-password'))

  const second = await startEmbeddedPostgres(older, { scratch: true })
  await restrictApplication(second.url, second.applicationUrl)
  expect(await rowsIn(second.applicationUrl, event)).toEqual([{ bytes: 32 }])
  await second.stop()
  rmSync(path.join(older, 'application-password'))

  const third = await startEmbeddedPostgres(older, { scratch: true })
  expect(await rowsIn(third.applicationUrl, event)).toEqual([{ bytes: 32 }])
  expect(new URL(third.applicationUrl).password).not.toBe(new URL(second.applicationUrl).password)
  await third.stop()
  rmSync(older, { recursive: true })
})

test('with one role for everything nothing is granted, and the log is not closed', async () => {
  await restrictApplication(postgres.url, postgres.url)
  expect(await isAuditLogClosed(postgres.url)).toBe(false)
  expect(await rowsIn(postgres.url, event)).toEqual([{ bytes: 32 }])
})

test('several processes that start at once grant one after the other', async () => {
  const starts = Array.from({ length: 4 }, () => restrictApplication(postgres.url, postgres.applicationUrl))
  await expect(Promise.all(starts)).resolves.toBeDefined()
})

test('an owner and an application role of somebody’s own server, with names that need quotes', async () => {
  const name = `o'dd "role" ${randomBytes(4).toString('hex')}`
  const admin = new URL(postgres.url)
  admin.username = 'postgres'
  await rowsIn(admin.href, `CREATE ROLE "${name.replaceAll('"', '""')}" LOGIN PASSWORD 'own'`)
  const application = Object.assign(new URL(postgres.url), {
    username: encodeURIComponent(name),
    password: 'own',
  })
  await restrictApplication(postgres.url, application.href)
  expect(await isAuditLogClosed(application.href)).toBe(true)
  expect(await rowsIn(application.href, event)).toEqual([{ bytes: 32 }])
})

function ask(statement: string): Promise<Record<string, unknown>[]> {
  return rowsIn(postgres.applicationUrl, statement)
}
