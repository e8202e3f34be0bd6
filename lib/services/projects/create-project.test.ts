import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { ddl, makeGroup, makeMember, makeUser, refusalOf, sql, unique } from '@/e2e/support/fixtures'
import { findProject } from '@/lib/data/projects'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, NewProject } from '@/lib/domain/project'
import { repositoryPath } from '@/lib/storage/repositories'
import { createProject } from './create-project'
import { readmeCommit } from './readme-commit'

const address = '198.51.100.7'
const empty = { address, history: [] }
let group: Group
let developer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  developer = await makeMember(group, 'Developer')
})

describe('a new project', () => {
  test('stands in its group, and a developer of the group may make it', async () => {
    const form = formOf({})
    expect(await createProject(developer, form, empty)).toBe(`${group.fullPath}/${form.path}`)
    expect(await findProject(`${group.fullPath}/${form.path}`, developer.id)).toMatchObject({
      name: form.name,
      visibility: 'private',
      traversalIds: [group.id],
      accessLevel: 30,
    })
  })

  test('is audited once, with who and from where', async () => {
    const form = formOf({})
    const project = await findProject(await createProject(developer, form, empty), undefined)
    expect(await sql`SELECT * FROM audit_events WHERE project_id = ${project?.id ?? 0}`).toEqual([
      expect.objectContaining({
        action: 'project_created',
        actor_id: developer.id,
        address,
        target_type: 'project',
        target_id: project?.id,
        group_ids: group.traversalIds,
        place_path: `${group.fullPath}/${form.path}`,
        after: { name: form.name, path: `${group.fullPath}/${form.path}`, visibility: 'private' },
      }),
    ])
  })

  test('has a bare repository with the history it was given, whole and by git’s own check', async () => {
    const form = formOf({ name: 'A heading' })
    const history = [readmeCommit(developer, form.name, new Date('2027-03-01T12:00:00Z'))]
    const project = await findProject(await createProject(developer, form, { address, history }), undefined)
    const repository = repositoryPath(project?.id ?? 0)
    expect(await git(repository, 'fsck', '--full', '--strict')).toBe('')
    expect(await git(repository, 'show', 'main:README.md')).toBe('# A heading\n')
    expect(await git(repository, 'log', '--format=%an <%ae> %at %s', 'main')).toBe(
      `${developer.name} <${developer.username}@users.noreply.localhost> 1803902400 Initial commit\n`,
    )
  })
})

describe('a project that is refused leaves no row', () => {
  test.each(['Guest', 'Planner', 'Reporter'] as const)('to a %s', async (role) => {
    const form = formOf({})
    const member = await makeMember(group, role)
    expect((await refusalOf(createProject(member, form, empty))).code).toBe('forbidden')
    expect(await findProject(`${group.fullPath}/${form.path}`, undefined)).toBeUndefined()
  })

  test('to an outsider, as if the group were not there', async () => {
    const outsider = await makeUser()
    const refusals = await Promise.all(
      [group.fullPath, 'not/there'].map((parent) =>
        refusalOf(createProject(outsider, formOf({ parent }), empty)),
      ),
    )
    expect(refusals[0]).toEqual(refusals[1])
    expect(refusals[0]?.code).toBe('not_found')
  })

  test('for a path that is taken by a project or a group, in any letter case', async () => {
    const form = formOf({ path: unique('Web') })
    await createProject(developer, form, empty)
    await makeGroup(group, { path: 'Sub' })
    for (const path of [form.path, form.path.toUpperCase(), 'sub']) {
      expect(await refusalOf(createProject(developer, formOf({ path }), empty))).toMatchObject({
        code: 'invalid',
        fields: { path: ['Path has already been taken'] },
      })
    }
  })

  test('for a reserved path and too wide a visibility', async () => {
    const form = formOf({ path: 'tree', visibility: 'public' })
    expect(Object.keys((await refusalOf(createProject(developer, form, empty))).fields ?? {})).toEqual([
      'path',
      'visibility',
    ])
  })

  test('when it cannot be audited', async () => {
    const form = formOf({ name: unique('doomed') })
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${form.name}') EXECUTE FUNCTION refuse_change()`)
    await expect(createProject(developer, form, empty)).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await findProject(`${group.fullPath}/${form.path}`, undefined)).toBeUndefined()
  })

  test('of ten asked for at once by one path, all but one', async () => {
    const form = formOf({})
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => createProject(developer, form, empty)),
    )
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'invalid' })
  })
})

function formOf(form: Partial<NewProject>): NewProject {
  const path = unique('new')
  return {
    name: `Name of ${path}`,
    path,
    parent: group.fullPath,
    visibility: 'private',
    withReadme: false,
    ...form,
  }
}

async function git(repository: string, ...words: string[]): Promise<string> {
  return (await promisify(execFile)('git', ['--git-dir', repository, ...words])).stdout
}
