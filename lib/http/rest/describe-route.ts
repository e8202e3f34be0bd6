import { type RouteConfig, z } from '@hono/zod-openapi'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import { anybody, scopesOf } from './who'

/** What the document needs to know of a route. */
interface Described {
  method: 'get' | 'post' | 'delete'
  path: string
  summary: string
  scopes?: readonly PersonalScope[]
  who: unknown
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  answer?: z.ZodType
  status?: 200 | 201 | 204
}

const message = z.object({ message: z.string() }).openapi('Message')
const complaint = z
  .object({ error: z.string(), error_description: z.string().optional(), scope: z.string().optional() })
  .openapi('Error')
const refusal = { 'application/json': { schema: z.union([message, complaint]) } }

const refusals = {
  400: { description: 'A parameter is missing or invalid', content: refusal },
  401: { description: 'No token, or none that is good', content: refusal },
  403: { description: 'Not allowed, or the token lacks a scope', content: refusal },
  404: { description: 'Not there, or not for this user to know about', content: refusal },
  429: { description: 'Too many failed sign-ins from this address', content: refusal },
}

/** A route as the document describes it; a list is also asked for a page, and answers with an array. */
export function describeRoute(route: Described, pageQuery?: z.ZodObject): RouteConfig {
  const { method, path, summary, who, params, body, answer, status = 200 } = route
  const query = pageQuery ? z.object({ ...route.query?.shape, ...pageQuery.shape }) : route.query
  const schema = pageQuery && answer ? z.array(answer) : answer
  const scopes = scopesOf(route)
  const byToken: Record<string, string[]>[] = [{ privateToken: [] }, { bearer: [] }]
  return {
    method,
    path,
    summary,
    description: `Scopes of the token: ${scopes.join(' or ')}.`,
    tags: [path.split('/').findLast((part) => /^[a-z_]+$/.test(part)) ?? ''],
    security: who === anybody ? [{}, ...byToken] : byToken,
    request: { params, query, ...(body && { body: { required: true, content: contentOf(body) } }) },
    responses: {
      [status]: { description: 'Done', ...(schema && { content: { 'application/json': { schema } } }) },
      ...refusals,
    },
  }
}

function contentOf(schema: z.ZodType) {
  return { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } }
}
