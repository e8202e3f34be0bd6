import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeMember,
  makeProject,
  makeUser,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group } from '@/lib/domain/project'
import { accessLevels } from '@/lib/domain/role'
import { database } from './client'
import { listBelow, listGroupPaths, listOwn, projectPathsBelow, type TreeSearch, type Viewer } from './tree'

// top (public): groups 'a-private' (with project 'secret'), 'b-internal', 'c-public' (with 'open'), and in each
// visibility a project; names are prefixed so that a search can tell them
const mark = unique('tree')
let top: Group
let hidden: Group
let secretPath: string

beforeAll(async () => {
  top = await makeGroup(undefined, { visibility: 'public' })
  hidden = await makeGroup(top, { path: 'a-private', visibility: 'private' })
  await makeGroup(top, { path: 'b-internal', visibility: 'internal' })
  const open = await makeGroup(top, { path: 'C-public', visibility: 'public' })
  secretPath = (await makeProject(hidden, { path: `${mark}-secret` })).fullPath
  await makeProject(open, { path: `${mark}-open`, visibility: 'public' })
  await makeProject(top, { path: 'p-private' })
  await makeProject(top, { path: 'q-internal', visibility: 'internal' })
  await makeProject(top, { path: 'R-public', visibility: 'public' })
})

describe('what stands right below a group', () => {
  const everything = ['a-private', 'b-internal', 'C-public', 'p-private', 'q-internal', 'R-public']

  test.each<[string, () => Viewer | Promise<Viewer>, string[]]>([
    ['nobody sees what is public', () => undefined, ['C-public', 'R-public']],
    ['an outsider sees what is not private', makeUser, ['b-internal', 'C-public', 'q-internal', 'R-public']],
    ['a guest of the group sees all of it', () => makeMember(top, 'Guest'), everything],
    ['an administrator sees all of it', () => makeUser({ isAdmin: true }), everything],
    [
      'a member of a private subgroup sees that too',
      () => makeMember(hidden, 'Guest'),
      ['a-private', 'b-internal', 'C-public', 'q-internal', 'R-public'],
    ],
  ])('%s: groups first, each by path in any letter case', async (_, viewer, expected) => {
    const { entries, total } = await listBelow(top.id, await viewer(), asked({}))
    expect(entries.map((entry) => entry.fullPath)).toEqual(expected.map((path) => `${top.fullPath}/${path}`))
    expect(total).toBe(expected.length)
  })

  test('a member whose time is over is an outsider', async () => {
    const former = await makeUser()
    await addMember(former, top, 'Owner', { isOver: true })
    expect((await listBelow(top.id, former, asked({}))).total).toBe(4)
  })

  test('tells what an entry is', async () => {
    const [first] = (await listBelow(top.id, await makeUser({ isAdmin: true }), asked({}))).entries
    expect(first).toEqual({
      kind: 'group',
      isArchived: false,
      id: hidden.id,
      name: hidden.name,
      fullPath: hidden.fullPath,
      description: '',
      visibility: 'private',
      createdAt: expect.any(Date),
    })
  })

  test('comes in pages, in one statement each', async () => {
    const viewer = await makeMember(top, 'Guest')
    const pages: string[][] = []
    for (const page of [1, 2, 3]) {
      const statements = await statementsOf(async () => {
        const { entries } = await listBelow(top.id, viewer, asked({ page, perPage: 4 }))
        pages.push(entries.map((entry) => entry.fullPath))
      })
      expect(statements).toHaveLength(1)
    }
    expect(pages.map((page) => page.length)).toEqual([4, 2, 0])
    expect(new Set(pages.flat()).size).toBe(6)
  })
})

