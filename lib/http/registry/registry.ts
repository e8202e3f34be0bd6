import { type Context, Hono } from 'hono'
import type { ActorName } from '@/lib/domain/actor'
import { DomainError, isDomainError } from '@/lib/domain/error'
import { isImageName } from '@/lib/domain/image-name'
import { RegistryError } from '@/lib/domain/registry-error'
import { covers, type ImageAction, type TicketAccess } from '@/lib/domain/registry-ticket'
import { env } from '@/lib/env'
import { authorizationOf } from '@/lib/http/authorization'
import { type Door, targetOf } from '@/lib/http/door'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import { openTicket } from '@/lib/services/registry/open-ticket'
import { type Challenge, refuse } from './answers'
import { answerBlob } from './blobs'
import { answerCatalog } from './catalog'
import { answerManifest } from './manifests'
import { answerReferrers } from './referrers'
import { parseRegistryPath, type RegistryEndpoint, type RegistryPath } from './registry-path'
import type { RegistryRequest } from './registry-request'
import { answerTags } from './tags'
import { answerUpload, startUpload } from './uploads'

/** What a method of an endpoint needs of the ticket, and who answers it. */
interface Method {
  actions: readonly ImageAction[]
  answer: (request: RegistryRequest) => Promise<Response>
}

type RegistryMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Methods = Partial<Record<RegistryMethod, Method>>

const pull = (answer: Method['answer']): Method => ({ actions: ['pull'], answer })
const push = (answer: Method['answer']): Method => ({ actions: ['push'], answer })
const remove = (answer: Method['answer']): Method => ({ actions: ['delete'], answer })
const anyTicket = (answer: Method['answer']): Method => ({ actions: [], answer })

/** Each endpoint with its methods. */
export const registryEndpoints: Record<RegistryEndpoint, Methods> = {
  base: { GET: anyTicket(answerBase), HEAD: anyTicket(answerBase) },
  catalog: { GET: anyTicket(answerCatalog) },
  blob: { GET: pull(answerBlob), HEAD: pull(answerBlob), DELETE: remove(answerBlob) },
  uploads: { POST: push(startUpload) },
  upload: {
    GET: push(answerUpload),
    PATCH: push(answerUpload),
    PUT: push(answerUpload),
    DELETE: push(answerUpload),
  },
  manifest: {
    GET: pull(answerManifest),
    HEAD: pull(answerManifest),
    PUT: push(answerManifest),
    DELETE: remove(answerManifest),
  },
  tags: { GET: pull(answerTags) },
  referrers: { GET: pull(answerReferrers) },
}

/** The container registry: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md */
export const registry = new Hono<Door>()

registry.all('*', async (c) => {
  c.header('Docker-Distribution-Api-Version', 'registry/2.0')
  const challenge: Challenge = { access: [] }
  let methods: Methods = {}
  try {
    if (env.registry.kind === 'external')
      throw new RegistryError('UNAVAILABLE', `The container registry is at ${env.registry.url}.`)
    const path = parseRegistryPath(targetOf(c).pathname)
    if (!path) throw new RegistryError('NAME_UNKNOWN')
    c.set('route', `/v2/${path.endpoint}`)
    methods = registryEndpoints[path.endpoint]
    const method = methods[c.req.method as RegistryMethod]
    if (!method) throw new RegistryError('UNSUPPORTED')
    challenge.access = neededOf(path, method.actions, targetOf(c).search)
    const { bearer, access } = await requireTicket(c, path.name, method.actions, challenge)
    return await method.answer({ ...path, c, bearer, access })
  } catch (error) {
    if (isOver(error, c.get('actor'))) challenge.error = 'invalid_token'
    return refuse(asRegistryError(error), c, { challenge, methods: Object.keys(methods) })
  }
})

async function answerBase({ c, bearer }: RegistryRequest): Promise<Response> {
  await refreshActor(bearer)
  return c.json({})
}

/**
 * What a client is told to ask for, so that it asks once: whoever pushes looks first at what is there, and a blob that is
 * mounted is read where it comes from.
 */
function neededOf(
  { endpoint, name }: RegistryPath,
  actions: readonly ImageAction[],
  search: string,
): Challenge['access'] {
  if (name === '') return []
  const own = { name, actions: actions.includes('push') ? ['pull', 'push'] : actions }
  const from = endpoint === 'uploads' ? new URLSearchParams(search).get('from') : null
  if (from === null || from === name || !isImageName(from)) return [own]
  return [own, { name: from, actions: ['pull'] }]
}

/** Notes in the challenge what is wrong with what was sent. */
async function requireTicket(
  c: Context<Door>,
  name: string,
  actions: readonly ImageAction[],
  challenge: Challenge,
): Promise<{ bearer: ActorName; access: TicketAccess[] }> {
  const authorization = authorizationOf(c)
  if (authorization === undefined) throw new RegistryError('UNAUTHORIZED')
  challenge.error = 'invalid_token'
  const ticket = /^Bearer +([\w.-]+) *$/i.exec(authorization)?.[1]
  if (!ticket) throw new RegistryError('UNAUTHORIZED')
  const opened = await openTicket(ticket)
  c.set('actor', opened.bearer)
  challenge.error = 'insufficient_scope'
  if (!covers(opened.access, name, actions)) throw new RegistryError('UNAUTHORIZED')
  return opened
}

/** Of those who were let in, only nobody can be asked who they are: any other bearer has ended since the ticket was given. */
function isOver(error: unknown, bearer: ActorName | undefined): boolean {
  if (bearer === undefined || bearer.kind === 'nobody' || error instanceof RegistryError) return false
  return isDomainError(error, 'unauthenticated')
}

/** Whoever may not, or may not any more, is told to come with another ticket, which tells nothing of what is there. */
function asRegistryError(error: unknown): unknown {
  if (error instanceof RegistryError || !(error instanceof DomainError)) return error
  const isRefused = ['unauthenticated', 'forbidden', 'not_found'].includes(error.code)
  return isRefused ? new RegistryError('UNAUTHORIZED') : error
}
