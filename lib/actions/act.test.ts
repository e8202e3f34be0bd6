import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { makeSession, makeUser, sql } from '@/e2e/support/fixtures'
import { type ActionRequest, asAction, statusOf } from '@/e2e/support/next-request'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError, type ErrorCode } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { act } from './act'

const anything = z.unknown()
let user: UserActor
let sessionId: string

beforeAll(async () => {
  user = await makeUser()
  sessionId = await makeSession(user)
})

describe('who', () => {
  test('is the user of the session, at the address that the server saw', async () => {
    const outcome = await asAction({ sessionId, address: '198.51.100.7' }, () =>
      act(anything, 0, async (caller) => caller),
    )
    expect(outcome).toEqual({ ok: true, value: { actor: user, address: '198.51.100.7', sessionId } })
  })

  test('X01: without a cookie is nobody: 401, and nothing is done', async () => {
    expect(await answerTo({})).toEqual({ status: 401, done: false })
  })

  test('X01: with the cookie of a session that has ended is nobody: 401', async () => {
    const ended = await makeSession(user)
    await sql`UPDATE sessions SET ended_at = now() WHERE id = ${ended}::uuid`
    expect(await answerTo({ sessionId: ended })).toEqual({ status: 401, done: false })
  })

  test('who has to change their password is refused: 403, but for that change itself', async () => {
    const overdue = await makeUser()
    const sessionId = await makeSession(overdue)
    await sql`UPDATE users SET must_change_password = true WHERE id = ${overdue.id}`
    expect(await answerTo({ sessionId })).toEqual({ status: 403, done: false })
    const change = () => act(anything, 0, async ({ actor }) => actor, { beforePasswordChange: true })
    expect(await asAction({ sessionId }, change)).toEqual({ ok: true, value: overdue })
    expect(await asAction({}, change).catch(statusOf)).toBe(401)
  })

  test.each<[string, Record<string, string | undefined>]>([
    ['X08 without an origin', { origin: undefined }],
    ['X08 from an opaque origin', { origin: 'null' }],
    ['X08 from another site', { origin: 'https://evil.example' }],
    ['X08 from a site below ours', { origin: env.url.replace('://', '://evil.') }],
    ['X08 from another port', { origin: `${env.url}1` }],
    ['X08 from an origin in upper case', { origin: env.url.toUpperCase() }],
    ['X08 from an origin with a slash', { origin: `${env.url}/` }],
    ['X08 from two origins', { origin: `${env.url}, https://evil.example` }],
    ['X09 across sites, by the browser’s word', { 'sec-fetch-site': 'cross-site' }],
    ['X09 from a site beside ours', { 'sec-fetch-site': 'same-site' }],
    ['X09 typed into the address bar', { 'sec-fetch-site': 'none' }],
  ])('%s is refused: 403, and nothing is done', async (_, headers) => {
    expect(await answerTo({ sessionId, headers })).toEqual({ status: 403, done: false })
  })

  test('from a client that does not send Sec-Fetch-Site is let in by its origin', async () => {
    expect(await answerTo({ sessionId, headers: { 'sec-fetch-site': undefined } })).toEqual({
      status: 200,
      done: true,
    })
  })

  test('from another site without a session learns no more than that it is another site', async () => {
    expect(await answerTo({ headers: { origin: 'https://evil.example' } })).toEqual({
      status: 403,
      done: false,
    })
  })
})

describe('parse', () => {
  const schema = z.object({ name: z.string().min(2, { error: 'too short' }).regex(/^a/, { error: 'no a' }) })

  test('says what is wrong by field, each sentence once, and does nothing', async () => {
    let done = false
    const outcome = await asAction({ sessionId }, () =>
      act(schema, { name: 'x' }, async () => {
        done = true
      }),
    )
    expect(outcome).toEqual({
      ok: false,
      code: 'invalid',
      message: 'Some fields need another look.',
      fields: { name: ['too short', 'no a'] },
    })
    expect(done).toBe(false)
  })

  test('says under no field what is wrong with the whole', async () => {
    const outcome = await asAction({ sessionId }, () => act(schema, 7, async () => {}))
    expect(outcome).toMatchObject({ ok: false, fields: { '': [expect.any(String)] } })
  })

  test('comes after who: nobody learns what a form takes', async () => {
    await expect(asAction({}, () => act(schema, {}, async () => {}))).rejects.toSatisfy(
      (error) => statusOf(error) === 401,
    )
  })
})

describe('act', () => {
  const refusal = (code: ErrorCode) =>
    asAction({ sessionId }, () =>
      act(anything, 0, async () => {
        throw new DomainError(code, 'A sentence.', {
          fields: { path: ['taken'] },
          cause: new Error('inside'),
        })
      }),
    ).catch(statusOf)

  test.each(['invalid', 'conflict', 'rate_limited', 'unavailable'] as const)(
    'a form can show %s',
    async (code) => {
      expect(await refusal(code)).toEqual({
        ok: false,
        code,
        message: 'A sentence.',
        fields: { path: ['taken'] },
      })
    },
  )

  test.each([
    ['not_found', 404],
    // as PRODUCT decides: who may not is told that there is nothing
    ['forbidden', 404],
    ['unauthenticated', 401],
  ] as const)('%s is %i', async (code, status) => {
    expect(await refusal(code)).toBe(status)
  })

  test('what was not foreseen is no outcome: it goes to the log and the error page', async () => {
    const broken = asAction({ sessionId }, () =>
      act(anything, 0, async () => {
        throw new TypeError('a bug')
      }),
    )
    await expect(broken).rejects.toThrow('a bug')
  })
})

/** The status of an action that would do something, and whether it did. */
async function answerTo(request: ActionRequest): Promise<{ status: number; done: boolean }> {
  let done = false
  const work = async () => {
    done = true
  }
  const status = await asAction(request, () => act(anything, 0, work)).then(() => 200, statusOf)
  return { status, done }
}
