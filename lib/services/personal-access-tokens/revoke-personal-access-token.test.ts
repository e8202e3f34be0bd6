import { beforeAll, describe, expect, test } from 'vitest'
import {
  ddl,
  makePersonalToken,
  makeUser,
  refusalOf,
  sql,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import { tokenListQuery } from '@/lib/domain/deploy-token'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import { authenticatePersonalToken } from '@/lib/services/access/authenticate-personal-token'
import { findPersonalAccessToken } from './find-personal-access-token'
import { listPersonalAccessTokens } from './list-personal-access-tokens'
import { revokePersonalAccessToken } from './revoke-personal-access-token'

const address = '198.51.100.9'
const firstPage = tokenListQuery.parse({})
let user: UserActor
let admin: UserActor
let stranger: UserActor
beforeAll(async () => {
  user = await makeUser()
  admin = await makeUser({ isAdmin: true })
  stranger = await makeUser()
})

describe('revoking', () => {
  test('ends the token at once and leaves the others, and is audited once however many press', async () => {
    const [ended, other] = [await makePersonalToken(user), await makePersonalToken(user)]
    const answers = await Promise.all(
      [user, admin, user, admin].map((actor) => revoke(actor, ended.token.id)),
    )
    expect(answers.filter(({ changed }) => changed)).toHaveLength(1)
    expect(new Set(answers.map(({ token }) => token.revokedAt?.getTime())).size).toBe(1)
    expect((await refusalOf(signIn(ended.secret))).code).toBe('unauthenticated')
    expect(await signIn(other.secret)).toMatchObject({ id: user.id })
    expect(await eventsOf(ended.token.id)).toEqual([
      expect.objectContaining({
        address,
        target_name: ended.token.name,
        before: { user: user.username, scopes: ['api'], expires_at: null },
        after: null,
      }),
    ])
  })

  test('changes nothing where its event cannot be written', async () => {
    const { token, secret } = await makePersonalToken(user, { name: unique('doomed') })
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${token.name}') EXECUTE FUNCTION refuse_change()`)
    await expect(revoke(user, token.id)).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await signIn(secret)).toMatchObject({ id: user.id })
  })

  test('of somebody else’s token is refused as if there were none, and the token lives', async () => {
    const { token, secret } = await makePersonalToken(user)
    const refusals = [
      await refusalOf(revoke(stranger, token.id)),
      await refusalOf(revoke(stranger, 2_147_483_647)),
    ]
    expect(refusals[0]).toEqual(refusals[1])
    expect(refusals[0]).toMatchObject({ code: 'not_found', message: 'Personal access token not found.' })
    expect(await signIn(secret)).toMatchObject({ id: user.id })
  })

  test('by a token: itself whatever its scopes, another with api alone', async () => {
    const other = await makePersonalToken(user)
    for (const scope of ['read_user', 'read_api', 'write_repository'] as const) {
      const limited = await actorWith(scope)
      expect((await refusalOf(revoke(limited, other.token.id))).code).toBe('forbidden')
      expect((await revokePersonalAccessToken(limited, { which: 'self', address })).changed).toBe(true)
    }
    expect((await revoke(await actorWith('api'), other.token.id)).changed).toBe(true)
    expect((await refusalOf(revokePersonalAccessToken(user, { which: 'self', address }))).code).toBe(
      'not_found',
    )
  })
})

describe('looking', () => {
  test('at one token: its user and an administrator, and a token at itself', async () => {
    const { token } = await makePersonalToken(user)
    for (const actor of [user, admin, await actorWith('read_api')]) {
      expect(await findPersonalAccessToken(actor, token.id)).toEqual(token)
    }
    expect((await refusalOf(findPersonalAccessToken(stranger, token.id))).code).toBe('not_found')
    const limited = await actorWith('read_user')
    expect((await refusalOf(findPersonalAccessToken(limited, token.id))).code).toBe('forbidden')
    expect((await findPersonalAccessToken(limited, 'self')).id).toBe(limited.token?.id)
  })

  test('at the list: one’s own by state, newest first; anybody’s for an administrator', async () => {
    const owner = await makeUser()
    const [first, second, ended, over] = [
      await makePersonalToken(owner),
      await makePersonalToken(owner, { name: 'Second%' }),
      await makePersonalToken(owner),
      await makePersonalToken(owner),
    ]
    await revoke(owner, ended.token.id)
    await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${over.token.id}`
    const idsOf = async (actor: UserActor, query = firstPage) =>
      (await listPersonalAccessTokens(actor, owner.id, query)).tokens.map(({ id }) => id)
    for (const actor of [owner, admin]) expect(await idsOf(actor)).toEqual([second.token.id, first.token.id])
    expect(await idsOf(owner, { ...firstPage, state: 'inactive' })).toEqual([over.token.id, ended.token.id])
    expect(await idsOf(owner, { ...firstPage, search: 'second%' })).toEqual([second.token.id])
    const { counts, total } = await listPersonalAccessTokens(owner, owner.id, firstPage)
    expect([counts, total]).toEqual([{ active: 2, inactive: 2 }, 2])
    expect((await refusalOf(idsOf(stranger))).code).toBe('not_found')
    const limited = await signIn((await makePersonalToken(owner, { scopes: ['read_repository'] })).secret)
    expect((await refusalOf(idsOf(limited))).code).toBe('forbidden')
  })
})

async function actorWith(scope: PersonalScope): Promise<UserActor> {
  return signIn((await makePersonalToken(user, { scopes: [scope] })).secret)
}

function signIn(secret: string) {
  return authenticatePersonalToken(secret, uniqueAddress())
}

function revoke(actor: UserActor, which: number) {
  return revokePersonalAccessToken(actor, { which, address })
}

function eventsOf(tokenId: number) {
  return sql`SELECT * FROM audit_events WHERE action = 'personal_access_token_revoked' AND target_id = ${tokenId}`
}
