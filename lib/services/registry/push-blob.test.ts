import { createHash, randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { makeGroup, makeProject, makeToken, sql, statementsOf } from '@/e2e/support/fixtures'
import { holdBlob } from '@/lib/data/blobs'
import { database, transaction } from '@/lib/data/client'
import type { ActorName } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import type { Project } from '@/lib/domain/project'
import { hasBlob } from '@/lib/storage/blobs'
import { pushBlob } from './push-blob'

let project: Project
let bearer: ActorName
beforeAll(async () => {
  project = await makeProject(await makeGroup())
  const { token } = await makeToken(project, { scopes: ['read_registry', 'write_registry'] })
  bearer = { kind: 'deploy-token', id: token.id }
})

const content = () => new TextEncoder().encode(randomUUID())
const digestOf = (bytes: Uint8Array): Digest => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const push = (bytes: Uint8Array<ArrayBuffer>) =>
  pushBlob(bearer, project.fullPath, digestOf(bytes), {
    openBody: () => new Blob([bytes]).stream(),
    bytes: bytes.length,
    range: undefined,
  })

test('a blob is let in by one statement and stored by two, in one transaction', async () => {
  await push(content())
  const statements = await statementsOf(() => push(content()))
  expect(statements.map(({ text }) => text.trim().split(/\s/)[0])).toEqual([
    'SELECT',
    'BEGIN',
    'SELECT',
    'WITH',
    'COMMIT',
  ])
})

test('while somebody else holds a digest, a push of it puts nothing there', async () => {
  const bytes = content()
  const digest = digestOf(bytes)
  const there = async () => [
    await hasBlob(digest, bytes.length),
    (await sql`SELECT FROM blobs WHERE digest = ${digest}`).length,
  ]
  let pushing: Promise<void> | undefined
  await transaction(async (tx) => {
    await holdBlob(tx, digest)
    pushing = push(bytes)
    await expect.poll(waiters, { timeout: 10_000 }).toBe(1)
    // a row that is not committed is seen by the index alone
    await tx.$executeRaw`INSERT INTO blobs (digest, size) VALUES (${digest}, 1)`
    await tx.$executeRaw`DELETE FROM blobs WHERE digest = ${digest}`
    expect(await there()).toEqual([false, 0])
  })
  await pushing
  expect(await there()).toEqual([true, 1])
})

async function waiters(): Promise<number> {
  const rows = await database().$queryRaw<unknown[]>`SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'advisory'`
  return rows.length
}
