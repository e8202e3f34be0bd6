import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeGroup,
  makeGroupChain,
  makeMember,
  makeProject,
  planOf,
  sql,
  statementsOf,
} from '@/e2e/support/fixtures'
import { publishGeneric } from '@/e2e/support/published-package'
import type { PackageSearch } from '@/lib/domain/package-list'
import type { Group, Project } from '@/lib/domain/project'
import { findListedPackagePage, listOtherVersions } from './package-listings'

const firstPage = { page: 1, perPage: 20 }
const byName: PackageSearch = { text: '', orderBy: 'name', sort: 'asc' }

describe('ten thousand versions', () => {
  let project: Project
  beforeAll(async () => {
    project = await makeProject(await makeGroup())
    const [row] = await sql<{ id: number }>`
      INSERT INTO packages (project_id, type, name, name_key) VALUES (${project.id}, 'npm', 'many', 'many') RETURNING id`
    await sql`INSERT INTO package_versions (package_id, version, version_key, publisher_name)
      SELECT ${row?.id}, '1.0.' || n, '1.0.' || n, 'somebody' FROM generate_series(1, 10000) n`
    await sql`ANALYZE packages, package_versions`
  })

  test('are listed a page at a time, by one statement along the indexes', async () => {
    let total = 0
    const statements = await statementsOf(async () => {
      const search = { ...byName, orderBy: 'published' as const, sort: 'desc' as const }
      const page = await findListedPackagePage(project, undefined, search, { page: 3, perPage: 20 })
      total = page.total
      expect(page.items.map(({ version }) => version)[0]).toBe('1.0.9960')
      expect(page.items).toHaveLength(20)
    })
    expect(total).toBe(10_000)
    expect(statements).toHaveLength(1)
  })

  test('have a bounded number of others', async () => {
    const { items } = await findListedPackagePage(project, undefined, byName, firstPage)
    const [first] = items
    if (!first) throw new Error('nothing is listed')
    const others = await listOtherVersions(first, 20)
    expect(others).toHaveLength(20)
    expect(others[0]?.version).toBe('1.0.10000')
  })
})

test('only a generic version is hidden by its status: in a manifest of npm it is a word like any other', async () => {
  const project = await makeProject(await makeGroup())
  await publishGeneric(project, { isHidden: true })
  await sql`WITH k AS (
      INSERT INTO packages (project_id, type, name, name_key) VALUES (${project.id}, 'npm', 'a', 'a') RETURNING id)
    INSERT INTO package_versions (package_id, version, version_key, publisher_name, metadata)
    SELECT id, '1.0.0', '1.0.0', 'somebody', '{ "status": "hidden" }' FROM k`
  const { items } = await findListedPackagePage(project, undefined, byName, firstPage)
  expect(items.map(({ type }) => type)).toEqual(['npm'])
})

describe('of a group twenty deep', () => {
  let chain: Group[]
  beforeAll(async () => {
    chain = await makeGroupChain(20)
    for (const group of [chain[0], chain[19]] as Group[]) await publishGeneric(await makeProject(group))
  })

  test('all that one may read are one statement', async () => {
    const top = chain[0] as Group
    const reader = await makeMember(top, 'Reporter')
    const guest = await makeMember(top, 'Guest')
    const statements = await statementsOf(async () => {
      const { total, items } = await findListedPackagePage(top, reader, byName, firstPage)
      expect(total).toBe(2)
      expect(items[0]).toMatchObject({ type: 'generic', version: '1.0.0', size: 7, fileCount: 1, tags: [] })
    })
    expect(statements).toHaveLength(1)
    expect((await findListedPackagePage(top, guest, byName, firstPage)).total).toBe(0)
    expect((await findListedPackagePage(top, undefined, byName, firstPage)).total).toBe(0)
  })
})

test('a page of a project is found without reading those of others', async () => {
  const group = await makeGroup()
  const [project, other] = [await makeProject(group), await makeProject(group)]
  await sql`WITH made AS (
      INSERT INTO packages (project_id, type, name, name_key)
      SELECT ${other.id}, 'npm', 'p' || n, 'p' || n FROM generate_series(1, 400) n RETURNING id)
    INSERT INTO package_versions (package_id, version, version_key, publisher_name)
    SELECT id, '1.0.' || n, '1.0.' || n, 'somebody' FROM made, generate_series(1, 50) n`
  await publishGeneric(project)
  await sql`ANALYZE packages, package_versions`
  const statements = await statementsOf(() => findListedPackagePage(project, undefined, byName, firstPage))
  const [statement] = statements
  if (!statement) throw new Error('no statement was sent')
  const plan = (await planOf(statement)).join('\n')
  expect(plan).not.toMatch(/Seq Scan on package_versions/)
})
