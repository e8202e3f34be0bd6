import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  addMember,
  administrator,
  creationOf,
  makeGroup,
  makeSession,
  makeUser,
  password,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import { countGitProcesses, makeRepository } from '@/e2e/support/git-place'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { findMembershipOf, membershipOf } from '@/e2e/support/memberships'
import { asAction, cookieOf, inRequest, statusOf } from '@/e2e/support/next-request'
import { Terminal } from '@/e2e/support/shell'
import { createDeployTokenAction } from '@/lib/actions/deploy-tokens'
import { inviteMembersAction, listMembersAction } from '@/lib/actions/members'
import type { UserActor } from '@/lib/domain/actor'
import { usernameOf } from '@/lib/domain/deploy-token'
import type { Group, Project } from '@/lib/domain/project'
import { createDeployToken } from '@/lib/services/deploy-tokens/create-deploy-token'
import { changeMember } from '@/lib/services/members/change-member'
import { inviteMembers } from '@/lib/services/members/invite-members'
import { leavePlace } from '@/lib/services/members/leave-place'
import { removeMember } from '@/lib/services/members/remove-member'

// What a change of membership means at every door, from the next request on. The real git, over a real connection.

const address = '192.0.2.1'
let server: MachineServer
let terminal: Terminal
let group: Group
let project: Project

beforeAll(async () => {
  server = await openMachineServer()
  group = await makeGroup()
  project = await makeRepository(group)
})
afterAll(() => server.close())

beforeEach(async () => {
  terminal = await Terminal.open()
})
afterEach(async () => {
  await terminal.close()
  await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
})

/** How a Maintainer stops being one, and what git says to their next push. */
const endings: [string, (user: UserActor) => Promise<unknown>, RegExp][] = [
  ['SV-014: removed', (user) => remove(user), /could not be found|not found/i],
  ['left', (user) => leavePlace(user, { holder: project, address }), /could not be found|not found/i],
  ['demoted', demote, /not allowed to push/i],
  [
    'expired',
    (user) => sql`UPDATE memberships SET expires_at = now() WHERE user_id = ${user.id}`,
    /could not be found|not found/i,
  ],
]

describe.each(endings)('a member who was %s', (_, end, refusal) => {
  test('is refused by git, by pages and by actions at once; what they made works on', async () => {
    const user = await makeUser()
    await addMember(user, project, 'Maintainer')
    const sessionId = await makeSession(user)
    const made = await createDeployToken(user, creationOf(project))
    const token = { username: usernameOf(made.token), password: made.secret }

    const clone = await terminal.run(`git clone -q ${urlOf({ username: user.username, password })} work`)
    expect(clone).toEqual({ code: 0, text: '' })
    expect((await push()).code).toBe(0)
    for (const page of ['members', 'settings/repository'])
      expect(await statusOfPage(page, sessionId)).toBe(200)

    await end(user)

    const refused = await push()
    expect(refused.code).not.toBe(0)
    expect(refused.text).toMatch(refusal)
    expect(await statusOfPage('settings/repository', sessionId)).toBe(404)
    const form = { holder: project, users: user.username, accessLevel: 50, expiresAt: '' }
    expect(await statusOfAction(sessionId, () => inviteMembersAction(form))).toBe(404)
    const { holder, requestKey, token: wish } = creationOf(project)
    const creation = { ...wish, holder, requestKey, username: '', expiresAt: '' }
    expect(await statusOfAction(sessionId, () => createDeployTokenAction(creation))).toBe(404)
    // who is still a Reporter reads on
    const stays = (await findMembershipOf(user, project))?.expires_at === null
    const listing = () => listMembersAction({ holder: project, query: {} })
    expect(await statusOfAction(sessionId, listing)).toBe(stays ? 200 : 404)
    expect(await statusOfPage('members', sessionId)).toBe(stays ? 200 : 404)

    expect((await terminal.run(`git ls-remote ${urlOf(token)}`)).code).toBe(0)
  })
})

test('a role that is given, too, counts from the next request on', async () => {
  const user = await makeUser()
  const url = urlOf({ username: user.username, password })
  expect((await terminal.run(`git ls-remote ${url}`)).code).not.toBe(0)
  await inviteMembers(await administrator(), {
    holder: group,
    invitation: { users: [user.username], accessLevel: 30, expiresAt: null },
    address,
  })
  expect((await terminal.run(`git clone -q ${url} work`)).code).toBe(0)
  expect((await push()).code).toBe(0)
})

test('SV-003: a token outlives its creator’s removal, until the removal that ends it too', async () => {
  const user = await makeUser()
  await addMember(user, project, 'Maintainer')
  const made = await createDeployToken(user, creationOf(project, { name: unique('left') }))
  const url = urlOf({ username: usernameOf(made.token), password: made.secret })
  await remove(user)
  expect((await terminal.run(`git clone -q ${url} first`)).code).toBe(0)

  await addMember(user, project, 'Reporter')
  await remove(user, { revokesTokens: true })
  const refused = await terminal.run(`git clone -q ${url} second`)
  expect(refused.code).not.toBe(0)
  expect(refused.text).toContain('was revoked at')
})

function urlOf({ username, password: secret }: { username: string; password: string }): string {
  const credentials = `${encodeURIComponent(username)}:${encodeURIComponent(secret)}`
  return `'http://${credentials}@${server.host}/${project.fullPath}.git'`
}

/** Pushes another commit to a branch that nobody else has. */
function push() {
  const branch = unique('work')
  return terminal.run(`cd work && git commit -q --allow-empty -m more && git push -q origin HEAD:${branch}`)
}

async function remove(user: UserActor, { revokesTokens = false } = {}) {
  const { id: memberId } = await membershipOf(user, project)
  const removal = { holder: project, memberId, revokesTokens, removesBelow: false, address }
  return removeMember(await administrator(), removal)
}

async function demote(user: UserActor) {
  const { id: memberId } = await membershipOf(user, project)
  const change = { accessLevel: 20, expiresAt: null } as const
  return changeMember(await administrator(), { holder: project, memberId, change, address })
}

/** 200 where an action was let through, whatever it said. */
function statusOfAction(sessionId: string, action: () => Promise<unknown>): Promise<number> {
  return asAction({ sessionId }, action).then(() => 200, statusOf)
}

/** What a page of the project answers to who has it open and reloads it. */
async function statusOfPage(folder: string, sessionId: string): Promise<number> {
  const file = path.join(process.cwd(), 'app/(web)/project', folder, '[...path]/page.tsx')
  const { default: page } = await import(file)
  const params = Promise.resolve({ path: project.fullPath.split('/') })
  return inRequest({ cookie: await cookieOf(sessionId) }, async () => {
    const element = await page({ params, searchParams: Promise.resolve({}) })
    await element.type(element.props)
  }).then(() => 200, statusOf)
}
