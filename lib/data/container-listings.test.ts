import { beforeAll, describe, expect, test } from 'vitest'
import {
  ddl,
  makeGroup,
  makeGroupChain,
  makeMember,
  makeProject,
  planOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { makeImage } from '@/e2e/support/listed-images'
import type { ImageSearch, ImageTagSearch } from '@/lib/domain/container-list'
import type { Group, Project } from '@/lib/domain/project'
import { findRepositoryPage, findTagPage, listFirstTagNames } from './container-listings'

const firstPage = { page: 1, perPage: 20 }
const byName: ImageSearch & ImageTagSearch = { text: '', orderBy: 'name', sort: 'asc' }

describe('image repositories', () => {
  let group: Group
  let project: Project

  beforeAll(async () => {
    group = await makeGroup()
    project = await makeProject(group, { path: unique('Mixed-Case') })
    for (const [index, name] of ['', 'worker', 'worker/debug', 'api'].entries())
      await makeImage(project, { name, hoursAgo: index, content: name })
  })

  async function namesOf(search: Partial<ImageSearch>, page = firstPage) {
    const { items, total } = await findRepositoryPage(project, undefined, { ...byName, ...search }, page)
    return { names: items.map(({ name }) => name), total }
  }

  test.each([
    [{}, ['', 'api', 'worker', 'worker/debug']],
    [{ sort: 'desc' as const }, ['worker/debug', 'worker', 'api', '']],
    [{ orderBy: 'published' as const }, ['api', 'worker/debug', 'worker', '']],
    [{ orderBy: 'id' as const }, ['', 'worker', 'worker/debug', 'api']],
    [{ text: 'WORK' }, ['worker', 'worker/debug']],
    [{ text: 'mixed-case' }, ['', 'api', 'worker', 'worker/debug']],
    [{ text: '%' }, []],
  ])('asked for by %j are in that order', async (search, names) => {
    expect(await namesOf(search)).toEqual({ names, total: names.length })
  })

  test('come page by page, and a page beyond the end is empty', async () => {
    expect(await namesOf({}, { page: 2, perPage: 3 })).toEqual({ names: ['worker/debug'], total: 4 })
    expect(await namesOf({}, { page: 9, perPage: 3 })).toEqual({ names: [], total: 4 })
  })

  test('say how many tags they have, and count a blob once', async () => {
    const own = await makeProject(group)
    await makeImage(own, { tags: ['a', 'b'], content: 'one' })
    await makeImage(own, { tags: ['c'], content: 'two' })
    await makeImage(own, { tags: [], content: 'three', name: 'bare' })
    const { items } = await findRepositoryPage(own, undefined, byName, firstPage)
    expect(items).toMatchObject([
      { name: '', tagCount: 3, size: 3_002_000, publishedAt: expect.any(Date) },
      { name: 'bare', tagCount: 0, size: 1_501_000, publishedAt: null },
    ])
  })

  test('of a group twenty deep are one statement, however many they are', async () => {
    const chain = await makeGroupChain(20)
    const [top, bottom] = [chain[0] as Group, chain[19] as Group]
    const deep = await makeProject(bottom)
    const reader = await makeMember(top, 'Reporter')
    const list = () => findRepositoryPage(top, reader, byName, firstPage)
    await makeImage(deep)
    expect(await statementsOf(list)).toHaveLength(1)
    for (let index = 0; index < 19; index++)
      await makeImage(index % 2 ? deep : await makeProject(bottom), { name: `image-${index}` })
    expect(await statementsOf(list)).toHaveLength(1)
    const { items, total } = await list()
    expect(total).toBe(20)
    expect(items.find(({ name }) => name === '')?.project.fullPath).toBe(deep.fullPath)
  })
})

describe('ten thousand tags', () => {
  let repositoryId: number

  beforeAll(async () => {
    const tags = Array.from({ length: 10_000 }, (_, index) => `v${String(index).padStart(5, '0')}`)
    const project = await makeProject(await makeGroup())
    repositoryId = (await makeImage(project, { tags })).repositoryId
    // others beside them, as in life
    await makeImage(project, { name: 'other', tags })
    await ddl('ANALYZE container_tags')
    await ddl('ANALYZE container_manifests')
  }, 120_000)

  test('are paged by one statement along the primary key', async () => {
    const middle = { page: 250, perPage: 20 }
    const [statement, ...more] = await statementsOf(() => findTagPage(repositoryId, byName, middle))
    if (!statement) throw new Error('Nothing was asked')
    expect(more).toEqual([])
    const plan = (await planOf(statement)).join('\n')
    expect(plan).toMatch(/Index (Only )?Scan.* using container_tags_pkey/)
    // neither are all of them sorted, nor do the manifests of all matter for their number
    expect(plan).not.toContain('Sort Key: t')
    expect(plan.match(/ on container_manifests /g)).toHaveLength(1)
    const { items, total } = await findTagPage(repositoryId, byName, middle)
    expect(total).toBe(10_000)
    expect(items.map(({ name }) => name).slice(0, 2)).toEqual(['v04980', 'v04981'])
    expect(items[0]).toMatchObject({ digest: expect.stringMatching(/^sha256:/), size: 1_501_000 })
  })

  test('are searched, and sorted by when they were pushed', async () => {
    expect(await findTagPage(repositoryId, { ...byName, text: 'V0999' }, firstPage)).toMatchObject({
      total: 10,
      items: [{ name: 'v09990' }, ...Array(9).fill({})],
    })
    await sql`UPDATE container_tags SET updated_at = now() + interval '1 hour'
      WHERE repository_id = ${repositoryId} AND name = 'v01234'`
    const newest = await findTagPage(
      repositoryId,
      { text: '', orderBy: 'published', sort: 'desc' },
      firstPage,
    )
    expect(newest.items.map(({ name }) => name).slice(0, 2)).toEqual(['v01234', 'v09999'])
  })

  test('are named up to a limit', async () => {
    const names = await listFirstTagNames([repositoryId], 3)
    expect(names).toEqual(new Map([[repositoryId, ['v00000', 'v00001', 'v00002']]]))
  })
})
