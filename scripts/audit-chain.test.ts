import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { makeScratchDatabase, rowsIn, withConnection } from '@/e2e/support/scratch-database'
import { type ChainReport, walkChain } from './audit-chain'
import { migrate } from './migrate'
import { readAuditEvents } from './read-audit-events'

const columns =
  'action, actor_id, actor_name, address, target_type, target_id, target_name, project_id, group_ids, place_path, before, after'
/** Nine events, with everything a column can hold. */
const nine = `
  INSERT INTO audit_events (${columns})
  SELECT 'group_created', nullif(n, 3), 'ünï;cødé 🦊 ' || n, '192.0.2.1', 'group', n, E'line\\nend;1:2;', nullif(n, 4),
    CASE n WHEN 5 THEN NULL WHEN 6 THEN '{}' ELSE ARRAY[1, n] END, 'a/b',
    CASE WHEN n % 2 = 0 THEN '{"b": [1, 2.50], "a": null, "ä": "\\u0041"}'::jsonb END, jsonb_build_object('n', n)
  FROM generate_series(1, 9) n`
let url: string

beforeEach(async () => {
  url = await makeScratchDatabase()
  await rowsIn(url, nine)
})

describe('the chain', () => {
  test('is whole, whatever the events hold, and knows a head that was noted', async () => {
    const { last } = await walk()
    await rowsIn(url, nine)
    expect(await walk(last?.hash)).toMatchObject({ count: 18, flaw: undefined, hasExpected: true })
  })

  test('has no gap where a transaction failed, and gives numbers and times of its own', async () => {
    await rowsIn(url, `BEGIN; ${nine}; ROLLBACK`)
    await rowsIn(
      url,
      `INSERT INTO audit_events (id, at, hash, ${columns})
       SELECT 500, '2001-01-01', '\\x00', ${columns} FROM audit_events WHERE id = 1`,
    )
    expect(await walk()).toMatchObject({ count: 10, flaw: undefined })
    expect(
      await rowsIn(url, "SELECT id, at > now() - interval '1 hour' AS fresh FROM audit_events WHERE id > 9"),
    ).toEqual([{ id: '10', fresh: true }])
  })

  test('stays whole when many are written at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => rowsIn(url, nine)))
    expect(await walk()).toMatchObject({ count: 81, flaw: undefined })
  })

  test('grows as fast when it is long, on a connection that has known it empty', async () => {
    const many = nine.replace('generate_series(1, 9)', 'generate_series(1, 20000)')
    const startedAt = performance.now()
    await rowsIn(url, many)
    expect((await walk()).count).toBe(20_009)
    // a look at every event for each would take minutes
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  })

  test('takes in the events of a version that had none, in their order', async () => {
    const older = await makeScratchDatabase({ empty: true })
    const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-older-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    for (const name of ['20261121000000_first', '20261121120000_people_and_places'])
      cpSync(path.join('prisma/migrations', name), path.join(folder, name), { recursive: true })
    await migrate(older, folder)
    await rowsIn(older, `BEGIN; ${nine}; ROLLBACK`)
    await rowsIn(older, nine)
    await migrate(older)
    await rowsIn(older, nine)
    expect(await walk(undefined, older)).toMatchObject({ count: 18, flaw: undefined })
    await expect(rowsIn(older, 'DELETE FROM audit_events')).rejects.toThrow('audit_events is append-only')
  })
})

