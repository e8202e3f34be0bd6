import type { Scope } from '@/lib/domain/scope'
import type { Visibility } from '@/lib/domain/visibility'
import type { GitEndpoint } from '@/lib/http/git/git-path'

// Who gets what answer at which door. This file is the whole rule book of access in one place, and nothing but data:
// machine-doors.test.ts, pages.test.ts and actions.test.ts drive its rows, completeness.test.ts fails when the product
// has a door that stands in no row.
//
// The tree:  above › here › project      above › here › below      above › sibling › neighbour
// People have their role in `here`, and so in the project. `:name` in a URL is the full path of that place.

/** People sign in with a session cookie on pages and in actions, by user name and password at machines' doors. */
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

/** Deploy tokens send user name and value as Basic credentials at every door; `but` says what is wrong with one. */
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

export interface MachineDoor {
  kind: 'machine'
  method: 'GET' | 'POST'
  url: string
  /** Which of git's endpoints it is, if it is git's. */
  endpoint?: GitEndpoint
  headers?: Record<string, string>
  body?: string
  /** The people send their session cookie in place of user name and password. */
  byCookie?: true
}

export interface PageDoor {
  kind: 'page'
  url: string
  /** Its folder in app/, and the segments that its catch-all gets once the URL is rewritten. */
  folder: string
  segments?: string
}

export interface ActionDoor {
  kind: 'action'
  action: string
  /** What the action is asked to do it to. */
  on?: 'project' | 'here' | 'nothing'
}

export interface RouteDoor {
  kind: 'route'
  url: string
  folder: string
}

export type Door = MachineDoor | PageDoor | ActionDoor | RouteDoor

const plain = { 'content-type': 'text/plain' }
// git's own packets: a question for the refs, and a push of nothing
const lsRefs = '0014command=ls-refs\n0000'
const nothing = '0000'

export const doors = {
  health: { kind: 'machine', method: 'GET', url: '/-/health' },
  liveness: { kind: 'machine', method: 'GET', url: '/-/liveness' },
  readiness: { kind: 'machine', method: 'GET', url: '/-/readiness' },

  'fetch, refs': {
    kind: 'machine',
    method: 'GET',
    url: '/:project.git/info/refs?service=git-upload-pack',
    endpoint: 'info/refs',
  },
  'fetch, pack': {
    kind: 'machine',
    method: 'POST',
    url: '/:project.git/git-upload-pack',
    endpoint: 'git-upload-pack',
    headers: { 'content-type': 'application/x-git-upload-pack-request', 'git-protocol': 'version=2' },
    body: lsRefs,
  },
  'fetch by cookie': {
    kind: 'machine',
    method: 'GET',
    url: '/:project.git/info/refs?service=git-upload-pack',
    endpoint: 'info/refs',
    byCookie: true,
  },
  'fetch what is not': {
    kind: 'machine',
    method: 'GET',
    url: '/:project-that-is-not.git/info/refs?service=git-upload-pack',
    endpoint: 'info/refs',
  },
  'push, refs': {
    kind: 'machine',
    method: 'GET',
    url: '/:project.git/info/refs?service=git-receive-pack',
    endpoint: 'info/refs',
  },
  'push, pack': {
    kind: 'machine',
    method: 'POST',
    url: '/:project.git/git-receive-pack',
    endpoint: 'git-receive-pack',
    headers: { 'content-type': 'application/x-git-receive-pack-request' },
    body: nothing,
  },
  'push by cookie': {
    kind: 'machine',
    method: 'POST',
    url: '/:project.git/git-receive-pack',
    endpoint: 'git-receive-pack',
    headers: { 'content-type': 'application/x-git-receive-pack-request' },
    body: nothing,
    byCookie: true,
  },
  LFS: {
    kind: 'machine',
    method: 'POST',
    url: '/:project.git/info/lfs/objects/batch',
    endpoint: 'lfs',
    headers: plain,
    body: '{}',
  },
  'a file of git’s': { kind: 'machine', method: 'GET', url: '/:project.git/HEAD', endpoint: 'other' },

  'sign-in page': { kind: 'page', url: '/users/sign_in', folder: '(web)/users/sign_in' },
  dashboard: { kind: 'page', url: '/', folder: '(web)' },
  'new group': { kind: 'page', url: '/groups/new', folder: '(web)/groups/new' },
  'new project': { kind: 'page', url: '/projects/new', folder: '(web)/projects/new' },
  group: { kind: 'page', url: '/:here', folder: '(web)/[...path]', segments: ':here' },
  'group, by /groups/': {
    kind: 'page',
    url: '/groups/:here',
    folder: '(web)/groups/[...path]',
    segments: ':here',
  },
  project: { kind: 'page', url: '/:project', folder: '(web)/[...path]', segments: ':project' },
  files: {
    kind: 'page',
    url: '/:project/-/tree/main',
    folder: '(web)/project/files/[...path]',
    segments: ':project/-/tree/main',
  },
  'a file': {
    kind: 'page',
    url: '/:project/-/blob/main/README.md',
    folder: '(web)/project/files/[...path]',
    segments: ':project/-/blob/main/README.md',
  },
  'project settings': {
    kind: 'page',
    url: '/:project/-/settings/repository',
    folder: '(web)/project/settings/repository/[...path]',
    segments: ':project',
  },
  'group settings': {
    kind: 'page',
    url: '/groups/:here/-/settings/repository',
    folder: '(web)/group/settings/repository/[...path]',
    segments: ':here',
  },
  'what is not': {
    kind: 'page',
    url: '/:project-that-is-not',
    folder: '(web)/[...path]',
    segments: ':project-that-is-not',
  },

  'create in project': { kind: 'action', action: 'createDeployTokenAction', on: 'project' },
  'revoke in project': { kind: 'action', action: 'revokeDeployTokenAction', on: 'project' },
  'list in project': { kind: 'action', action: 'listDeployTokensAction', on: 'project' },
  'create in group': { kind: 'action', action: 'createDeployTokenAction', on: 'here' },
  'revoke in group': { kind: 'action', action: 'revokeDeployTokenAction', on: 'here' },
  'list in group': { kind: 'action', action: 'listDeployTokensAction', on: 'here' },
  'make subgroup': { kind: 'action', action: 'createGroupAction', on: 'here' },
  'make project': { kind: 'action', action: 'createProjectAction', on: 'here' },
  'make group at the top': { kind: 'action', action: 'createGroupAction', on: 'nothing' },
  'sign out': { kind: 'action', action: 'signOutAction', on: 'nothing' },

  'session of next-auth': { kind: 'route', url: '/api/auth/session', folder: 'api/auth/[...nextauth]' },
} as const satisfies Record<string, Door>
export type DoorName = keyof typeof doors

