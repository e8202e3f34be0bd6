import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  administrator,
  creationOf,
  ddl,
  makeGroup,
  makeMember,
  makeProject,
  makeUser,
  refusalOf,
  sql,
  statementsOf,
  unique,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { scopeNames } from '@/lib/domain/scope'
import { authenticate } from '@/lib/services/access/authenticate'
import { createDeployToken } from './create-deploy-token'

let group: Group
let project: Project
let maintainer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
})

describe('a new token', () => {
  test('is what was asked for, and its value works at once', async () => {
    const expiresAt = new Date('2099-01-01T00:00:00Z')
    const wishes = { name: unique('ci'), username: 'deployer', expiresAt, scopes: [...scopeNames] }
    const { token, secret } = await createDeployToken(maintainer, creationOf(project, wishes))
    expect(token).toEqual({
      id: expect.any(Number),
      name: wishes.name,
      customUsername: 'deployer',
      scopes: scopeNames,
      holder: { kind: 'project', id: project.id },
      createdAt: expect.any(Date),
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
      creatorName: maintainer.name,
      revokerName: null,
    })
    expect(secret).toMatch(/^gldt-[0-9A-Za-z]{36}$/)
    expect(await authenticate({ username: 'deployer', password: secret }, uniqueAddress())).toMatchObject({
      kind: 'deploy-token',
      id: token.id,
    })
  })

  test('of a group belongs to the group', async () => {
    const { token } = await createDeployToken(maintainer, creationOf(group))
    expect(token.holder).toEqual({ kind: 'group', id: group.id })
  })

  test('S56: may have a name and a user name that another has', async () => {
    const wishes = { name: 'twin', username: 'twin' }
    const one = await createDeployToken(maintainer, creationOf(project, wishes))
    const other = await createDeployToken(maintainer, creationOf(project, wishes))
    expect(other.token.id).not.toBe(one.token.id)
    expect(other.secret).not.toBe(one.secret)
  })

  test('with an end in the past is stored, and is over', async () => {
    const over = creationOf(project, { expiresAt: new Date('2020-01-01T00:00:00Z') })
    const { token, secret } = await createDeployToken(maintainer, over)
    const credentials = { username: `gitlab+deploy-token-${token.id}`, password: secret }
    expect((await refusalOf(authenticate(credentials, uniqueAddress()))).message).toContain(
      'expired at 2020-01-01',
    )
  })
})

describe('the value', () => {
  test('is in no column of any table, in no form, and no plain digest of it either', async () => {
    const name = unique('traced')
    const { token, secret } = await createDeployToken(maintainer, creationOf(project, { name }))
    // it leaves traces where it is used and revoked, too
    await authenticate({ username: `gitlab+deploy-token-${token.id}`, password: secret }, uniqueAddress())
    await refusalOf(authenticate({ username: secret, password: secret }, uniqueAddress()))
    const body = secret.slice(5, 35)
    const bytes = Buffer.from(secret)
    const forms = {
      value: secret,
      body,
      'half the body': body.slice(0, 15),
      reversed: [...secret].reverse().join(''),
      base64: bytes.toString('base64').replace(/=+$/, ''),
      'base64 of the body': Buffer.from(body).toString('base64'),
      hex: bytes.toString('hex'),
      'SHA-256': createHash('sha256').update(secret).digest('hex'),
      'SHA-512': createHash('sha512').update(secret).digest('hex'),
      MD5: createHash('md5').update(secret).digest('hex'),
    }
    const everything = (await wholeDatabase()).toLowerCase()
    expect(everything).toContain(name)
    for (const [form, text] of Object.entries(forms)) {
      expect(everything.includes(text.toLowerCase()), form).toBe(false)
    }
  })

  test('travels to the database in no statement', async () => {
    let value = ''
    const statements = await statementsOf(async () => {
      value = (await createDeployToken(maintainer, creationOf(project))).secret
    })
    expect(statements.length).toBeGreaterThan(2)
    expect(JSON.stringify(statements)).not.toContain(value.slice(5, 20))
  })

  test('is another each time', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, () => createDeployToken(maintainer, creationOf(project))),
    )
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(20)
  })
})

