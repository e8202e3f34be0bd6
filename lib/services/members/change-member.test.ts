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
import { membershipOf } from '@/e2e/support/memberships'
import type { UserActor } from '@/lib/domain/actor'
import type { MemberChange } from '@/lib/domain/member'
import type { Group, Project } from '@/lib/domain/project'
import { changeMember } from './change-member'

const address = '198.51.100.7'
const someDay = new Date('2099-01-01T00:00:00Z')
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

describe('a change', () => {
  test('gives another role and end, with one audit event that says what was before', async () => {
    const user = await makeMember(project, 'Reporter')
    const done = await change(maintainer, user, project, { accessLevel: 40, expiresAt: someDay })
    expect(done).toEqual({ changed: true })
    expect(await membershipOf(user, project)).toMatchObject({ access_level: 40, expires_at: someDay })
    expect(await eventsOf(user)).toEqual([
      expect.objectContaining({
        action: 'member_updated',
        actor_name: maintainer.username,
        address,
        target_name: user.username,
        project_id: project.id,
        place_path: project.fullPath,
        before: { access_level: 20, expires_at: null },
        after: { access_level: 40, expires_at: someDay.toISOString() },
      }),
    ])
  })

  test('to what it is already changes nothing and is not written down', async () => {
    const user = await makeMember(project, 'Reporter')
    expect(await change(maintainer, user, project, { accessLevel: 20 })).toEqual({ changed: false })
    expect(await eventsOf(user)).toEqual([])
  })

  test('brings a membership back that is over', async () => {
    const user = await makeUser()
    await addMember(user, project, 'Reporter', { isOver: true })
    await change(maintainer, user, project, { accessLevel: 20 })
    expect((await membershipOf(user, project)).expires_at).toBeNull()
  })

  test('of oneself goes down, and after that not up again', async () => {
    const actor = await makeMember(project, 'Owner')
    await change(actor, actor, project, { accessLevel: 40 })
    const up = await refusalOf(change(actor, actor, project, { accessLevel: 50 }))
    expect(up).toMatchObject({ code: 'invalid', fields: { accessLevel: [expect.any(String)] } })
    expect((await membershipOf(actor, project)).access_level).toBe(40)
  })

  test('goes no higher than the actor’s own role', async () => {
    const user = await makeMember(project, 'Developer')
    const refused = await refusalOf(change(maintainer, user, project, { accessLevel: 50 }))
    expect(refused).toMatchObject({ code: 'invalid', fields: { accessLevel: [expect.any(String)] } })
    expect((await membershipOf(user, project)).access_level).toBe(30)
    await change(owner, user, project, { accessLevel: 50 })
  })

  test('of somebody above the actor is refused, whatever it is', async () => {
    for (const place of [group, project]) {
      const above = await makeMember(place, 'Owner')
      for (const accessLevel of [10, 50] as const) {
        const refused = await refusalOf(change(maintainer, above, place, { accessLevel, expiresAt: someDay }))
        expect(refused.code).toBe('forbidden')
      }
      expect(await membershipOf(above, place)).toMatchObject({ access_level: 50, expires_at: null })
    }
    // by what they inherit, too
    const inherits = await makeMember(parent, 'Owner')
    await addMember(inherits, project, 'Developer')
    expect((await refusalOf(change(maintainer, inherits, project, { accessLevel: 40 }))).code).toBe(
      'forbidden',
    )
  })

  test('below what the member inherits is refused; of the end alone it is not', async () => {
    const user = await makeMember(project, 'Guest')
    await addMember(user, parent, 'Reporter')
    expect((await refusalOf(change(maintainer, user, project, { accessLevel: 15 }))).fields).toEqual({
      accessLevel: [
        `Access level should be greater than or equal to Reporter inherited membership from group ${parent.name}`,
      ],
    })
    await change(maintainer, user, project, { accessLevel: 10, expiresAt: someDay })
    await change(maintainer, user, project, { accessLevel: 20 })
  })
})

describe('who may not change a member', () => {
  test.each(['Guest', 'Planner', 'Reporter', 'Developer'] as const)(
    'a %s, not even themselves',
    async (role) => {
      const actor = await makeMember(project, role)
      const other = await makeMember(project, 'Guest')
      for (const user of [actor, other]) {
        const refused = await refusalOf(change(actor, user, project, { accessLevel: 10, expiresAt: someDay }))
        expect(refused.code).toBe('forbidden')
      }
    },
  )

  test('an outsider', async () => {
    const user = await makeMember(project, 'Guest')
    const refused = await refusalOf(change(await makeUser(), user, project, { accessLevel: 30 }))
    expect(refused.code).toBe('not_found')
  })

  test('a Maintainer of another place, by the id of the membership', async () => {
    const neighbour = await makeProject(group)
    const user = await makeMember(project, 'Guest')
    const { id } = await membershipOf(user, project)
    for (const place of [neighbour, group, parent]) {
      const admin = await administrator()
      const refused = await refusalOf(
        changeMember(admin, {
          holder: place,
          memberId: id,
          change: { accessLevel: 50, expiresAt: null },
          address,
        }),
      )
      expect(refused.code).toBe('not_found')
    }
    expect((await membershipOf(user, project)).access_level).toBe(10)
  })
})

