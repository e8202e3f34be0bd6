import { IncomingMessage } from 'node:http'
import type { Refusal } from './page-guard'

const malformed = { status: 400, text: 'This is no call that a page of ours makes.' }
const wrongType = { status: 415, text: 'An action takes text/plain, as its page sends it.' }

/**
 * What Next is given of a request. The arguments of a server action are decoded before anybody asks who sends them, by
 * a decoder that ran code for strangers (CVE-2025-55182) and never ended (CVE-2025-55184); what it cannot decode Next
 * answers 500. Our pages call with one plain value or none, so that is all that reaches it; the rest is 400 or 415.
 */
export async function readAction(request: IncomingMessage): Promise<IncomingMessage | Refusal> {
  const { 'next-action': action, 'content-type': type = '' } = request.headers
  const isForm = /^multipart\//i.test(type)
  if (request.method !== 'POST' || (action === undefined && !isForm)) return request
  if (action !== undefined && !/^text\/plain *(;|$)/i.test(type)) return wrongType
  // whoever leaves in the middle, or falls silent, has called nothing
  const body = Buffer.concat(await request.toArray().catch(() => []))
  const isPlain = action === undefined ? isBareForm(body) : isPlainCall(body)
  return isPlain ? withBody(request, body) : malformed
}

/** JSON of at most one argument, without the marks that stand for anything but a plain value. */
function isPlainCall(body: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    const parameters: unknown = JSON.parse(text, requirePlain)
    return Array.isArray(parameters) && parameters.length <= 1
  } catch {
    return false
  }
}

/** React writes a text that begins with `$` as `$$…`; every other `$…` is a reference, a function, a date, a map … */
function requirePlain(key: string, value: unknown): unknown {
  const isMark = typeof value === 'string' && /^\$(?!\$|undefined$)/.test(value)
  if (isMark || key === '__proto__') throw new SyntaxError('not plain')
  return value
}

/** A form that a browser sends by itself, without scripts: it names its action, and nothing else is in it. */
function isBareForm(body: Buffer): boolean {
  return /^--\S+\r\nContent-Disposition: form-data; name="\$ACTION_ID_[0-9a-f]{42}"\r\n\r\n\r\n--\S+--(\r\n)?$/.test(
    body.toString('latin1'),
  )
}

/** The same request, to be read once more. */
function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request
  const again = new IncomingMessage(request.socket)
  const line = { method, url, httpVersion, httpVersionMajor, httpVersionMinor }
  Object.assign(again, { ...line, headers, rawHeaders, complete: true })
  again.push(body)
  again.push(null)
  return again
}