describe('the audit event', () => {
  test('is one, says who made what for whom from where, and never the value', async () => {
    const creation = { ...creationOf(project, { name: unique('audited') }), address: '198.51.100.7' }
    const { token, secret } = await createDeployToken(maintainer, creation)
    const events =
      await sql`SELECT * FROM audit_events WHERE target_type = 'deploy_token' AND target_id = ${token.id}`
    expect(events).toEqual([
      expect.objectContaining({
        action: 'deploy_token_created',
        actor_id: maintainer.id,
        actor_name: maintainer.username,
        address: '198.51.100.7',
        target_name: token.name,
        project_id: project.id,
        group_ids: project.traversalIds,
        place_path: project.fullPath,
        before: null,
        after: {
          username: `gitlab+deploy-token-${token.id}`,
          scopes: ['read_repository'],
          expires_at: null,
        },
      }),
    ])
    expect(
      JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ).not.toContain(secret)
  })

  test('of a group token names the group', async () => {
    const { token } = await createDeployToken(maintainer, creationOf(group))
    const [event] = await sql`SELECT group_ids, project_id, place_path FROM audit_events
      WHERE target_type = 'deploy_token' AND target_id = ${token.id}`
    expect(event).toEqual({
      group_ids: group.traversalIds,
      project_id: null,
      place_path: group.fullPath,
    })
  })

  test('that cannot be written undoes the token: no event, no change', async () => {
    const name = unique('doomed')
    await refuseEventsOf(name, async () => {
      await expect(createDeployToken(maintainer, creationOf(project, { name }))).rejects.toThrow(
        'append-only',
      )
    })
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${name}`).toEqual([])
  })

  test('is not there when the token is refused', async () => {
    const creation = creationOf(project, { name: unique('once') })
    await createDeployToken(maintainer, creation)
    await refusalOf(createDeployToken(maintainer, creation))
    const events = await sql`SELECT 1 FROM audit_events WHERE target_name = ${creation.token.name}`
    expect(events).toHaveLength(1)
  })
})

describe('one opened form makes one token', () => {
  test('X25: of 50 submissions at once one is made, and 49 are told that it was', async () => {
    const creation = creationOf(project, { name: unique('pressed') })
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, () => createDeployToken(maintainer, creation)),
    )
    const refusals = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason)
    expect(refusals).toHaveLength(49)
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'conflict', message: expect.stringContaining('already created') })
    }
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${creation.token.name}`).toHaveLength(1)
    expect(await sql`SELECT 1 FROM audit_events WHERE target_name = ${creation.token.name}`).toHaveLength(1)
  })

  test('X31: a submission sent again later makes none, whatever it says and wherever', async () => {
    const creation = creationOf(project)
    await createDeployToken(maintainer, creation)
    const replays = [creation, { ...creationOf(group), requestKey: creation.requestKey }]
    for (const replay of replays) {
      expect((await refusalOf(createDeployToken(maintainer, replay))).code).toBe('conflict')
    }
  })

  test('X24: another creator’s form with the same key is another form', async () => {
    const creation = creationOf(project)
    const other = await makeMember(project, 'Owner')
    const [mine, theirs] = [
      await createDeployToken(maintainer, creation),
      await createDeployToken(other, creation),
    ]
    expect(theirs.token.id).not.toBe(mine.token.id)
  })

  test('a key that was refused for another reason is not spent', async () => {
    const user = await makeUser()
    const creation = creationOf(project)
    expect((await refusalOf(createDeployToken(user, creation))).code).toBe('not_found')
    const { token } = await createDeployToken(maintainer, creation)
    expect(token.id).toBeGreaterThan(0)
  })
})

describe('who may not', () => {
  test.each([
    ['Guest', 'forbidden'],
    ['Planner', 'forbidden'],
    ['Reporter', 'forbidden'],
    ['Developer', 'forbidden'],
  ] as const)('%s: %s, and nothing is made', async (role, code) => {
    const user = await makeMember(group, role)
    for (const holder of [project, group]) {
      const creation = creationOf(holder, { name: unique('refused') })
      expect((await refusalOf(createDeployToken(user, creation))).code).toBe(code)
      expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${creation.token.name}`).toEqual([])
      expect(await sql`SELECT 1 FROM audit_events WHERE target_name = ${creation.token.name}`).toEqual([])
    }
  })

  test('an outsider: not found, as for a project that is not there', async () => {
    const user = await makeUser()
    const refusals = await Promise.all([
      refusalOf(createDeployToken(user, creationOf(project))),
      refusalOf(createDeployToken(user, creationOf({ ...project, fullPath: 'not/there' }))),
    ])
    expect(refusals[0]).toEqual(refusals[1])
    expect(refusals[0]).toMatchObject({ code: 'not_found' })
  })

  test.each(['Maintainer', 'Owner'] as const)('but %s may, for projects and groups alike', async (role) => {
    const user = await makeMember(group, role)
    for (const holder of [project, group]) {
      expect((await createDeployToken(user, creationOf(holder))).token.holder.id).toBe(holder.id)
    }
  })

  test('but an administrator may, everywhere', async () => {
    const { token } = await createDeployToken(await administrator(), creationOf(project))
    expect(token.holder.id).toBe(project.id)
  })

  test('a maintainer of one project is nothing to its neighbour or its group', async () => {
    const user = await makeMember(project, 'Maintainer')
    for (const holder of [await makeProject(group), group]) {
      expect((await refusalOf(createDeployToken(user, creationOf(holder)))).code).toBe('not_found')
    }
  })
})

/** Every row of every table as text, bytes in hex. */
async function wholeDatabase(): Promise<string> {
  const tables = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`
  expect(tables.length).toBeGreaterThan(8)
  const texts: string[] = []
  for (const { name } of tables) {
    const rows = await sql<{ text: string }>`
      SELECT query_to_xml(${`SELECT t::text FROM "${name}" t`}, true, false, '')::text AS text`
    texts.push(rows.map((row) => row.text).join('\n'))
  }
  return texts.join('\n')
}

/** Lets the log refuse every event about a thing of this name while `work` runs. */
async function refuseEventsOf(name: string, work: () => Promise<void>): Promise<void> {
  await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
    FOR EACH ROW WHEN (NEW.target_name = '${name}') EXECUTE FUNCTION refuse_change()`)
  try {
    await work()
  } finally {
    await ddl('DROP TRIGGER refuse_events ON audit_events')
  }
}
