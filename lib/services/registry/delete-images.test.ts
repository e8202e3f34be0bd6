import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  refusalOf,
  sql,
} from '@/e2e/support/fixtures'
import { makeImage } from '@/e2e/support/listed-images'
import { transaction } from '@/lib/data/client'
import { deletePlace } from '@/lib/data/deletions'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { deleteImageRepository } from './delete-image-repository'
import { deleteImageTags } from './delete-image-tags'

const address = '192.0.2.7'
let group: Group
let project: Project
let maintainer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(project, 'Maintainer')
})

function tagsOf(repositoryId: number) {
  return sql`SELECT name FROM container_tags WHERE repository_id = ${repositoryId} ORDER BY name`
}

function eventsOf(repositoryId: number) {
  return sql`SELECT action, actor_name AS actor, address, target_name AS target, place_path AS place, before
    FROM audit_events WHERE target_type = 'container_repository' AND target_id = ${repositoryId} ORDER BY id`
}

function countOf(repositoryId: number) {
  return sql`SELECT (SELECT count(*)::int FROM container_manifests WHERE repository_id = ${repositoryId}) AS manifests,
    (SELECT count(*)::int FROM container_blobs WHERE repository_id = ${repositoryId}) AS blobs`
}

describe('tags', () => {
  test('are taken away, and nothing else; each is told of in the audit log', async () => {
    const { repositoryId, digest } = await makeImage(project, { name: 'tags', tags: ['a', 'b', 'c'] })
    const deletion = { repository: { id: repositoryId }, tags: ['c', 'a', 'never'], address }
    expect(await deleteImageTags(maintainer, deletion)).toEqual(['a', 'c'])
    expect(await tagsOf(repositoryId)).toEqual([{ name: 'b' }])
    expect(await countOf(repositoryId)).toEqual([{ manifests: 1, blobs: 2 }])
    const event = {
      action: 'container_tag_deleted',
      actor: maintainer.username,
      address,
      target: `${project.fullPath}/tags`,
      place: project.fullPath,
    }
    expect(await eventsOf(repositoryId)).toEqual([
      { ...event, before: { tag: 'a', digest } },
      { ...event, before: { tag: 'c', digest } },
    ])
    expect(await deleteImageTags(maintainer, deletion)).toEqual([])
    expect(await eventsOf(repositoryId)).toHaveLength(2)
  })

  test('of the same name in another image repository stay', async () => {
    const one = await makeImage(project, { name: 'one' })
    const other = await makeImage(project, { name: 'other' })
    await deleteImageTags(maintainer, { repository: { id: one.repositoryId }, tags: ['latest'], address })
    expect(await tagsOf(other.repositoryId)).toEqual([{ name: 'latest' }])
  })

  test('deleted by two at once are deleted by one of them', async () => {
    const { repositoryId } = await makeImage(project, { name: 'twice', tags: ['a', 'b'] })
    const deletion = { repository: { id: repositoryId }, tags: ['a', 'b'], address }
    const both = await Promise.all([
      deleteImageTags(maintainer, deletion),
      deleteImageTags(maintainer, deletion),
    ])
    expect(both.flat().sort()).toEqual(['a', 'b'])
    expect(await eventsOf(repositoryId)).toHaveLength(2)
  })
})

describe('an image repository', () => {
  test('is deleted with everything in it, and its next push begins another', async () => {
    const { repositoryId } = await makeImage(project, { name: 'whole', tags: ['a', 'b'] })
    await deleteImageRepository(maintainer, { repository: { id: repositoryId }, address })
    expect(await countOf(repositoryId)).toEqual([{ manifests: 0, blobs: 0 }])
    expect(await eventsOf(repositoryId)).toEqual([
      expect.objectContaining({
        action: 'container_repository_deleted',
        target: `${project.fullPath}/whole`,
        before: { name: 'whole', tags: 2, size: 1_501_000 },
      }),
    ])
    expect((await makeImage(project, { name: 'whole' })).repositoryId).not.toBe(repositoryId)
  })

  test('that another request has deleted is not there', async () => {
    const { repositoryId } = await makeImage(project, { name: 'gone' })
    const deletion = { repository: { id: repositoryId }, address }
    const both = await Promise.allSettled([
      deleteImageRepository(maintainer, deletion),
      deleteImageRepository(maintainer, deletion),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await refusalOf(deleteImageRepository(maintainer, deletion))).toMatchObject({ code: 'not_found' })
    expect(await eventsOf(repositoryId)).toHaveLength(1)
  })

  test('is deleted with its project, and with the group above', async () => {
    const doomed = await makeGroup()
    const [one, other] = [await makeProject(doomed), await makeProject(doomed)]
    await makeImage(one)
    const { repositoryId } = await makeImage(other)
    await transaction((tx) => deletePlace(tx, one))
    await transaction((tx) => deletePlace(tx, doomed))
    expect(await countOf(repositoryId)).toEqual([{ manifests: 0, blobs: 0 }])
  })
})

describe('neither is for', () => {
  async function refusedTo(actor: UserActor, of = project) {
    const { repositoryId: id } = await makeImage(of, { name: 'kept' })
    const repository = { id }
    const refusals = [
      await refusalOf(deleteImageTags(actor, { repository, tags: ['latest'], address })),
      await refusalOf(deleteImageRepository(actor, { repository, address })),
    ]
    expect(await tagsOf(id)).toEqual([{ name: 'latest' }])
    expect(await eventsOf(id)).toEqual([])
    await sql`DELETE FROM container_manifests WHERE repository_id = ${id}`
    return refusals.map(({ code }) => code)
  }

  test('a Developer', async () => {
    expect(await refusedTo(await makeMember(project, 'Developer'))).toEqual(['forbidden', 'forbidden'])
  })

  test('a stranger, to whom it is not there', async () => {
    expect(await refusedTo(await makeMember(await makeGroup(), 'Owner'))).toEqual(['not_found', 'not_found'])
  })

  test('a Maintainer of an archived project, or of one whose registry is switched off', async () => {
    const [archived, off] = [await makeProject(group), await makeProject(group)]
    await addMember(maintainer, group, 'Maintainer')
    await sql`UPDATE projects SET archived_at = now() WHERE id = ${archived.id}`
    await sql`UPDATE projects SET disabled_features = '{container_registry}' WHERE id = ${off.id}`
    expect(await refusedTo(maintainer, archived)).toEqual(['forbidden', 'forbidden'])
    expect(await refusedTo(maintainer, off)).toEqual(['forbidden', 'forbidden'])
  })

  test('a Maintainer whose token has been revoked meanwhile', async () => {
    const { token } = await makePersonalToken(maintainer)
    await sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${token.id}`
    const actor = { ...maintainer, token: { id: token.id, name: token.name, scopes: token.scopes } }
    expect(await refusedTo(actor)).toEqual(['unauthenticated', 'unauthenticated'])
  })
})
