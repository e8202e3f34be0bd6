import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeGroup, makeMember, makePersonalToken, makeUser, sql } from '@/e2e/support/fixtures'
import { countGitProcesses, inspect, makeRepository } from '@/e2e/support/git-place'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { Terminal } from '@/e2e/support/shell'
import type { UserActor } from '@/lib/domain/actor'
import { type PersonalScope, personalScopeNames } from '@/lib/domain/personal-scope'
import type { Group, Project } from '@/lib/domain/project'
import { revokePersonalAccessToken } from '@/lib/services/personal-access-tokens/revoke-personal-access-token'

// Personal access tokens with the real git, over a real connection.

let server: MachineServer
let terminal: Terminal
let group: Group
let project: Project
let developer: UserActor

beforeAll(async () => {
  server = await openMachineServer()
  group = await makeGroup()
  project = await makeRepository(group)
  developer = await makeMember(group, 'Developer')
})
afterAll(() => server.close())
beforeEach(async () => {
  terminal = await Terminal.open()
})
afterEach(async () => {
  await terminal.close()
  await vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000)
})

describe('clone', () => {
  test.each([['read_repository'], ['write_repository'], ['api']] as const)(
    'with %s, under any user name',
    async (scope) => {
      const secret = await tokenWith([scope])
      for (const username of ['oauth2', developer.username, 'x']) {
        expect(await git(`clone -q ${urlOf(project, secret, username)} ${username}`)).toMatchObject({
          code: 0,
        })
      }
      expect((await terminal.run('cat x/lib/deep/z.txt')).text).toBe('z\n')
    },
  )

  test('without any of them is 403, and the scope to ask for is said', async () => {
    const others = ['read_api', 'read_user', 'read_registry', 'write_registry'] as const
    const answer = await git(`clone ${urlOf(project, await tokenWith(others))} copy`)
    expect(answer.code).not.toBe(0)
    expect(answer.text).toContain(
      'remote: You are not allowed to download code. The personal access token "laptop" lacks the scope read_repository.',
    )
    expect(answer.text).toContain('error: 403')
  })

  test('of what its user does not see is not found, whatever its scopes', async () => {
    const hidden = await makeRepository(await makeGroup())
    const { text } = await git(`clone ${urlOf(hidden, await tokenWith(personalScopeNames))} copy`)
    expect(text).toContain('could not be found')
    expect(text).toContain('not found')
  })
})

describe('push', () => {
  test.each([['write_repository'], ['api']] as const)('with %s arrives', async (scope) => {
    const branch = `by-${scope}`
    expect(await push(branch, await tokenWith([scope]))).toMatchObject({ code: 0 })
    expect(await inspect(project, 'log', '-1', '--format=%s', branch)).toBe('Third')
  })

  test('with every scope but these is 403, and the scope to ask for is said', async () => {
    const others = personalScopeNames.filter((scope) => scope !== 'write_repository' && scope !== 'api')
    const answer = await push('refused', await tokenWith(others))
    expect(answer.text).toContain(
      'remote: You are not allowed to upload code. The personal access token "laptop" lacks the scope write_repository.',
    )
    expect(await inspect(project, 'branch', '--list', 'refused')).toBe('')
  })

  test('of a Reporter is refused for the role, with every scope too', async () => {
    const reporter = await makeMember(group, 'Reporter')
    const answer = await push('refused', await tokenWith(personalScopeNames, reporter))
    expect(answer.text).toContain('remote: You are not allowed to push code to this project.')
  })
})

describe('a token that is over', () => {
  test('says that it expired', async () => {
    const { token, secret } = await makePersonalToken(developer)
    await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${token.id}`
    expect((await git(`ls-remote ${urlOf(project, secret)}`)).text).toContain(
      'remote: Token is expired. You can either do re-authorization or token refresh.',
    )
  })

  test('says that it was revoked, from the moment it is', async () => {
    const { token, secret } = await makePersonalToken(developer)
    expect((await git(`ls-remote ${urlOf(project, secret)}`)).code).toBe(0)
    await revokePersonalAccessToken(developer, { which: token.id, address: '192.0.2.1' })
    expect((await git(`ls-remote ${urlOf(project, secret)}`)).text).toContain(
      'remote: Token was revoked. You have to re-authorize from the user.',
    )
  })

  test('as its user is blocked or deleted says nothing', async () => {
    for (const end of [
      ({ id }: UserActor) => sql`UPDATE users SET blocked_at = now() WHERE id = ${id}`,
      ({ id }: UserActor) => sql`DELETE FROM users WHERE id = ${id}`,
    ]) {
      const user = await makeMember(group, 'Developer')
      const secret = await tokenWith(['api'], user)
      await end(user)
      const { text } = await git(`ls-remote ${urlOf(project, secret)}`)
      expect(text).toContain('Access denied')
      expect(text).not.toContain('laptop')
    }
  })

  test('is erased by git’s credential helper: 401, and a missing scope is not', async () => {
    const credentials = `-c credential.helper= -c 'credential.helper=store --file=kept'`
    const kept = async (secret: string) => {
      const line = `http://oauth2:${secret}@${server.host.replace(':', '%3a')}`
      await terminal.run(`echo '${line}' > kept`)
      await git(`${credentials} ls-remote http://${server.host}/${project.fullPath}.git`)
      return (await terminal.run('cat kept')).text.includes(secret)
    }
    const { token, secret } = await makePersonalToken(developer)
    expect(await kept(secret)).toBe(true)
    expect(await kept(await tokenWith(['read_user']))).toBe(true)
    await revokePersonalAccessToken(developer, { which: token.id, address: '192.0.2.1' })
    expect(await kept(secret)).toBe(false)
  })
})

test('a public project is open to nobody, and closed to a token that lacks the scope', async () => {
  const open = await makeRepository(await makeGroup(undefined, { visibility: 'public' }), {
    visibility: 'public',
  })
  const outsider = await makeUser()
  const url = `http://${server.host}/${open.fullPath}.git`
  // git offers credentials only once it is asked for them, which nobody is here
  const offering = async (scope: PersonalScope) => {
    const credentials = btoa(`oauth2:${await tokenWith([scope], outsider)}`)
    return git(`-c http.extraHeader='Authorization: Basic ${credentials}' ls-remote ${url}`)
  }
  expect((await git(`ls-remote ${url}`)).code).toBe(0)
  expect((await offering('read_repository')).code).toBe(0)
  expect((await offering('read_api')).text).toContain('403')
})

async function tokenWith(scopes: readonly PersonalScope[], user = developer): Promise<string> {
  return (await makePersonalToken(user, { name: 'laptop', scopes: [...scopes] })).secret
}

function urlOf({ fullPath }: Project, secret: string, username = 'oauth2'): string {
  return `http://${username}:${secret}@${server.host}/${fullPath}.git`
}

function git(words: string) {
  return terminal.run(`git ${words}`)
}

async function push(branch: string, secret: string) {
  const reader = await tokenWith(['read_repository'])
  const lines = [
    `git clone -q ${urlOf(project, reader)} work`,
    'cd work',
    'echo more > more.txt',
    'git add more.txt',
    'git commit -qm Third',
    `git push -q ${urlOf(project, secret)} HEAD:refs/heads/${branch}`,
  ]
  return terminal.run(lines.join(' && '))
}
