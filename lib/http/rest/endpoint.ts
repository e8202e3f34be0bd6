import { type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { holdsOne } from '@/lib/domain/ability'
import type { Nobody, UserActor } from '@/lib/domain/actor'
import { type Page, type PageWish, perPageMax, type UncountedPage } from '@/lib/domain/page'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import { targetOf } from '@/lib/http/door'
import type { Taker } from '@/lib/services/git/stream-blob'
import { readBody } from './body'
import { describeRoute } from './describe-route'
import { orMoved } from './or-moved'
import { setPageHeaders, setUncountedPageHeaders, setWalkHeaders, type WalkedPage } from './pagination'
import { pageQuery, parse, placeParams, readQuery } from './parameters'
import { identify } from './principal'
import { Refusal } from './refusals'
import { refuseStranger } from './refuse-stranger'
import type { PlaceWord, RestDoor } from './rest-door'
import { anybody, scopesOf } from './who'

export type Rest = OpenAPIHono<RestDoor>

const nothing = z.object({})
type Nothing = typeof nothing

/** A route as it is declared: what is asked, by whom, and what is answered. The document comes from it too. */
export interface Declaration<
  Who,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
  Answer extends z.ZodType = z.ZodType,
> {
  method: 'get' | 'post' | 'put' | 'delete'
  /** Below /api/v4, with `{name}` for parameters. */
  path: string
  summary: string
  /** Any of these scopes of the token will do; without them what GitLab wants for reading, or for writing. */
  scopes?: readonly PersonalScope[]
  /** Who may ask at all: `anybody`, `signedIn` or `administrator`; what they may do there is for the act to decide. */
  who: (actor: UserActor | Nobody) => Who
  /** What `{id}` names, if it names a place. */
  place?: PlaceWord
  params?: Params
  query?: Query
  body?: Body
  /** What is answered, and with which status; of a list each item. */
  answer?: Answer
  status?: 200 | 201 | 202 | 204
  /** What breaks a rule of the thing is told under the names of its fields, as GitLab does of places and members. */
  complainsByField?: boolean
}

export interface Request<Who, Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  actor: Who
  address: string
  params: z.output<Params>
  query: z.output<Query>
  body: z.output<Body>
}

/** Adds a route that answers with what the act gives. */
export function endpoint<
  Who,
  Answer extends z.ZodType,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = Nothing,
>(
  rest: Rest,
  declaration: Declaration<Who, Params, Query, Body, Answer>,
  act: (request: Request<Who, Params, Query, Body>) => Promise<z.input<Answer>> | z.input<Answer>,
): void {
  rest.openAPIRegistry.registerPath(describeRoute(declaration))
  rest.on(declaration.method.toUpperCase(), routingPath(declaration), async (c) => {
    const request = await readRequest(c, declaration)
    const answer = await orMoved(c, () => act(request))
    return declaration.status === 204 ? c.body(null, 204) : c.json(answer, declaration.status ?? 200)
  })
}

/** Adds a route that answers with one page of what there is, and GitLab's headers about it. */
export function list<
  Who,
  Item extends z.ZodType,
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
>(
  rest: Rest,
  declaration: Declaration<Who, Params, Query, Nothing, Item>,
  act: (
    request: Request<Who, Params, Query, Nothing>,
    page: PageWish,
  ) => Promise<Page<z.input<Item>> | UncountedPage<z.input<Item>> | WalkedPage<z.input<Item>>>,
): void {
  rest.openAPIRegistry.registerPath(describeRoute(declaration, pageQuery))
  rest.on(declaration.method.toUpperCase(), routingPath(declaration), async (c) => {
    const request = await readRequest(c, declaration)
    const { page, per_page } = parse(pageQuery, readQuery(targetOf(c).search))
    const wish = { page, perPage: Math.min(per_page, perPageMax) }
    const answer = await orMoved(c, () => act(request, wish))
    if ('total' in answer) setPageHeaders(c, wish, answer.total)
    else if ('next' in answer) setWalkHeaders(c, wish.perPage, answer.next)
    else setUncountedPageHeaders(c, wish, answer.hasMore)
    return c.json(answer.items)
  })
}

/** What a download answers with. */
export interface Download {
  headers: Record<string, string>
  /** Starts what gives the bytes; not called for HEAD. */
  open: (taker: Taker) => Promise<ReadableStream<Uint8Array> | string>
}

/**
 * Adds a route that answers with bytes as they come. They are somebody's, and may be a page with scripts: no browser
 * shows them, or guesses what they are.
 */
export function download<Who, Params extends z.ZodObject = Nothing, Query extends z.ZodObject = Nothing>(
  rest: Rest,
  declaration: Declaration<Who, Params, Query>,
  act: (request: Request<Who, Params, Query, Nothing>) => Promise<Download>,
): void {
  rest.openAPIRegistry.registerPath(describeRoute(declaration))
  rest.on(declaration.method.toUpperCase(), routingPath(declaration), async (c) => {
    const request = await readRequest(c, declaration)
    const { headers, open } = await orMoved(c, () => act(request))
    const safe = { ...headers, 'Content-Security-Policy': "default-src 'none'; sandbox" }
    if (c.req.method === 'HEAD') return c.body(null, 200, safe)
    const taker = { signal: c.req.raw.signal, onBreak: () => c.env.outgoing.destroy() }
    const body = await open(taker)
    return typeof body === 'string' ? c.body(body, 200, safe) : c.body(body, 200, safe)
  })
}

function routingPath({ path }: { path: string }): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** Who asks, then what for: a body is read only of those who may ask at all. */
async function readRequest<
  Who,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
>(
  c: Context<RestDoor>,
  declaration: Declaration<Who, Params, Query, Body>,
): Promise<Request<Who, Params, Query, Body>> {
  const { place, who, params, query, body } = declaration
  c.set('route', `/api/v4${routingPath(declaration)}`)
  c.set('place', place)
  c.set('complainsByField', declaration.complainsByField)
  const presented = await identify(c)
  requireScope(presented, scopesOf(declaration))
  if (place && who !== anybody && presented.kind === 'nobody')
    await refuseStranger(place, parse(placeParams, c.req.param()).id)
  return {
    actor: who(presented),
    address: c.get('address'),
    params: parseIf(params, c.req.param()),
    query: parseIf(query, readQuery(targetOf(c).search)),
    body: parseIf(body, body ? await readBody(c) : {}),
  }
}

function parseIf<Schema extends z.ZodType>(
  schema: Schema | undefined,
  input: Record<string, unknown>,
): z.output<Schema> {
  // a route that declares none of these never looks at them
  return schema ? parse(schema, input) : (input as z.output<Schema>)
}

function requireScope(actor: UserActor | Nobody, scopes: readonly PersonalScope[]): void {
  if (holdsOne(actor, scopes)) return
  throw new Refusal(403, {
    error: 'insufficient_scope',
    error_description: 'The request requires higher privileges than provided by the access token.',
    scope: scopes.join(' '),
  })
}
