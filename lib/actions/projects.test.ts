import { beforeAll, describe, expect, test } from 'vitest'
import { makeGroup, makeMember, makeSession, sql, unique } from '@/e2e/support/fixtures'
import { asAction } from '@/e2e/support/next-request'
import type { Group } from '@/lib/domain/project'
import { createProjectAction } from './projects'

let parent: Group
let sessionId: string

beforeAll(async () => {
  parent = await makeGroup()
  sessionId = await makeSession(await makeMember(parent, 'Maintainer'))
})

describe('creating a project', () => {
  test.each([true, false])('gives its full path, with a README: %s', async (withReadme) => {
    const path = unique('made')
    expect(await createProject({ path, withReadme })).toEqual({
      ok: true,
      value: `${parent.fullPath}/${path}`,
    })
    expect(await isThere(`${parent.fullPath}/${path}`)).toBe(true)
  })

  test.each<[string, object, string]>([
    ['no group', { parent: '' }, 'parent'],
    ['a path ending in .git', { path: 'web.git' }, 'path'],
    ['a README that is neither yes nor no', { withReadme: 'yes' }, 'withReadme'],
  ])('with %s is refused at its field', async (_, wrong, field) => {
    const outcome = await createProject({ path: unique('refused'), ...wrong })
    expect(outcome).toMatchObject({ ok: false, code: 'invalid' })
    expect(Object.keys((outcome as { fields: object }).fields)).toEqual([field])
  })
})

function createProject(form: object) {
  const plain = { name: 'A project', visibility: 'private', parent: parent.fullPath, withReadme: false }
  return asAction({ sessionId }, () => createProjectAction({ ...plain, ...form }))
}

/** Whether a group or project has this full path now. */
async function isThere(fullPath: string): Promise<boolean> {
  return (await sql`SELECT 1 FROM routes WHERE path = ${fullPath}`).length === 1
}
