import { mkdir, readdir, utimes } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeExpiredToken,
  makeGroup,
  makeGroupChain,
  makeMember,
  makeProject,
  makeProjectWithRepository,
  makeRevokedToken,
  makeToken,
  refusalOf,
  sql,
  statementsOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { eventsOf, pathsOf, withoutAudit } from '@/e2e/support/tree-facts'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import { authenticate } from '@/lib/services/access/authenticate'
import { createProject } from '@/lib/services/projects/create-project'
import { createRepository, hasRepository } from '@/lib/storage/repositories'
import { changePath } from './change-path'
import { deletePlace } from './delete-place'
import { sweepRepositories } from './sweep-repositories'

const address = '198.51.100.7'
let group: Group
let owner: UserActor

beforeAll(async () => {
  group = await makeGroup()
  owner = await makeMember(group, 'Owner')
})

const remove = (place: Project | Group, actor = owner, confirmation = place.fullPath) =>
  deletePlace(actor, { place, confirmation, address })

describe('a deleted project', () => {
  test('is gone with its repository, route, redirects, members and tokens', async () => {
    const project = await makeProjectWithRepository(group, 'private')
    await makeMember(project, 'Developer')
    await makeToken(project)
    const now = await changePath(owner, { place: project, path: 'renamed', address })
    expect(await remove({ ...project, fullPath: now })).toBe(group.fullPath)
    expect(await pathsOf(project)).toEqual({ now: undefined, before: [] })
    expect(
      await sql`SELECT id FROM memberships WHERE project_id = ${project.id}
      UNION ALL SELECT id FROM deploy_tokens WHERE project_id = ${project.id}
      UNION ALL SELECT id FROM projects WHERE id = ${project.id}`,
    ).toEqual([])
    expect(await hasRepository(project.id)).toBe(false)
  })

  test('is written down: each live token that ends with it, and then the project', async () => {
    const project = await makeProject(group)
    const { token } = await makeToken(project)
    await makeExpiredToken(project)
    const { token: revoked } = await makeRevokedToken(project)
    await remove(project)
    const events =
      await sql`SELECT * FROM audit_events WHERE project_id = ${project.id} AND address = ${address}
      ORDER BY id`
    expect(events).toEqual([
      expect.objectContaining({
        action: 'deploy_token_revoked',
        actor_id: owner.id,
        target_type: 'deploy_token',
        target_id: token.id,
        target_name: token.name,
        place_path: project.fullPath,
        group_ids: group.traversalIds,
        after: { reason: 'project deleted' },
      }),
      expect.objectContaining({
        action: 'project_deleted',
        target_id: project.id,
        before: { name: project.name, path: project.fullPath, visibility: 'private' },
        after: { deploy_tokens: 1 },
      }),
    ])
    // in the same words as a token that somebody revokes
    const [byHand] = await sql<{ before: object }>`SELECT before FROM audit_events
      WHERE target_type = 'deploy_token' AND target_id = ${revoked.id} AND action = 'deploy_token_revoked'`
    expect(events[0]?.before).toEqual({
      ...byHand?.before,
      username: `gitlab+deploy-token-${token.id}`,
    })
  })

  test('and made anew by the same path is another: old tokens stay unknown', async () => {
    const project = await makeProjectWithRepository(group, 'private')
    const { credentials } = await makeToken(project, { expiresAt: new Date('2099-01-01') })
    await remove(project)
    const form = {
      name: 'Again',
      path: project.fullPath.split('/').at(-1) ?? '',
      parent: group.fullPath,
      visibility: 'private' as const,
      withReadme: false,
    }
    expect(await createProject(owner, form, { address, history: [] })).toBe(project.fullPath)
    expect((await pathsOf(project)).now).toBeUndefined()
    expect((await refusalOf(authenticate(credentials, uniqueAddress()))).code).toBe('unauthenticated')
  })
})

