import { Hono } from 'hono'
import { type ImageAction, imageActions, registryService } from '@/lib/domain/registry-ticket'
import { type Door, targetOf } from '@/lib/http/door'
import { identify } from '@/lib/http/identify'
import { issueTicket, type Wish } from '@/lib/services/registry/issue-ticket'
import { refuse } from './answers'

export const ticketPath = '/jwt/auth'

/** Where registry clients get their tickets: https://distribution.github.io/distribution/spec/auth/token/ */
export const jwtAuth = new Hono<Door>()

jwtAuth.get('/', async (c) => {
  c.set('route', ticketPath)
  const query = new URLSearchParams(targetOf(c).search)
  if (query.get('service') !== registryService) return c.body(null, 404)
  const actor = await identify(c)
  const token = await issueTicket(actor, query.getAll('scope').flatMap(readScopes))
  return c.json({ token }, 200, { 'Cache-Control': 'no-store' })
})

jwtAuth.onError((error, c) => refuse(error, c))

function readScopes(scopes: string): Wish[] {
  return scopes.split(' ').flatMap((scope) => {
    const [, name = '', asked = ''] = /^repository:([^:]+):([a-z,*]+)$/.exec(scope) ?? []
    const actions = imageActions.filter((action: ImageAction) => asked.split(',').includes(action))
    return actions.length > 0 ? [{ name, actions }] : []
  })
}
