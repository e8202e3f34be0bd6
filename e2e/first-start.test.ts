import { describe, expect, test } from 'vitest'
import type { Account } from '@/prisma/seed'
import { refusalOf, sql } from './support/fixtures'
import { asFirstStart } from './support/fresh-database'

const demo = { LATCHKEY_DEMO: '1', LATCHKEY_ROOT_PASSWORD: '' }
const address = '192.0.2.1'

describe('the first start', () => {
  test('makes root, the demo’s people and its tree, and announces passwords that open them', async () => {
    await asFirstStart(demo, async () => {
      const announced = await start()
      expect(announced.map((account) => account.username)).toEqual(['root', 'maintainer', 'developer'])
      for (const { username, password } of announced)
        expect((await signIn(username, password)).username).toBe(username)
      expect(new Set(announced.map((account) => account.password)).size).toBe(3)
      expect(await sql`SELECT username FROM users WHERE is_admin`).toEqual([{ username: 'root' }])
      expect((await sql`SELECT path FROM routes ORDER BY path`).map((route) => route.path)).toEqual([
        'tanuki',
        'tanuki/awesome_project',
        'tanuki/deployers',
      ])
    })
  })

  test('gives the demo’s maintainer the tokens, its developer none, and the project its history', async () => {
    await asFirstStart(demo, async () => {
      const [, maintainer, developer] = (await start()) as [Account, Account, Account]
      const { openHolder } = await import('@/lib/services/access/open-project')
      const { hasBranch } = await import('@/lib/storage/repositories')
      const holder = { kind: 'project', fullPath: 'tanuki/awesome_project' } as const
      const open = async ({ username, password }: Account) =>
        openHolder(await signIn(username, password), 'manage_deploy_tokens', holder)
      const project = await open(maintainer)
      expect(project).toMatchObject({ visibility: 'private', accessLevel: 40 })
      expect((await refusalOf(open(developer))).code).toBe('forbidden')
      expect(await hasBranch(project.id, 'main')).toBe(true)
    })
  })

  test('audits what it makes, as made by the console or by root', async () => {
    await asFirstStart(demo, async () => {
      await start()
      const events = await sql`SELECT action, actor_name, target_name FROM audit_events ORDER BY id`
      expect(events.map((event) => `${event.actor_name}: ${event.action} ${event.target_name}`)).toEqual([
        'console: user_created root',
        'console: user_created maintainer',
        'console: user_created developer',
        'root: group_created tanuki',
        'root: member_added maintainer',
        'root: member_added developer',
        'root: group_created deployers',
        'root: project_created awesome_project',
      ])
    })
  })

  test('without the demo makes root alone, with the password that was set', async () => {
    const settings = { LATCHKEY_DEMO: '0', LATCHKEY_ROOT_PASSWORD: 'a password of my own' }
    await asFirstStart(settings, async () => {
      expect(await start()).toEqual([{ username: 'root', password: 'a password of my own' }])
      expect((await signIn('root', 'a password of my own')).isAdmin).toBe(true)
      expect(await sql`SELECT 1 FROM routes`).toEqual([])
    })
  })

  test('gives root the token that was set, with scope api, once, and announces and keeps nothing of its value', async () => {
    const value = 'glpat-chosen-by-an-operator'
    await asFirstStart({ ...demo, LATCHKEY_DEMO: '0', LATCHKEY_ROOT_TOKEN: value }, async () => {
      expect(JSON.stringify([...(await start()), ...(await start())])).not.toContain(value)
      const { authenticatePersonalToken } = await import('@/lib/services/access/authenticate-personal-token')
      expect(await authenticatePersonalToken(value, address)).toMatchObject({
        username: 'root',
        isAdmin: true,
        token: { scopes: ['api'] },
      })
      expect(await sql`SELECT expires_at FROM personal_access_tokens`).toEqual([{ expires_at: null }])
      expect(
        JSON.stringify(await sql`SELECT t.*, encode(t.digest, 'escape') FROM personal_access_tokens t`),
      ).not.toContain(value)
      const events =
        await sql`SELECT actor_name, address FROM audit_events WHERE target_type = 'personal_access_token'`
      expect(events).toEqual([{ actor_name: 'root', address: 'console' }])
    })
  })

  test('without a token that was set makes none', async () => {
    await asFirstStart({ ...demo, LATCHKEY_DEMO: '0' }, async () => {
      await start()
      expect(await sql`SELECT 1 FROM personal_access_tokens`).toEqual([])
    })
  })

  test('keeps no announced password in the database', async () => {
    await asFirstStart(demo, async () => {
      const announced = await start()
      const digests = (await sql`SELECT password_digest FROM users`).map((user) =>
        String(user.password_digest),
      )
      for (const { password } of announced) {
        expect(digests.every((digest) => digest.startsWith('$argon2id$') && !digest.includes(password))).toBe(
          true,
        )
      }
    })
  })
})

describe('a start after it', () => {
  test('announces nothing and changes nothing', async () => {
    await asFirstStart(demo, async () => {
      await start()
      const before = await everything()
      expect(await start()).toEqual([])
      expect(await everything()).toEqual(before)
    })
  })

  test('at the same time waits for it: one announces, and everything is there once', async () => {
    await asFirstStart(demo, async () => {
      const announced = await Promise.all([start(), start(), start()])
      expect(announced.map((accounts) => accounts.length).sort()).toEqual([0, 0, 3])
      const root = announced.flat().find((account) => account.username === 'root')
      expect((await signIn('root', root?.password ?? '')).isAdmin).toBe(true)
      expect(await sql`SELECT 1 FROM users`).toHaveLength(3)
      expect(await sql`SELECT 1 FROM routes`).toHaveLength(3)
    })
  })

  test('that broke off before its passwords were told does it over, with passwords that work', async () => {
    await asFirstStart(demo, async () => {
      const { seedFirstStart } = await import('@/prisma/seed')
      const broken = seedFirstStart(() => {
        throw new Error('no terminal')
      })
      await expect(broken).rejects.toThrow('no terminal')
      const announced = await start()
      expect(announced).toHaveLength(3)
      for (const { username, password } of announced)
        expect((await signIn(username, password)).username).toBe(username)
      expect(await sql`SELECT 1 FROM users`).toHaveLength(3)
      expect(await sql`SELECT 1 FROM routes`).toHaveLength(3)
    })
  })
})

/** What a start announces. */
async function start(): Promise<Account[]> {
  const { seedFirstStart } = await import('@/prisma/seed')
  const announced: Account[] = []
  await seedFirstStart((accounts) => announced.push(...accounts))
  return announced
}

async function signIn(login: string, password: string) {
  const { verifyPassword } = await import('@/lib/services/access/verify-password')
  return verifyPassword({ login, password, address })
}

async function everything() {
  return {
    users: await sql`SELECT * FROM users ORDER BY id`,
    memberships: await sql`SELECT * FROM memberships ORDER BY id`,
    routes: await sql`SELECT * FROM routes ORDER BY id`,
    events: await sql`SELECT id FROM audit_events ORDER BY id`,
    settings: await sql`SELECT * FROM settings`,
  }
}
