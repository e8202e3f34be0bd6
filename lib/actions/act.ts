import 'server-only'
import { headers } from 'next/headers'
import { forbidden, notFound, unauthorized } from 'next/navigation'
import type { z } from 'zod'
import type { UserActor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { addressHeader, currentSession } from '@/lib/session'

/** A refusal a form can show and mend; anything else is an HTTP answer (401, 403, 404). */
export interface Refusal {
  ok: false
  code: 'invalid' | 'conflict' | 'rate_limited' | 'unavailable'
  message: string
  fields: Record<string, string[]>
}

export type Outcome<Value> = { ok: true; value: Value } | Refusal

interface Caller {
  actor: UserActor
  address: string
  sessionId: string
}

interface ActOptions {
  /** Also for somebody who has to change their password before anything else: the change itself. */
  beforePasswordChange?: boolean
}

/**
 * The three steps of every server action: who (a live session, and a page of this very origin), parse, act.
 * What the actor may not know exists and what they may not do are both 404, as PRODUCT decides for pages.
 */
export async function act<Schema extends z.ZodType, Value>(
  schema: Schema,
  input: unknown,
  work: (caller: Caller, parsed: z.output<Schema>) => Promise<Value>,
  options: ActOptions = {},
): Promise<Outcome<Value>> {
  const caller = await whoCalls(options)
  return answer(schema, input, (parsed) => work(caller, parsed))
}

/** The same for what nobody has to be signed in for: from a page of this very origin, parse, act. */
export async function actAsAnybody<Schema extends z.ZodType, Value>(
  schema: Schema,
  input: unknown,
  work: (address: string, parsed: z.output<Schema>) => Promise<Value>,
): Promise<Outcome<Value>> {
  await requireOwnOrigin()
  const address = await callerAddress()
  return answer(schema, input, (parsed) => work(address, parsed))
}

async function answer<Schema extends z.ZodType, Value>(
  schema: Schema,
  input: unknown,
  work: (parsed: z.output<Schema>) => Promise<Value>,
): Promise<Outcome<Value>> {
  const parsed = schema.safeParse(input)
  if (!parsed.success)
    return {
      ok: false,
      code: 'invalid',
      message: 'Some fields need another look.',
      fields: fieldsOf(parsed.error),
    }
  try {
    return { ok: true, value: await work(parsed.data) }
  } catch (error) {
    return refusalOf(error)
  }
}

/**
 * The signed-in caller; 403 for a request that no page of ours sent and for whoever has to change their password first,
 * 401 without a session.
 */
async function whoCalls({ beforePasswordChange = false }: ActOptions): Promise<Caller> {
  await requireOwnOrigin()
  const session = await currentSession()
  if (!session) unauthorized()
  if (session.mustChangePassword && !beforePasswordChange) forbidden()
  const { user: actor, sessionId } = session
  return { actor, sessionId, address: await callerAddress() }
}

async function callerAddress(): Promise<string> {
  return (await headers()).get(addressHeader) ?? 'unknown'
}

/** 403 unless a page of this very origin sent the request; a request that does not say is refused too. */
export async function requireOwnOrigin(): Promise<void> {
  const sent = await headers()
  const site = sent.get('sec-fetch-site')
  if (sent.get('origin') !== env.url || (site !== null && site !== 'same-origin')) forbidden()
}

function refusalOf(error: unknown): Refusal {
  if (!(error instanceof DomainError)) throw error
  const { code, message, fields } = error
  switch (code) {
    case 'unauthenticated':
      return unauthorized()
    case 'forbidden':
    case 'not_found':
      return notFound()
    case 'too_large':
      return { ok: false, code: 'invalid', message, fields }
    case 'storage_full':
      return { ok: false, code: 'unavailable', message, fields }
    default:
      return { ok: false, code, message, fields }
  }
}

function fieldsOf(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {}
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '')
    const messages = fields[field] ?? []
    if (!messages.includes(issue.message)) fields[field] = [...messages, issue.message]
  }
  return fields
}
