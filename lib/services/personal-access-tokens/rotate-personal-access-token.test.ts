import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { makePersonalToken, makeUser, refusalOf, sql, uniqueAddress } from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { authenticatePersonalToken } from '@/lib/services/access/authenticate-personal-token'
import type { WhichToken } from './open-personal-access-token'
import { revokePersonalAccessToken } from './revoke-personal-access-token'
import { rotatePersonalAccessToken } from './rotate-personal-access-token'

const address = '198.51.100.10'
const revokedText = 'Token was revoked. You have to re-authorize from the user.'
let user: UserActor
beforeAll(async () => {
  user = await makeUser()
})

describe('a rotated token', () => {
  test('is another of the same name, description and scopes, a week long, and the old one is over', async () => {
    const wishes = { name: 'laptop', description: 'Mine', scopes: ['read_api', 'read_repository'] as const }
    const old = await makePersonalToken(user, { ...wishes, scopes: [...wishes.scopes] })
    const { token, previous, secret } = await rotate(user, old.token.id)
    expect(token).toMatchObject({ ...wishes, userId: user.id, revokedAt: null })
    const week = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10)
    expect(token.expiresAt?.toISOString()).toBe(`${week}T00:00:00.000Z`)
    expect(previous).toMatchObject({ id: old.token.id, revokedAt: expect.any(Date) })
    expect(await signIn(secret)).toMatchObject({ id: user.id, token: { id: token.id } })
    expect(await eventsOf('rotated', old.token.id)).toEqual([
      expect.objectContaining({
        actor_id: user.id,
        address,
        before: { user: user.username, scopes: wishes.scopes, expires_at: null },
        after: {
          id: token.id,
          user: user.username,
          scopes: wishes.scopes,
          expires_at: token.expiresAt?.toISOString(),
        },
      }),
    ])
  })

  test('ends when it is told to, or never', async () => {
    const end = new Date('2199-01-01T00:00:00Z')
    const { token } = await rotate(user, (await makePersonalToken(user)).token.id, { expiresAt: end })
    expect(token.expiresAt).toEqual(end)
    expect((await rotate(user, token.id, { expiresAt: null })).token.expiresAt).toBeNull()
  })
})

describe('a value that was rotated away', () => {
  test('when used again ends the whole family, whoever holds it, and says only that it was revoked', async () => {
    const first = await makePersonalToken(user)
    const second = await rotate(user, first.token.id)
    const third = await rotate(user, second.token.id)
    const bystander = await makePersonalToken(user)
    const thief = uniqueAddress()
    const refused = await refusalOf(authenticatePersonalToken(first.secret, thief))
    expect(refused).toMatchObject({ code: 'unauthenticated', message: revokedText })
    expect(await refusalOf(signIn(third.secret))).toMatchObject({
      code: 'unauthenticated',
      message: revokedText,
    })
    expect(await signIn(bystander.secret)).toMatchObject({ id: user.id })
    expect(await eventsOf('revoked', third.token.id)).toEqual([
      expect.objectContaining({
        actor_id: null,
        actor_name: 'token reuse detection',
        address: thief,
        after: { user: user.username, reason: `the rotated token ${first.token.id} was used again` },
      }),
    ])
    expect(await eventsOf('revoked', second.token.id)).toEqual([])
  })

  test('ends nothing where the token was only revoked', async () => {
    const second = await rotate(user, (await makePersonalToken(user)).token.id)
    const revoked = await makePersonalToken(user)
    await revokePersonalAccessToken(user, { which: revoked.token.id, address })
    await refusalOf(signIn(revoked.secret))
    expect(await signIn(second.secret)).toMatchObject({ id: user.id })
  })
})

describe('is not rotated', () => {
  test('a token that is revoked or expired, and it makes none', async () => {
    const [revoked, expired] = [await makePersonalToken(user), await makePersonalToken(user)]
    await revokePersonalAccessToken(user, { which: revoked.token.id, address })
    await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${expired.token.id}`
    expect(await refusalOf(rotate(user, revoked.token.id))).toMatchObject({
      code: 'invalid',
      message: 'token already revoked',
    })
    expect(await refusalOf(rotate(user, expired.token.id))).toMatchObject({
      code: 'invalid',
      message: 'token already expired',
    })
    expect(await sql`SELECT revoked_at FROM personal_access_tokens WHERE id = ${expired.token.id}`).toEqual([
      { revoked_at: null },
    ])
    expect(
      await sql`SELECT 1 FROM personal_access_tokens WHERE previous_id IN (${revoked.token.id}, ${expired.token.id})`,
    ).toEqual([])
  })

  test('twice: of ten at once one does it', async () => {
    const { token } = await makePersonalToken(user)
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => rotate(user, token.id)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await sql`SELECT 1 FROM personal_access_tokens WHERE previous_id = ${token.id}`).toHaveLength(1)
    expect(await eventsOf('rotated', token.id)).toHaveLength(1)
  })

  test('somebody else’s, not by an administrator either: the value would be theirs', async () => {
    const { token, secret } = await makePersonalToken(user)
    for (const actor of [await makeUser(), await makeUser({ isAdmin: true })]) {
      expect((await refusalOf(rotate(actor, token.id))).code).toBe('not_found')
    }
    expect(await signIn(secret)).toMatchObject({ id: user.id })
  })

  test('by a token without api, itself neither', async () => {
    const limited = await signIn(
      (await makePersonalToken(user, { scopes: ['read_api', 'read_user'] })).secret,
    )
    expect((await refusalOf(rotate(limited, 'self'))).code).toBe('forbidden')
    const full = await signIn((await makePersonalToken(user)).secret)
    expect((await rotate(full, 'self')).previous.id).toBe(full.token?.id)
  })
})

function rotate(actor: UserActor, which: WhichToken, wishes: { expiresAt?: Date | null } = {}) {
  return rotatePersonalAccessToken(actor, { which, requestKey: randomUUID(), address, ...wishes })
}

function signIn(secret: string) {
  return authenticatePersonalToken(secret, uniqueAddress())
}

function eventsOf(what: 'rotated' | 'revoked', tokenId: number) {
  return sql`SELECT * FROM audit_events
    WHERE action = ${`personal_access_token_${what}`} AND target_id = ${tokenId}`
}
