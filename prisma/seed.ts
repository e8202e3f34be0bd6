import { randomBytes, randomUUID } from 'node:crypto'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { findGroup } from '@/lib/data/groups'
import { insertMembership } from '@/lib/data/members'
import { findPersonalByDigest, insertPersonalAccessToken } from '@/lib/data/personal-access-tokens'
import { findProject } from '@/lib/data/projects'
import { findSetting, lockFirstStart, putSetting } from '@/lib/data/settings'
import { findUser, insertUser, setPassword } from '@/lib/data/users'
import type { UserActor } from '@/lib/domain/actor'
import { doerOf } from '@/lib/domain/audit-event'
import type { NewPersonalAccessToken } from '@/lib/domain/personal-access-token'
import { type AccessLevel, accessLevels } from '@/lib/domain/role'
import { env } from '@/lib/env'
import { createGroup } from '@/lib/services/groups/create-group'
import { auditOf } from '@/lib/services/personal-access-tokens/audit-of'
import { createProject } from '@/lib/services/projects/create-project'
import { digestPersonalToken } from '@/lib/storage/keys'
import { hashPassword } from '@/lib/storage/passwords'
import { demoHistory } from './demo-history'

export interface Account {
  username: string
  password: string
}

const startUp = 'console'

/**
 * Makes `root` and, unless LATCHKEY_DEMO=0, the demo tree in a database that has never been started with. The
 * passwords go to `announce` before the start counts as done: a crash on the way makes the next start finish it,
 * with new passwords, so nobody is left with accounts that cannot be opened.
 */
export async function seedFirstStart(announce: (accounts: Account[]) => void): Promise<void> {
  await transaction(async (tx) => {
    await lockFirstStart(tx)
    if (await findSetting('first_start_completed_at')) return
    announce(await makeAccountsAndTree())
    await putSetting('first_start_completed_at', new Date().toISOString())
  })
}

async function makeAccountsAndTree(): Promise<Account[]> {
  const rootPassword = env.rootPassword ?? newPassword()
  const root = await makeUser({
    username: 'root',
    name: 'Administrator',
    isAdmin: true,
    password: rootPassword,
  })
  if (env.rootToken) await makeRootToken(root, env.rootToken)
  const accounts = [{ username: root.username, password: rootPassword }]
  if (!env.demo) return accounts

  const maintainer = { username: 'maintainer', password: newPassword() }
  const developer = { username: 'developer', password: newPassword() }
  const members: [UserActor, AccessLevel][] = [
    [await makeUser({ ...maintainer, name: 'Mai Tanaka' }), accessLevels.Maintainer],
    [await makeUser({ ...developer, name: 'Devon Lee' }), accessLevels.Developer],
  ]
  await makeDemoTree(root, members)
  return [...accounts, maintainer, developer]
}

/** A token of that very value, for scripts; one that a start before left is left as it is. */
async function makeRootToken(root: UserActor, value: string): Promise<void> {
  const digest = digestPersonalToken(value)
  if (await findPersonalByDigest(digest)) return
  const token: NewPersonalAccessToken = {
    name: 'LATCHKEY_ROOT_TOKEN',
    description: 'Made at the first start',
    expiresAt: null,
    scopes: ['api'],
  }
  await transaction(async (tx) => {
    const made = await insertPersonalAccessToken(tx, { token, user: root, digest, requestKey: randomUUID() })
    await insertAuditEvent(
      tx,
      auditOf('personal_access_token_created', { actor: root, address: startUp, token: made }),
    )
  })
}

interface Person extends Account {
  name: string
  isAdmin?: boolean
}

/** The user of that name, with this password from now on. */
async function makeUser({ username, name, password, isAdmin = false }: Person): Promise<UserActor> {
  const passwordDigest = await hashPassword(password)
  const known = await findUser(username)
  if (known) {
    await setPassword(known.id, passwordDigest)
    return known
  }
  return transaction(async (tx) => {
    const email = `${username}@latchkey.localhost`
    const user = await insertUser(tx, { username, name, email, passwordDigest, isAdmin })
    await insertAuditEvent(tx, {
      action: 'user_created',
      doer: { id: null, username: startUp, address: startUp },
      target: { type: 'user', id: user.id, name: username },
      after: { name, email, administrator: isAdmin },
    })
    return user
  })
}

async function makeDemoTree(root: UserActor, members: [UserActor, AccessLevel][]): Promise<void> {
  if (!(await findGroup('tanuki', undefined))) {
    await createGroup(root, { name: 'tanuki', path: 'tanuki', parent: '', visibility: 'private' }, startUp)
    await addMembers(root, members)
  }
  if (!(await findGroup('tanuki/deployers', undefined))) {
    const deployers = {
      name: 'deployers',
      path: 'deployers',
      parent: 'tanuki',
      visibility: 'private',
    } as const
    await createGroup(root, deployers, startUp)
  }
  if (!(await findProject('tanuki/awesome_project', undefined))) {
    const project = { name: 'awesome_project', path: 'awesome_project', parent: 'tanuki' }
    const history = demoHistory()
    await createProject(
      root,
      { ...project, visibility: 'private', withReadme: true },
      { address: startUp, history },
    )
  }
}

async function addMembers(root: UserActor, members: [UserActor, AccessLevel][]): Promise<void> {
  const group = await findGroup('tanuki', undefined)
  if (!group) return
  await transaction(async (tx) => {
    for (const [user, accessLevel] of members) {
      await insertMembership(tx, { userId: user.id, accessLevel, holder: { groupId: group.id } })
      await insertAuditEvent(tx, {
        action: 'member_added',
        doer: doerOf(root, startUp),
        target: { type: 'user', id: user.id, name: user.username },
        place: group,
        after: { access_level: accessLevel },
      })
    }
  })
}

/** 96 random bits, in letters and digits that a person can copy. */
function newPassword(): string {
  return randomBytes(12).toString('base64url').replace(/[-_]/g, 'x')
}