// The answers. A number is a status. On a page: sign-in is a redirect to the sign-in page and back, home one to the
// dashboard, moved one to the same thing's own address. Of an action: ok is done, left is signed out and sent to the
// sign-in page. `…` goes on to the right.

const forPeople = {
  // columns: people, in their order
  private: `
                         nobody   ended    outsider guest  planner reporter developer maintainer owner admin
  health                 200      …
  liveness               200      …
  readiness              200      …
  fetch, refs            401      401      404      403    403     200      200       200        200   200
  fetch, pack            401      401      404      403    403     200      200       200        200   200
  fetch by cookie        401      …
  fetch what is not      401      401      404      …
  push, refs             401      401      404      403    403     403      200       200        200   200
  push, pack             401      401      404      403    403     403      200       200        200   200
  push by cookie         401      …
  LFS                    404      …
  a file of git’s        403      …
  sign-in page           200      200      home     …
  dashboard              sign-in  sign-in  200      …
  new group              sign-in  sign-in  200      …
  new project            sign-in  sign-in  200      …
  group                  sign-in  sign-in  404      200    …
  group, by /groups/     moved    …
  project                sign-in  sign-in  404      200    …
  files                  sign-in  sign-in  404      404    404     200      …
  a file                 sign-in  sign-in  404      404    404     200      …
  project settings       sign-in  sign-in  404      404    404     404      404       200        200   200
  group settings         sign-in  sign-in  404      404    404     404      404       200        200   200
  what is not            sign-in  sign-in  404      …
  create in project      401      401      404      404    404     404      404       ok         ok    ok
  revoke in project      401      401      404      404    404     404      404       ok         ok    ok
  list in project        401      401      404      404    404     404      404       ok         ok    ok
  create in group        401      401      404      404    404     404      404       ok         ok    ok
  revoke in group        401      401      404      404    404     404      404       ok         ok    ok
  list in group          401      401      404      404    404     404      404       ok         ok    ok
  make subgroup          401      401      404      404    404     404      404       ok         ok    ok
  make project           401      401      404      404    404     404      ok        ok         ok    ok
  make group at the top  401      401      ok       …
  sign out               left     …
  session of next-auth   200      …
  `,
  // where it is internal or public, these rows differ
  internal: `
                         nobody   ended    outsider guest  planner reporter developer maintainer owner admin
  fetch, refs            401      401      200      …
  fetch, pack            401      401      200      …
  push, refs             401      401      403      403    403     403      200       200        200   200
  push, pack             401      401      403      403    403     403      200       200        200   200
  group                  sign-in  sign-in  200      …
  project                sign-in  sign-in  200      …
  files                  sign-in  sign-in  200      …
  a file                 sign-in  sign-in  200      …
  `,
  public: `
                         nobody   ended    outsider guest  planner reporter developer maintainer owner admin
  fetch, refs            200      …
  fetch, pack            200      …
  fetch by cookie        200      …
  push, refs             401      401      403      403    403     403      200       200        200   200
  push, pack             401      401      403      403    403     403      200       200        200   200
  group                  200      …
  project                200      …
  files                  200      …
  a file                 200      …
  `,
}

