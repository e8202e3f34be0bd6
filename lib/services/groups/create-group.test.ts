import { beforeAll, describe, expect, test } from 'vitest'
import {
  ddl,
  makeGroup,
  makeGroupChain,
  makeMember,
  makeProject,
  makeUser,
  refusalOf,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import { findGroup } from '@/lib/data/groups'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, NewGroup } from '@/lib/domain/project'
import { accessLevels } from '@/lib/domain/role'
import { visibilities } from '@/lib/domain/visibility'
import { createGroup } from './create-group'

const address = '198.51.100.7'
let user: UserActor

beforeAll(async () => {
  user = await makeUser()
})

describe('a group at the top', () => {
  test('may be made by anybody who is signed in, and its maker is its Owner', async () => {
    const form = formOf({ visibility: 'internal' })
    expect(await createGroup(user, form, address)).toBe(form.path)
    const group = await findGroup(form.path, user.id)
    expect(group).toMatchObject({
      name: form.name,
      visibility: 'internal',
      fullPath: form.path,
      accessLevel: accessLevels.Owner,
      ancestors: [],
    })
    expect(group?.traversalIds).toEqual([group?.id])
  })

  test('is not made by a personal access token without the scope api', async () => {
    const limited: UserActor = {
      ...user,
      token: { id: 1, name: 'laptop', scopes: ['read_api', 'read_user'] },
    }
    const form = formOf({})
    expect(await refusalOf(createGroup(limited, form, address))).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('lacks the scope api'),
    })
    expect(await findGroup(form.path, user.id)).toBeUndefined()
    const full: UserActor = { ...user, token: { id: 1, name: 'laptop', scopes: ['api'] } }
    expect(await createGroup(full, form, address)).toBe(form.path)
  })

  test('is audited once, with who and from where', async () => {
    const form = formOf({})
    await createGroup(user, form, address)
    const group = await findGroup(form.path, undefined)
    expect(
      await sql`SELECT * FROM audit_events WHERE target_type = 'group' AND target_id = ${group?.id ?? 0}`,
    ).toEqual([
      expect.objectContaining({
        action: 'group_created',
        actor_id: user.id,
        actor_name: user.username,
        address,
        target_type: 'group',
        target_id: group?.id,
        group_ids: [group?.id],
        place_path: form.path,
        after: { name: form.name, path: form.path, visibility: 'private' },
      }),
    ])
  })

  test('that cannot be audited is not made', async () => {
    const form = formOf({ name: unique('doomed') })
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${form.name}') EXECUTE FUNCTION refuse_change()`)
    await expect(createGroup(user, form, address)).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await findGroup(form.path, undefined)).toBeUndefined()
  })
})

describe('a subgroup', () => {
  test.each(['Maintainer', 'Owner'] as const)(
    'may be made by a %s, who gets no further membership',
    async (role) => {
      const parent = await makeGroup()
      const member = await makeMember(parent, role)
      const form = formOf({ parent: parent.fullPath })
      expect(await createGroup(member, form, address)).toBe(`${parent.fullPath}/${form.path}`)
      const group = await findGroup(`${parent.fullPath}/${form.path}`, member.id)
      expect(group?.accessLevel).toBe(accessLevels[role])
      expect(group?.traversalIds).toEqual([parent.id, group?.id])
      expect(await sql`SELECT 1 FROM memberships WHERE group_id = ${group?.id ?? 0}`).toEqual([])
    },
  )

  test.each(['Guest', 'Planner', 'Reporter', 'Developer'] as const)(
    'may not be made by a %s',
    async (role) => {
      const parent = await makeGroup()
      const member = await makeMember(parent, role)
      expect((await refusalOf(createGroup(member, formOf({ parent: parent.fullPath }), address))).code).toBe(
        'forbidden',
      )
    },
  )

  test('below a group that is hidden is as impossible as below none', async () => {
    const hidden = await makeGroup()
    const below = (parent: string) => refusalOf(createGroup(user, formOf({ parent }), address))
    expect(await below(hidden.fullPath)).toEqual(await below('not/there'))
    expect((await below(hidden.fullPath)).code).toBe('not_found')
  })

  test('is spelled as its parent is, however the parent was typed', async () => {
    const parent = await makeGroup(undefined, { path: unique('Mixed') })
    const form = formOf({ parent: parent.fullPath.toUpperCase() })
    expect(await createGroup(await makeMember(parent, 'Owner'), form, address)).toBe(
      `${parent.fullPath}/${form.path}`,
    )
  })
})