describe('a deleted group', () => {
  test('takes everything below it, 20 levels deep, in as many statements as two do', async () => {
    const statements: number[] = []
    for (const depth of [2, 20]) {
      const chain = await makeGroupChain(depth)
      const [top, last] = [chain[0], chain.at(-1)] as [Group, Group]
      const places = [...chain, await makeProject(last), await makeProject(top)]
      for (const place of places) await makeToken(place)
      const boss = await makeMember(top, 'Owner')
      statements.push((await statementsOf(() => remove(top, boss))).length)
      for (const place of places) expect((await pathsOf(place)).now).toBeUndefined()
      const [event] = await eventsOf(top)
      expect(event).toMatchObject({
        action: 'group_deleted',
        after: { subgroups: depth - 1, projects: 2, deploy_tokens: places.length },
      })
      for (const place of places.slice(1)) {
        expect(await eventsOf(place)).toEqual([
          expect.objectContaining({
            action: `${place.kind}_deleted`,
            place_path: place.fullPath,
            group_ids: [...place.traversalIds],
            after: { reason: 'group deleted' },
          }),
        ])
      }
    }
    expect(statements[0]).toBe(statements[1])
  })

  test('leaves what stands beside and above it', async () => {
    const [outer, beside] = [await makeGroup(group), await makeGroup(group)]
    await makeProject(outer)
    const project = await makeProject(beside)
    expect(await remove(outer)).toBe(group.fullPath)
    expect((await pathsOf(project)).now).toBe(project.fullPath)
  })
})

describe('what is refused stays as it is', () => {
  test('to a maintainer and to an outsider, and without the full path typed', async () => {
    const project = await makeProject(group)
    const maintainer = await makeMember(group, 'Maintainer')
    expect((await refusalOf(remove(project, maintainer))).code).toBe('forbidden')
    const outsider = await makeMember(await makeGroup(), 'Owner')
    expect(await refusalOf(remove(project, outsider))).toEqual(
      await refusalOf(remove({ ...project, fullPath: 'not/there' }, outsider)),
    )
    expect(await refusalOf(remove(project, owner, project.name))).toMatchObject({
      code: 'invalid',
      fields: { confirmation: [`Enter ${project.fullPath} to confirm`] },
    })
    expect((await pathsOf(project)).now).toBe(project.fullPath)
  })

  test('where another thing has the path by now', async () => {
    const project = await makeProject(group)
    await changePath(owner, { place: project, path: 'elsewhere', address })
    const successor = await makeProject(group, { path: project.fullPath.split('/').at(-1) })
    expect((await refusalOf(remove(project))).code).toBe('conflict')
    expect((await pathsOf(successor)).now).toBe(project.fullPath)
  })

  test('when it cannot be written down, its repository too', async () => {
    const project = await makeProjectWithRepository(group, 'private')
    const { token } = await makeToken(project)
    await withoutAudit(project.name, async () => {
      await expect(remove(project)).rejects.toThrow('append-only')
    })
    expect((await pathsOf(project)).now).toBe(project.fullPath)
    expect(await sql`SELECT id FROM deploy_tokens WHERE id = ${token.id}`).toHaveLength(1)
    expect(await hasRepository(project.id)).toBe(true)
  })
})

describe('what a crash left on disk', () => {
  const age = async (name: string) => {
    const place = path.join(env.dataDir, 'repositories', name)
    const old = new Date(Date.now() - 25 * 3_600_000)
    await utimes(place, old, old)
  }

  test('is removed a day later: repositories of deleted projects, and of those alone', async () => {
    const [gone, fresh] = [await makeProject(group), await makeProject(group)]
    const alive = await makeProjectWithRepository(group, 'private')
    for (const project of [gone, fresh]) {
      await remove(project)
      await createRepository(project.id)
    }
    const stranger = 2_000_000_001
    await createRepository(stranger)
    for (const id of [gone.id, alive.id, stranger]) await age(`${id}.git`)
    await sweepRepositories(new Date())
    expect(await Promise.all([gone.id, fresh.id, alive.id, stranger].map(hasRepository))).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  test('and so are halves of repositories', async () => {
    const names = ['.7.0123456789ab.draft', '.8.0123456789ab.removed', '.9.0123456789ab.removed']
    for (const name of names)
      await mkdir(path.join(env.dataDir, 'repositories', name, 'objects'), { recursive: true })
    for (const name of names.slice(0, 2)) await age(name)
    await sweepRepositories(new Date())
    const left = await readdir(path.join(env.dataDir, 'repositories'))
    expect(left.filter((name) => name.startsWith('.'))).toEqual(names.slice(2))
  })
})
