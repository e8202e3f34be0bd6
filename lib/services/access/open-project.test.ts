import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeGroupChain,
  makeMember,
  makeProject,
  makeToken,
  makeUser,
  moveProject,
  refusalOf,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { type Actor, nobody } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { accessDeniedText, notFoundText } from '@/lib/domain/refusal'
import { accessLevels } from '@/lib/domain/role'
import { authenticate } from './authenticate'
import { openGroup, openHolder, openPlace, openProject } from './open-project'

let group: Group
let project: Project
let outsider: Actor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  outsider = await makeUser()
})

describe('an opened project', () => {
  test('is told with its ancestors and the level of who asks, in one query', async () => {
    const user = await makeMember(group, 'Reporter')
    const statements = await statementsOf(async () => {
      expect(await openProject(user, 'download_code', project.fullPath)).toEqual({
        ...project,
        accessLevel: accessLevels.Reporter,
      })
    })
    expect(statements).toHaveLength(1)
    expect(project).toMatchObject({
      kind: 'project',
      defaultBranch: 'main',
      traversalIds: [group.id],
      ancestors: [{ name: group.name, fullPath: group.fullPath }],
    })
  })

  test('is found in any letter case, by its own spelling', async () => {
    const user = await makeMember(group, 'Reporter')
    const opened = await openProject(user, 'read_project', project.fullPath.toUpperCase())
    expect(opened.fullPath).toBe(project.fullPath)
  })
})

describe('by its number', () => {
  test('a place is the same as by its path, in one query', async () => {
    const user = await makeMember(group, 'Maintainer')
    for (const ability of ['read_project', 'manage_deploy_tokens'] as const) {
      const statements = await statementsOf(async () => {
        const opened = await openProject(user, ability, { id: project.id })
        expect(opened).toEqual({ ...project, accessLevel: accessLevels.Maintainer })
      })
      expect(statements).toHaveLength(1)
      expect(await openGroup(user, ability, { id: group.id })).toEqual({
        ...group,
        accessLevel: accessLevels.Maintainer,
      })
    }
    const { kind, id } = project
    expect((await openHolder(user, 'manage_deploy_tokens', { kind, id })).fullPath).toBe(project.fullPath)
  })

  test('what is hidden and what is missing are one answer', async () => {
    const missing = await refusalOf(openProject(outsider, 'read_project', { id: 2147483647 }))
    expect(missing).toMatchObject({ code: 'not_found', message: notFoundText })
    expect(await refusalOf(openProject(outsider, 'read_project', { id: project.id }))).toEqual(missing)
    expect(await refusalOf(openGroup(outsider, 'read_group', { id: group.id }))).toEqual(missing)
    expect((await refusalOf(openProject(nobody, 'read_project', { id: project.id }))).code).toBe(
      'unauthenticated',
    )
    const guest = await makeMember(group, 'Guest')
    expect((await refusalOf(openGroup(guest, 'manage_deploy_tokens', { id: group.id }))).code).toBe(
      'forbidden',
    )
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, 2 ** 53])(
    '%d is none, without a query',
    async (id) => {
      const statements = await statementsOf(async () => {
        expect((await refusalOf(openProject(outsider, 'read_project', { id }))).code).toBe('not_found')
        expect((await refusalOf(openGroup(outsider, 'read_group', { id }))).code).toBe('not_found')
      })
      expect(statements).toEqual([])
    },
  )
})

describe('what is hidden and what is missing are one answer', () => {
  const missing = 'missing/of-course'

  test('for a user: not found', async () => {
    const hidden = await refusalOf(openProject(outsider, 'download_code', project.fullPath))
    expect(hidden).toEqual(await refusalOf(openProject(outsider, 'download_code', missing)))
    expect(hidden).toMatchObject({ code: 'not_found', message: notFoundText })
  })

  test('for nobody: who are you', async () => {
    const hidden = await refusalOf(openProject(nobody, 'download_code', project.fullPath))
    expect(hidden).toEqual(await refusalOf(openProject(nobody, 'download_code', missing)))
    expect(hidden).toMatchObject({ code: 'unauthenticated', message: accessDeniedText })
  })

  test('for a token of another project: not found, and what it does reach', async () => {
    const other = await makeProject(group)
    const actor = await actorOf(other)
    const hidden = await refusalOf(openProject(actor, 'download_code', project.fullPath))
    expect(hidden).toEqual(await refusalOf(openProject(actor, 'download_code', missing)))
    expect(hidden.message).toContain(`reaches only ${other.fullPath}.`)
  })

  test('for a group, and for a project by the name of a group', async () => {
    const answers = [
      openGroup(outsider, 'read_group', group.fullPath),
      openGroup(outsider, 'read_group', missing),
      openProject(outsider, 'read_project', group.fullPath),
      openGroup(outsider, 'read_group', project.fullPath),
      openHolder(outsider, 'manage_deploy_tokens', { kind: 'group', fullPath: project.fullPath }),
      openPlace(outsider, project.fullPath),
      openPlace(outsider, missing),
    ]
    const refusals = await Promise.all(answers.map(refusalOf))
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1)
  })
})

