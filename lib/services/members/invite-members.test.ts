import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  administrator,
  ddl,
  makeGroup,
  makeMember,
  makeProject,
  makeUser,
  refusalOf,
  sql,
} from '@/e2e/support/fixtures'
import { findMembershipOf, membershipOf } from '@/e2e/support/memberships'
import type { UserActor } from '@/lib/domain/actor'
import type { Invitation } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { inviteMembers } from './invite-members'

const address = '198.51.100.7'
let parent: Group
let group: Group
let project: Project
let owner: UserActor
let maintainer: UserActor

beforeAll(async () => {
  parent = await makeGroup()
  group = await makeGroup(parent)
  project = await makeProject(group)
  owner = await makeMember(group, 'Owner')
  maintainer = await makeMember(group, 'Maintainer')
})

describe('an invitation', () => {
  test('makes several people members, by user name in any case or e-mail address, until that day', async () => {
    const [one, two] = [await makeUser(), await makeUser()]
    const expiresAt = new Date('2099-01-01T00:00:00Z')
    const users = [one.username, `${two.username}@example.com`]
    expect((await invite(maintainer, project, { users, accessLevel: 20, expiresAt })).sort()).toEqual(
      [one.username, two.username].sort(),
    )
    for (const user of [one, two]) {
      expect(await membershipOf(user, project)).toMatchObject({ access_level: 20, expires_at: expiresAt })
      expect(await eventsOf(user)).toEqual([
        expect.objectContaining({
          action: 'member_added',
          actor_name: maintainer.username,
          address,
          target_name: user.username,
          project_id: project.id,
          group_ids: group.traversalIds,
          place_path: project.fullPath,
          before: null,
          after: { access_level: 20, expires_at: '2099-01-01T00:00:00.000Z' },
        }),
      ])
    }
  })

  test.each([
    ['a Maintainer', 40],
    ['an Owner', 50],
  ] as const)('by %s goes up to their own role, here and below', async (role, accessLevel) => {
    const actor = role === 'an Owner' ? owner : maintainer
    for (const place of [group, project]) {
      const user = await makeUser()
      await invite(actor, place, { users: [user.username], accessLevel })
      expect((await membershipOf(user, place)).access_level).toBe(accessLevel)
    }
  })

  test('by an administrator, who is no member, goes up to Owner; of themselves too', async () => {
    const admin = await administrator()
    await invite(admin, project, { users: [admin.username], accessLevel: 50 })
    expect((await membershipOf(admin, project)).access_level).toBe(50)
  })

  test('is refused above one’s own role', async () => {
    const user = await makeUser()
    const refused = await refusalOf(invite(maintainer, project, { users: [user.username], accessLevel: 50 }))
    expect(refused).toMatchObject({ code: 'invalid', fields: { accessLevel: [expect.any(String)] } })
    expect(await findMembershipOf(user, project)).toBeUndefined()
  })

  test('of somebody unknown, blocked or in it already says which, and invites nobody', async () => {
    const [fine, inside, blocked] = [
      await makeUser(),
      await makeMember(project, 'Guest'),
      await makeUser({ isBlocked: true }),
    ]
    const users = [fine.username, inside.username, blocked.username, 'no-such-user', 'no@example.org']
    expect((await refusalOf(invite(maintainer, project, { users }))).fields).toEqual({
      users: [
        `${inside.username}: already a direct member of this project`,
        `${blocked.username}: this account is blocked`,
        'no-such-user: there is no account with this username or email address',
        'no@example.org: there is no account with this username or email address',
      ],
    })
    expect(await findMembershipOf(fine, project)).toBeUndefined()
    expect((await membershipOf(inside, project)).access_level).toBe(10)
  })

  test('of somebody whose direct membership is over is refused too: it can be changed', async () => {
    const user = await makeUser()
    await addMember(user, project, 'Owner', { isOver: true })
    const refused = await refusalOf(invite(maintainer, project, { users: [user.username] }))
    expect(refused.fields).toEqual({ users: [expect.stringContaining('already a direct member')] })
  })

  test('cannot give less than somebody inherits, but as much or more', async () => {
    const user = await makeMember(parent, 'Developer')
    const text = `Access level should be greater than or equal to Developer inherited membership from group ${parent.name}`
    const other = await makeUser()
    const low: Partial<Invitation> = { users: [user.username], accessLevel: 20 }
    expect((await refusalOf(invite(maintainer, project, low))).fields).toEqual({ accessLevel: [text] })
    expect(
      (await refusalOf(invite(maintainer, group, { ...low, users: [user.username, other.username] }))).fields,
    ).toEqual({ accessLevel: [`${user.username}: ${text}`] })
    await invite(maintainer, group, { ...low, accessLevel: 30 })
    await invite(maintainer, project, { ...low, accessLevel: 40 })
  })

  test('ignores what was inherited and is over', async () => {
    const user = await makeUser()
    await addMember(user, parent, 'Owner', { isOver: true })
    await invite(maintainer, project, { users: [user.username], accessLevel: 10 })
    expect((await membershipOf(user, project)).access_level).toBe(10)
  })
})

