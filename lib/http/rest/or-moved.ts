import type { Context } from 'hono'
import { nobody } from '@/lib/domain/actor'
import { isDomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { targetOf } from '@/lib/http/door'
import { findMovedGroupPath, findMovedProjectPath } from '@/lib/services/access/find-moved'
import { parse, placeParams } from './parameters'
import { Refusal } from './refusals'
import type { RestDoor } from './rest-door'

/**
 * What `work` gives. Where it does not find the place of a reading request, and the place once had that path: 301 to
 * the same address with the path it has now, for who may look at it. https://docs.gitlab.com/api/rest/#redirects
 */
export async function orMoved<Value>(
  c: Context<RestDoor>,
  work: () => Promise<Value> | Value,
): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    const isHidden = isDomainError(error, 'not_found') || isDomainError(error, 'unauthenticated')
    const isReading = c.req.method === 'GET' || c.req.method === 'HEAD'
    const location = isHidden && isReading ? await findLocation(c) : undefined
    if (location === undefined) throw error
    const message = `This resource has been moved permanently to ${location}`
    throw new Refusal(301, { message }, { Location: location })
  }
}

async function findLocation(c: Context<RestDoor>): Promise<string | undefined> {
  const { place, actor } = c.var
  if (!place) return undefined
  const { id } = parse(placeParams, c.req.param())
  if (typeof id !== 'string') return undefined
  const who = actor?.kind === 'user' ? actor : nobody
  const fullPath =
    place === 'Project'
      ? await findMovedProjectPath(who, 'read_project', id)
      : await findMovedGroupPath(who, id)
  if (fullPath === undefined) return undefined
  const { pathname, search } = targetOf(c)
  // /api/v4/projects/<id>…
  const segments = pathname.split('/').with(4, encodeURIComponent(fullPath))
  return `${env.url}${segments.join('/')}${search}`
}