describe('what cannot be a path is missing, without a query', () => {
  test.each([
    ['nothing', ''],
    ['a way upwards', 'acme/../evil'],
    ['a NUL', 'acme/web\0'],
    ['an encoded slash', 'acme%2Fweb'],
    ['a name ending in .git', 'acme/web.git'],
    ['ten million characters', 'a'.repeat(10_000_000)],
    ['a thousand segments', Array(1000).fill('a').join('/')],
  ])('%s', async (_, fullPath) => {
    const statements = await statementsOf(async () => {
      for (const open of [openProject, openGroup]) {
        expect((await refusalOf(open(outsider, 'read_project', fullPath))).code).toBe('not_found')
      }
    })
    expect(statements).toEqual([])
  })
})

describe('who may not and sees', () => {
  test('is forbidden, and told no more than that', async () => {
    const guest = await makeMember(group, 'Guest')
    expect(await refusalOf(openProject(guest, 'manage_deploy_tokens', project.fullPath))).toMatchObject({
      code: 'forbidden',
      message: 'You are not allowed to do this.',
    })
  })

  test('as a token lacks the scope, which is named', async () => {
    const { token, credentials } = await makeToken(project, { scopes: ['read_registry'] })
    const actor = await authenticate(credentials, uniqueAddress())
    expect(await refusalOf(openProject(actor, 'download_code', project.fullPath))).toMatchObject({
      code: 'forbidden',
      message: `You are not allowed to download code. The deploy token "${token.name}" lacks the scope read_repository.`,
    })
  })
})

describe('a role counts from the moment it is there to the moment it is not', () => {
  test('removed, expired and given memberships at the next call', async () => {
    const user = await makeUser()
    const manages = () => openProject(user, 'manage_deploy_tokens', project.fullPath)
    expect((await refusalOf(manages())).code).toBe('not_found')
    await addMember(user, project, 'Maintainer')
    expect((await manages()).id).toBe(project.id)
    const former = await makeUser()
    await addMember(former, project, 'Owner', { isOver: true })
    expect((await refusalOf(openProject(former, 'read_project', project.fullPath))).code).toBe('not_found')
  })
})

describe('the reach of a group token', () => {
  test.each([3, 20])(
    'is every project below its group, at depth %i too, and nothing beside or above',
    async (depth) => {
      const chain = await makeGroupChain(depth)
      const [outermost, holder, innermost] = [chain[0], chain[1], chain.at(-1)] as [Group, Group, Group]
      const actor = await actorOf(holder)
      const inside = [await makeProject(holder), await makeProject(innermost)]
      const outside = [await makeProject(outermost), await makeProject(await makeGroup(outermost)), project]
      for (const { fullPath, id } of inside)
        expect((await openProject(actor, 'download_code', fullPath)).id).toBe(id)
      for (const { fullPath } of outside) {
        expect((await refusalOf(openProject(actor, 'download_code', fullPath))).code).toBe('not_found')
      }
    },
  )

  test('follows a project that is moved, at the next call, out and in', async () => {
    const [from, to] = [await makeGroup(), await makeGroup()]
    const [fromToken, toToken] = [await actorOf(from), await actorOf(to)]
    const wanderer = await makeProject(from)
    const ownToken = await actorOf(wanderer)
    const reach = async ({ fullPath }: Project) =>
      Promise.all(
        [fromToken, toToken, ownToken].map((actor) =>
          openProject(actor, 'download_code', fullPath).then(
            () => 'reached',
            (error) => error.code,
          ),
        ),
      )
    expect(await reach(wanderer)).toEqual(['reached', 'not_found', 'reached'])
    const moved = await moveProject(wanderer, to)
    expect(await reach(moved)).toEqual(['not_found', 'reached', 'reached'])
    // the old path is nobody's now
    expect(await reach(wanderer)).toEqual(['not_found', 'not_found', 'not_found'])
    expect(await reach(await moveProject(moved, from))).toEqual(['reached', 'not_found', 'reached'])
  })

  test('does not go where a path was taken over', async () => {
    const path = unique('taken')
    const former = await makeProject(group, { path })
    const actor = await actorOf(former)
    await moveProject(former, await makeGroup())
    const successor = await makeProject(group, { path })
    expect((await refusalOf(openProject(actor, 'download_code', successor.fullPath))).code).toBe('not_found')
  })
})

describe('a place', () => {
  test('is the project or the group of that path, whichever there is', async () => {
    const user = await makeMember(group, 'Guest')
    expect(await openPlace(user, project.fullPath)).toMatchObject({ kind: 'project', id: project.id })
    expect(await openPlace(user, group.fullPath)).toMatchObject({ kind: 'group', id: group.id })
  })

  test('is open to anybody when it is public, to users when it is internal, to members when it is private', async () => {
    const open = await makeGroup(undefined, { visibility: 'public' })
    const internal = await makeProject(open, { visibility: 'internal' })
    const hidden = await makeProject(open, { visibility: 'private' })
    expect((await openPlace(nobody, open.fullPath)).id).toBe(open.id)
    expect((await refusalOf(openPlace(nobody, internal.fullPath))).code).toBe('unauthenticated')
    expect((await openPlace(outsider, internal.fullPath)).id).toBe(internal.id)
    expect((await refusalOf(openPlace(outsider, hidden.fullPath))).code).toBe('not_found')
  })
})

async function actorOf(holder: Group | Project): Promise<Actor> {
  const { credentials } = await makeToken(holder)
  return authenticate(credentials, uniqueAddress())
}