describe('who may not invite', () => {
  test.each(['Guest', 'Planner', 'Reporter', 'Developer'] as const)('a %s', async (role) => {
    const actor = await makeMember(parent, role)
    const user = await makeUser()
    for (const place of [group, project]) {
      const refused = await refusalOf(invite(actor, place, { users: [user.username], accessLevel: 10 }))
      expect(refused.code).toBe('forbidden')
      expect(await findMembershipOf(user, place)).toBeUndefined()
    }
  })

  test('an outsider, who learns nothing of the accounts there are either', async () => {
    const outsider = await makeUser()
    const answers = [
      await refusalOf(invite(outsider, project, { users: [maintainer.username] })),
      await refusalOf(invite(outsider, project, { users: ['no-such-user'] })),
      await refusalOf(invite(outsider, { ...project, fullPath: 'not/there' }, { users: ['x'] })),
    ]
    expect(answers.map(({ code }) => code)).toEqual(['not_found', 'not_found', 'not_found'])
    expect(new Set(answers.map(({ message }) => message)).size).toBe(1)
  })

  test('a Maintainer of the project alone, in its group', async () => {
    const actor = await makeMember(project, 'Maintainer')
    const user = await makeUser()
    const refused = await refusalOf(invite(actor, group, { users: [user.username] }))
    expect(refused.code).toBe('not_found')
  })
})

test('twice at once makes one member, one audit event, and one refusal at the field', async () => {
  const user = await makeUser()
  const both = await Promise.allSettled([
    invite(maintainer, project, { users: [user.username] }),
    invite(owner, project, { users: [`${user.username}@example.com`] }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult
  expect(refused.reason).toMatchObject({ code: 'invalid', fields: { users: [expect.any(String)] } })
  expect(await eventsOf(user)).toHaveLength(1)
})

test('an audit event that cannot be written leaves nobody invited', async () => {
  const [one, two] = [await makeUser(), await makeUser()]
  await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
    FOR EACH ROW WHEN (NEW.target_name = '${two.username}') EXECUTE FUNCTION refuse_change()`)
  await expect(invite(maintainer, project, { users: [one.username, two.username] })).rejects.toThrow(
    'append-only',
  )
  await ddl('DROP TRIGGER refuse_events ON audit_events')
  for (const user of [one, two]) expect(await findMembershipOf(user, project)).toBeUndefined()
})

function invite(actor: UserActor, holder: Group | Project, wishes: Partial<Invitation>) {
  const invitation: Invitation = { users: [], accessLevel: 30, expiresAt: null, ...wishes }
  return inviteMembers(actor, { holder, invitation, address })
}

function eventsOf(user: UserActor) {
  return sql`SELECT * FROM audit_events WHERE target_type = 'user' AND target_id = ${user.id}`
}
