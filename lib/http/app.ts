import { Hono } from 'hono'
import { type Door, door } from './door'
import { refuse } from './git/answers'
import { parseGitPath } from './git/git-path'
import { git } from './git/routes'
import { health, healthPaths } from './health'
import { packages } from './packages/packages'
import { discovery, discoveryPath } from './packages/terraform/discovery'
import { jwtAuth, ticketPath } from './registry/jwt-auth'
import { registry } from './registry/registry'
import { registryPrefix } from './registry/registry-path'
import { rest, restPrefix } from './rest/rest'

/** Every door for machines. */
export const machines = new Hono<Door>({
  // as it was sent: a parsed URL has lost dot segments, and a route's parameters are decoded once, each by itself
  getPath: (_, { env: bindings } = {}) => (bindings?.incoming.url ?? '').replace(/\?.*/s, ''),
})

machines.use(door)
machines.route('/', health)
machines.route('/', discovery)
// before git, which would take the name of a project in `:id` for its own
machines.route(restPrefix, packages)
machines.route(restPrefix, rest)
machines.route(ticketPath, jwtAuth)
machines.route(registryPrefix, registry)
machines.route('/', git)
machines.notFound((c) => c.text('404 Not Found', 404))
machines.onError(refuse)

/** True for a raw path and query that a machine's door answers; everything else is a page. */
export function isMachinePath(pathname: string, search: string): boolean {
  if ([...healthPaths, discoveryPath].some((path) => path === pathname)) return true
  if ([restPrefix, registryPrefix, ticketPath].some((prefix) => isBelow(pathname, prefix))) return true
  return parseGitPath(pathname, search) !== undefined
}

function isBelow(pathname: string, prefix: string): boolean {
  return pathname === prefix || pathname.startsWith(`${prefix}/`)
}