const forTokens = {
  // columns: tokens, in their order
  private: `
                         repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
  health                 200  …
  liveness               200  …
  readiness              200  …
  fetch, refs            200  403 403  403 403  200 403     200  200   404   404     404   401     401     401      401
  fetch, pack            200  403 403  403 403  200 403     200  200   404   404     404   401     401     401      401
  fetch by cookie        200  403 403  403 403  200 403     200  200   404   404     404   401     401     401      401
  fetch what is not      404  404 404  404 404  404 404     404  404   404   404     404   401     401     401      401
  push, refs             403  403 403  403 403  403 403     403  403   404   404     404   401     401     401      401
  push, pack             403  403 403  403 403  403 403     403  403   404   404     404   401     401     401      401
  push by cookie         403  403 403  403 403  403 403     403  403   404   404     404   401     401     401      401
  LFS                    404  …
  a file of git’s        403  …
  sign-in page           200  …
  dashboard              sign-in …
  new group              sign-in …
  new project            sign-in …
  group                  sign-in …
  group, by /groups/     moved …
  project                sign-in …
  files                  sign-in …
  a file                 sign-in …
  project settings       sign-in …
  group settings         sign-in …
  what is not            sign-in …
  create in project      401  …
  revoke in project      401  …
  list in project        401  …
  create in group        401  …
  revoke in group        401  …
  list in group          401  …
  make subgroup          401  …
  make project           401  …
  make group at the top  401  …
  sign out               left …
  session of next-auth   200  …
  `,
  // a token reaches what its holder holds, and no visibility widens that
  internal: '',
  // on a page it is nobody, whatever it sends
  public: `
                         repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
  group                  200  …
  project                200  …
  files                  200  …
  a file                 200  …
  `,
}

export type Answers<Actor extends string> = Record<Actor, string>

/** What each person is told at a door of a tree with this visibility. */
export function answersToPeople(door: DoorName, visibility: Visibility): Answers<Person> {
  return rowOf(forPeople, door, visibility, people)
}

/** What each token is told at a door of a tree with this visibility. */
export function answersToTokens(door: DoorName, visibility: Visibility): Answers<Token> {
  return rowOf(forTokens, door, visibility, Object.keys(tokens) as Token[])
}

/** Every table as it is written: the names of its columns and of its rows. */
export function writtenTables(): { of: 'people' | 'tokens'; columns: string[]; rows: string[] }[] {
  const written = (of: 'people' | 'tokens') => (table: string) => {
    const [head = '', ...lines] = linesOf(table)
    return { of, columns: head.split(/\s+/), rows: lines.map(nameOf) }
  }
  const tables = [
    ...Object.values(forPeople).map(written('people')),
    ...Object.values(forTokens).map(written('tokens')),
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

function rowOf<Actor extends string>(
  tables: Record<Visibility, string>,
  door: DoorName,
  visibility: Visibility,
  columns: readonly Actor[],
): Answers<Actor> {
  const line = findLine(tables[visibility], door) ?? findLine(tables.private, door)
  if (line === undefined) throw new Error(`No answers for "${door}"`)
  const words = line.slice(door.length).trim().split(/\s+/)
  const written = words.indexOf('…')
  const last = words[written - 1] ?? ''
  const answers = columns.map((_, i) => (written === -1 || i < written ? words[i] : last))
  if (written === -1 && words.length !== columns.length)
    throw new Error(`Too few or too many answers for "${door}"`)
  return Object.fromEntries(columns.map((column, i) => [column, answers[i]])) as Answers<Actor>
}

function findLine(table: string, door: DoorName): string | undefined {
  return linesOf(table).find((line) => nameOf(line) === door)
}

function linesOf(table: string): string[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** A row's name ends where two spaces begin. */
function nameOf(line: string): string {
  return line.split(/ {2,}/)[0] ?? ''
}
