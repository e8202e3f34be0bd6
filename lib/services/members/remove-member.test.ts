import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  administrator,
  creationOf,
  ddl,
  makeGroup,
  makeMember,
  makeProject,
  makeUser,
  planOf,
  refusalOf,
  sql,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { findMembershipOf, membershipOf } from '@/e2e/support/memberships'
import type { UserActor } from '@/lib/domain/actor'
import { type DeployToken, usernameOf } from '@/lib/domain/deploy-token'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { createDeployToken } from '@/lib/services/deploy-tokens/create-deploy-token'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { leavePlace } from './leave-place'
import { previewRemoval } from './preview-removal'
import { removeMember } from './remove-member'

const address = '198.51.100.7'
let above: Group
let group: Group
let below: Group
let project: Project
let deep: Project
let owner: UserActor
let maintainer: UserActor

beforeAll(async () => {
  above = await makeGroup()
  group = await makeGroup(above)
  below = await makeGroup(group)
  project = await makeProject(group)
  deep = await makeProject(below)
  owner = await makeMember(group, 'Owner')
  maintainer = await makeMember(group, 'Maintainer')
})

describe('a removal', () => {
  test('ends the membership, with one audit event that says what it was', async () => {
    const user = await makeMember(project, 'Developer')
    expect(await remove(maintainer, user, project)).toEqual({ revokedCount: 0, belowCount: 0 })
    expect(await findMembershipOf(user, project)).toBeUndefined()
    expect(await eventsOf(user)).toEqual([
      expect.objectContaining({
        action: 'member_removed',
        actor_name: maintainer.username,
        address,
        project_id: project.id,
        place_path: project.fullPath,
        before: { access_level: 30, expires_at: null },
        after: null,
      }),
    ])
  })

  test('leaves what is inherited, and what stands below', async () => {
    const user = await makeMember(group, 'Developer')
    await addMember(user, above, 'Guest')
    await addMember(user, deep, 'Reporter')
    await remove(maintainer, user, group)
    expect(await findMembershipOf(user, above)).toBeDefined()
    expect(await findMembershipOf(user, deep)).toBeDefined()
  })

  test('takes away what stands below where that is asked for, each with its event', async () => {
    const user = await makeMember(group, 'Developer')
    for (const place of [below, project, deep, above]) await addMember(user, place, 'Reporter')
    expect(await preview(maintainer, user, group)).toMatchObject({ belowCount: 3 })
    expect(await remove(maintainer, user, group, { removesBelow: true })).toMatchObject({ belowCount: 3 })
    for (const place of [group, below, project, deep]) {
      expect(await findMembershipOf(user, place)).toBeUndefined()
    }
    expect(await findMembershipOf(user, above)).toBeDefined()
    const places = (await eventsOf(user)).map(({ place_path, group_ids }) => ({ place_path, group_ids }))
    expect(places).toEqual(
      expect.arrayContaining(
        [group, below, project, deep].map(({ fullPath, traversalIds }) => ({
          place_path: fullPath,
          group_ids: traversalIds,
        })),
      ),
    )
    expect(places).toHaveLength(4)
  })

  test('takes nothing away below where the person is above the actor there: nothing happens at all', async () => {
    const user = await makeMember(group, 'Developer')
    await addMember(user, below, 'Owner')
    const refused = await refusalOf(remove(maintainer, user, group, { removesBelow: true }))
    expect(refused).toMatchObject({ code: 'conflict', message: expect.stringContaining(below.fullPath) })
    for (const place of [group, below]) expect(await findMembershipOf(user, place)).toBeDefined()
    // an Owner may, and so may an administrator
    const other = await makeMember(group, 'Developer')
    await addMember(other, below, 'Owner')
    await remove(owner, user, group, { removesBelow: true })
    await remove(await administrator(), other, group, { removesBelow: true })
  })

  test('of somebody above the actor is refused', async () => {
    const above = await makeMember(project, 'Owner')
    expect((await refusalOf(remove(maintainer, above, project))).code).toBe('forbidden')
    expect(await findMembershipOf(above, project)).toBeDefined()
  })

  test.each(['Guest', 'Planner', 'Reporter', 'Developer'] as const)('is not for a %s', async (role) => {
    const actor = await makeMember(project, role)
    const user = await makeMember(project, 'Guest')
    expect((await refusalOf(remove(actor, user, project))).code).toBe('forbidden')
    expect((await refusalOf(preview(actor, user, project))).code).toBe('forbidden')
    expect(await findMembershipOf(user, project)).toBeDefined()
  })

  test('is not for an outsider, nor by the id of another place’s membership', async () => {
    const user = await makeMember(project, 'Guest')
    expect((await refusalOf(remove(await makeUser(), user, project))).code).toBe('not_found')
    const { id: memberId } = await membershipOf(user, project)
    const admin = await administrator()
    for (const holder of [group, deep]) {
      const wrong = { holder, memberId, revokesTokens: true, removesBelow: true, address }
      expect((await refusalOf(removeMember(admin, wrong))).code).toBe('not_found')
      expect((await refusalOf(previewRemoval(admin, wrong))).code).toBe('not_found')
    }
    expect(await findMembershipOf(user, project)).toBeDefined()
  })

  test('twice at once is one removal; the other finds nobody', async () => {
    const user = await makeMember(project, 'Guest')
    const { id: memberId } = await membershipOf(user, project)
    const removal = { holder: project, memberId, revokesTokens: false, removesBelow: false, address }
    const both = await Promise.allSettled([removeMember(maintainer, removal), removeMember(owner, removal)])
    const refused = both.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
    expect(refused.map(({ reason }) => reason.code)).toEqual(['not_found'])
    expect(await eventsOf(user)).toHaveLength(1)
  })
})

