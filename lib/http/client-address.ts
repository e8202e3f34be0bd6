import type { IncomingMessage } from 'node:http'
import { BlockList, isIPv6, type Socket } from 'node:net'
import { env } from '@/lib/env'

const trusted = listOf(env.trustedProxies)

/**
 * The address a request came from. X-Forwarded-For counts only behind a proxy named in LATCHKEY_TRUSTED_PROXIES, and
 * only its last entry that is no such proxy: whatever stands before that, the client may have written itself.
 */
export function clientAddress(request: IncomingMessage): string {
  const peer = peerAddress(request.socket)
  if (!isTrustedProxy(peer)) return peer
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const hops = forwarded.map((hop) => plain(hop.trim())).filter(Boolean)
  return hops.findLast((hop) => !isTrustedProxy(hop)) ?? hops[0] ?? peer
}

/** Who is at the other end of a connection, a client or a proxy. */
export function peerAddress({ remoteAddress = '' }: Pick<Socket, 'remoteAddress'>): string {
  return plain(remoteAddress)
}

/** True for a proxy named in LATCHKEY_TRUSTED_PROXIES. */
export function isTrustedProxy(address: string): boolean {
  return trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * An IPv4 peer of a socket that listens on both families is written `::ffff:192.0.2.1`; some proxies add the port,
 * which is another one for each connection.
 */
function plain(address: string): string {
  const [, host = address] = /^\[(.+)\](?::\d+)?$/.exec(address) ?? /^([\d.]+):\d+$/.exec(address) ?? []
  return host.replace(/^::ffff:(?=\d+\.)/, '')
}

/** Addresses and networks (`10.0.0.0/8`). */
function listOf(entries: string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
