import { type Context, Hono } from 'hono'
import type { Actor } from '@/lib/domain/actor'
import { isDomainError } from '@/lib/domain/error'
import { RegistryError } from '@/lib/domain/registry-error'
import { covers, type ImageAction } from '@/lib/domain/registry-ticket'
import { type Door, targetOf } from '@/lib/http/door'
import { openTicket } from '@/lib/services/registry/open-ticket'
import { type Needed, refuse } from './answers'
import { answerBlob } from './blobs'
import { answerCatalog } from './catalog'
import { answerManifest } from './manifests'
import { answerReferrers } from './referrers'
import { parseRegistryPath, type RegistryEndpoint, type RegistryPath } from './registry-path'
import { answerTags } from './tags'
import { answerUpload, startUpload } from './uploads'

/** One request of a client whose ticket opens what it asks for; the service asks once more whether its bearer may. */
export interface RegistryRequest extends RegistryPath {
  c: Context<Door>
  actor: Actor
}

/** What a method of an endpoint needs of the ticket, and who answers it. */
interface Method {
  actions: readonly ImageAction[]
  answer: (request: RegistryRequest) => Promise<Response>
}

type Methods = Partial<Record<'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', Method>>

const pull = (answer: Method['answer']): Method => ({ actions: ['pull'], answer })
const push = (answer: Method['answer']): Method => ({ actions: ['push'], answer })
const remove = (answer: Method['answer']): Method => ({ actions: ['delete'], answer })
const anyTicket = (answer: Method['answer']): Method => ({ actions: [], answer })

const endpoints: Record<RegistryEndpoint, Methods> = {
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
  let needed: Needed | undefined
  try {
    const path = parseRegistryPath(targetOf(c).pathname)
    if (!path) throw new RegistryError('NAME_UNKNOWN')
    c.set('route', `/v2/${path.endpoint}`)
    const method = endpoints[path.endpoint][c.req.method as keyof Methods]
    if (!method) throw new RegistryError('UNSUPPORTED')
    if (path.name) needed = { name: path.name, actions: method.actions }
    const actor = await requireTicket(c, needed, method.actions)
    return await method.answer({ ...path, c, actor })
  } catch (error) {
    return refuse(asRegistryError(error), c, needed)
  }
})

async function answerBase({ c }: RegistryRequest): Promise<Response> {
  return c.json({})
}

async function requireTicket(
  c: Context<Door>,
  needed: Needed | undefined,
  actions: readonly ImageAction[],
): Promise<Actor> {
  const ticket = /^Bearer +([\w.-]+) *$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (!ticket) throw new RegistryError('UNAUTHORIZED')
  const { actor, access } = await openTicket(ticket)
  c.set('actor', actor)
  if (needed && !covers(access, needed.name, actions)) throw new RegistryError('UNAUTHORIZED')
  return actor
}

/** Whoever may not, or may not any more, is told to come with another ticket, which tells nothing of what is there. */
function asRegistryError(error: unknown): unknown {
  if (error instanceof RegistryError) return error
  const isRefused = isDomainError(error, 'forbidden') || isDomainError(error, 'not_found')
  return isRefused ? new RegistryError('UNAUTHORIZED') : error
}
