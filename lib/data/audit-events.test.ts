import { beforeAll, describe, expect, test } from 'vitest'
import { ddl, sql, unique } from '@/e2e/support/fixtures'
import { insertAuditEvent } from './audit-events'
import { transaction } from './client'

describe('an audit event', () => {
  const name = unique('audited')

  beforeAll(async () => {
    await transaction((tx) =>
      insertAuditEvent(tx, {
        action: 'deploy_token_created',
        doer: { id: null, username: 'console', address: '192.0.2.1' },
        target: { type: 'deploy_token', id: 7, name },
        place: { kind: 'project', id: 3, fullPath: 'acme/web', traversalIds: [1, 2] },
        after: { scopes: ['read_repository'] },
      }),
    )
  })

  test('is stored as it was said, with the database’s time', async () => {
    const [event] =
      await sql`SELECT *, now() - at < interval '1 minute' AS fresh FROM audit_events WHERE target_name = ${name}`
    expect(event).toMatchObject({
      action: 'deploy_token_created',
      actor_id: null,
      actor_name: 'console',
      address: '192.0.2.1',
      target_type: 'deploy_token',
      target_id: 7,
      project_id: 3,
      group_ids: [1, 2],
      place_path: 'acme/web',
      before: null,
      after: { scopes: ['read_repository'] },
      fresh: true,
    })
  })

  test.each([
    ['changed', `UPDATE audit_events SET actor_name = 'somebody else'`],
    ['changed where none matches', `UPDATE audit_events SET actor_name = 'somebody else' WHERE false`],
    ['deleted', 'DELETE FROM audit_events'],
    ['truncated away', 'TRUNCATE audit_events'],
    ['truncated away with what hangs on it', 'TRUNCATE audit_events CASCADE'],
  ])('cannot be %s', async (_, statement) => {
    await expect(ddl(statement)).rejects.toThrow('audit_events is append-only')
    expect(await sql`SELECT 1 FROM audit_events WHERE target_name = ${name}`).toHaveLength(1)
  })

  test('is not there when its transaction fails', async () => {
    const lost = unique('lost')
    const failing = transaction(async (tx) => {
      await insertAuditEvent(tx, {
        action: 'user_created',
        doer: { id: null, username: 'console', address: 'console' },
        target: { type: 'user', id: 1, name: lost },
      })
      throw new Error('and then it broke')
    })
    await expect(failing).rejects.toThrow('and then it broke')
    expect(await sql`SELECT 1 FROM audit_events WHERE target_name = ${lost}`).toEqual([])
  })
})
