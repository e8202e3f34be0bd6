import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makeProject,
  makeToken,
  makeUser,
  sql,
  statementsOf,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group } from '@/lib/domain/project'
import { accessLevels } from '@/lib/domain/role'
import { countContents, findPlaceSettings, listTransferTargets } from './place-settings'
import { listBelow, listGroupPaths } from './tree'

describe('where a place may go', () => {
  let user: UserActor
  let [home, inner, deeper, elsewhere, shelf]: Group[] = []
  beforeAll(async () => {
    home = await makeGroup()
    inner = await makeGroup(home)
    deeper = await makeGroup(inner)
    elsewhere = await makeGroup()
    shelf = await makeGroup()
    user = await makeMember(home, 'Owner')
    await addMember(user, elsewhere, 'Maintainer')
    await addMember(user, shelf, 'Owner')
    await addMember(user, await makeGroup(), 'Developer')
    await sql`UPDATE groups SET archived_at = now() WHERE id = ${shelf.id}`
  })

  const targetsOf = (place: Parameters<typeof listTransferTargets>[2], who: UserActor = user) =>
    listTransferTargets(who, accessLevels.Maintainer, place)
  const sorted = (...groups: (Group | undefined)[]) => groups.map((group) => group?.fullPath).sort()

  test('is every group its mover maintains, but its own, itself and what is below it', async () => {
    expect(await targetsOf(inner as Group)).toEqual(sorted(elsewhere))
    expect(await targetsOf(deeper as Group)).toEqual(sorted(home, elsewhere))
    expect(await targetsOf(await makeProject(deeper as Group))).toEqual(sorted(home, inner, elsewhere))
    expect(await targetsOf(home as Group)).toEqual(sorted(elsewhere))
  })

  test('is no archived group, nor is anything made there', async () => {
    const admin = await makeUser({ isAdmin: true })
    for (const paths of [
      await targetsOf(inner as Group, admin),
      await listGroupPaths(user, accessLevels.Owner),
    ]) {
      expect(paths.length).toBeGreaterThan(0)
      expect(paths).not.toContain(shelf?.fullPath)
    }
  })
})

describe('what counts for a place', () => {
  test('is told with who above has decided it: the instance before a group, the outer before the inner', async () => {
    const outer = await makeGroup()
    const inner = await makeGroup(outer)
    const project = await makeProject(inner)
    await sql`UPDATE groups SET disabled_features = '{packages,repository}' WHERE id IN (${outer.id}, ${inner.id})`
    await sql`UPDATE projects SET disabled_features = '{ci_cd}', archived_at = now() WHERE id = ${project.id}`
    await sql`INSERT INTO settings (key, value) VALUES ('disabled_features', '["packages"]')`
    try {
      expect(await findPlaceSettings(project)).toEqual({
        ownDisabledFeatures: ['ci_cd'],
        isArchivedItself: true,
        disabledAbove: [
          { feature: 'packages', by: undefined },
          { feature: 'repository', by: outer.fullPath },
        ],
        archivedBy: undefined,
      })
      expect((await findPlaceSettings(outer)).disabledAbove).toEqual([{ feature: 'packages', by: undefined }])
    } finally {
      await sql`DELETE FROM settings WHERE key = 'disabled_features'`
    }
  })

  test('is archived in lists too, itself or with a group above', async () => {
    const outer = await makeGroup(undefined, { visibility: 'public' })
    const inner = await makeGroup(outer, { visibility: 'public' })
    const project = await makeProject(outer, { visibility: 'public' })
    const states = async () =>
      (await listBelow(outer.id, undefined, { search: '', page: 1, perPage: 20 })).entries.map(
        (entry) => entry.isArchived,
      )
    expect(await states()).toEqual([false, false])
    await sql`UPDATE projects SET archived_at = now() WHERE id = ${project.id}`
    expect(await states()).toEqual([false, true])
    await sql`UPDATE groups SET archived_at = now() WHERE id = ${outer.id}`
    expect(await states()).toEqual([true, true])
    expect(await findPlaceSettings(inner)).toMatchObject({
      isArchivedItself: false,
      archivedBy: outer.fullPath,
    })
  })

  test('and what is in it is counted in one query, live tokens alone', async () => {
    const outer = await makeGroup()
    const inner = await makeGroup(outer)
    const project = await makeProject(inner)
    for (const place of [outer, inner, project]) await makeToken(place)
    await makeExpiredToken(project)
    const statements = await statementsOf(async () => {
      expect(await countContents(outer)).toEqual({ subgroups: 1, projects: 1, deployTokens: 3 })
    })
    expect(statements).toHaveLength(1)
    expect(await countContents(project)).toEqual({ subgroups: 0, projects: 1, deployTokens: 1 })
  })
})
