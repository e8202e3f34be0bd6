import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeGroup,
  makeMember,
  makeProject,
  makeToken,
  makeUser,
  refusalOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { eventsOf, withoutAudit } from '@/e2e/support/tree-facts'
import { findPlaceSettings } from '@/lib/data/place-settings'
import { findProject } from '@/lib/data/projects'
import { nobody, type UserActor } from '@/lib/domain/actor'
import type { Group, Permissions, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { openProject } from '@/lib/services/access/open-project'
import { archivePlace } from './archive-place'
import { updateNaming } from './update-naming'
import { updatePermissions } from './update-permissions'

const address = '198.51.100.7'
let group: Group
let maintainer: UserActor

beforeAll(async () => {
  group = await makeGroup(undefined, { visibility: 'public' })
  maintainer = await makeMember(group, 'Maintainer')
})

const update = (place: Project | Group, permissions: Partial<Permissions>, actor = maintainer) =>
  updatePermissions(actor, {
    place,
    permissions: { visibility: place.visibility, disabledFeatures: [], ...permissions },
    address,
  })

describe('visibility', () => {
  test('counts from the next request on', async () => {
    const project = await makeProject(group, { visibility: 'public' })
    await openProject(nobody, 'read_project', project.fullPath)
    await update(project, { visibility: 'private' })
    expect((await refusalOf(openProject(nobody, 'read_project', project.fullPath))).code).toBe(
      'unauthenticated',
    )
    expect((await eventsOf(project))[0]).toMatchObject({
      action: 'project_updated',
      actor_id: maintainer.id,
      before: { visibility: 'public' },
      after: { visibility: 'private' },
    })
  })

  test('is never wider than the parent’s', async () => {
    const inner = await makeGroup(group, { visibility: 'internal' })
    for (const place of [await makeProject(inner), await makeGroup(inner)]) {
      expect(await refusalOf(update(place, { visibility: 'public' }))).toMatchObject({
        code: 'invalid',
        fields: { visibility: ["Visibility can't be wider than that of the group, which is internal"] },
      })
      await update(place, { visibility: 'internal' })
    }
  })

  test('is not narrowed above something wider, which is named', async () => {
    const outer = await makeGroup(group, { visibility: 'public' })
    const inner = await makeGroup(outer, { visibility: 'internal' })
    const project = await makeProject(inner, { visibility: 'internal', path: 'a' })
    expect(await refusalOf(update(outer, { visibility: 'private' }))).toMatchObject({
      code: 'invalid',
      fields: {
        visibility: [
          `Visibility can't be private, because these 2 are wider: ${inner.fullPath}, ${project.fullPath}`,
        ],
      },
    })
    for (const path of ['b', 'c']) await makeProject(inner, { visibility: 'internal', path })
    expect((await refusalOf(update(outer, { visibility: 'private' }))).message).toMatch(
      /these 4 are wider: .* and 1 more$/,
    )
    await update(outer, { visibility: 'internal' })
  })
})

describe('a switched off feature', () => {
  test('is off for everything below, and told where', async () => {
    const outer = await makeGroup(group)
    const project = await makeProject(await makeGroup(outer))
    const token = await authenticate((await makeToken(project)).credentials, uniqueAddress())
    await openProject(token, 'download_code', project.fullPath)
    await update(outer, { disabledFeatures: ['packages', 'repository'] })
    for (const [actor, ability] of [
      [token, 'download_code'],
      [maintainer, 'download_code'],
      [await makeUser({ isAdmin: true }), 'push_code'],
    ] as const) {
      expect(await refusalOf(openProject(actor, ability, project.fullPath))).toMatchObject({
        code: 'forbidden',
        message: 'The repository of this project is switched off.',
      })
    }
    const settings = await findPlaceSettings(project)
    expect(settings).toMatchObject({
      ownDisabledFeatures: [],
      isArchivedItself: false,
      archivedBy: undefined,
    })
    expect(settings.disabledAbove).toEqual(
      expect.arrayContaining([
        { feature: 'packages', by: outer.fullPath },
        { feature: 'repository', by: outer.fullPath },
      ]),
    )
    expect((await eventsOf(outer))[0]).toMatchObject({
      before: { disabled_features: [] },
      after: { disabled_features: ['repository', 'packages'] },
    })
    await update(outer, {})
    await openProject(token, 'download_code', project.fullPath)
  })

  test('is told to no outsider', async () => {
    const project = await makeProject(await makeGroup())
    const admin = await makeUser({ isAdmin: true })
    await update(project, { disabledFeatures: ['repository'] }, admin)
    expect((await refusalOf(openProject(maintainer, 'download_code', project.fullPath))).code).toBe(
      'not_found',
    )
  })
})

describe('what is archived', () => {
  test('is read-only with everything below, until it is not', async () => {
    const owner = await makeMember(group, 'Owner')
    const outer = await makeGroup(group)
    const project = await makeProject(outer)
    const push = () => openProject(maintainer, 'push_code', project.fullPath)
    await push()
    await archivePlace(owner, { place: outer, isArchived: true, address })
    await archivePlace(owner, { place: outer, isArchived: true, address })
    expect(await refusalOf(push())).toMatchObject({
      code: 'forbidden',
      message: 'This project is archived and read-only.',
    })
    await openProject(maintainer, 'download_code', project.fullPath)
    expect(await findPlaceSettings(project)).toMatchObject({
      isArchivedItself: false,
      archivedBy: outer.fullPath,
    })
    await archivePlace(owner, { place: outer, isArchived: false, address })
    await push()
    expect((await eventsOf(outer)).map(({ action }) => action)).toEqual([
      'group_archived',
      'group_unarchived',
    ])
  })

  test('is so by an Owner’s word alone', async () => {
    const project = await makeProject(group)
    const archiving = { place: project, isArchived: true, address }
    expect((await refusalOf(archivePlace(maintainer, archiving))).code).toBe('forbidden')
    const owner = await makeMember(group, 'Owner')
    await withoutAudit(project.name, async () => {
      await expect(archivePlace(owner, archiving)).rejects.toThrow('append-only')
    })
    expect((await findProject(project.fullPath, undefined))?.isArchived).toBe(false)
  })
})

describe('a name and a description', () => {
  test('are changed and written down, each where it differs', async () => {
    const project = await makeProject(group)
    const naming = { name: project.name, description: 'Line one\nLine two' }
    await updateNaming(maintainer, { place: project, naming, address })
    expect(await findProject(project.fullPath, undefined)).toMatchObject(naming)
    await updateNaming(maintainer, { place: project, naming, address })
    await updateNaming(maintainer, { place: project, naming: { ...naming, name: 'Another' }, address })
    expect(await eventsOf(project)).toEqual([
      expect.objectContaining({ before: { description: '' }, after: { description: naming.description } }),
      expect.objectContaining({
        target_name: 'Another',
        before: { name: project.name },
        after: { name: 'Another' },
      }),
    ])
  })

  test('are a Maintainer’s to change, and stay where they cannot be written down', async () => {
    const place = await makeGroup(group)
    const developer = await makeMember(group, 'Developer')
    const naming = { name: 'Doomed name', description: '' }
    expect((await refusalOf(updateNaming(developer, { place, naming, address }))).code).toBe('forbidden')
    expect((await refusalOf(update(place, {}, developer))).code).toBe('forbidden')
    await withoutAudit(naming.name, async () => {
      await expect(updateNaming(maintainer, { place, naming, address })).rejects.toThrow('append-only')
    })
    expect(await eventsOf(place)).toEqual([])
  })
})
