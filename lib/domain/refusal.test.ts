import { describe, expect, test } from 'vitest'
import { type Actor, type DeployTokenActor, nobody, type UserActor } from './actor'
import { accessDeniedText, notFoundText, refusalOf } from './refusal'

const user: UserActor = { kind: 'user', id: 1, username: 'mai', name: 'Mai', isAdmin: false }
const projectToken: DeployTokenActor = {
  kind: 'deploy-token',
  id: 7,
  name: 'ci pull',
  username: 'gitlab+deploy-token-7',
  scopes: ['read_registry'],
  holder: { kind: 'project', id: 3 },
  holderPath: 'acme/web',
}
const groupToken: DeployTokenActor = { ...projectToken, holder: { kind: 'group', id: 4 }, holderPath: 'acme' }

describe('a challenge', () => {
  test('says how to sign in, and nothing of what was asked for', () => {
    expect(refusalOf(nobody, 'download_code', 'challenge')).toBe(accessDeniedText)
    expect(accessDeniedText).toMatch(/^HTTP Basic: Access denied\./)
  })
})

describe('what is hidden', () => {
  test.each([
    ['nobody', nobody],
    ['a user', user],
  ] as [string, Actor][])('reads as in GitLab for %s', (_, actor) => {
    expect(refusalOf(actor, 'download_code', 'hide')).toBe(notFoundText)
    expect(notFoundText).toBe(
      "The project you were looking for could not be found or you don't have permission to view it.",
    )
  })

  test('tells a project token the one project it reaches', () => {
    expect(refusalOf(projectToken, 'download_code', 'hide')).toBe(
      `${notFoundText} The deploy token "ci pull" reaches only acme/web.`,
    )
  })

  test('tells a group token the group whose projects it reaches', () => {
    expect(refusalOf(groupToken, 'download_code', 'hide')).toBe(
      `${notFoundText} The deploy token "ci pull" reaches the projects of the group acme.`,
    )
  })
})

describe('what is denied', () => {
  test('names the scope that a token lacks', () => {
    expect(refusalOf(projectToken, 'download_code', 'deny')).toBe(
      'You are not allowed to download code. The deploy token "ci pull" lacks the scope read_repository.',
    )
  })

  test('names no scope to a user', () => {
    expect(refusalOf(user, 'download_code', 'deny')).toBe('You are not allowed to download code.')
  })

  test.each([
    ['download_code', 'You are not allowed to download code.', 'read_repository'],
    ['push_code', 'You are not allowed to upload code.', 'write_repository'],
    ['read_members', 'You are not allowed to do this.', 'read_api'],
    ['edit_settings', 'You are not allowed to do this.', 'api'],
  ] as const)('%s: names the scope that a personal access token lacks', (ability, text, scope) => {
    const limited: Actor = { ...user, token: { id: 7, name: 'laptop', scopes: ['read_user'] } }
    expect(refusalOf(limited, ability, 'deny')).toBe(
      `${text} The personal access token "laptop" lacks the scope ${scope}.`,
    )
  })

  test('names no scope to a personal access token that lacks none: the role is the matter', () => {
    const limited: Actor = { ...user, token: { id: 7, name: 'laptop', scopes: ['write_repository'] } }
    expect(refusalOf(limited, 'push_code', 'deny')).toBe('You are not allowed to push code to this project.')
    expect(refusalOf(limited, 'download_code', 'deny')).toBe('You are not allowed to download code.')
  })

  test('tells a token that no scope would let it push', () => {
    expect(refusalOf(projectToken, 'push_code', 'deny')).toBe(
      'You are not allowed to upload code. A deploy token can only read a repository.',
    )
  })

  test('tells a user that the project is the matter', () => {
    expect(refusalOf(user, 'push_code', 'deny')).toBe('You are not allowed to push code to this project.')
  })

  test.each(['manage_deploy_tokens', 'create_project', 'create_subgroup', 'read_project'] as const)(
    '%s is refused in one general sentence',
    (ability) => {
      expect(refusalOf(user, ability, 'deny')).toBe('You are not allowed to do this.')
    },
  )
})

describe('what is switched off or archived', () => {
  const off = { kind: 'project', disabledFeatures: ['repository'], isArchived: false } as const
  const archived = { kind: 'project', disabledFeatures: [], isArchived: true } as const

  test('says so to who sees it, token or person', () => {
    for (const actor of [user, projectToken]) {
      expect(refusalOf(actor, 'download_code', 'deny', off)).toBe(
        'The repository of this project is switched off.',
      )
      expect(refusalOf(actor, 'push_code', 'deny', archived)).toBe('This project is archived and read-only.')
    }
    expect(refusalOf(user, 'create_project', 'deny', { ...archived, kind: 'group' })).toBe(
      'This group is archived and read-only.',
    )
  })

  test('says nothing of it to who does not, nor where it is not in the way', () => {
    expect(refusalOf(user, 'download_code', 'hide', off)).toBe(notFoundText)
    expect(refusalOf(nobody, 'push_code', 'challenge', archived)).toBe(accessDeniedText)
    expect(refusalOf(user, 'manage_deploy_tokens', 'deny', { ...off, isArchived: true })).toBe(
      'You are not allowed to do this.',
    )
  })
})
