import { describe, expect, test } from 'vitest'
import { ddl, makeGroup, makeGroupChain, makeProject, sql, unique } from '@/e2e/support/fixtures'
import type { Group } from '@/lib/domain/project'
import { isTaken } from './client'
import { findGroup } from './groups'
import { findProject } from './projects'

describe('a full path', () => {
  test('is found in any letter case, and told as its owner writes it', async () => {
    const group = await makeGroup(undefined, { path: unique('Mixed') })
    const project = await makeProject(group, { path: 'Web' })
    expect((await findGroup(group.fullPath.toUpperCase(), undefined))?.fullPath).toBe(group.fullPath)
    expect((await findProject(project.fullPath.toLowerCase(), undefined))?.fullPath).toBe(project.fullPath)
  })

  test('of a group is no project’s, and the other way round', async () => {
    const group = await makeGroup()
    const project = await makeProject(group)
    expect(await findProject(group.fullPath, undefined)).toBeUndefined()
    expect(await findGroup(project.fullPath, undefined)).toBeUndefined()
  })

  test('belongs to one thing, group or project, in any letter case', async () => {
    const parent = await makeGroup()
    await makeGroup(parent, { path: 'Thing' })
    const attempts = [
      () => makeGroup(parent, { path: 'thing' }),
      () => makeProject(parent, { path: 'THING' }),
      () => makeProject(parent, { path: 'Thing' }),
    ]
    for (const attempt of attempts) {
      expect(isTaken(await attempt().catch((error: unknown) => error), 'path_key')).toBe(true)
    }
    const [count] = await sql`
      SELECT (SELECT count(*) FROM groups WHERE parent_id = ${parent.id})::int AS groups,
        (SELECT count(*) FROM projects WHERE group_id = ${parent.id})::int AS projects`
    expect(count).toEqual({ groups: 1, projects: 0 })
  })

  test('may be one’s name in two places', async () => {
    const path = unique('same')
    await makeProject(await makeGroup(), { path })
    await expect(makeProject(await makeGroup(), { path })).resolves.toMatchObject({ kind: 'project' })
  })

  test('is free again once its owner is gone, and old tokens stay dead', async () => {
    const group = await makeGroup()
    const { id } = await makeProject(group, { path: 'web' })
    await sql`DELETE FROM projects WHERE id = ${id}`
    const successor = await makeProject(group, { path: 'web' })
    expect(successor.id).not.toBe(id)
  })
})

describe('what the tables themselves refuse', () => {
  test('a tree deeper than 20', async () => {
    const chain = await makeGroupChain(20)
    await expect(makeGroup(chain.at(-1))).rejects.toThrow('groups_depth')
  })

  test('a group that still holds groups or projects is not deleted', async () => {
    const [parent, child] = (await makeGroupChain(2)) as [Group, Group]
    await expect(sql`DELETE FROM groups WHERE id = ${parent.id}`).rejects.toThrow('groups_parent_id_fkey')
    await makeProject(child)
    await expect(sql`DELETE FROM groups WHERE id = ${child.id}`).rejects.toThrow('projects_group_id_fkey')
  })

  test.each([
    [
      'a route of two things',
      'UPDATE routes SET project_id = group_id WHERE group_id IS NOT NULL',
      'routes_',
    ],
    ['a route of nothing', 'UPDATE routes SET project_id = NULL, group_id = NULL', 'routes_one_owner'],
    [
      'a key that is not the path',
      `UPDATE routes SET path_key = upper(path_key)`,
      'routes_key_is_lower_case',
    ],
    ['a role that is none', 'UPDATE memberships SET access_level = 41', 'memberships_known_level'],
    [
      'a member of nothing',
      'UPDATE memberships SET group_id = NULL, project_id = NULL',
      'memberships_one_holder',
    ],
  ])('%s', async (_, statement, constraint) => {
    const group = await makeGroup()
    await makeProject(group)
    await ddl(`INSERT INTO users (username, username_key, name, email, password_digest)
      VALUES ('m', 'm', 'm', 'm@example.com', 'x') ON CONFLICT DO NOTHING`)
    await ddl(`INSERT INTO memberships (user_id, group_id, access_level)
      SELECT id, ${group.id}, 10 FROM users WHERE username = 'm'`)
    await expect(ddl(statement)).rejects.toThrow(constraint)
  })
})
