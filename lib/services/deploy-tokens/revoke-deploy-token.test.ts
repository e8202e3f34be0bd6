import { beforeAll, describe, expect, test } from 'vitest'
import {
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
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { revokeDeployToken } from './revoke-deploy-token'

const address = '198.51.100.7'
let group: Group
let project: Project
let maintainer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
})

describe('a revoked token', () => {
  test('is refused from the answer on, and keeps its row with who and when', async () => {
    const { token, credentials } = await makeToken(project)
    expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ id: token.id })
    const done = await revoke(token.id)
    expect(done).toEqual({
      token: {
        ...token,
        revokedAt: expect.any(Date),
        revokerName: maintainer.name,
        lastUsedAt: done.token.lastUsedAt,
      },
      changed: true,
    })
    const refused = await refusalOf(authenticate(credentials, uniqueAddress()))
    expect(refused).toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('was revoked at'),
    })
  })

  test('leaves every other token alone', async () => {
    const [token, neighbour] = [await makeToken(project), await makeToken(project)]
    await revoke(token.token.id)
    expect(await authenticate(neighbour.credentials, uniqueAddress())).toMatchObject({
      id: neighbour.token.id,
    })
  })

  test('may have been expired before', async () => {
    const { token } = await makeExpiredToken(project)
    expect((await revoke(token.id)).changed).toBe(true)
  })
})

describe('the audit event', () => {
  test('is one, says who ended what for whom from where', async () => {
    const { token } = await makeToken(group, { name: unique('audited'), username: 'deployer' })
    await revokeDeployToken(maintainer, { holder: group, tokenId: token.id, address })
    expect(await revocationsOf(token.id)).toEqual([
      expect.objectContaining({
        actor_id: maintainer.id,
        actor_name: maintainer.username,
        address,
        target_name: token.name,
        group_ids: group.traversalIds,
        project_id: null,
        place_path: group.fullPath,
        after: null,
        before: { username: 'deployer', scopes: ['read_repository'], expires_at: null },
      }),
    ])
  })

  test('that cannot be written leaves the token alive: no event, no change', async () => {
    const { token, credentials } = await makeToken(project, { name: unique('doomed') })
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${token.name}') EXECUTE FUNCTION refuse_change()`)
    await expect(revoke(token.id)).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ id: token.id })
  })
})

describe('revoking twice', () => {
  test('B19: at once is one change and one audit event; the others learn that it was done', async () => {
    const { token } = await makeToken(project)
    const second = await makeMember(project, 'Owner')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        revokeDeployToken(i % 2 ? maintainer : second, { holder: project, tokenId: token.id, address }),
      ),
    )
    expect(answers.filter(({ changed }) => changed)).toHaveLength(1)
    expect(new Set(answers.map((answer) => answer.token.revokedAt?.getTime())).size).toBe(1)
    expect(new Set(answers.map((answer) => answer.token.revokerName)).size).toBe(1)
    expect(await revocationsOf(token.id)).toHaveLength(1)
  })

  test('B20: later changes nothing: the first to do it stays named', async () => {
    const { token } = await makeRevokedToken(project)
    const before = await sql`SELECT * FROM deploy_tokens WHERE id = ${token.id}`
    expect((await revoke(token.id)).changed).toBe(false)
    expect(await sql`SELECT * FROM deploy_tokens WHERE id = ${token.id}`).toEqual(before)
    expect(await revocationsOf(token.id)).toHaveLength(1)
  })
})

describe('B21: a token of somebody else is not there', () => {
  test('of another project, of the group from the project, and of the project from the group', async () => {
    const tokens = {
      own: await makeToken(project),
      group: await makeToken(group),
      neighbour: await makeToken(await makeProject(group)),
      subgroup: await makeToken(await makeGroup(group)),
    }
    const attempts = [
      [project, tokens.neighbour],
      [project, tokens.group],
      [group, tokens.own],
      [group, tokens.subgroup],
    ] as const
    const refusals = await Promise.all([
      ...attempts.map(([holder, { token }]) =>
        refusalOf(revokeDeployToken(maintainer, { holder, tokenId: token.id, address })),
      ),
      refusalOf(revoke(2_147_483_647)),
    ])
    for (const refusal of refusals) expect(refusal).toEqual(refusals.at(-1))
    expect(refusals[0]).toMatchObject({ code: 'not_found', message: 'Deploy token not found.' })
    for (const { token, credentials } of Object.values(tokens)) {
      expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ id: token.id })
      expect(await revocationsOf(token.id)).toEqual([])
    }
  })

  test('whose project has an id like the group’s', async () => {
    // two sequences: the same number may be a project and a group
    const { token } = await makeToken(group)
    const namesake = { ...project, id: group.id }
    expect(
      (await refusalOf(revokeDeployToken(maintainer, { holder: namesake, tokenId: token.id, address }))).code,
    ).toBe('not_found')
  })
})

describe('who may not', () => {
  test.each([
    ['Guest', 'forbidden'],
    ['Reporter', 'forbidden'],
    ['Developer', 'forbidden'],
    [undefined, 'not_found'],
  ] as const)('%s: %s, and the token lives on', async (role, code) => {
    const user = role ? await makeMember(group, role) : await makeUser()
    for (const holder of [project, group]) {
      const { token, credentials } = await makeToken(holder)
      const attempt = revokeDeployToken(user, { holder, tokenId: token.id, address })
      expect((await refusalOf(attempt)).code).toBe(code)
      expect(await authenticate(credentials, uniqueAddress())).toMatchObject({ id: token.id })
    }
  })

  test('but a maintainer may, also a token that an owner made', async () => {
    const { token } = await makeToken(project)
    expect((await revoke(token.id)).changed).toBe(true)
  })
})

function revoke(tokenId: number) {
  return revokeDeployToken(maintainer, { holder: project, tokenId, address })
}

function revocationsOf(tokenId: number) {
  return sql`SELECT * FROM audit_events
    WHERE action = 'deploy_token_revoked' AND target_type = 'deploy_token' AND target_id = ${tokenId}`
}
