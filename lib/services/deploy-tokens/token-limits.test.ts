import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  creationOf,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makeProject,
  makeRevokedToken,
  makeToken,
  makeUser,
  planOf,
  refusalOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { database, transaction } from '@/lib/data/client'
import { tallyTokens } from '@/lib/data/deploy-token-limits'
import { putInstanceSettings } from '@/lib/data/settings'
import type { Feature } from '@/lib/domain/feature'
import { type InstanceSettings, instanceSettings } from '@/lib/domain/instance-settings'
import type { Group, Project } from '@/lib/domain/project'
import { scopeNames } from '@/lib/domain/scope'
import { log } from '@/lib/log'
import { createDeployToken } from './create-deploy-token'
import { revokeDeployToken } from './revoke-deploy-token'

const address = '198.51.100.7'

afterEach(() => set({}))

describe('the limit of active tokens of one holder', () => {
  test('lets in as many as it says, and tells the next what to do', async () => {
    await set({ activeTokensMax: 2 })
    for (const holder of await holders()) {
      const maintainer = await makeMember(holder, 'Maintainer')
      const [first] = [await make(maintainer, holder), await make(maintainer, holder)]
      const message = `This ${holder.kind} has reached its limit of 2 active deploy tokens. Revoke one first.`
      const name = unique('surplus')
      expect(await refusalOf(createDeployToken(maintainer, creationOf(holder, { name })))).toMatchObject({
        code: 'invalid',
        message,
        fields: { '': [message] },
      })
      expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${name}`).toEqual([])
      expect(await sql`SELECT 1 FROM audit_events WHERE target_name = ${name}`).toEqual([])
      await revokeDeployToken(maintainer, { holder, tokenId: first.token.id, address })
      await make(maintainer, holder)
    }
  })

  test('counts neither what has ended nor what belongs to others', async () => {
    const group = await makeGroup()
    const project = await makeProject(group)
    await makeRevokedToken(project)
    await makeExpiredToken(project)
    await makeToken(group)
    await makeToken(await makeProject(group))
    await set({ activeTokensMax: 1 })
    const maintainer = await makeMember(group, 'Maintainer')
    await make(maintainer, project)
    expect((await refusalOf(make(maintainer, project))).code).toBe('invalid')
  })

  test('is exact when many are made at once, by several people', async () => {
    const project = await makeProject(await makeGroup())
    const makers = await Promise.all([1, 2, 3].map(() => makeMember(project, 'Maintainer')))
    await set({ activeTokensMax: 5 })
    const answers = await Promise.allSettled(
      Array.from({ length: 30 }, (_, i) => make(makers[i % makers.length] ?? fail(), project)),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'invalid' })
    }
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE project_id = ${project.id}`).toHaveLength(5)
  })

  test('says of a form that was sent before that it was, and not that there is no room', async () => {
    const project = await makeProject(await makeGroup())
    const maintainer = await makeMember(project, 'Maintainer')
    await set({ activeTokensMax: 1 })
    const creation = creationOf(project)
    await createDeployToken(maintainer, creation)
    expect((await refusalOf(createDeployToken(maintainer, creation))).code).toBe('conflict')
  })
})

describe('the longest life of a token', () => {
  const inDays = (days: number) =>
    new Date(`${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`)

  test('asks for an end, and for one that is near enough', async () => {
    const project = await makeProject(await makeGroup())
    const maintainer = await makeMember(project, 'Maintainer')
    await set({ tokenLifetimeDaysMax: 30 })
    const last = inDays(30).toISOString().slice(0, 10)
    const cases = [
      [null, "Expires at can't be blank"],
      [inDays(31), `Expires at must be ${last} or earlier`],
      [new Date('9999-12-31T00:00:00Z'), `Expires at must be ${last} or earlier`],
    ] as const
    for (const [expiresAt, message] of cases) {
      expect(
        await refusalOf(createDeployToken(maintainer, creationOf(project, { expiresAt }))),
      ).toMatchObject({
        code: 'invalid',
        message,
        fields: { expiresAt: [message] },
      })
    }
    for (const expiresAt of [inDays(30), inDays(1)]) await make(maintainer, project, { expiresAt })
  })

  test('leaves tokens alone that were made before', async () => {
    const project = await makeProject(await makeGroup())
    const { token } = await makeToken(project)
    await set({ tokenLifetimeDaysMax: 1 })
    const [row] = await sql`SELECT expires_at, revoked_at FROM deploy_tokens WHERE id = ${token.id}`
    expect(row).toEqual({ expires_at: null, revoked_at: null })
  })
})

