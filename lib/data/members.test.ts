import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeGroupChain,
  makeProject,
  makeUser,
  statementsOf,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { accessLevels, noAccess, type Role } from '@/lib/domain/role'
import { isTaken } from './client'
import { findGroup } from './groups'
import { findProject } from './projects'

type Place = 'outer' | 'middle' | 'inner' | 'project' | 'sibling' | 'neighbour'
let places: Record<Place, Group | Project>

beforeAll(async () => {
  const [outer, middle, inner] = (await makeGroupChain(3)) as [Group, Group, Group]
  const project = await makeProject(inner)
  places = {
    outer,
    middle,
    inner,
    project,
    sibling: await makeGroup(middle),
    neighbour: await makeProject(inner),
  }
})

describe('the level of a user is the highest live membership along the chain', () => {
  // memberships, then the level in: outer · middle · inner · project
  const cases: [string, Partial<Record<Place, Role>>, [Role | '-', Role | '-', Role | '-', Role | '-']][] = [
    ['of nobody’s', {}, ['-', '-', '-', '-']],
    ['in the project alone', { project: 'Developer' }, ['-', '-', '-', 'Developer']],
    ['in its group', { inner: 'Reporter' }, ['-', '-', 'Reporter', 'Reporter']],
    ['from the top down', { outer: 'Maintainer' }, ['Maintainer', 'Maintainer', 'Maintainer', 'Maintainer']],
    ['higher below', { outer: 'Guest', inner: 'Owner' }, ['Guest', 'Guest', 'Owner', 'Owner']],
    [
      'lower below changes nothing',
      { outer: 'Owner', project: 'Guest' },
      ['Owner', 'Owner', 'Owner', 'Owner'],
    ],
    ['in the middle', { middle: 'Planner', project: 'Reporter' }, ['-', 'Planner', 'Planner', 'Reporter']],
    ['beside the chain', { sibling: 'Owner', neighbour: 'Owner' }, ['-', '-', '-', '-']],
  ]

  test.each(cases)('%s', async (_, memberships, levels) => {
    const user = await makeUser()
    for (const [place, role] of Object.entries(memberships) as [Place, Role][]) {
      await addMember(user, places[place], role)
    }
    expect(await levelsOf(user)).toEqual(levels.map((role) => (role === '-' ? noAccess : accessLevels[role])))
  })

  test('an expired membership counts nothing, and leaves what else there is', async () => {
    const user = await makeUser()
    await addMember(user, places.inner, 'Owner', { isOver: true })
    expect(await levelsOf(user)).toEqual([0, 0, 0, 0])
    await addMember(user, places.outer, 'Guest')
    expect(await levelsOf(user)).toEqual([10, 10, 10, 10])
    await addMember(user, places.project, 'Maintainer', { isOver: true })
    expect(await levelsOf(user)).toEqual([10, 10, 10, 10])
  })

  test('an administrator has no level by that alone', async () => {
    expect(await levelsOf(await makeUser({ isAdmin: true }))).toEqual([0, 0, 0, 0])
  })

  test('nobody has none', async () => {
    expect((await findProject(places.project.fullPath, undefined))?.accessLevel).toBe(noAccess)
    expect((await findGroup(places.outer.fullPath, undefined))?.accessLevel).toBe(noAccess)
  })

  test('at depth 20 the outermost membership still counts, in one statement', async () => {
    const chain = await makeGroupChain(20)
    const user = await makeUser()
    await addMember(user, chain[0] as Group, 'Maintainer')
    const { fullPath } = await makeProject(chain.at(-1) as Group)
    const statements = await statementsOf(async () => {
      const project = await findProject(fullPath, user.id)
      expect(project?.accessLevel).toBe(accessLevels.Maintainer)
      expect(project?.ancestors.map((ancestor) => ancestor.fullPath)).toEqual(
        chain.map((group) => group.fullPath),
      )
      expect(project?.traversalIds).toEqual(chain.map((group) => group.id))
    })
    expect(statements).toHaveLength(1)
  })
})

test('one membership in one place: a second is refused', async () => {
  const user = await makeUser()
  await addMember(user, places.outer, 'Guest')
  const refused = await addMember(user, places.outer, 'Owner').catch((error: unknown) => error)
  expect(isTaken(refused, 'user_id')).toBe(true)
  expect((await findGroup(places.outer.fullPath, user.id))?.accessLevel).toBe(accessLevels.Guest)
})

async function levelsOf(user: UserActor): Promise<(number | undefined)[]> {
  const groups = [places.outer, places.middle, places.inner]
  const found = [
    ...(await Promise.all(groups.map((group) => findGroup(group.fullPath, user.id)))),
    await findProject(places.project.fullPath, user.id),
  ]
  return found.map((place) => place?.accessLevel)
}