describe('a group at the top keeps an Owner', () => {
  let top: Group
  let last: UserActor

  beforeAll(async () => {
    top = await makeGroup()
    last = await makeMember(top, 'Owner')
  })

  test.each([
    ['a lower role', { accessLevel: 40, expiresAt: null }],
    ['an end', { accessLevel: 50, expiresAt: someDay }],
  ] as const)('the last one gets no %s, from themselves or an administrator', async (_, wish) => {
    for (const actor of [last, await administrator()]) {
      expect((await refusalOf(change(actor, last, top, wish))).code).toBe('conflict')
    }
    expect(await membershipOf(last, top)).toMatchObject({ access_level: 50, expires_at: null })
  })

  test('neither a blocked Owner nor one with an end is another', async () => {
    const blocked = await makeMember(top, 'Owner')
    await sql`UPDATE users SET blocked_at = now() WHERE id = ${blocked.id}`
    const ending = await makeMember(top, 'Owner')
    await change(last, ending, top, { accessLevel: 50, expiresAt: someDay })
    expect((await refusalOf(change(last, last, top, { accessLevel: 40 }))).code).toBe('conflict')
    // and these two can be changed
    await change(last, blocked, top, { accessLevel: 10 })
    await change(last, ending, top, { accessLevel: 10 })
  })

  test('another one frees the first', async () => {
    const other = await makeMember(top, 'Owner')
    await change(last, last, top, { accessLevel: 40 })
    expect((await membershipOf(last, top)).access_level).toBe(40)
    await change(other, last, top, { accessLevel: 50 })
  })

  test('a group below another needs none of its own, nor does a project', async () => {
    const below = await makeGroup(top)
    for (const place of [below, await makeProject(below)]) {
      const only = await makeMember(place, 'Owner')
      await change(only, only, place, { accessLevel: 40 })
      expect((await membershipOf(only, place)).access_level).toBe(40)
    }
  })

  test('two Owners who demote each other at once: one does it, the other is refused', async () => {
    for (let round = 0; round < 5; round++) {
      const contested = await makeGroup()
      const [one, two] = [await makeMember(contested, 'Owner'), await makeMember(contested, 'Owner')]
      const both = await Promise.allSettled([
        change(one, two, contested, { accessLevel: 30 }),
        change(two, one, contested, { accessLevel: 30 }),
      ])
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      expect(await levelsIn(contested)).toEqual([30, 50])
    }
  })

  test('two Owners who step down at once: one does it, the other is told why not', async () => {
    for (let round = 0; round < 5; round++) {
      const contested = await makeGroup()
      const people = [await makeMember(contested, 'Owner'), await makeMember(contested, 'Owner')]
      const both = await Promise.allSettled(
        people.map((user) => change(user, user, contested, { accessLevel: 30 })),
      )
      const refused = both.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
      expect(refused.map(({ reason }) => reason.code)).toEqual(['conflict'])
      expect(await levelsIn(contested)).toEqual([30, 50])
    }
  })
})

test('an audit event that cannot be written leaves the member as they were', async () => {
  const user = await makeMember(project, 'Guest')
  await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
    FOR EACH ROW WHEN (NEW.target_name = '${user.username}') EXECUTE FUNCTION refuse_change()`)
  await expect(change(maintainer, user, project, { accessLevel: 30 })).rejects.toThrow('append-only')
  await ddl('DROP TRIGGER refuse_events ON audit_events')
  expect((await membershipOf(user, project)).access_level).toBe(10)
})

async function change(
  actor: UserActor,
  user: UserActor,
  holder: Group | Project,
  wishes: Partial<MemberChange>,
) {
  const { id } = await membershipOf(user, holder)
  const wanted: MemberChange = { accessLevel: 30, expiresAt: null, ...wishes }
  return changeMember(actor, { holder, memberId: id, change: wanted, address })
}

async function levelsIn({ id }: Group): Promise<number[]> {
  const rows = await sql<{ access_level: number }>`
    SELECT access_level FROM memberships WHERE group_id = ${id} ORDER BY access_level`
  return rows.map((row) => row.access_level)
}

function eventsOf(user: UserActor) {
  return sql`SELECT * FROM audit_events WHERE target_type = 'user' AND target_id = ${user.id}`
}
