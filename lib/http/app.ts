import { Hono } from 'hono'
import { type Door, door } from './door'
import { refuse } from './git/answers'
import { parseGitPath } from './git/git-path'
import { git } from './git/routes'
import { health, healthPaths } from './health'

/** Every door for machines. */
export const machines = new Hono<Door>()

machines.use(door)
machines.route('/', health)
machines.route('/', git)
machines.notFound((c) => c.text('404 Not Found', 404))
machines.onError(refuse)

/** True for a raw path and query that a machine's door answers; everything else is a page. */
export function isMachinePath(pathname: string, search: string): boolean {
  if (healthPaths.some((path) => path === pathname)) return true
  return parseGitPath(pathname, search) !== undefined
}
