import { type RouteConfig, z } from '@hono/zod-openapi'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import { anybody, scopesOf } from './who'

/** What the document needs to know of a route. */
interface Described {
  method: 'get' | 'post' | 'put' | 'delete'
  path: string
  summary: string
  scopes?: readonly PersonalScope[]
  who: unknown
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  answer?: z.ZodType
  status?: 200 | 201 | 202 | 204
}

/** What the routes are sorted by, under GitLab's names. */
export const tags = [
  { name: 'audit_events', description: 'Who changed what, when and from where' },
  { name: 'container_registry', description: 'Image repositories and their tags' },
  { name: 'deploy_tokens', description: 'Deploy tokens of projects and groups, and all of the instance' },
  { name: 'groups', description: 'Groups, and the groups below them' },
  { name: 'members', description: 'Who has a role in a project or group' },
  { name: 'metadata', description: 'The instance and its API' },
  { name: 'namespaces', description: 'Groups as the places where others stand' },
  { name: 'packages', description: 'Versions of packages, and their files' },
  { name: 'personal_access_tokens', description: 'What a user signs in with in place of a password' },
  { name: 'projects', description: 'Projects, by themselves or of a group' },
  { name: 'repository', description: 'Branches, tags, commits, files and archives' },
  { name: 'users', description: 'Whose token this is, and other users' },
] as const

/** The words of paths that are no tag. */
const tagOfWord: Record<string, string> = {
  registry: 'container_registry',
  container_registry_event: 'container_registry',
  user: 'users',
  version: 'metadata',
  'openapi.json': 'metadata',
  'openapi.html': 'metadata',
}

const message = z
  .object({ message: z.union([z.string(), z.record(z.string(), z.array(z.string()))]) })
  .openapi('Message')
const complaint = z
  .object({ error: z.string(), error_description: z.string().optional(), scope: z.string().optional() })
  .openapi('Error')
const refusal = { 'application/json': { schema: z.union([message, complaint]) } }

/** What a route can refuse with; that a request cannot be read is known before the route is. */
export const unreadable = {
  400: { description: 'A parameter is missing or invalid', content: refusal },
} as const

const refusals = {
  ...unreadable,
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
    ...namesOf(method, path),
    security: who === anybody ? [{}, ...byToken] : byToken,
    request: {
      params,
      query,
      ...(body && { body: { required: isRequired(body), content: contentOf(body) } }),
    },
    responses: {
      [status]: { description: 'Done', ...(schema && { content: { 'application/json': { schema } } }) },
      ...refusals,
    },
  }
}

/** Whether a request without a body lacks something. */
function isRequired(body: z.ZodType): boolean {
  return !body.safeParse({}).success
}

function contentOf(schema: z.ZodType) {
  return { 'application/json': { schema }, 'application/x-www-form-urlencoded': { schema } }
}

/** The operation's name, as GitLab's own document forms them, and its tag: the last one that its path names. */
export function namesOf(method: string, path: string): { operationId: string; tags: string[] } {
  const parts = path.split('/').map((part) => part.replace(/[{}]/g, ''))
  const words = ['api', 'v4', ...parts.flatMap((part) => part.split(/[_.]/))]
  const names = tags.map(({ name }): string => name)
  const tag = parts.map((part) => tagOfWord[part] ?? part).findLast((part) => names.includes(part))
  return { operationId: method + words.map(capitalize).join(''), tags: tag === undefined ? [] : [tag] }
}

function capitalize(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
