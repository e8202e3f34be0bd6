import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeGroupChain,
  makeMember,
  makeProject,
  makeToken,
  makeUser,
  refusalOf,
  sql,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { contradictions, eventsOf, pathsOf, withoutAudit } from '@/e2e/support/tree-facts'
import { findGroup } from '@/lib/data/groups'
import { findProject } from '@/lib/data/projects'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { openProject } from '@/lib/services/access/open-project'
import { createGroup } from '@/lib/services/groups/create-group'
import { createProject } from '@/lib/services/projects/create-project'
import { archivePlace } from './archive-place'
import { deletePlace } from './delete-place'
import { transferPlace } from './transfer-place'

const address = '198.51.100.7'
let from: Group
let to: Group
let owner: UserActor

beforeAll(async () => {
  from = await makeGroup()
  to = await makeGroup()
  owner = await makeMember(from, 'Owner')
  await addMember(owner, to, 'Maintainer')
})

const transfer = (place: Project | Group, parent: string, actor = owner, confirmation = place.fullPath) =>
  transferPlace(actor, { place, parent, confirmation, address })

describe('a project', () => {
  test('that is moved stands in the other group, with its route, and the old path leads on', async () => {
    const project = await makeProject(from)
    const path = project.fullPath.split('/').at(-1) ?? ''
    expect(await transfer(project, to.fullPath)).toBe(`${to.fullPath}/${path}`)
    expect(await findProject(`${to.fullPath}/${path}`, undefined)).toMatchObject({
      id: project.id,
      traversalIds: to.traversalIds,
    })
    expect((await pathsOf(project)).before).toEqual([project.fullPath])
    expect(await eventsOf(project)).toEqual([
      expect.objectContaining({
        action: 'project_transferred',
        actor_id: owner.id,
        address,
        place_path: `${to.fullPath}/${path}`,
        group_ids: expect.arrayContaining([...to.traversalIds, ...from.traversalIds]),
        before: { path: project.fullPath },
        after: { path: `${to.fullPath}/${path}` },
      }),
    ])
  })

  test('is reached by the tokens of the groups it stands in at the moment, out and back', async () => {
    const project = await makeProject(from)
    const actorOf = async (place: Group | Project) =>
      authenticate((await makeToken(place)).credentials, uniqueAddress())
    const tokens = await Promise.all([from, to, project].map(actorOf))
    const reach = (fullPath: string) =>
      Promise.all(
        tokens.map((actor) =>
          openProject(actor, 'download_code', fullPath).then(
            () => true,
            () => false,
          ),
        ),
      )
    expect(await reach(project.fullPath)).toEqual([true, false, true])
    const moved = await transfer(project, to.fullPath)
    expect(await reach(moved)).toEqual([false, true, true])
    await addMember(owner, project, 'Owner')
    await transfer({ ...project, fullPath: moved }, from.fullPath)
    expect(await reach(project.fullPath)).toEqual([true, false, true])
  })

  test('cannot stand at the top', async () => {
    expect(await refusalOf(transfer(await makeProject(from), ''))).toMatchObject({
      code: 'invalid',
      fields: { parent: ['A project stands in a group'] },
    })
  })
})

describe('a group', () => {
  test('takes everything below it along, chains and routes', async () => {
    const place = await makeGroup(from)
    const child = await makeGroup(place)
    const project = await makeProject(child)
    const now = await transfer(place, to.fullPath)
    expect((await findGroup(now, undefined))?.traversalIds).toEqual([to.id, place.id])
    const at = child.fullPath.replace(place.fullPath, now)
    expect((await findGroup(at, undefined))?.traversalIds).toEqual([to.id, place.id, child.id])
    expect((await pathsOf(project)).before).toEqual([project.fullPath])
    expect(await contradictions()).toEqual([])
  })

  test('that goes to the top without an Owner of its own gets who moved it', async () => {
    const place = await makeGroup(from)
    const now = await transfer(place, '')
    expect(now).toBe(place.fullPath.split('/').at(-1))
    expect(await findGroup(now, owner.id)).toMatchObject({ accessLevel: 50, traversalIds: [place.id] })
    const added = await sql`SELECT place_path, target_id FROM audit_events
      WHERE action = 'member_added' AND ${place.id} = ANY (group_ids)`
    expect(added).toEqual([{ place_path: now, target_id: owner.id }])
    const owned = await makeGroup(from)
    await makeMember(owned, 'Owner')
    const there = await transfer(owned, '')
    expect((await findGroup(there, owner.id))?.accessLevel).toBe(0)
  })

  test('may become 20 levels deep, and no deeper', async () => {
    const admin = await makeUser({ isAdmin: true })
    const chain = await makeGroupChain(10)
    const other = await makeGroupChain(11)
    const [top] = chain as [Group]
    expect(await refusalOf(transfer(top, other[10]?.fullPath ?? '', admin))).toMatchObject({
      code: 'invalid',
      fields: { parent: ['Groups can be nested at most 20 levels deep.'] },
    })
    const now = await transfer(top, other[9]?.fullPath ?? '', admin)
    const deepest = await findGroup((chain[9]?.fullPath ?? '').replace(top.fullPath, now), undefined)
    expect(deepest?.traversalIds).toHaveLength(20)
    expect(await contradictions()).toEqual([])
  })

  test('goes neither into itself nor below itself', async () => {
    const admin = await makeUser({ isAdmin: true })
    const [top, , third] = (await makeGroupChain(3)) as [Group, Group, Group]
    for (const target of [top, third]) {
      expect(await refusalOf(transfer(top, target.fullPath, admin))).toMatchObject({
        fields: { parent: ['A group cannot be moved into itself, or below itself'] },
      })
    }
  })
})

