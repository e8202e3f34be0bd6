import type pg from 'pg'
import type { ChainedEvent } from './audit-chain'

const batchRows = 1000

/** All audit events in the order of their numbers, as they stand at this moment, a batch at a time. */
export async function* readAuditEvents(client: pg.Client): AsyncGenerator<ChainedEvent> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  let after: bigint | undefined
  for (;;) {
    const batch = await readBatch(client, after)
    yield* batch
    after = batch.at(-1)?.id
    if (batch.length < batchRows) break
  }
  await client.query('COMMIT')
}

async function readBatch(client: pg.Client, after: bigint | undefined): Promise<ChainedEvent[]> {
  const { rows } = await client.query<ChainedEvent>(
    `SELECT id, at, action, actor_id AS "actorId", actor_name AS "actorName", address,
       target_type AS "targetType", target_id AS "targetId", target_name AS "targetName",
       project_id AS "projectId", group_ids AS "groupIds", place_path AS "placePath",
       before::text AS before, after::text AS after, previous_hash AS "previousHash", hash
     FROM audit_events WHERE $1::bigint IS NULL OR id > $1 ORDER BY id LIMIT ${batchRows}`,
    [after ?? null],
  )
  // bigint comes as text, to lose no digit
  return rows.map((row) => ({ ...row, id: BigInt(row.id) }))
}
