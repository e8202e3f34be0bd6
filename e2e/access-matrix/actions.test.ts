import { beforeAll, describe, expect, test } from 'vitest'
import { makeSession, makeUser, sql } from '@/e2e/support/fixtures'
import { type ActionRequest, asAction, redirectOf, statusOf } from '@/e2e/support/next-request'
import { visibilities } from '@/lib/domain/visibility'
import { type ActionPlace, people, type Token, tokens } from './actors'
import { answersToPeople, answersToTokens, type DoorName, doors, inputs } from './matrix'
import { serverActions } from './registered'
import { basic, makeWorld, type World } from './world'

// The server actions, called as Next calls them for a page's request. Whoever is refused has changed nothing.

const names = (Object.keys(doors) as DoorName[]).filter((name) => doors[name].kind === 'action')

describe.each(visibilities)('in a %s tree', (visibility) => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld(visibility)
  })

  test.each(names)('%s: people', async (name) => {
    const answers: Record<string, string> = {}
    for (const person of people) {
      const { sessionId } = world.people[person]
      const { alone }: { kind: string; alone?: true } = doors[name]
      const stand = alone ? newcomer : name === 'sign out' ? twin : async (id: string | undefined) => id
      answers[person] = await answerOf(name, { sessionId: await stand(sessionId) })
    }
    expect(answers).toEqual(answersToPeople(name, visibility))
  })

  test.each(names)('%s: tokens', async (name) => {
    const answers: Record<string, string> = {}
    for (const token of Object.keys(tokens) as Token[]) {
      answers[token] = await answerOf(name, { headers: { authorization: basic(world.tokens[token]) } })
    }
    expect(answers).toEqual(answersToTokens(name, visibility))
  })

  async function answerOf(name: DoorName, request: ActionRequest): Promise<string> {
    const door: { kind: string; action?: string; on?: ActionPlace; reads?: true } = doors[name]
    const action = serverActions[door.action ?? '']
    const input = await inputs[door.action ?? '']?.(world, door.on, request.sessionId)
    if (!action) throw new Error(`${name} names no action`)
    const before = await state()
    const answer = await asAction(request, () => action(input)).then(
      (outcome) =>
        (outcome as { ok: boolean; code?: string }).ok ? 'ok' : String((outcome as { code?: string }).code),
      (error: unknown) => (redirectOf(error) === '/users/sign_in' ? 'left' : String(statusOf(error))),
    )
    const changes = answer === 'ok' && !door.reads
    if (changes) expect(await state()).not.toEqual(before)
    else expect(await state()).toEqual(before)
    return answer
  }
})

/** Another session of the same user, so that signing out of it leaves this one. */
async function twin(sessionId: string | undefined): Promise<string | undefined> {
  if (!sessionId) return undefined
  const [session] = await sql<{ id: number; live: boolean }>`
    SELECT u.*, s.ended_at IS NULL AS live FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = ${sessionId}::uuid`
  return session?.live
    ? makeSession({ ...session, kind: 'user', username: '', name: '', isAdmin: false })
    : sessionId
}

/** A session of somebody new, live or not as this one is. */
async function newcomer(sessionId: string | undefined): Promise<string | undefined> {
  if (!sessionId) return undefined
  const id = await makeSession(await makeUser())
  await sql`UPDATE sessions n SET ended_at = s.ended_at FROM sessions s
    WHERE n.id = ${id}::uuid AND s.id = ${sessionId}::uuid`
  return id
}

/** How much there is of everything that an action can make or end, and who everybody is. */
function state() {
  return sql`SELECT
    (SELECT count(*)::int FROM deploy_tokens) AS tokens,
    (SELECT count(*)::int FROM deploy_tokens WHERE revoked_at IS NULL) AS live,
    (SELECT count(*)::int FROM groups) AS groups,
    (SELECT count(*)::int FROM projects) AS projects,
    (SELECT count(*)::int FROM memberships) AS memberships,
    (SELECT count(*)::int FROM container_tags) AS tags,
    (SELECT count(*)::int FROM package_versions) AS packages,
    (SELECT md5(string_agg(u::text, '' ORDER BY id)) FROM users u) AS users,
    (SELECT count(*)::int FROM audit_events) AS events`
}