describe('X26: one person makes at most 100 tokens an hour', () => {
  test('wherever they are, and is told when to come back', async () => {
    const group = await makeGroup()
    const [one, two] = [await makeProject(group), await makeProject(group)]
    const maintainer = await makeMember(group, 'Maintainer')
    await insertMade(maintainer.id, one, 99, '30 minutes')
    await insertMade(maintainer.id, one, 500, '61 minutes')
    await make(maintainer, two)
    const name = unique('surplus')
    for (const holder of [one, two, group]) {
      const refusal = await refusalOf(createDeployToken(maintainer, creationOf(holder, { name })))
      expect(refusal).toMatchObject({ code: 'rate_limited', fields: {} })
      expect(refusal.message).toBe(
        'You have created 100 deploy tokens within an hour. Try again in 30 minutes.',
      )
      expect(refusal.retryAfterSeconds).toBeGreaterThan(1700)
      expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(1800)
    }
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${name}`).toEqual([])
    // somebody else may
    await make(await makeMember(group, 'Maintainer'), one)
    // and they may again, an hour after
    await sql`UPDATE deploy_tokens SET created_at = created_at - interval '31 minutes' WHERE creator_id = ${maintainer.id}`
    await make(maintainer, one)
  })

  test('is exact when a script makes 150 at once', async () => {
    const group = await makeGroup()
    const projects = await Promise.all([1, 2, 3].map(() => makeProject(group)))
    const maintainer = await makeMember(group, 'Maintainer')
    const answers = await Promise.allSettled(
      Array.from({ length: 150 }, (_, i) => make(maintainer, projects[i % 3] ?? fail())),
    )
    const refused = answers.filter((answer) => answer.status === 'rejected')
    // on a slow machine some do not get that far
    for (const { reason } of refused) expect(['rate_limited', 'unavailable']).toContain(reason.code)
    let made = answers.length - refused.length
    for (; made < 100; made++) await make(maintainer, projects[0] ?? fail())
    expect((await refusalOf(make(maintainer, projects[0] ?? fail()))).code).toBe('rate_limited')
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE creator_id = ${maintainer.id}`).toHaveLength(100)
  })

  test('by the database’s clock, whatever this process believes', async () => {
    const project = await makeProject(await makeGroup())
    const maintainer = await makeMember(project, 'Maintainer')
    onTestFinished(() => void vi.useRealTimers())
    for (const year of ['1999-01-01', '2199-01-01']) {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(year) })
      const { token } = await make(maintainer, project)
      vi.useRealTimers()
      expect(Math.abs(token.createdAt.getTime() - Date.now())).toBeLessThan(600_000)
    }
  })

  test('revoking them makes no room', async () => {
    const project = await makeProject(await makeGroup())
    const maintainer = await makeMember(project, 'Maintainer')
    await insertMade(maintainer.id, project, 100, '1 minute')
    await sql`UPDATE deploy_tokens SET revoked_at = now() WHERE creator_id = ${maintainer.id}`
    expect((await refusalOf(make(maintainer, project))).code).toBe('rate_limited')
  })

  test('is counted by one statement on an index, however many somebody has made', async () => {
    const project = await makeProject(await makeGroup())
    const user = await makeUser()
    await insertMade(user.id, project, 10_000, '2 hours')
    await database().$executeRaw`ANALYZE deploy_tokens`
    const other = await makeProject(await makeGroup())
    const statements = await statementsOf(() => tallyTokens(database(), other, user.id))
    expect(statements).toHaveLength(1)
    const plan = (await Promise.all(statements.map(planOf))).join('\n')
    expect(plan).toContain('deploy_tokens_creator_id_created_at_idx')
    expect(plan).not.toContain('Seq Scan on deploy_tokens')
  })
})

