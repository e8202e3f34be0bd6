import { expect, test } from 'vitest'
import { type Actor, nobody, type UserActor } from '@/lib/domain/actor'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import { requireAdministrator } from './require-administrator'

const user: UserActor = { kind: 'user', id: 1, username: 'mai', name: 'Mai', isAdmin: false }
const root: UserActor = { ...user, id: 2, username: 'root', isAdmin: true }
const deployToken: Actor = {
  kind: 'deploy-token',
  id: 7,
  name: 'ci',
  username: 'gitlab+deploy-token-7',
  scopes: ['read_repository'],
  holder: { kind: 'project', id: 3 },
  holderPath: 'acme/web',
}

const withScopes = (actor: UserActor, ...scopes: PersonalScope[]): UserActor => ({
  ...actor,
  token: { id: 5, name: 'laptop', scopes },
})

test.each<[string, Actor, string, string]>([
  ['nobody', nobody, 'unauthenticated', 'unauthenticated'],
  ['a user', user, 'not_found', 'not_found'],
  ['a user’s token with every right of theirs', withScopes(user, 'api'), 'not_found', 'not_found'],
  ['a deploy token', deployToken, 'not_found', 'not_found'],
  ['an administrator', root, 'in', 'in'],
  ['an administrator’s token with api', withScopes(root, 'read_user', 'api'), 'in', 'in'],
  ['one with read_api', withScopes(root, 'read_api'), 'in', 'forbidden'],
  ['one with all but these', withScopes(root, 'read_user', 'write_repository'), 'forbidden', 'forbidden'],
  ['one with no scope', withScopes(root), 'forbidden', 'forbidden'],
])('%s: to read %s, to write %s', (_, actor, toRead, toWrite) => {
  expect(answerOf(() => requireAdministrator(actor, 'read'))).toBe(toRead)
  expect(answerOf(() => requireAdministrator(actor, 'write'))).toBe(toWrite)
  // whoever forgets to say is asked for more
  expect(answerOf(() => requireAdministrator(actor))).toBe(toWrite)
})

test('the refusal names the token and the narrowest scope that would do', () => {
  expect(() => requireAdministrator(withScopes(root, 'read_user'), 'read')).toThrow(
    'You are not allowed to do this. The personal access token "laptop" lacks the scope read_api.',
  )
})

function answerOf(work: () => unknown): string {
  try {
    work()
    return 'in'
  } catch (error) {
    return String((error as { code?: string }).code)
  }
}
