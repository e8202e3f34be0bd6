import { beforeAll, describe, expect, test } from 'vitest'
import { makeGroup, makeMember, makeSession, sql, unique } from '@/e2e/support/fixtures'
import { asAction, statusOf } from '@/e2e/support/next-request'
import type { Group } from '@/lib/domain/project'
import { createGroupAction } from './groups'

let parent: Group
let sessionId: string

beforeAll(async () => {
  parent = await makeGroup()
  sessionId = await makeSession(await makeMember(parent, 'Maintainer'))
})

describe('creating a group', () => {
  test('gives its full path', async () => {
    const path = unique('made')
    expect(await createGroup({ path })).toEqual({ ok: true, value: `${parent.fullPath}/${path}` })
    expect(await isThere(`${parent.fullPath}/${path}`)).toBe(true)
  })

  test.each<[string, object, string]>([
    ['a name of nothing', { name: ' ' }, 'name'],
    ['a path with a slash', { path: 'a/b' }, 'path'],
    ['a path that is reserved', { path: 'tree' }, 'path'],
    ['a visibility that is none', { visibility: 'secret' }, 'visibility'],
    ['a visibility wider than the group’s', { visibility: 'public' }, 'visibility'],
    ['a parent that is no text', { parent: { not: '' } }, 'parent'],
  ])('with %s is refused at its field', async (_, wrong, field) => {
    const outcome = await createGroup({ path: unique('refused'), ...wrong })
    expect(outcome).toMatchObject({ ok: false, code: 'invalid' })
    expect(Object.keys((outcome as { fields: object }).fields)).toEqual([field])
  })

  test('in a group that is hidden, or none, is 404', async () => {
    const hidden = await makeGroup()
    for (const fullPath of [hidden.fullPath, 'not/there', '../x', 'a\0b']) {
      expect(await createGroup({ path: unique('refused'), parent: fullPath }).catch(statusOf)).toBe(404)
    }
  })
})

function createGroup(form: object) {
  const plain = { name: 'A group', visibility: 'private', parent: parent.fullPath }
  return asAction({ sessionId }, () => createGroupAction({ ...plain, ...form }))
}

/** Whether a group or project has this full path now. */
async function isThere(fullPath: string): Promise<boolean> {
  return (await sql`SELECT 1 FROM routes WHERE path = ${fullPath}`).length === 1
}
