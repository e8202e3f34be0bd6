import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { env } from '@/lib/env'
import { targetOf } from '@/lib/http/door'
import { namesOf, tags, unreadable } from './describe-route'
import { documentPage, documentPageHeaders } from './document-page'
import type { Rest } from './endpoint'
import { refuseSecretsInUrl } from './principal'
import { badParameter, Refusal, refuse } from './refusals'
import type { RestDoor } from './rest-door'
import { addAuditEvents } from './routes/audit-events'
import { addCommits } from './routes/commits'
import { addContainerRegistry } from './routes/container-registry'
import { addContainerRegistryEvents } from './routes/container-registry-events'
import { addDeployTokens } from './routes/deploy-tokens'
import { addGroups } from './routes/groups'
import { addGroupsWriting } from './routes/groups-writing'
import { addInstance } from './routes/instance'
import { addMembers } from './routes/members'
import { addMembersWriting } from './routes/members-writing'
import { addNamespaces } from './routes/namespaces'
import { addPackages } from './routes/packages'
import { addPersonalAccessTokens } from './routes/personal-access-tokens'
import { addProjects } from './routes/projects'
import { addProjectsWriting } from './routes/projects-writing'
import { addRepositoryFiles } from './routes/repository-files'
import { addRepositoryRefs } from './routes/repository-refs'
import { addUsers } from './routes/users'

export const restPrefix = '/api/v4'

/** GitLab's REST API, version 4: https://docs.gitlab.com/api/rest/ */
export const rest: Rest = new OpenAPIHono<RestDoor>()

rest.use(async (c, next) => {
  c.header('Cache-Control', 'no-store')
  c.set('route', `${restPrefix}/*`)
  refuseUnreadable(targetOf(c))
  refuseSecretsInUrl(targetOf(c).search)
  await next()
})

for (const add of [
  addInstance,
  addUsers,
  addDeployTokens,
  addPersonalAccessTokens,
  addProjects,
  addGroups,
  addNamespaces,
  addMembers,
  addRepositoryRefs,
  addCommits,
  addRepositoryFiles,
  addContainerRegistry,
  addPackages,
  addAuditEvents,
  addGroupsWriting,
  addProjectsWriting,
  addMembersWriting,
  addContainerRegistryEvents,
]) {
  add(rest)
}

/** What this API is, as a machine reads it; made of the declarations of its routes. */
rest.get('/openapi.json', (c) => {
  c.set('route', `${restPrefix}/openapi.json`)
  return c.json(documentOf(rest))
})
rest.openAPIRegistry.registerPath({
  method: 'get',
  path: '/openapi.json',
  summary: 'This document',
  description: 'For everybody; it says nothing of what is on this instance.',
  ...namesOf('get', '/openapi.json'),
  security: [],
  responses: {
    200: { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
    ...unreadable,
  },
})

/** And as people read it. */
rest.get('/openapi.html', (c) => {
  c.set('route', `${restPrefix}/openapi.html`)
  return c.html(documentPage(documentOf(rest)), 200, documentPageHeaders)
})
rest.openAPIRegistry.registerPath({
  method: 'get',
  path: '/openapi.html',
  summary: 'This document as a page',
  description: 'For people; the same as openapi.json.',
  ...namesOf('get', '/openapi.html'),
  security: [],
  responses: {
    200: { description: 'HTML', content: { 'text/html': { schema: { type: 'string' } } } },
    ...unreadable,
  },
})

rest.openAPIRegistry.registerComponent('securitySchemes', 'privateToken', {
  type: 'apiKey',
  in: 'header',
  name: 'PRIVATE-TOKEN',
  description: 'A personal access token',
})
rest.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
  type: 'http',
  scheme: 'bearer',
  description: 'A personal access token, as OAuth clients send theirs',
})

rest.all('*', refuseRoute)
rest.onError(refuse)

let document: ReturnType<typeof rest.getOpenAPI31Document> | undefined

function documentOf(app: Rest) {
  document ??= app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: 'v4',
      description: 'The part of GitLab’s REST API that Latchkey has.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: `${env.url}${restPrefix}` }],
    tags: [...tags],
  })
  return document
}

/** Nothing that cannot be decoded, or that PostgreSQL cannot store, gets any further. */
function refuseUnreadable({ pathname, search }: { pathname: string; search: string }): void {
  try {
    if (!decodeURIComponent(pathname).includes('\0') && !search.includes('%00')) return
  } catch {
    // a broken escape, or bytes that are no UTF-8
  }
  throw badParameter('The URL cannot be read')
}

/** No such route, or it has other methods. */
function refuseRoute(c: Context<RestDoor>): never {
  const { pathname } = targetOf(c)
  const methods = rest.openAPIRegistry.definitions.flatMap((definition) =>
    definition.type === 'route' && patternOf(definition.route.path).test(pathname)
      ? [definition.route.method.toUpperCase()]
      : [],
  )
  if (methods.length === 0) throw new Refusal(404, { error: '404 Not Found' })
  const allowed = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
  throw new Refusal(405, { error: '405 Not Allowed' }, { Allow: allowed.join(', ') })
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${restPrefix}${path.replace(/\{\w+\}/g, '[^/]+')}$`)
}
