import path from 'node:path'
import type { ReactElement } from 'react'
import { beforeAll, describe, expect, test } from 'vitest'
import { cookieOf, inRequest, redirectOf, routeRequest, statusOf } from '@/e2e/support/next-request'
import { visibilities } from '@/lib/domain/visibility'
import { env } from '@/lib/env'
import { people, type Token, tokens } from './actors'
import type { PageDoor, RouteDoor } from './door'
import { answersToPeople, answersToTokens, type DoorName, doors } from './matrix'
import { basic, fill, makeWorld, type World } from './world'

// The pages' own functions, called as Next calls them for a request: what they let through and where they send people.
// The browser tests drive the same rows by their URLs.

const names = (Object.keys(doors) as DoorName[]).filter((name) =>
  ['page', 'route'].includes(doors[name].kind),
)

describe.each(visibilities)('in a %s tree', (visibility) => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld(visibility)
  })

  test.each(names)('%s: people', async (name) => {
    const answers = people.map(async (person) => {
      const { sessionId } = world.people[person]
      return [person, await answerOf(name, { cookie: sessionId && (await cookieOf(sessionId)) })] as const
    })
    expect(Object.fromEntries(await Promise.all(answers))).toEqual(answersToPeople(name, visibility))
  })

  // a page reads no Authorization header at all, so that outside the private tree two tokens stand for all
  const asked: Token[] = visibility === 'private' ? (Object.keys(tokens) as Token[]) : ['all', 'unknown']

  test.each(names)('%s: tokens', async (name) => {
    const answers = asked.map(
      async (token) => [token, await answerOf(name, { authorization: basic(world.tokens[token]) })] as const,
    )
    expect(answersToTokens(name, visibility)).toMatchObject(Object.fromEntries(await Promise.all(answers)))
  })

  function answerOf(name: DoorName, headers: Record<string, string | undefined>): Promise<string> {
    const door: PageDoor | RouteDoor | { kind: 'machine' | 'action' } = doors[name]
    if (door.kind === 'page') return inRequest(headers, () => openPage(door, world))
    if (door.kind === 'route') return inRequest(headers, () => askRoute(door, world))
    throw new Error(`${name} is no page`)
  }
})

/** What a page answers: '200' once it lets through, or where it sends people, or the status it ends in. */
async function openPage(door: PageDoor, world: World): Promise<string> {
  const { default: page } = (await import(fileOf(door, 'page.tsx'))) as { default: PageFunction }
  const segments = fill(door.segments ?? '', world)
    .split('/')
    .map(encodeURIComponent)
  const named = Object.entries(door.params ?? {}).map(([name, value]) => [name, fill(value, world)])
  const params = { path: segments, ...Object.fromEntries(named) }
  const asked = { params: Promise.resolve(params), searchParams: Promise.resolve({}) }
  const work = page(asked).then(resolve)
  return work.then(
    () => '200',
    (error: unknown) => {
      const target = redirectOf(error)
      return target === undefined ? String(statusOf(error)) : nameOf(target, door, world)
    },
  )
}

type PageFunction = (asked: object) => Promise<ReactElement>

/** Goes through what a page is made of, as far as the parts that fetch for themselves: they decide too. */
async function resolve(element: ReactElement): Promise<void> {
  const { type, props } = element
  if (typeof type !== 'function' || type.constructor.name !== 'AsyncFunction') return
  await resolve(await (type as (props: unknown) => Promise<ReactElement>)(props))
}

function nameOf(target: string, door: PageDoor, world: World): string {
  const { pathname, searchParams } = new URL(target, env.url)
  if (pathname === '/users/sign_in') {
    // and back to where one came from
    expect(searchParams.get('callbackUrl') ?? '/').toBe(fill(door.url, world))
    return 'sign-in'
  }
  if (pathname === '/') return 'home'
  expect(pathname).toBe(`/${fill(door.segments ?? '', world)}`)
  return 'moved'
}

async function askRoute(door: RouteDoor, world: World): Promise<string> {
  const { GET } = (await import(fileOf(door, 'route.ts'))) as {
    GET: (request: Request, context: object) => Promise<Response>
  }
  const { path: full, ...named } = door.params ?? {}
  const path = fill(full ?? '', world)
    .split('/')
    .map(encodeURIComponent)
  const values = Object.entries(named).map(([name, value]) => [name, fill(value, world)])
  const params = Promise.resolve({
    nextauth: door.url.split('/').slice(3),
    path,
    ...Object.fromEntries(values),
  })
  const response = await GET(routeRequest(fill(door.url, world)), { params })
  const text = await response.text()
  // it tells the id of a session, at most: neither who it is nor what they may
  if (door.url === '/api/auth/session')
    expect(
      Object.keys(JSON.parse(text) as object).filter((key) => !['expires', 'sessionId'].includes(key)),
    ).toEqual([])
  // and who is refused is told nothing
  else if (!response.ok) expect(text).toMatch(/^(Sign in first|Not found)\.\n$/)
  return String(response.status)
}

function fileOf({ folder }: { folder: string }, name: string): string {
  return path.join(process.cwd(), 'app', folder, name)
}