describe('a scope whose feature is switched off', () => {
  test.each<[string, Feature, string]>([
    ['projects', 'packages', 'read_package_registry'],
    ['groups', 'container_registry', 'write_registry'],
  ])('in %s is refused at its field, and nothing is made', async (table, feature, scope) => {
    const group = await makeGroup()
    const holder = table === 'groups' ? group : await makeProject(group)
    const maintainer = await makeMember(group, 'Maintainer')
    await switchOff(holder, feature)
    const name = unique('off')
    const wishes = { name, scopes: [...scopeNames] }
    const refusal = await refusalOf(createDeployToken(maintainer, creationOf(holder, wishes)))
    expect(refusal.code).toBe('invalid')
    expect(refusal.fields?.scopes).toContain(`${scope} is switched off here`)
    expect(await sql`SELECT 1 FROM deploy_tokens WHERE name = ${name}`).toEqual([])
    await make(maintainer, holder, { scopes: ['read_repository'] })
  })

  test('in the instance is refused everywhere', async () => {
    const project = await makeProject(await makeGroup())
    const maintainer = await makeMember(project, 'Maintainer')
    await set({ disabledFeatures: ['repository'] })
    expect((await refusalOf(make(maintainer, project))).fields).toEqual({
      scopes: ['read_repository is switched off here'],
    })
  })

  test('stays with the tokens that have it', async () => {
    const project = await makeProject(await makeGroup())
    const { token } = await makeToken(project, { scopes: ['read_package_registry'] })
    await switchOff(project, 'packages')
    expect(await sql`SELECT scopes FROM deploy_tokens WHERE id = ${token.id}`).toEqual([
      { scopes: ['read_package_registry'] },
    ])
  })
})

describe('what is archived', () => {
  test('gets no new token, and its old ones can be revoked', async () => {
    for (const holder of (await holders()).reverse()) {
      const maintainer = await makeMember(holder, 'Maintainer')
      const { token } = await make(maintainer, holder)
      if (holder.kind === 'project')
        await sql`UPDATE projects SET archived_at = now() WHERE id = ${holder.id}`
      else await sql`UPDATE groups SET archived_at = now() WHERE id = ${holder.id}`
      expect((await refusalOf(make(maintainer, holder))).code).toBe('forbidden')
      const revoked = await revokeDeployToken(maintainer, { holder, tokenId: token.id, address })
      expect(revoked.changed).toBe(true)
    }
  })
})

describe('X28: who sees a holder and tries without being allowed to', () => {
  test('is in the log, with what they tried and from where, and in no audit event', async () => {
    const project = await makeProject(await makeGroup())
    const developer = await makeMember(project, 'Developer')
    const { token } = await makeToken(project)
    const before = await sql`SELECT count(*) FROM audit_events`
    const written = vi.spyOn(log, 'warn')
    await refusalOf(createDeployToken(developer, { ...creationOf(project), address }))
    await refusalOf(revokeDeployToken(developer, { holder: project, tokenId: token.id, address }))
    const facts = {
      holder: { kind: 'project', fullPath: project.fullPath },
      user: developer.username,
      address,
    }
    expect(written.mock.calls).toEqual([
      [{ attempt: 'create deploy token', ...facts }, 'refused attempt'],
      [{ attempt: 'revoke deploy token', ...facts }, 'refused attempt'],
    ])
    written.mockRestore()
    expect(await sql`SELECT count(*) FROM audit_events`).toEqual(before)
  })

  test('but nothing is written of who does not see it', async () => {
    const project = await makeProject(await makeGroup())
    const written = vi.spyOn(log, 'warn')
    await refusalOf(createDeployToken(await makeUser(), creationOf(project)))
    expect(written).not.toHaveBeenCalled()
    written.mockRestore()
  })
})

type Maker = Parameters<typeof createDeployToken>[0]

function make(maker: Maker, holder: Group | Project, wishes: Parameters<typeof creationOf>[1] = {}) {
  return createDeployToken(maker, creationOf(holder, wishes))
}

async function holders(): Promise<(Group | Project)[]> {
  const group = await makeGroup()
  return [group, await makeProject(group)]
}

function set(settings: Partial<InstanceSettings>): Promise<void> {
  return transaction((tx) => putInstanceSettings(tx, instanceSettings.parse(settings)))
}

async function switchOff({ kind, id }: Group | Project, feature: Feature): Promise<void> {
  if (kind === 'group') await sql`UPDATE groups SET disabled_features = ${[feature]} WHERE id = ${id}`
  else await sql`UPDATE projects SET disabled_features = ${[feature]} WHERE id = ${id}`
}

/** Adds tokens that this user made so long ago. */
async function insertMade(creatorId: number, { id }: Project, count: number, ago: string): Promise<void> {
  await sql`
    INSERT INTO deploy_tokens (name, digest, scopes, project_id, request_key, creator_id, creator_name, created_at)
    SELECT 'made', sha256((${unique('made')} || n)::bytea), '{read_repository}', ${id}, gen_random_uuid(), ${creatorId},
      'made', now() - ${ago}::interval
    FROM generate_series(1, ${count}) AS n`
}

function fail(): never {
  throw new Error('There is none')
}