describe('depth', () => {
  test('20 is allowed, 21 is refused', async () => {
    const chain = await makeGroupChain(19)
    const owner = await makeMember(chain[0] as Group, 'Owner')
    const deepest = await createGroup(owner, formOf({ parent: chain.at(-1)?.fullPath }), address)
    expect(deepest.split('/')).toHaveLength(20)
    const message = 'Groups can be nested at most 20 levels deep.'
    expect(await refusalOf(createGroup(owner, formOf({ parent: deepest }), address))).toMatchObject({
      code: 'invalid',
      message,
      fields: { parent: [message] },
    })
  })
})

describe('visibility', () => {
  const allowed = ['private in private', 'private in internal', 'internal in internal'].concat(
    visibilities.map((visibility) => `${visibility} in public`),
  )

  test.each(visibilities)('in a %s group is never wider than that', async (outer) => {
    const parent = await makeGroup(undefined, { visibility: outer })
    const owner = await makeMember(parent, 'Owner')
    for (const visibility of visibilities) {
      const attempt = createGroup(owner, formOf({ parent: parent.fullPath, visibility }), address)
      if (allowed.includes(`${visibility} in ${outer}`)) {
        await expect(attempt).resolves.toContain(parent.fullPath)
      } else {
        expect(await refusalOf(attempt)).toMatchObject({
          code: 'invalid',
          fields: { visibility: [`Visibility can't be wider than that of the group, which is ${outer}`] },
        })
      }
    }
  })
})

describe('a path', () => {
  const taken = { code: 'invalid', fields: { path: ['Path has already been taken'] } }

  test('that a group has is taken, in any letter case', async () => {
    const path = unique('Taken')
    await createGroup(user, formOf({ path }), address)
    for (const again of [path, path.toLowerCase(), path.toUpperCase()]) {
      expect(await refusalOf(createGroup(user, formOf({ path: again }), address))).toMatchObject(taken)
    }
  })

  test('that a project has is taken too', async () => {
    const parent = await makeGroup()
    await makeProject(parent, { path: 'Web' })
    const owner = await makeMember(parent, 'Owner')
    const form = formOf({ parent: parent.fullPath, path: 'web' })
    expect(await refusalOf(createGroup(owner, form, address))).toMatchObject(taken)
  })

  test('asked for by ten at once goes to one', async () => {
    const form = formOf({})
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => createGroup(user, form, address)),
    )
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toMatchObject(taken)
  })

  test.each(['admin', 'API', 'v2', '-', 'users'])('%s is reserved at the top', async (path) => {
    expect(await refusalOf(createGroup(user, formOf({ path }), address))).toMatchObject({
      code: 'invalid',
      fields: { path: [`Path ${path} is a reserved name`] },
    })
  })

  test.each(['tree', 'Blob', '-'])('%s is reserved below a group', async (path) => {
    const parent = await makeGroup()
    const owner = await makeMember(parent, 'Owner')
    expect(
      await refusalOf(createGroup(owner, formOf({ path, parent: parent.fullPath }), address)),
    ).toMatchObject({
      fields: { path: [`Path ${path} is a reserved name`] },
    })
  })

  test('and a visibility that are both wrong are told together', async () => {
    const parent = await makeGroup()
    const owner = await makeMember(parent, 'Owner')
    const form = formOf({ path: 'tree', parent: parent.fullPath, visibility: 'public' })
    expect(Object.keys((await refusalOf(createGroup(owner, form, address))).fields ?? {})).toEqual([
      'path',
      'visibility',
    ])
  })
})

function formOf(form: Partial<NewGroup>): NewGroup {
  const path = unique('new')
  return { name: `Name of ${path}`, path, parent: '', visibility: 'private', ...form }
}