describe('what is refused', () => {
  test.each<[string, () => Promise<[Project | Group, string]>, string]>([
    ['to where it is', async () => [await makeProject(from), from.fullPath], 'already there'],
    [
      'to where its path is taken',
      async () => {
        const project = await makeProject(from)
        await makeGroup(to, { path: (project.fullPath.split('/').at(-1) ?? '').toUpperCase() })
        return [project, to.fullPath]
      },
      'already been taken',
    ],
    [
      'to where its path is reserved',
      async () => [await makeGroup(from, { path: 'explore' }), ''],
      'reserved name',
    ],
    [
      'to a group that is less visible',
      async () => {
        const wide = await makeGroup(undefined, { visibility: 'public' })
        await addMember(owner, wide, 'Owner')
        return [await makeProject(wide, { visibility: 'internal' }), to.fullPath]
      },
      'narrow its visibility first',
    ],
  ])('a way %s', async (_, make, words) => {
    const [place, parent] = await make()
    expect(await refusalOf(transfer(place, parent))).toMatchObject({
      code: 'invalid',
      fields: { parent: [expect.stringContaining(words)] },
    })
    expect((await pathsOf(place)).now).toBe(place.fullPath)
  })

  test('without the full path typed, exactly', async () => {
    const project = await makeProject(from)
    for (const typed of ['', project.fullPath.toUpperCase(), `${project.fullPath} `]) {
      expect(await refusalOf(transfer(project, to.fullPath, owner, typed))).toMatchObject({
        code: 'invalid',
        fields: { confirmation: [`Enter ${project.fullPath} to confirm`] },
      })
    }
  })

  test('to a maintainer of what is moved, and to who may not put anything there', async () => {
    const project = await makeProject(from)
    const maintainer = await makeMember(from, 'Maintainer')
    await addMember(maintainer, to, 'Owner')
    expect((await refusalOf(transfer(project, to.fullPath, maintainer))).code).toBe('forbidden')
    const developer = await makeMember(from, 'Owner')
    await addMember(developer, to, 'Developer')
    expect((await refusalOf(transfer(project, to.fullPath, developer))).code).toBe('forbidden')
    const hidden = await makeGroup()
    expect(await refusalOf(transfer(project, hidden.fullPath))).toEqual(
      await refusalOf(transfer(project, 'not/there')),
    )
  })

  test('of and into what is archived', async () => {
    const admin = await makeUser({ isAdmin: true })
    const [project, shelf] = [await makeProject(from), await makeGroup()]
    await archivePlace(admin, { place: shelf, isArchived: true, address })
    expect((await refusalOf(transfer(project, shelf.fullPath, admin))).code).toBe('forbidden')
    await archivePlace(admin, { place: project, isArchived: true, address })
    expect((await refusalOf(transfer(project, to.fullPath, admin))).code).toBe('forbidden')
  })

  test('when it cannot be written down', async () => {
    const place = await makeGroup(from)
    const project = await makeProject(place)
    await withoutAudit(place.name, async () => {
      await expect(transfer(place, to.fullPath)).rejects.toThrow('append-only')
    })
    expect(await pathsOf(project)).toEqual({ now: project.fullPath, before: [] })
    expect(await contradictions()).toEqual([])
  })
})

describe('at the same moment', () => {
  test('two moves that together would make a circle: one is refused', async () => {
    const admin = await makeUser({ isAdmin: true })
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await makeGroup(), await makeGroup()]
      const answers = await Promise.allSettled([
        transfer(a, b.fullPath, admin),
        transfer(b, a.fullPath, admin),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    }
    expect(await contradictions()).toEqual([])
  })

  test('what is made in a group that moves is in it, or is not made', async () => {
    const admin = await makeUser({ isAdmin: true })
    for (let round = 0; round < 5; round++) {
      const place = await makeGroup()
      const plain = { name: 'x', visibility: 'private' as const, parent: place.fullPath }
      const form = { ...plain, path: unique('p'), withReadme: false }
      const [moved, ...made] = await Promise.allSettled([
        transfer(place, to.fullPath, admin),
        createProject(admin, form, { address, history: [] }),
        createGroup(admin, { ...plain, path: unique('g') }, address),
      ])
      expect(moved.status).toBe('fulfilled')
      for (const answer of made)
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'not_found' })
    }
    expect(await contradictions()).toEqual([])
  })

  test('a group that is moved and deleted is moved or not, and gone', async () => {
    const admin = await makeUser({ isAdmin: true })
    for (let round = 0; round < 5; round++) {
      const place = await makeGroup()
      await makeProject(await makeGroup(place))
      const [, deleted] = await Promise.allSettled([
        transfer(place, to.fullPath, admin),
        deletePlace(admin, { place, confirmation: place.fullPath, address }),
      ])
      const { now } = await pathsOf(place)
      expect(now === undefined).toBe(deleted.status === 'fulfilled')
    }
    expect(await contradictions()).toEqual([])
  })
})
