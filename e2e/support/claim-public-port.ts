import { once } from 'node:events'
import net from 'node:net'

/**
 * A free port, and the product's public address there. Call it in `vi.hoisted`, before the settings are read: the
 * links between pages name that address, and clients follow them.
 */
export async function claimPublicPort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  const port = typeof address === 'object' && address ? address.port : 0
  process.env.LATCHKEY_URL = `http://127.0.0.1:${port}`
  return port
}
