import { beforeAll, describe, expect, test } from 'vitest'
import {
  administrator,
  ddl,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  refusalOf,
  sql,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { nobody, type UserActor } from '@/lib/domain/actor'
import { instanceTokenQuery } from '@/lib/domain/instance-token-query'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { listInstanceTokens } from './list-instance-tokens'
import { revokeDeployTokens } from './revoke-deploy-tokens'

const address = '198.51.100.7'
let group: Group
let project: Project
let admin: UserActor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  admin = await makeUser({ isAdmin: true })
})

describe('several tokens revoked at once', () => {
  test('end, wherever they belong, each audited in its own place', async () => {
    const made = [await makeToken(project), await makeToken(group), await makeExpiredToken(project)]
    const neighbour = await makeToken(project)
    const revoked = await revoke(made.map(({ token }) => token.id))
    expect(revoked.map(({ token, changed }) => [token.id, changed, token.revokerName])).toEqual(
      made.map(({ token }) => [token.id, true, admin.name]),
    )
    for (const { credentials } of made) {
      expect((await refusalOf(authenticate(credentials, uniqueAddress()))).code).toBe('unauthenticated')
    }
    expect(await authenticate(neighbour.credentials, uniqueAddress())).toMatchObject({
      id: neighbour.token.id,
    })
    const [ofProject, ofGroup] = [await eventsOf(made[0]?.token.id), await eventsOf(made[1]?.token.id)]
    expect(ofProject).toEqual([
      {
        actor_id: admin.id,
        address,
        target_name: made[0]?.token.name,
        project_id: project.id,
        group_ids: project.traversalIds,
        place_path: project.fullPath,
        before: {
          username: `gitlab+deploy-token-${made[0]?.token.id}`,
          scopes: ['read_repository'],
          expires_at: null,
        },
        after: null,
      },
    ])
    expect(ofGroup).toMatchObject([
      { project_id: null, group_ids: group.traversalIds, place_path: group.fullPath },
    ])
  })

  test('are told from those that were revoked before, and from those that are not there', async () => {
    const [live, gone] = [await makeToken(project), await makeRevokedToken(project)]
    const before = await sql`SELECT * FROM deploy_tokens WHERE id = ${gone.token.id}`
    const revoked = await revoke([gone.token.id, live.token.id, 2_147_483_647])
    expect(Object.fromEntries(revoked.map(({ token, changed }) => [token.id, changed]))).toEqual({
      [live.token.id]: true,
      [gone.token.id]: false,
    })
    expect(await sql`SELECT * FROM deploy_tokens WHERE id = ${gone.token.id}`).toEqual(before)
    expect(await eventsOf(gone.token.id)).toHaveLength(1)
  })

  test('named twice end once', async () => {
    const { token } = await makeToken(project)
    expect(await revoke([token.id, token.id])).toHaveLength(1)
    expect(await eventsOf(token.id)).toHaveLength(1)
  })

  test('by several people at once, in any order, end once each', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => makeToken(project)))
    const ids = made.map(({ token }) => token.id)
    const answers = await Promise.all([revoke(ids), revoke([...ids].reverse()), revoke(ids.slice(5))])
    const changed = answers.flat().filter((one) => one.changed)
    expect(changed.map(({ token }) => token.id).sort()).toEqual([...ids].sort())
    for (const id of ids) expect(await eventsOf(id)).toHaveLength(1)
  })

  test('cost as many statements as one', async () => {
    const tokens = async (count: number) => {
      const made = await Promise.all(Array.from({ length: count }, () => makeToken(project)))
      return made.map(({ token }) => token.id)
    }
    const [one, many] = [await tokens(1), await tokens(40)]
    const costOf = async (ids: number[]) => (await statementsOf(() => revoke(ids))).length
    expect(await costOf(many)).toBe(await costOf(one))
  })

  test('all live on when one audit event cannot be written', async () => {
    const made = [await makeToken(project), await makeToken(project, { name: unique('doomed') })]
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${made[1]?.token.name}') EXECUTE FUNCTION refuse_change()`)
    await expect(revoke(made.map(({ token }) => token.id))).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    for (const { token, credentials } of made) {
      expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ id: token.id })
      expect(await eventsOf(token.id)).toEqual([])
    }
  })
})

describe('who is no administrator', () => {
  test.each([
    ['an owner of all of it', () => makeMember(group, 'Owner'), 'not_found'],
    ['somebody else', () => makeUser(), 'not_found'],
    ['nobody', async () => nobody, 'unauthenticated'],
  ] as const)('%s: %s', async (_, make, code) => {
    const actor = await make()
    const { token, credentials } = await makeToken(project)
    expect((await refusalOf(revokeDeployTokens(actor, { tokenIds: [token.id], address }))).code).toBe(code)
    expect((await refusalOf(listInstanceTokens(actor, instanceTokenQuery.parse({})))).code).toBe(code)
    expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ id: token.id })
  })

  test('but an administrator sees them all, with who revoked what', async () => {
    const { token } = await makeRevokedToken(project)
    const query = instanceTokenQuery.parse({ search: token.name })
    const { tokens } = await listInstanceTokens(admin, query)
    const { name } = await administrator()
    expect(tokens).toMatchObject([{ token: { id: token.id, revokerName: name } }])
  })
})

function revoke(tokenIds: number[]) {
  return revokeDeployTokens(admin, { tokenIds, address })
}

function eventsOf(tokenId: number | undefined) {
  return sql`SELECT actor_id, address, target_name, project_id, group_ids, place_path, before, after
    FROM audit_events
    WHERE action = 'deploy_token_revoked' AND target_type = 'deploy_token' AND target_id = ${tokenId}`
}