describe('somebody who owns the table and switches its triggers off', () => {
  const copyOf = (id: number, as: string) =>
    `INSERT INTO audit_events (id, at, previous_hash, hash, ${columns})
     SELECT ${as}, at, previous_hash, hash, ${columns} FROM audit_events WHERE id = ${id}`

  test.each<[what: string, statements: string, flaw: RegExp]>([
    ['changes a name', "UPDATE audit_events SET actor_name = 'x' WHERE id = 5", /^Event 5 was changed/],
    [
      'changes a time',
      "UPDATE audit_events SET at = at - interval '1 ms' WHERE id = 5",
      /^Event 5 was changed/,
    ],
    [
      'changes none to empty',
      "UPDATE audit_events SET group_ids = '{}' WHERE id = 5",
      /^Event 5 was changed/,
    ],
    ['changes a fact', `UPDATE audit_events SET after = '{"n": 6}' WHERE id = 5`, /^Event 5 was changed/],
    [
      'moves text to the next column',
      "UPDATE audit_events SET actor_name = '', address = actor_name || address WHERE id = 5",
      /^Event 5 was changed/,
    ],
    ['changes the first', "UPDATE audit_events SET action = 'x' WHERE id = 1", /^Event 1 was changed/],
    ['changes the last', "UPDATE audit_events SET action = 'x' WHERE id = 9", /^Event 9 was changed/],
    ['changes a hash', "UPDATE audit_events SET hash = sha256('') WHERE id = 5", /^Event 5 was changed/],
    [
      'changes the hash before',
      "UPDATE audit_events SET previous_hash = sha256('') WHERE id = 5",
      /^Event 5 was changed/,
    ],
    [
      'changes one and hashes it anew',
      "UPDATE audit_events SET address = 'x' WHERE id = 5; UPDATE audit_events e SET hash = audit_hash(e) WHERE id = 5",
      /^Event 5 was changed and hashed anew/,
    ],
    ['deletes one', 'DELETE FROM audit_events WHERE id = 5', /^Event 5 is missing/],
    ['deletes several', 'DELETE FROM audit_events WHERE id BETWEEN 4 AND 6', /^Events 4 to 6 are missing/],
    ['deletes the first', 'DELETE FROM audit_events WHERE id < 3', /^Events 1 to 2 are missing/],
    ['inserts one at the end', copyOf(5, '10'), /^Event 10 was inserted/],
    ['inserts one at the beginning', copyOf(5, '0'), /^Event 0 was inserted/],
    [
      'swaps neighbours',
      'UPDATE audit_events SET id = 11 - id + 100 WHERE id IN (5, 6); UPDATE audit_events SET id = id - 100 WHERE id > 100',
      /^Events 5 and 6 have changed places/,
    ],
    [
      'swaps two',
      'UPDATE audit_events SET id = 10 - id + 100 WHERE id IN (3, 7); UPDATE audit_events SET id = id - 100 WHERE id > 100',
      /^Event 3 was changed/,
    ],
  ])('%s, and is found out', async (_, statements, flaw) => {
    await tamper(statements)
    expect((await walk()).flaw).toMatch(flaw)
  })

  test('cuts the end off, and is found out by a head that was noted before', async () => {
    const { last } = await walk()
    await tamper('DELETE FROM audit_events WHERE id > 7')
    expect(await walk(last?.hash)).toMatchObject({ count: 7, flaw: undefined, hasExpected: false })
  })
})

describe('npm run audit:verify', () => {
  test('prints the count and the head, which it takes back as --expect', async () => {
    const { code, text } = await verify()
    expect(code).toBe(0)
    expect(text).toContain('9 audit events in order')
    const head = /^Head: ([0-9a-f]{64}) \(event 9, /m.exec(text)?.[1] ?? ''
    expect(await verify('--expect', head)).toMatchObject({ code: 0 })
    await tamper('DELETE FROM audit_events WHERE id = 9')
    const cut = await verify('--expect', head)
    expect(cut).toMatchObject({ code: 1 })
    expect(cut.text).toContain(`No event has the hash ${head}`)
  })

  test('fails, and names the first event that is wrong', async () => {
    await tamper("UPDATE audit_events SET action = 'x' WHERE id IN (5, 8)")
    const { code, text } = await verify()
    expect(code).toBe(1)
    expect(text).toContain('Event 5 was changed')
    expect(text).not.toContain('Event 8')
  })

  function verify(...args: string[]): Promise<{ code: number; text: string }> {
    const command = ['--import', 'tsx', 'scripts/audit-verify.ts', ...args]
    const env = { ...process.env, DATABASE_URL: url }
    return new Promise((resolve) => {
      execFile(process.execPath, command, { env }, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), text: stdout + stderr })
      })
    })
  }
})

function walk(expected?: Buffer, of = url): Promise<ChainReport> {
  return withConnection(of, (client) => walkChain(readAuditEvents(client), expected))
}

async function tamper(statements: string): Promise<void> {
  await rowsIn(
    url,
    `ALTER TABLE audit_events DISABLE TRIGGER USER; ${statements}; ALTER TABLE audit_events ENABLE TRIGGER USER`,
  )
}
