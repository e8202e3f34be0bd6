import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
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
} from '@/e2e/support/fixtures'
import { nobody, type UserActor } from '@/lib/domain/actor'
import { placeListQuery } from '@/lib/domain/admin-list'
import type { HolderKind } from '@/lib/domain/holder'
import { listPlaces } from './list-places'
import { viewInstance } from './view-instance'

let admin: UserActor

beforeAll(async () => {
  admin = await makeUser({ isAdmin: true })
})

const list = (kind: HolderKind, query: object) => listPlaces(admin, kind, placeListQuery.parse(query))

describe('all groups and all projects', () => {
  test('are found by name and by path in any letter case, with where they stand and who is there', async () => {
    const above = await makeGroup(undefined, { visibility: 'public' })
    const here = await makeGroup(above, { visibility: 'internal' })
    const project = await makeProject(here)
    const user = await makeMember(above, 'Owner')
    await addMember(user, here, 'Owner')
    await addMember(await makeUser(), project, 'Guest')
    await addMember(await makeUser(), project, 'Guest', { isOver: true })
    const plain = { isArchived: false, createdAt: expect.any(Date) }
    expect(await list('group', { search: here.fullPath.toUpperCase() })).toEqual({
      total: 1,
      places: [
        {
          ...plain,
          id: here.id,
          name: here.name,
          fullPath: here.fullPath,
          visibility: 'internal',
          parentPath: above.fullPath,
          memberCount: 1,
        },
      ],
    })
    const [top] = (await list('group', { search: above.name.toUpperCase() })).places
    expect(top).toMatchObject({ id: above.id, parentPath: null })
    expect(await list('project', { search: project.name.toUpperCase() })).toEqual({
      total: 1,
      places: [
        {
          ...plain,
          id: project.id,
          name: project.name,
          fullPath: project.fullPath,
          visibility: 'private',
          parentPath: here.fullPath,
          memberCount: 2,
        },
      ],
    })
  })

  test('are archived with themselves and with a group above', async () => {
    const above = await makeGroup()
    const project = await makeProject(await makeGroup(above))
    const archived = async () => (await list('project', { search: project.fullPath })).places[0]?.isArchived
    expect(await archived()).toBe(false)
    await sql`UPDATE groups SET archived_at = now() WHERE id = ${above.id}`
    expect(await archived()).toBe(true)
    const own = await makeProject(await makeGroup())
    await sql`UPDATE projects SET archived_at = now() WHERE id = ${own.id}`
    expect((await list('project', { search: own.fullPath })).places[0]?.isArchived).toBe(true)
  })

  test('are sorted by name and by age, up and down, twenty a page', async () => {
    const parent = await makeGroup()
    const mark = unique('many')
    for (let count = 0; count < 22; count++)
      await makeProject(parent, { path: `${mark}-${String((count * 7) % 22).padStart(2, '0')}` })
    const names = async (query: object) =>
      (await list('project', { search: mark, ...query })).places.map(({ fullPath }) => fullPath.slice(-2))
    expect((await list('project', { search: mark })).total).toBe(22)
    expect(await names({})).toHaveLength(20)
    expect(await names({ page: '2' })).toEqual(['20', '21'])
    expect((await names({ direction: 'desc' })).slice(0, 2)).toEqual(['21', '20'])
    expect((await names({ sort: 'created' })).slice(0, 3)).toEqual(['00', '07', '14'])
    expect(await names({ page: '3' })).toEqual([])
  })

  test('are two queries', async () => {
    for (const kind of ['group', 'project'] as const)
      expect(await statementsOf(() => list(kind, {}))).toHaveLength(2)
  })
})

test('the overview counts everything in one query, of tokens those that work', async () => {
  const before = await viewInstance(admin)
  const group = await makeGroup()
  await makeProject(group)
  await makeToken(group)
  await makeRevokedToken(group)
  await makeUser()
  expect(await statementsOf(() => viewInstance(admin))).toHaveLength(1)
  const after = await viewInstance(admin)
  expect(after.groups - before.groups).toBe(1)
  expect(after.projects - before.projects).toBe(1)
  expect(after.liveTokens - before.liveTokens).toBe(1)
  expect(after.users).toBeGreaterThan(before.users)
  expect(after.databaseVersion).toMatch(/^\d+(\.\d+)*$/)
  expect(after.version).toMatch(/^\d+\.\d+\.\d+/)
})

test('nobody but an administrator sees them', async () => {
  const user = await makeUser()
  const works = [
    (actor: UserActor | typeof nobody) => viewInstance(actor),
    (actor: UserActor | typeof nobody) => listPlaces(actor, 'group', placeListQuery.parse({})),
    (actor: UserActor | typeof nobody) => listPlaces(actor, 'project', placeListQuery.parse({})),
  ]
  for (const work of works) {
    expect((await refusalOf(work(user))).code).toBe('not_found')
    expect((await refusalOf(work(nobody))).code).toBe('unauthenticated')
  }
})
