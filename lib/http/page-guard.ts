import type { IncomingMessage } from 'node:http'
import { env } from '@/lib/env'

/** An answer given instead of serving the request. */
export interface Refusal {
  status: number
  text: string
  headers?: Record<string, string>
}

const bodyBytesMax = 256 * 1024
const bodySecondsMax = 30
const methods = ['GET', 'HEAD', 'POST']
const { host, hostname } = new URL(env.url)
const loopbackAliases =
  hostname === 'localhost' ? ['127.0.0.1', '[::1]'].map((ip) => host.replace(hostname, ip)) : []

const tooLarge = { status: 413, text: `A page takes no more than ${bodyBytesMax / 1024} KiB.` }
const lengthRequired = { status: 411, text: 'A page takes no body of unknown length.' }

/** Undefined when Next may have this page request. */
export function guardPage(request: IncomingMessage): Refusal | undefined {
  return (
    refuseMethod(request) ??
    refuseDots(request) ??
    sendToPublicUrl(request) ??
    refuseForeignForm(request) ??
    refuseBody(request)
  )
}

function refuseMethod({ method = '' }: IncomingMessage): Refusal | undefined {
  if (methods.includes(method)) return
  return { status: 405, text: 'Pages answer GET and POST.', headers: { Allow: methods.join(', ') } }
}

/** No browser sends dot segments: Next would resolve them, and serve another page than a proxy in front has let pass. */
function refuseDots({ url = '' }: IncomingMessage): Refusal | undefined {
  if (!/^[^?]*\/(?:\.|%2e){1,2}(?:[/?]|$)/i.test(url)) return
  return { status: 404, text: 'There is no such page.' }
}

/** Cookies and forms belong to one origin: 127.0.0.1 in the address bar becomes localhost before anybody signs in. */
function sendToPublicUrl({ method, url, headers }: IncomingMessage): Refusal | undefined {
  if (method === 'POST' || !loopbackAliases.includes(headers.host ?? '')) return
  return { status: 307, text: `See ${env.url}`, headers: { Location: env.url + url } }
}

/** Next lets an action without Origin pass, and next-auth asks only its token: every form must come from our own pages. */
function refuseForeignForm({ method, headers }: IncomingMessage): Refusal | undefined {
  if (method !== 'POST') return
  const isOwn =
    headers.origin === env.url && !['cross-site', 'same-site'].includes(String(headers['sec-fetch-site']))
  return isOwn ? undefined : { status: 403, text: `Forms are taken only from pages of ${env.url}.` }
}

/**
 * A page's body says its length beforehand, as every browser does: it is refused by its size before a byte is read,
 * and read by Next alone, which takes no stream that somebody has looked into.
 */
function refuseBody(request: IncomingMessage): Refusal | undefined {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers
  if (encoding !== undefined) return lengthRequired
  if (Number(length ?? 0) > bodyBytesMax) return tooLarge
  if (Number(length ?? 0) > 0) endWhenSilent(request)
  return undefined
}

function endWhenSilent(request: IncomingMessage): void {
  const timer = setTimeout(() => request.complete || request.destroy(), bodySecondsMax * 1000)
  request.once('close', () => clearTimeout(timer))
}
