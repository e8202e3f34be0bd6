import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { ddl, makeSession, makeUser, refusalOf, sql } from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { findSessionUser } from './find-session-user'
import { listSessions } from './list-sessions'
import { revokeOtherSessions } from './revoke-other-sessions'
import { revokeSession } from './revoke-session'

const address = '192.0.2.9'
let user: UserActor
let here: string

beforeEach(async () => {
  user = await makeUser()
  here = await makeSession(user)
})

describe('the list of one’s sessions', () => {
  test('has the current one first, then the latest used, and says of each what is known', async () => {
    const [older, newer] = [await makeSession(user), await makeSession(user)]
    await sql`UPDATE sessions SET last_seen_at = now() - interval '2 days' WHERE id = ${here}::uuid`
    await sql`UPDATE sessions SET last_seen_at = now() - interval '1 day' WHERE id = ${older}::uuid`
    const sessions = await listSessions(user, here)
    expect(sessions.map(({ id }) => id)).toEqual([here, newer, older])
    expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true, false, false])
    expect(sessions[0]).toMatchObject({ device: 'Unknown browser', address: '192.0.2.1' })
  })

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['has ended', (id) => sql`UPDATE sessions SET ended_at = now() WHERE id = ${id}::uuid`],
    ['has expired', (id) => sql`UPDATE sessions SET expires_at = now() WHERE id = ${id}::uuid`],
    [
      'was idle for a week',
      (id) => sql`UPDATE sessions SET last_seen_at = now() - interval '7 days' WHERE id = ${id}::uuid`,
    ],
  ])('has none that %s', async (_, change) => {
    await change(await makeSession(user))
    expect(await listSessions(user, here)).toHaveLength(1)
  })

  test('ends at a hundred, and the current one is always among them', async () => {
    await sql`INSERT INTO sessions (id, user_id, address, user_agent, expires_at, last_seen_at)
      SELECT gen_random_uuid(), ${user.id}, '192.0.2.1', '', now() + interval '1 day', now() + interval '1 second'
      FROM generate_series(1, 120)`
    const sessions = await listSessions(user, here)
    expect(sessions).toHaveLength(100)
    expect(sessions[0]).toMatchObject({ id: here, isCurrent: true })
  })

  test('has nobody else’s', async () => {
    await makeSession(await makeUser())
    expect((await listSessions(user, here)).map(({ id }) => id)).toEqual([here])
  })
})

describe('revoking one', () => {
  test('ends it at the next request, and no other', async () => {
    const [lost, kept] = [await makeSession(user), await makeSession(user)]
    await revokeSession(user, lost, address)
    expect(await findSessionUser(lost)).toBeUndefined()
    expect(await findSessionUser(kept)).toBeDefined()
    expect((await listSessions(user, here)).map(({ id }) => id)).not.toContain(lost)
  })

  test('is audited once, with what it was; a second time is no error and no event', async () => {
    const lost = await makeSession(user)
    await revokeSession(user, lost, address)
    await revokeSession(user, lost, address)
    expect(await eventsOf(user)).toEqual([
      expect.objectContaining({
        action: 'session_ended',
        actor_id: user.id,
        address,
        before: { device: 'Unknown browser', address: '192.0.2.1', signed_in_at: expect.any(String) },
      }),
    ])
  })

  test('of somebody else is not found, as one that never was, and it lives on; an administrator’s power does not help', async () => {
    const theirs = await makeSession(await makeUser())
    const administrator = await makeUser({ isAdmin: true })
    const unknown = await refusalOf(revokeSession(user, randomUUID(), address))
    expect(unknown.code).toBe('not_found')
    for (const somebody of [user, administrator]) {
      expect(await refusalOf(revokeSession(somebody, theirs, address))).toEqual(unknown)
    }
    expect(await findSessionUser(theirs)).toBeDefined()
  })

  test('that cannot be audited ends nothing', async () => {
    const lost = await makeSession(user)
    await withoutEvents(() => expect(revokeSession(user, lost, address)).rejects.toThrow('append-only'))
    expect(await findSessionUser(lost)).toBeDefined()
  })
})

describe('SV-011: revoking all others', () => {
  test('ends each of them, keeps this one and everybody else’s, and is one event', async () => {
    const others = [await makeSession(user), await makeSession(user), await makeSession(user)]
    const stranger = await makeSession(await makeUser())
    await revokeOtherSessions(user, here, address)
    for (const id of others) expect(await findSessionUser(id)).toBeUndefined()
    expect(await findSessionUser(here)).toBeDefined()
    expect(await findSessionUser(stranger)).toBeDefined()
    expect(await eventsOf(user)).toMatchObject([{ action: 'session_ended', before: { other_sessions: 3 } }])
  })

  test('where there are none is no event', async () => {
    await revokeOtherSessions(user, here, address)
    expect(await eventsOf(user)).toEqual([])
  })

  test('that cannot be audited ends nothing', async () => {
    const other = await makeSession(user)
    await withoutEvents(() => expect(revokeOtherSessions(user, here, address)).rejects.toThrow('append-only'))
    expect(await findSessionUser(other)).toBeDefined()
  })
})

async function withoutEvents(work: () => Promise<void>): Promise<void> {
  await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
    FOR EACH ROW WHEN (NEW.target_name = '${user.username}') EXECUTE FUNCTION refuse_change()`)
  await work()
  await ddl('DROP TRIGGER refuse_events ON audit_events')
}

function eventsOf({ id }: UserActor) {
  return sql`SELECT * FROM audit_events WHERE target_type = 'user' AND target_id = ${id}`
}
