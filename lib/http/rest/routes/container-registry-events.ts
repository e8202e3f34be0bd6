import { readRegistryEvents, registryEventsMediaType } from '@/lib/domain/registry-event'
import { env } from '@/lib/env'
import { readBytes } from '@/lib/http/rest/body'
import { namesOf, unreadable } from '@/lib/http/rest/describe-route'
import type { Rest } from '@/lib/http/rest/endpoint'
import { badParameter, Refusal } from '@/lib/http/rest/refusals'
import { recordEvents } from '@/lib/services/registry/record-events'
import { requireRegistry } from '@/lib/services/registry/require-registry'

const path = '/container_registry_event/events'

/**
 * What another registry tells of its images, at GitLab's path. It is for that registry alone; where the registry is the
 * embedded one, it is not there. What is not answered with 200 is sent again.
 */
export function addContainerRegistryEvents(rest: Rest): void {
  rest.post(path, async (c) => {
    if (env.registry.kind === 'embedded') throw notHere
    c.set('route', `/api/v4${path}`)
    requireRegistry(c.req.header('authorization'))
    if (c.req.header('content-type') !== registryEventsMediaType) throw unsupported
    await recordEvents(readRegistryEvents(parse(await readBytes(c))))
    return c.body(null, 200)
  })
  rest.openAPIRegistry.registerPath({
    method: 'post',
    path,
    summary: 'Notifications of a registry',
    description:
      'For the container registry that is not embedded: the secret of its notifications in Authorization.',
    ...namesOf('post', path),
    security: [],
    request: {
      body: { content: { [registryEventsMediaType]: { schema: { type: 'object' } } }, required: true },
    },
    responses: { 200: { description: 'Taken' }, ...unreadable },
  })
}

const notHere = new Refusal(404, { error: '404 Not Found' })
const unsupported = new Refusal(415, { error: 'The provided content-type is not supported' })

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw badParameter('The body is not JSON')
  }
}
