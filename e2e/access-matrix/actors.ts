import type { Scope } from '@/lib/domain/scope'

/**
 * People sign in with a session cookie on pages and in actions, by user name and password at machines' doors, by a
 * personal access token at the REST API.
 */
export const people = [
  'nobody',
  'ended', // a maintainer whose session has ended; a machine's door gets the cookie too, and nothing else
  'outsider',
  'guest',
  'planner',
  'reporter',
  'developer',
  'maintainer',
  'owner',
  'admin', // an administrator without any membership
] as const
export type Person = (typeof people)[number]

interface TokenFacts {
  holder: 'project' | 'neighbour' | 'above' | 'here' | 'below' | 'sibling'
  scopes: readonly Scope[] | 'all'
  but?: 'expired' | 'revoked' | 'misnamed' | 'unknown'
}

/** Deploy tokens send user name and value as Basic credentials, their value to the REST API; `but` says what is wrong. */
export const tokens = {
  repo: { holder: 'project', scopes: ['read_repository'] },
  reg: { holder: 'project', scopes: ['read_registry'] },
  wreg: { holder: 'project', scopes: ['write_registry'] },
  pkg: { holder: 'project', scopes: ['read_package_registry'] },
  wpkg: { holder: 'project', scopes: ['write_package_registry'] },
  all: { holder: 'project', scopes: 'all' },
  lacking: {
    holder: 'project',
    scopes: ['read_registry', 'write_registry', 'read_package_registry', 'write_package_registry'],
  },
  here: { holder: 'here', scopes: 'all' },
  above: { holder: 'above', scopes: 'all' },
  below: { holder: 'below', scopes: 'all' },
  sibling: { holder: 'sibling', scopes: 'all' },
  other: { holder: 'neighbour', scopes: 'all' },
  expired: { holder: 'project', scopes: 'all', but: 'expired' },
  revoked: { holder: 'project', scopes: 'all', but: 'revoked' },
  misnamed: { holder: 'project', scopes: 'all', but: 'misnamed' },
  unknown: { holder: 'project', scopes: 'all', but: 'unknown' },
} as const satisfies Record<string, TokenFacts>
export type Token = keyof typeof tokens

/** What an action is asked to do something to: the project, the group `here`, or nothing of the tree. */
export type ActionPlace = 'project' | 'here' | 'nothing' | undefined