describe('the deploy tokens of who is removed', () => {
  test('SV-003: go on by design, are shown before, and end with the removal where that is asked for', async () => {
    const user = await makeMember(group, 'Maintainer')
    const made = {
      here: await tokenOf(user, group),
      project: await tokenOf(user, project),
      deep: await tokenOf(user, deep),
    }
    const others = {
      revoked: await tokenOf(user, project),
      somebodys: await tokenOf(owner, project),
      elsewhere: await tokenOf(user, await madeElsewhere(user)),
    }
    await revokeDeployToken(owner, { holder: project, tokenId: others.revoked.token.id, address })

    const { tokens, tokenCount } = await preview(maintainer, user, group)
    expect(tokenCount).toBe(3)
    expect(tokens.map(({ token, place }) => [token.name, place.fullPath]).sort()).toEqual(
      [
        [made.here.token.name, group.fullPath],
        [made.project.token.name, project.fullPath],
        [made.deep.token.name, deep.fullPath],
      ].sort(),
    )

    // first without: they work
    await remove(maintainer, user, group)
    for (const { credentials } of Object.values(made)) expect(await works(credentials)).toBe(true)

    await addMember(user, group, 'Developer')
    const done = await remove(maintainer, user, group, { revokesTokens: true })
    expect(done.revokedCount).toBe(3)
    for (const { credentials } of Object.values(made)) expect(await works(credentials)).toBe(false)
    expect(await works(others.somebodys.credentials)).toBe(true)
    expect(await works(others.elsewhere.credentials)).toBe(true)

    for (const [place, { token }] of [
      [group, made.here],
      [project, made.project],
      [deep, made.deep],
    ] as const) {
      expect(await revocationsOf(token)).toEqual([
        expect.objectContaining({
          actor_name: maintainer.username,
          address,
          target_name: token.name,
          project_id: place.kind === 'project' ? place.id : null,
          group_ids: place.traversalIds,
          place_path: place.fullPath,
          before: expect.objectContaining({ scopes: ['read_repository'] }),
        }),
      ])
    }
    expect(await revocationsOf(others.revoked.token)).toHaveLength(1)
  })

  test('of a project are the project’s own: its group’s and its neighbours’ go on', async () => {
    const user = await makeMember(group, 'Maintainer')
    await addMember(user, project, 'Maintainer')
    const [own, above] = [await tokenOf(user, project), await tokenOf(user, group)]
    expect(await preview(maintainer, user, project)).toMatchObject({ tokenCount: 1 })
    await remove(maintainer, user, project, { revokesTokens: true, removesBelow: true })
    expect(await works(own.credentials)).toBe(false)
    expect(await works(above.credentials)).toBe(true)
    expect(await findMembershipOf(user, group)).toBeDefined()
  })

  test('however many there are, cost the same statements', async () => {
    const [few, many] = [await makeMember(group, 'Maintainer'), await makeMember(group, 'Maintainer')]
    await tokenOf(few, project)
    for (let count = 0; count < 6; count++) await tokenOf(many, project)
    const [one, six] = [few, many].map((user) => async () => {
      await remove(owner, user, group, { revokesTokens: true, removesBelow: true })
    })
    expect(await statementsOf(one ?? noop)).toHaveLength((await statementsOf(six ?? noop)).length)
  })

  test('are found by an index among many, in the statements it takes to ask', async () => {
    const user = await makeMember(group, 'Maintainer')
    await tokenOf(user, deep)
    const crowd = await makeProject(group)
    await sql`INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_id, creator_name)
      SELECT 'many', sha256((${unique('many')} || n)::bytea), '{read_repository}', ${crowd.id}, gen_random_uuid(),
        ${owner.id}, 'owner' FROM generate_series(1, 5000) n`
    await sql`ANALYZE deploy_tokens`
    const statements = await statementsOf(() => preview(maintainer, user, group))
    expect(statements.length).toBeLessThanOrEqual(5)
    const plans = await Promise.all(statements.map(planOf))
    expect(plans.flat().join('\n')).toContain('deploy_tokens_creator_id')
    expect(plans.flat().join('\n')).not.toContain('Seq Scan on deploy_tokens')
  })

  test('live on with the membership when an audit event cannot be written', async () => {
    const user = await makeMember(project, 'Maintainer')
    const { token, credentials } = await tokenOf(user, project)
    await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
      FOR EACH ROW WHEN (NEW.target_name = '${token.name}') EXECUTE FUNCTION refuse_change()`)
    await expect(remove(maintainer, user, project, { revokesTokens: true })).rejects.toThrow('append-only')
    await ddl('DROP TRIGGER refuse_events ON audit_events')
    expect(await works(credentials)).toBe(true)
    expect(await findMembershipOf(user, project)).toBeDefined()
    expect(await eventsOf(user)).toEqual([])
  })
})

describe('leaving', () => {
  test.each(['Guest', 'Developer', 'Owner'] as const)('is for a %s', async (role) => {
    const user = await makeMember(project, role)
    await leavePlace(user, { holder: project, address })
    expect(await findMembershipOf(user, project)).toBeUndefined()
    expect(await eventsOf(user)).toEqual([
      expect.objectContaining({ action: 'member_removed', actor_name: user.username }),
    ])
  })

  test('is not where one is a member from above only, or not at all', async () => {
    for (const user of [await makeMember(group, 'Owner'), await administrator(), await makeUser()]) {
      expect((await refusalOf(leavePlace(user, { holder: deep, address }))).code).toBe('not_found')
    }
  })

  test('is not for the last Owner of a group at the top, nor is their removal', async () => {
    const top = await makeGroup()
    const last = await makeMember(top, 'Owner')
    expect((await refusalOf(leavePlace(last, { holder: top, address }))).code).toBe('conflict')
    expect((await refusalOf(remove(await administrator(), last, top))).code).toBe('conflict')
    expect(await findMembershipOf(last, top)).toBeDefined()
    await makeMember(top, 'Owner')
    await leavePlace(last, { holder: top, address })
  })

  test('of all Owners at once leaves one', async () => {
    const top = await makeGroup()
    const owners = await Promise.all([1, 2, 3, 4].map(() => makeMember(top, 'Owner')))
    const left = await Promise.allSettled(owners.map((user) => leavePlace(user, { holder: top, address })))
    expect(left.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    const [row] = await sql`SELECT count(*)::int AS count FROM memberships WHERE group_id = ${top.id}`
    expect(row).toEqual({ count: 1 })
  })
})

async function noop() {}

async function remove(
  actor: UserActor,
  user: UserActor,
  holder: Group | Project,
  wishes: { revokesTokens?: boolean; removesBelow?: boolean } = {},
) {
  const { id: memberId } = await membershipOf(user, holder)
  return removeMember(actor, {
    holder,
    memberId,
    revokesTokens: false,
    removesBelow: false,
    address,
    ...wishes,
  })
}

async function preview(actor: UserActor, user: UserActor, holder: Group | Project) {
  const { id: memberId } = await membershipOf(user, holder)
  return previewRemoval(actor, { holder, memberId })
}

async function tokenOf(user: UserActor, place: Group | Project) {
  const made = await createDeployToken(user, creationOf(place, { name: unique('left') }))
  return { ...made, credentials: { username: usernameOf(made.token), password: made.secret } }
}

/** A project outside the group, where the user is Maintainer too. */
async function madeElsewhere(user: UserActor): Promise<Project> {
  const elsewhere = await makeProject(await makeGroup())
  await addMember(user, elsewhere, 'Maintainer')
  return elsewhere
}

function works(credentials: { username: string; password: string }): Promise<boolean> {
  return authenticate(credentials, uniqueAddress()).then(
    () => true,
    () => false,
  )
}

function eventsOf(user: UserActor) {
  return sql`SELECT * FROM audit_events WHERE target_type = 'user' AND target_id = ${user.id}`
}

function revocationsOf(token: DeployToken) {
  return sql`SELECT * FROM audit_events
    WHERE target_type = 'deploy_token' AND target_id = ${token.id} AND action = 'deploy_token_revoked'`
}
