import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeGroup,
  makeGroupChain,
  makeMember,
  makeProject,
  refusalOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { contradictions, eventsOf, pathsOf, withoutAudit } from '@/e2e/support/tree-facts'
import { findGroup } from '@/lib/data/groups'
import { findProject } from '@/lib/data/projects'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { createGroup } from '@/lib/services/groups/create-group'
import { changePath } from './change-path'

const address = '198.51.100.7'
let group: Group
let maintainer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  maintainer = await makeMember(group, 'Maintainer')
})

const change = (place: Project | Group, path: string, actor = maintainer) =>
  changePath(actor, { place, path, address })

describe('a new path', () => {
  test('of a project is its at once, and readers of the old one are led on', async () => {
    const project = await makeProject(group, { path: unique('Old') })
    const path = unique('new')
    expect(await change(project, path)).toBe(`${group.fullPath}/${path}`)
    expect(await pathsOf(project)).toEqual({ now: `${group.fullPath}/${path}`, before: [project.fullPath] })
    expect((await findProject(`${group.fullPath}/${path}`, undefined))?.id).toBe(project.id)
    expect(await findProject(project.fullPath, undefined)).toBeUndefined()
    const [event] = await eventsOf(project)
    expect(event).toMatchObject({
      action: 'project_updated',
      actor_id: maintainer.id,
      address,
      place_path: `${group.fullPath}/${path}`,
      group_ids: group.traversalIds,
      before: { path: project.fullPath },
      after: { path: `${group.fullPath}/${path}` },
    })
  })

  test('of a group moves everything below it, at any depth, in as many statements as for one', async () => {
    const chain = await makeGroupChain(20)
    const [top, second] = chain as [Group, Group]
    const owner = await makeMember(top, 'Owner')
    const projects = [await makeProject(chain.at(-1) as Group), await makeProject(second)]
    const lone = await makeGroup()
    const ownerOfLone = await makeMember(lone, 'Owner')
    const fewest = await statementsOf(() => change(lone, unique('lone'), ownerOfLone))
    const path = unique('renamed')
    const statements = await statementsOf(() => change(top, path, owner))
    expect(statements).toHaveLength(fewest.length)
    for (const place of [...chain, ...projects]) {
      const now = place.fullPath.replace(top.fullPath, path)
      expect(await pathsOf(place)).toEqual({ now, before: [place.fullPath] })
    }
    expect((await findGroup(path, undefined))?.id).toBe(top.id)
    expect(await contradictions()).toEqual([])
  })

  test('and back again leaves no redirect from what is there', async () => {
    const place = await makeGroup(group)
    const project = await makeProject(place)
    const path = unique('there')
    const moved = await change(place, path)
    await change({ ...place, fullPath: moved }, place.fullPath.split('/').at(-1) ?? '')
    expect(await pathsOf(place)).toEqual({ now: place.fullPath, before: [moved] })
    expect((await pathsOf(project)).now).toBe(project.fullPath)
    expect(await contradictions()).toEqual([])
  })

  test('in another letter case is no other path, and leads nobody on', async () => {
    const place = await makeGroup(group, { path: unique('case') })
    const project = await makeProject(place)
    const path = (place.fullPath.split('/').at(-1) ?? '').toUpperCase()
    const now = await change(place, path)
    expect(now).toBe(`${group.fullPath}/${path}`)
    expect(await pathsOf(place)).toEqual({ now, before: [] })
    expect((await pathsOf(project)).now).toBe(`${now}/${project.fullPath.split('/').at(-1)}`)
  })

  test('that it has already changes nothing, and is not written down', async () => {
    const place = await makeGroup(group)
    expect(await change(place, place.fullPath.split('/').at(-1) ?? '')).toBe(place.fullPath)
    expect(await eventsOf(place)).toEqual([])
  })
})

describe('a path that is refused', () => {
  test('because a group or project has it, in any letter case', async () => {
    const project = await makeProject(group)
    await makeProject(group, { path: 'Held' })
    await makeGroup(group, { path: 'Kept' })
    for (const path of ['Held', 'held', 'KEPT']) {
      expect(await refusalOf(change(project, path))).toMatchObject({
        code: 'invalid',
        fields: { path: ['Path has already been taken'] },
      })
    }
    expect((await pathsOf(project)).before).toEqual([])
  })

  test('because it would shadow a page, below a group and at the top', async () => {
    const top = await makeGroup()
    const owner = await makeMember(top, 'Owner')
    const reserved = { fields: { path: [expect.stringContaining('is a reserved name')] } }
    expect(await refusalOf(change(await makeProject(group), 'tree'))).toMatchObject(reserved)
    expect(await refusalOf(change(top, 'admin', owner))).toMatchObject(reserved)
  })

  test('to a developer, and to an outsider as if there were nothing', async () => {
    const project = await makeProject(group)
    const developer = await makeMember(group, 'Developer')
    expect((await refusalOf(change(project, 'x', developer))).code).toBe('forbidden')
    const outsider = await makeMember(await makeGroup(), 'Owner')
    const hidden = await refusalOf(change(project, 'x', outsider))
    expect(hidden).toEqual(await refusalOf(change({ ...project, fullPath: 'not/there' }, 'x', outsider)))
  })

  test('because the page was opened for another thing, which had its path before', async () => {
    const project = await makeProject(group)
    expect((await refusalOf(change({ ...project, id: project.id + 1000 }, 'other'))).code).toBe('conflict')
  })

  test('when it cannot be written down', async () => {
    const project = await makeProject(group)
    await withoutAudit(project.name, async () => {
      await expect(change(project, unique('doomed'))).rejects.toThrow('append-only')
    })
    expect(await pathsOf(project)).toEqual({ now: project.fullPath, before: [] })
  })

  test('of two that want one path at once, to one', async () => {
    const places = [await makeProject(group), await makeProject(group)]
    const path = unique('wanted')
    const answers = await Promise.allSettled(places.map((place) => change(place, path)))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('whoever takes an old path', () => {
  test('ends the redirects from it and from below it, and from nowhere else', async () => {
    const place = await makeGroup()
    const owner = await makeMember(place, 'Owner')
    const [project, deep] = [await makeProject(place), await makeProject(await makeGroup(place))]
    const beside = await makeProject(await makeGroup(undefined, { path: `${place.fullPath}-beside` }))
    await sql`INSERT INTO redirects (path, path_key, project_id)
      VALUES (${`${place.fullPath}-other`}, ${`${place.fullPath}-other`}, ${beside.id})`
    const now = await change(place, unique('gone'), owner)
    expect((await pathsOf(deep)).before).toEqual([deep.fullPath])
    const evil = await makeMember(await makeGroup(), 'Owner')
    const form = { name: 'Evil', path: place.fullPath, parent: '', visibility: 'private' as const }
    await createGroup(evil, form, address)
    for (const led of [place, project, deep]) expect((await pathsOf(led)).before).toEqual([])
    expect((await pathsOf(beside)).before).toEqual([`${place.fullPath}-other`])
    expect((await pathsOf(place)).now).toBe(now)
  })
})
