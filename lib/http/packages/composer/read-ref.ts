import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import { readJsonObject } from '@/lib/domain/json'
import { type ComposerRef, composerRef } from '@/lib/domain/packages/composer'
import { targetOf } from '@/lib/http/door'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { readSmallBody } from '@/lib/http/packages/read-small-body'

const bodyBytesMax = 16 * 1024

/** The tag or branch that a request names, in its query or in a body of a form or JSON. Error: `invalid` for anything else. */
export async function readRef(c: Context<PackageDoor>): Promise<ComposerRef> {
  const query = Object.fromEntries(new URLSearchParams(targetOf(c).search))
  return parse(composerRef, { ...query, ...(await readBody(c)) })
}

async function readBody(c: Context<PackageDoor>): Promise<Record<string, unknown>> {
  const body = await readSmallBody(c, bodyBytesMax)
  if (body.length === 0) return {}
  const type = c.req.header('content-type') ?? ''
  if (/^application\/json *(;|$)/i.test(type)) return readJsonObject(Buffer.from(body).toString(), 'The body')
  const form = await new Response(body, { headers: { 'Content-Type': type } }).formData().catch(() => {
    throw new DomainError('invalid', 'The body must be a form or JSON.')
  })
  return Object.fromEntries(form)
}
