import { describe, expect, test } from 'vitest'
import { DomainError } from './error'
import { parseScopes, scopesMax } from './registry-scope'

const read = (...parameters: string[]) =>
  parseScopes(parameters).map(({ name, actions }) => `${name}:${actions.join(',')}`)

describe('scopes are wishes', () => {
  test.each<[string, string[], string[]]>([
    ['one', ['repository:acme/app:pull'], ['acme/app:pull']],
    ['several actions', ['repository:acme/app:pull,push,delete'], ['acme/app:pull,push,delete']],
    ['any action', ['repository:acme/app:*'], ['acme/app:*']],
    ['parted by spaces', ['repository:a/b:pull repository:c/d:push'], ['a/b:pull', 'c/d:push']],
    ['in two parameters', ['repository:a/b:pull', 'repository:c/d:push'], ['a/b:pull', 'c/d:push']],
    ['the same twice', ['repository:a/b:pull repository:a/b:pull'], ['a/b:pull']],
    [
      'the same image with other actions',
      ['repository:a/b:pull', 'repository:a/b:pull,push'],
      ['a/b:pull,push'],
    ],
    ['an action nobody knows', ['repository:a/b:pull,fly'], ['a/b:pull']],
    ['an image below a project', ['repository:a/b/c/d:pull'], ['a/b/c/d:pull']],
  ])('%s', (_, parameters, wishes) => {
    expect(read(...parameters)).toEqual(wishes)
  })
})

describe('C04, C05: what is no scope of an image gives nothing', () => {
  test.each([
    '',
    ' ',
    ':',
    '::',
    'foo:bar',
    'registry:catalog:*',
    'repository:',
    'repository:acme/app',
    'repository:acme/app:',
    'repository::pull',
    'repository:acme/app:fly',
    'repository:acme/app:PULL',
    'repository:acme/app:pull,',
    'repository:acme/app:,pull',
    'repository:acme/app:pull:push',
    'repository(plugin):acme/app:pull',
    'repository(x):',
    'Repository:acme/app:pull',
    'repository:localhost:5000/acme/app:pull',
    'repository:Acme/app:pull',
    'repository:acme//app:pull',
    'repository:acme/app/:pull',
    'repository:/acme/app:pull',
    'repository:acme/../app:pull',
    'repository:acme/a..b:pull',
    'repository:-acme/app:pull',
    'repository:acme/app_:pull',
    'repository:acme%2Fapp:pull',
    'repository:acme/ápp:pull',
    `repository:${'a/'.repeat(128)}a:pull`,
    `repository:acme/app:${'pull,'.repeat(20_000)}`,
    'repository:acme/app:pull\n',
    'repository:acme/app:pull\0',
  ])('%j', (scope) => {
    expect(parseScopes([scope])).toEqual([])
  })
})

test('SV-064: a hundred scopes are read, and one more is refused, however they are parted', () => {
  const scopes = Array.from({ length: scopesMax }, (_, i) => `repository:acme/app${i}:pull`)
  expect(parseScopes(scopes)).toHaveLength(scopesMax)
  expect(parseScopes([scopes.join(' ')])).toHaveLength(scopesMax)
  const more = [
    [...scopes, 'x'],
    [[...scopes, 'x'].join(' ')],
    Array<string>(101).fill('repository:a/b:pull'),
  ]
  for (const parameters of more)
    expect(() => parseScopes(parameters)).toThrow(
      new DomainError('invalid', 'A ticket is for at most 100 scopes.'),
    )
})