describe('a search below a group', () => {
  test('goes to any depth, and shows what the viewer may see and no more', async () => {
    const find = async (viewer: Viewer) =>
      (await listBelow(top.id, viewer, asked({ search: mark.toUpperCase() }))).entries.map(
        (entry) => entry.name,
      )
    expect(await find(undefined)).toEqual([`Name of ${mark}-open`])
    expect(await find(await makeUser())).toEqual([`Name of ${mark}-open`])
    expect((await find(await makeMember(top, 'Guest'))).sort()).toEqual([
      `Name of ${mark}-open`,
      `Name of ${mark}-secret`,
    ])
  })

  test('of a member of the project alone finds the project, and not the groups around it', async () => {
    const outsider = await makeUser()
    const [project] = (
      await listBelow(top.id, await makeUser({ isAdmin: true }), asked({ search: 'secret' }))
    ).entries
    if (!project) throw new Error('There is no secret project')
    await addMember(outsider, { ...top, ...project, kind: 'project', defaultBranch: 'main' }, 'Guest')
    expect((await listBelow(top.id, outsider, asked({ search: 'secret' }))).entries).toHaveLength(1)
    expect(
      (await listBelow(top.id, outsider, asked({ search: 'a-private' }))).entries.map(({ kind }) => kind),
    ).toEqual(['project'])
  })

  test('takes wildcards as letters', async () => {
    for (const search of ['%', '_%', '\\', "' OR true --"]) {
      expect((await listBelow(top.id, await makeUser({ isAdmin: true }), asked({ search }))).total).toBe(0)
    }
  })

  test('does not find the group itself', async () => {
    const search = top.name
    const { entries } = await listBelow(top.id, undefined, asked({ search }))
    expect(entries.filter((entry) => entry.kind === 'group' && entry.id === top.id)).toEqual([])
  })
})

describe('one’s own groups and projects', () => {
  test('are those one is a member of, directly or from above', async () => {
    const parent = await makeGroup()
    const child = await makeGroup(parent)
    const project = await makeProject(child)
    const elsewhere = await makeProject(await makeGroup())
    const user = await makeMember(child, 'Guest')
    await addMember(user, elsewhere, 'Developer')
    expect(await own(user)).toEqual([child.fullPath, ...[elsewhere.fullPath, project.fullPath].sort()])
  })

  test('are none for an outsider, whatever is public, and none of a membership that is over', async () => {
    const user = await makeUser()
    expect(await own(user)).toEqual([])
    await addMember(user, top, 'Owner', { isOver: true })
    expect(await own(user)).toEqual([])
  })

  test('are all there are for an administrator', async () => {
    const admin = await makeUser({ isAdmin: true })
    const found = await listOwn(admin, asked({ search: `${mark}-secret` }))
    expect(found.entries.map((entry) => entry.fullPath)).toEqual([secretPath])
  })

  async function own(user: UserActor): Promise<string[]> {
    return (await listOwn(user, asked({ perPage: 100 }))).entries.map((entry) => entry.fullPath)
  }
})

describe('groups in which one may make something', () => {
  test('are those with the level, directly or from above', async () => {
    const parent = await makeGroup()
    const child = await makeGroup(parent)
    const user = await makeMember(child, 'Developer')
    const { Developer, Maintainer } = accessLevels
    expect(await listGroupPaths(user, Developer)).toEqual([child.fullPath])
    expect(await listGroupPaths(user, Maintainer)).toEqual([])
    await addMember(user, parent, 'Owner')
    expect(await listGroupPaths(user, Maintainer)).toEqual([parent.fullPath, child.fullPath])
  })

  test('leave out a membership that is over', async () => {
    const user = await makeUser()
    await addMember(user, await makeGroup(), 'Owner', { isOver: true })
    expect(await listGroupPaths(user, accessLevels.Guest)).toEqual([])
  })
})

describe('projects below a group', () => {
  test('are named at any depth, and none beside or above', async () => {
    const parent = await makeGroup()
    const child = await makeGroup(parent)
    const [above, inside] = [
      await makeProject(parent, { path: 'a' }),
      await makeProject(child, { path: 'b' }),
    ]
    await makeProject(await makeGroup(parent), { path: 'c' })
    expect(await pathsBelow(child.id, 100)).toEqual([inside.fullPath])
    expect(await pathsBelow(parent.id, 100)).toHaveLength(3)
    expect(await pathsBelow(parent.id, 1)).toEqual([above.fullPath])
  })
})

async function pathsBelow(groupId: number, count: number): Promise<string[] | undefined> {
  const [row] = await database().$queryRaw<{ paths: string[] }[]>`
    SELECT ${projectPathsBelow(groupId, count)} AS paths`
  return row?.paths
}

function asked(tree: Partial<TreeSearch>): TreeSearch {
  return { search: '', page: 1, perPage: 20, ...tree }
}
