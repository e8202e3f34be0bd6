import { beforeAll, describe, expect, test } from 'vitest'
import { ddl, planOf, statementsOf } from '@/e2e/support/fixtures'
import type { AuditQuery } from '@/lib/domain/audit-event'
import type { Holder } from '@/lib/domain/holder'
import { listAuditEvents } from './audit-events'

// a log of this file's own: four events a day in 2024, for which the trigger that gives numbers and times is off
const rows = 4000
const rare = { action: 'instance_settings_updated', target_type: 'instance' } as const
const groups = { above: 1, middle: 12, absent: 99_999 }

beforeAll(async () => {
  await ddl('ALTER TABLE audit_events DISABLE TRIGGER audit_events_chain')
  await ddl(`
    INSERT INTO audit_events (id, at, action, actor_id, actor_name, address, target_type, target_id, target_name,
      project_id, group_ids, place_path, after, hash)
    SELECT n, '2024-01-01T00:00:00Z'::timestamptz + (n - 1) * interval '6 hours',
      CASE n % 1000 WHEN 7 THEN '${rare.action}' ELSE 'deploy_token_created' END, n % 100, 'User' || n % 100,
      '192.0.2.1', CASE n % 1000 WHEN 7 THEN '${rare.target_type}' ELSE 'deploy_token' END, n,
      CASE n WHEN 5 THEN '100% \\Önly_this' ELSE 'token ' || n END, n % 200, ARRAY[1, 10 + n % 100], 'a/b', '{"n": 1}',
      sha256(n::text::bytea)
    FROM generate_series(1, ${rows}) n`)
  await ddl('ANALYZE audit_events')
})

describe('audit events', () => {
  test('come with all that was said, the newest first', async () => {
    const events = await listAuditEvents(undefined, {}, 3)
    expect(events.map(({ id }) => id)).toEqual([4000, 3999, 3998])
    expect(events[0]).toEqual({
      id: 4000,
      at: new Date('2026-09-26T18:00:00.000Z'),
      action: 'deploy_token_created',
      author: { id: 0, username: 'User0' },
      address: '192.0.2.1',
      target: { type: 'deploy_token', id: 4000, name: 'token 4000' },
      placePath: 'a/b',
      before: null,
      after: { n: 1 },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  const project: Holder = { kind: 'project', id: 7 }
  const group = (id: number): Holder => ({ kind: 'group', id })
  const cases: [what: string, holder: Holder | undefined, query: AuditQuery, ids: number[]][] = [
    ['right before one', undefined, { older_than: 3 }, [2, 1]],
    ['right after one', undefined, { newer_than: 2 }, [5, 4, 3]],
    ['after the last', undefined, { newer_than: rows }, []],
    ['of a project', project, {}, [3807, 3607, 3407]],
    ['of a project, right after one', project, { newer_than: 7 }, [607, 407, 207]],
    ['of a group', group(groups.middle), {}, [3902, 3802, 3702]],
    ['of a group above', group(groups.above), {}, [4000, 3999, 3998]],
    ['of a group that never was', group(groups.absent), {}, []],
    ['with an action', undefined, { action: rare.action }, [3007, 2007, 1007]],
    ['with a type of target', undefined, { target_type: rare.target_type }, [3007, 2007, 1007]],
    ['by an author, in any case', undefined, { author: 'uSER5' }, [3905, 3805, 3705]],
    ['by nobody there is', undefined, { author: 'user' }, []],
    ['with part of a name, in any case', undefined, { target: 'önly_' }, [5]],
    ['with a name that looks like a pattern', undefined, { target: '100% \\' }, [5]],
    ['from a day on', undefined, { created_after: '2026-09-26' }, [4000, 3999, 3998]],
    ['up to a day, with it', undefined, { created_before: '2024-01-01' }, [4, 3, 2]],
    ['of one day', undefined, { created_after: '2024-01-02', created_before: '2024-01-02' }, [8, 7, 6]],
    [
      'of one day, further',
      undefined,
      { created_after: '2024-01-02', created_before: '2024-01-02', older_than: 6 },
      [5],
    ],
    [
      'of one day, back',
      undefined,
      { created_after: '2024-01-02', created_before: '2024-01-02', newer_than: 6 },
      [8, 7],
    ],
    ['of the last day of all', undefined, { created_after: '9999-12-31', created_before: '9999-12-31' }, []],
    [
      'with all of it',
      group(15),
      {
        author: 'User5',
        action: 'deploy_token_created',
        target_type: 'deploy_token',
        target: '905',
        created_after: '2024-01-01',
        created_before: '2026-12-31',
      },
      [3905, 2905, 1905],
    ],
  ]

  test.each(cases)('%s', async (_, holder, query, ids) => {
    expect((await listAuditEvents(holder, query, 3)).map(({ id }) => id)).toEqual(ids)
  })

  const indexed: [what: string, holder: Holder | undefined, query: AuditQuery, index: string][] = [
    ['the instance', undefined, {}, 'audit_events_pkey'],
    ['a later page', undefined, { older_than: 100 }, 'audit_events_pkey'],
    ['a project', project, {}, 'audit_events_project_id_id_idx'],
    ['a small group', group(groups.absent), {}, 'audit_events_group_ids_idx'],
    ['an action', undefined, { action: 'user_deleted' }, 'audit_events_action_id_idx'],
    ['a type', undefined, { target_type: 'session' }, 'audit_events_target_type_id_idx'],
    ['an author', undefined, { author: 'user7' }, 'audit_events_author_idx'],
    [
      'old days',
      undefined,
      { created_after: '2024-01-02', created_before: '2024-01-09' },
      'audit_events_at_id_idx',
    ],
    [
      'old days, further',
      undefined,
      { created_before: '2024-01-09', older_than: 20 },
      'audit_events_at_id_idx',
    ],
  ]

  test.each(indexed)('of %s are one query on an index', async (_, holder, query, index) => {
    const statements = await statementsOf(() => listAuditEvents(holder, query, 21))
    expect(statements).toHaveLength(1)
    const [statement] = statements
    const plan = statement ? (await planOf(statement)).join('\n') : ''
    expect(plan).toContain(index)
    expect(plan).not.toContain('Seq Scan')
  })
})
