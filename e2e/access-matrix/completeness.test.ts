import { describe, expect, test } from 'vitest'
import { isReserved } from '@/lib/domain/namespace'
import { visibilities } from '@/lib/domain/visibility'
import { isMachinePath } from '@/lib/http/app'
import { registryEndpoints } from '@/lib/http/registry/registry'
import { people, tokens } from './actors'
import type { Door } from './door'
import { answersToPeople, answersToTokens, type DoorName, doors, inputs, writtenTables } from './matrix'
import { machineRoutes, pageFolders, routeFolders, serverActions, strayActions } from './registered'

// A door that stands in no row of the matrix fails here, and so does a row without a door.

const rows = Object.entries(doors) as [DoorName, Door][]

/** What is registered with Hono, and the rows that drive it. */
const registered: Record<string, DoorName[] | 'middleware'> = {
  'GET /-/health': ['health'],
  'GET /-/liveness': ['liveness'],
  'GET /-/readiness': ['readiness'],
  'GET /.well-known/terraform.json': ['terraform, discovery'],
  'GET /jwt/auth': ['ticket, to log in', 'ticket, for an image', 'ticket, by password', 'ticket, by cookie'],
  'POST /jwt/auth': ['ticket, by form'],
  'ALL /jwt/auth': ['ticket, no such method'],
  // the registry tells its endpoints apart itself, below
  'ALL /v2/*': ['registry, base', 'registry, no such endpoint', 'registry, no such method'],
  // the REST API's routes name themselves in their rows; what answers beside them finds no such route, or method
  ...routesOfApi(),
  // who asks each package format's routes, and where; they name themselves in their rows too
  ...Object.fromEntries(machineRoutes.filter(isOfPackages).map((route) => [route, 'middleware'])),
  'ALL /api/v4/*': ['api: no such route', 'api: no such method'],
  // git answers for every path that parseGitPath reads; its endpoints are told apart below
  'ALL /*': ['fetch, refs', 'fetch, pack', 'push, refs', 'push, pack', 'LFS', 'a file of git’s'],
}
/** How many there are of these: two are middleware (the request's name and log, the probes' headers), one is git. */
const catchAlls = 3

function isOfPackages(route: string): boolean {
  return /^ALL \/api\/v4\/.*\bpackages\/[a-z]+\/\*$/.test(route)
}

/** Each route of the REST API with the rows that drive it. */
function routesOfApi(): Record<string, DoorName[]> {
  const routes: Record<string, DoorName[]> = {}
  for (const [name, door] of rows) {
    if (door.kind !== 'machine' || !door.api) continue
    const route = `${door.method} ${door.api}`
    routes[route] = [...(routes[route] ?? []), name]
  }
  return routes
}

describe('every door stands in the matrix', () => {
  test('each route of the machines’ doors', () => {
    expect([...new Set(machineRoutes)].sort()).toEqual(Object.keys(registered).sort())
    expect(machineRoutes.filter((route) => route === 'ALL /*')).toHaveLength(catchAlls)
    for (const names of Object.values(registered)) {
      for (const name of names === 'middleware' ? [] : names) expect(doors[name].kind).toBe('machine')
    }
  })

  test('each endpoint of git, and each of its two services', () => {
    const endpoints = {
      'info/refs': 0,
      'git-upload-pack': 0,
      'git-receive-pack': 0,
      lfs: 0,
      other: 0,
    } satisfies Record<NonNullable<Extract<Door, { kind: 'machine' }>['endpoint']>, number>
    for (const [, door] of rows) if (door.kind === 'machine' && door.endpoint) endpoints[door.endpoint]++
    for (const [endpoint, count] of Object.entries(endpoints)) expect(count, endpoint).toBeGreaterThan(0)
    const urls = rows.map(([, door]) => ('url' in door ? door.url : ''))
    for (const service of ['git-upload-pack', 'git-receive-pack']) {
      expect(urls).toContain(`/:project.git/info/refs?service=${service}`)
      expect(urls).toContain(`/:project.git/${service}`)
    }
  })

  test('each method of each endpoint of the container registry', () => {
    const there = Object.entries(registryEndpoints).flatMap(([endpoint, methods]) =>
      Object.keys(methods).map((method) => `${method} ${endpoint}`),
    )
    const driven = rows.flatMap(([, door]) =>
      door.kind === 'machine' && door.registry ? [`${door.method} ${door.registry}`] : [],
    )
    expect([...new Set(driven)].sort()).toEqual(there.sort())
  })

  test('each exported server action', () => {
    expect(Object.keys(serverActions).length).toBeGreaterThan(0)
    const driven = new Set(rows.flatMap(([, door]) => (door.kind === 'action' ? [door.action] : [])))
    expect([...driven].sort()).toEqual(Object.keys(serverActions).sort())
    expect(Object.keys(inputs).sort()).toEqual([...driven].sort())
  })

  test('and no action hides elsewhere', () => {
    expect(strayActions()).toEqual([])
  })

  test('each page and each route handler of app/', () => {
    const driven = (kind: Door['kind']) =>
      new Set(rows.flatMap(([, door]) => (door.kind === kind && 'folder' in door ? [door.folder] : [])))
    expect([...driven('page')].sort()).toEqual([...pageFolders].sort())
    expect([...driven('route')].sort()).toEqual([...routeFolders].sort())
  })
})

describe('the matrix is whole', () => {
  test('its tables name the columns they have, and only doors there are, once each', () => {
    for (const { of, columns, rows, doors } of writtenTables()) {
      expect(columns).toEqual(of === 'people' ? people : Object.keys(tokens))
      expect(rows.filter((row) => !doors.includes(row))).toEqual([])
      expect(new Set(rows).size).toBe(rows.length)
    }
  })

  test.each(rows.map(([name]) => name))(
    '%s has an answer for everybody, of a kind that its door can give',
    (name) => {
      const words = {
        machine: /^\d{3}$/,
        page: /^(\d{3}|sign-in|home|moved)$/,
        action: /^(\d{3}|ok|left)$/,
        route: /^\d{3}$/,
      }
      for (const visibility of visibilities) {
        const answers = { ...answersToPeople(name, visibility), ...answersToTokens(name, visibility) }
        for (const [actor, answer] of Object.entries(answers)) {
          expect(answer, `${name}, ${visibility}, ${actor}`).toMatch(words[doors[name].kind])
        }
      }
    },
  )
})

describe('no group can stand in a door’s way', () => {
  test('the first word of every page and door is reserved', () => {
    const urls = rows.flatMap(([, door]) => ('url' in door ? [door.url] : []))
    const folders = [...pageFolders, ...routeFolders].map(
      (folder) => `/${folder.replace(/\([^)]*\)\/?/g, '')}`,
    )
    const words = [...urls, ...folders]
      .map((url) => url.split(/[/?]/)[1] ?? '')
      .filter((word) => /^[^:[]/.test(word))
    expect(words.length).toBeGreaterThan(10)
    expect(words.filter((word) => !isReserved(word, undefined))).toEqual([])
  })

  test('what a page’s URL holds below a project is reserved there', () => {
    expect(isReserved('-', 'acme')).toBe(true)
  })
})

test('machines’ paths go to the machines, and pages’ to the pages', () => {
  for (const [name, door] of rows) {
    if (!('url' in door)) continue
    const { pathname, search } = new URL(door.url.replaceAll(':', ''), 'http://localhost')
    expect(isMachinePath(pathname, search), name).toBe(door.kind === 'machine')
  }
})
