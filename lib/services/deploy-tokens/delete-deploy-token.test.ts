import { beforeAll, describe, expect, test } from 'vitest'
import {
  administrator,
  ddl,
  makeGroup,
  makeMember,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  refusalOf,
  sql,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { deleteDeployToken } from './delete-deploy-token'
import { findDeployToken } from './find-deploy-token'

let group: Group
let project: Project
let maintainer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
})

const address = '198.51.100.7'

describe('a deleted token', () => {
  test.each(['project', 'group'] as const)('of a %s is gone, and its value opens nothing', async (kind) => {
    const holder = kind === 'project' ? project : group
    const { token, credentials } = await makeToken(holder)
    const deleted = await deleteDeployToken(maintainer, { holder, tokenId: token.id, address })
    expect(deleted).toEqual(token)
    expect(await findDeployToken(maintainer, { holder, tokenId: token.id })).toBeUndefined()
    expect((await refusalOf(authenticate(credentials, uniqueAddress()))).code).toBe('unauthenticated')
  })

  test('is remembered in the audit log: who deleted what, from where, and what it was', async () => {
    const { token, secret } = await makeToken(project, { scopes: ['read_registry'], username: 'deployer' })
    await deleteDeployToken(maintainer, { holder: project, tokenId: token.id, address })
    const events = await sql`
      SELECT action, actor_id, actor_name, address, target_name, project_id, group_ids, place_path, before, after
      FROM audit_events WHERE target_type = 'deploy_token' AND target_id = ${token.id} ORDER BY id`
    expect(events.map(({ action }) => action)).toEqual(['deploy_token_created', 'deploy_token_deleted'])
    expect(events[1]).toEqual({
      action: 'deploy_token_deleted',
      actor_id: maintainer.id,
      actor_name: maintainer.username,
      address,
      target_name: token.name,
      project_id: project.id,
      group_ids: project.traversalIds,
      place_path: project.fullPath,
      before: { username: 'deployer', scopes: ['read_registry'], expires_at: null },
      after: null,
    })
    expect(JSON.stringify(events)).not.toContain(secret.slice(5))
  })

  test('may have been revoked before', async () => {
    const { token } = await makeRevokedToken(project)
    expect(
      await deleteDeployToken(maintainer, { holder: project, tokenId: token.id, address }),
    ).toMatchObject({
      id: token.id,
    })
  })

  test('stays where the log cannot be written: no event, no change', async () => {
    const { token } = await makeToken(project)
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_id = ${token.id}) EXECUTE FUNCTION refuse_change()`)
    try {
      const deletion = deleteDeployToken(maintainer, { holder: project, tokenId: token.id, address })
      await expect(deletion).rejects.toThrow('append-only')
    } finally {
      await ddl('DROP TRIGGER refuse_events ON audit_events')
    }
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE id = ${token.id}`).toHaveLength(1)
  })

  test('is deleted once: of twenty at once one does it and is audited', async () => {
    const { token } = await makeToken(project)
    const deletion = { holder: project, tokenId: token.id, address }
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => deleteDeployToken(maintainer, deletion)),
    )
    expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1)
    const events = await sql`
      SELECT 1 FROM audit_events WHERE action = 'deploy_token_deleted' AND target_id = ${token.id}`
    expect(events).toHaveLength(1)
  })
})

describe('who may not', () => {
  test.each([
    ['Guest', 'forbidden'],
    ['Planner', 'forbidden'],
    ['Reporter', 'forbidden'],
    ['Developer', 'forbidden'],
  ] as const)('%s: %s, and it stays', async (role, code) => {
    const user = await makeMember(group, role)
    for (const holder of [project, group]) {
      const { token } = await makeToken(holder)
      const which = { holder, tokenId: token.id }
      expect((await refusalOf(deleteDeployToken(user, { ...which, address }))).code).toBe(code)
      expect((await refusalOf(findDeployToken(user, which))).code).toBe(code)
      expect(await findDeployToken(await administrator(), which)).toMatchObject({ token: { id: token.id } })
    }
  })

  test('an outsider: not found, as for a project that is not there', async () => {
    const user = await makeUser()
    const { token } = await makeToken(project)
    const hidden = deleteDeployToken(user, { holder: project, tokenId: token.id, address })
    const missing = { kind: 'project', fullPath: 'not/there' } as const
    expect(await refusalOf(hidden)).toEqual(
      await refusalOf(deleteDeployToken(user, { holder: missing, tokenId: token.id, address })),
    )
  })

  test('a maintainer, for the token of another holder: there is none, and it stays', async () => {
    const { token } = await makeToken(group)
    const which = { holder: project, tokenId: token.id }
    expect(await deleteDeployToken(maintainer, { ...which, address })).toBeUndefined()
    expect(await findDeployToken(maintainer, which)).toBeUndefined()
    expect(await findDeployToken(maintainer, { ...which, holder: group })).toBeDefined()
  })
})
