import type { Server } from 'node:http'
import type { Exchange } from './dispatch'

const pageSecondsMax = 10
const streamSecondsMax = 60

/** Closes the server in order: nothing new, pages get 10 seconds, clones and uploads 60; what is open then is cut off. */
export async function drain(server: Server, inFlight: Set<Exchange>): Promise<void> {
  server.close()
  for (const { response } of inFlight) if (!response.headersSent) response.shouldKeepAlive = false
  const secondsMax = { page: pageSecondsMax, machine: streamSecondsMax }
  const startedAt = performance.now()
  while (inFlight.size > 0) {
    const seconds = (performance.now() - startedAt) / 1000
    for (const { kind, response } of inFlight) if (seconds > secondsMax[kind]) response.destroy()
    server.closeIdleConnections()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  server.closeAllConnections() // browsers keep some open that never carried a request
}
