import { beforeAll, describe, expect, test } from 'vitest'
import { makeGroup, makeMember, makeProject, makeSession, sql, unique } from '@/e2e/support/fixtures'
import { asAction, statusOf } from '@/e2e/support/next-request'
import type { Group, Project } from '@/lib/domain/project'
import {
  archivePlaceAction,
  changePathAction,
  deletePlaceAction,
  transferPlaceAction,
  updateNamingAction,
  updatePermissionsAction,
} from './places'

let group: Group
let sessionId: string

beforeAll(async () => {
  group = await makeGroup()
  sessionId = await makeSession(await makeMember(group, 'Owner'))
})

const nameOf = ({ kind, id, fullPath }: Project | Group) => ({ kind, id, fullPath })

describe('each action does what it is called', () => {
  test('and gives where the thing is afterwards', async () => {
    const project = await makeProject(group)
    const place = nameOf(project)
    const done = { ok: true, value: undefined }
    expect(await call(updateNamingAction, { place, name: 'New', description: 'a\nb' })).toEqual(done)
    const permissions = { visibility: 'private', disabledFeatures: ['ci_cd'] }
    expect(await call(updatePermissionsAction, { place, ...permissions })).toEqual(done)
    expect(
      await sql`SELECT name, description, disabled_features FROM projects WHERE id = ${project.id}`,
    ).toEqual([{ name: 'New', description: 'a\nb', disabled_features: ['ci_cd'] }])
    for (const isArchived of [true, false]) {
      expect(await call(archivePlaceAction, { place, isArchived })).toEqual(done)
    }
    const path = unique('moved')
    const fullPath = `${group.fullPath}/${path}`
    expect(await call(changePathAction, { place, path })).toEqual({ ok: true, value: fullPath })
    const inner = await makeGroup(group)
    const transfer = { place: { ...place, fullPath }, parent: inner.fullPath, confirmation: fullPath }
    const moved = `${inner.fullPath}/${path}`
    expect(await call(transferPlaceAction, transfer)).toEqual({ ok: true, value: moved })
    const deletion = { place: { ...place, fullPath: moved }, confirmation: moved }
    expect(await call(deletePlaceAction, deletion)).toEqual({ ok: true, value: inner.fullPath })
  })
})

describe('input that breaks a rule is refused at its field', () => {
  test.each<[string, (input: unknown) => Promise<unknown>, object, string]>([
    ['a name of nothing', updateNamingAction, { name: ' ', description: '' }, 'name'],
    [
      'a description too long',
      updateNamingAction,
      { name: 'x', description: 'x'.repeat(2001) },
      'description',
    ],
    [
      'a visibility that is none',
      updatePermissionsAction,
      { visibility: 'x', disabledFeatures: [] },
      'visibility',
    ],
    [
      'a feature that is none',
      updatePermissionsAction,
      { visibility: 'private', disabledFeatures: ['x'] },
      'disabledFeatures',
    ],
    [
      'a feature a hundred times',
      updatePermissionsAction,
      { visibility: 'private', disabledFeatures: Array(100).fill('ci_cd') },
      'disabledFeatures',
    ],
    ['a path with a slash', changePathAction, { path: 'a/b' }, 'path'],
    ['a path that climbs', changePathAction, { path: '..' }, 'path'],
    ['a confirmation that is none', deletePlaceAction, { confirmation: 'x' }, 'confirmation'],
    ['no confirmation', transferPlaceAction, { parent: '' }, 'confirmation'],
    ['a state that is none', archivePlaceAction, { isArchived: 'yes' }, 'isArchived'],
  ])('%s', async (_, action, input, field) => {
    const outcome = await call(action, { place: nameOf(group), ...input })
    expect(outcome).toMatchObject({ ok: false, code: 'invalid' })
    expect(Object.keys((outcome as { fields: object }).fields)).toEqual([field])
  })

  test.each([
    undefined,
    {},
    { kind: 'user', id: 1, fullPath: 'x' },
    { kind: 'group', id: 2 ** 31, fullPath: 'x' },
  ])('a place that is none (%j)', async (place) => {
    expect(await call(archivePlaceAction, { place, isArchived: true })).toMatchObject({
      fields: { place: expect.arrayContaining([expect.any(String)]) },
    })
  })
})

test('what is hidden and what is missing are both 404', async () => {
  const hidden = await makeProject(await makeGroup())
  for (const place of [nameOf(hidden), { ...nameOf(hidden), fullPath: 'not/there' }]) {
    const answer = call(deletePlaceAction, { place, confirmation: place.fullPath })
    expect(await answer.catch(statusOf)).toBe(404)
  }
})

function call(action: (input: unknown) => Promise<unknown>, input: object) {
  return asAction({ sessionId }, () => action(input))
}
