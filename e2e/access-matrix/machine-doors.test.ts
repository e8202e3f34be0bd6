import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '@/e2e/support/fixtures'
import { cookieOf } from '@/e2e/support/next-request'
import { visibilities } from '@/lib/domain/visibility'
import { machines } from '@/lib/http/app'
import { type Person, people, type Token, tokens } from './actors'
import type { MachineDoor } from './door'
import { answersToPeople, answersToTokens, type DoorName, doors } from './matrix'
import { basic, type Credentials, fill, makeWorld, type World } from './world'

// The machines' doors as the server opens them, asked over a real connection.

interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

const names = (Object.keys(doors) as DoorName[]).filter((name) => doors[name].kind === 'machine')
let server: http.Server
let origin: string

beforeAll(async () => {
  server = http.createServer(getRequestListener(machines.fetch, { overrideGlobalObjects: false }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

// all of these come from one address, and some of them are wrong on purpose
beforeEach(() => sql`DELETE FROM failed_authentications`)

describe.each(visibilities)('in a %s tree', (visibility) => {
  let world: World
  const madeToRead = new Map<MachineDoor['made'], Promise<number | string>>()
  beforeAll(async () => {
    world = await makeWorld(visibility)
  })

  test.each(names)('%s: people', async (name) => {
    const answers = await answerEach(people, (person) => askAsPerson(name, person))
    expect(statusesOf(answers)).toEqual(answersToPeople(name, visibility))
    for (const [person, answer] of Object.entries(answers)) expectSound(answer, `${name}, ${person}`)
  })

  test.each(names)('%s: tokens', async (name) => {
    const answers = await answerEach(Object.keys(tokens) as Token[], (token) =>
      askWith(name, world.tokens[token]),
    )
    expect(statusesOf(answers)).toEqual(answersToTokens(name, visibility))
    for (const [token, answer] of Object.entries(answers)) expectSound(answer, `${name}, ${token}`)
  })

  test('a project that is hidden from somebody and one that is not there are one answer, to the last header', async () => {
    if (visibility !== 'private') return
    for (const person of ['nobody', 'ended', 'outsider'] as const) {
      expect(await askAsPerson('fetch, refs', person)).toEqual(await askAsPerson('fetch what is not', person))
    }
    for (const token of ['below', 'sibling', 'other', 'expired', 'revoked', 'misnamed', 'unknown'] as const) {
      const header = { authorization: basic(world.tokens[token]) }
      expect(await ask('fetch, refs', header)).toEqual(await ask('fetch what is not', header))
    }
  })

  async function askAsPerson(name: DoorName, person: Person): Promise<Answer> {
    const { credentials, accessToken, makeAccessToken, sessionId } = world.people[person]
    const { api, byCookie, endsToken, ticket, registry } = machineDoor(name)
    const cookie: Record<string, string> = sessionId ? { cookie: await cookieOf(sessionId) } : {}
    if (!credentials || byCookie) return askWith(name, undefined, cookie)
    const sent = endsToken ? await makeAccessToken?.() : accessToken
    const byToken = api || ticket || registry
    return askWith(name, byToken && sent ? { ...credentials, password: sent } : credentials)
  }

  async function askWith(
    name: DoorName,
    credentials: Credentials | undefined,
    cookie: Record<string, string> = {},
  ): Promise<Answer> {
    const { ticket, registry } = machineDoor(name)
    if (ticket === 'by form') return ask(name, cookie, formOf(credentials))
    const proof = credentials ? proofOf(name, credentials) : cookie
    return ask(name, registry ? await ticketFor(name, proof) : proof)
  }

  /** As a client goes on: with the ticket that it got, or with nothing. */
  async function ticketFor(name: DoorName, proof: Record<string, string>): Promise<Record<string, string>> {
    const image =
      /^\/v2\/(.+)\/(?:blobs|manifests|tags|referrers)\//.exec(machineDoor(name).url)?.[1] ?? ':project'
    const scope = fill(`repository:${image}:pull,push,delete`, world)
    const query = new URLSearchParams({ service: 'container_registry', scope })
    const response = await fetch(`${origin}/jwt/auth?${query}`, { headers: proof })
    const { token } = (await response.json()) as { token?: string }
    return token ? { authorization: `Bearer ${token}` } : {}
  }

  async function ask(name: DoorName, proof: Record<string, string>, form?: string): Promise<Answer> {
    const door = machineDoor(name)
    const { method, body } = door
    const made = await make(door, proof)
    const url = door.url.replaceAll(':made', String(made))
    const response = await fetch(origin + fill(url, world, door.api ? encodeURIComponent : undefined), {
      method,
      headers: { ...door.headers, ...proof },
      body: form ?? (typeof body === 'function' ? body(world, made) : body),
      redirect: 'manual',
    })
    return { status: response.status, headers: lastingHeaders(response), body: await response.text() }
  }

  /** What `:made` in the door's URL names. */
  async function make({ method, made, isOwn }: MachineDoor, proof: Record<string, string>) {
    if (!made) return 0
    if (isOwn || !['GET', 'HEAD'].includes(method)) return made(world, proof)
    const making = madeToRead.get(made) ?? made(world, proof)
    madeToRead.set(made, making)
    return making
  }
})

/** What containerd sends for a ticket: https://distribution.github.io/distribution/spec/auth/oauth/ */
function formOf(credentials: Credentials | undefined): string {
  const form = { grant_type: 'password', service: 'container_registry', ...credentials }
  return new URLSearchParams(form).toString()
}

/** How a door takes what names the actor. */
function proofOf(name: DoorName, credentials: Credentials): Record<string, string> {
  return machineDoor(name).api
    ? { 'private-token': credentials.password }
    : { authorization: basic(credentials) }
}

function machineDoor(name: DoorName): MachineDoor {
  const door = doors[name]
  if (door.kind !== 'machine') throw new Error(`${name} is no machine's door`)
  return door
}

/** One after the other, as each may count as a failure of the address. */
async function answerEach<Actor extends string>(
  actors: readonly Actor[],
  answer: (actor: Actor) => Promise<Answer>,
): Promise<Record<Actor, Answer>> {
  const answers: [Actor, Answer][] = []
  for (const actor of actors) answers.push([actor, await answer(actor)])
  return Object.fromEntries(answers) as Record<Actor, Answer>
}

function statusesOf(answers: Record<string, Answer>): Record<string, string> {
  return Object.fromEntries(Object.entries(answers).map(([actor, answer]) => [actor, String(answer.status)]))
}

/** What holds for every answer, whoever asked whatever. */
function expectSound({ status, headers, body }: Answer, asked: string): void {
  // 401 names the scheme, so that git asks for credentials; nothing else does, as that would make it forget good ones
  expect(headers['www-authenticate'] !== undefined, `${asked}: challenge`).toBe(status === 401)
  if (status < 400) return
  expect(body, asked).not.toMatch(/refs\/heads|[0-9a-f]{40}/)
  expect(body, asked).not.toMatch(/gldt-|prisma|postgres|select |node_modules|\.ts\b|\/repositories\//i)
  expect(headers['content-type'], asked).toMatch(/^(text\/plain|application\/json)/)
}

/** What is the same each time the same is asked. */
function lastingHeaders(response: Response): Record<string, string> {
  const changing = ['date', 'x-request-id', 'connection', 'keep-alive', 'transfer-encoding']
  return Object.fromEntries([...response.headers].filter(([name]) => !changing.includes(name)))
}
