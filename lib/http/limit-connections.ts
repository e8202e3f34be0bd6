import type { Server } from 'node:http'
import { networkOf } from '@/lib/domain/throttle'
import { isTrustedProxy, peerAddress } from './client-address'

/** Ten times what a browser, a package manager or a build machine opens. */
export const connectionsMax = 256

/**
 * Closes every connection beyond 256 from one client address (of IPv6: one /64) before a byte of it is read, so that
 * nobody takes up all there are by holding them open. A trusted proxy's are those of all its clients: it is not counted.
 */
export function limitConnections(server: Server): void {
  const held = new Map<string, number>()
  server.on('connection', (socket) => {
    const address = peerAddress(socket)
    if (isTrustedProxy(address)) return
    const network = networkOf(address)
    const count = (held.get(network) ?? 0) + 1
    if (count > connectionsMax) return socket.destroy()
    held.set(network, count)
    socket.once('close', () => {
      const left = (held.get(network) ?? 0) - 1
      if (left > 0) held.set(network, left)
      else held.delete(network)
    })
  })
}
