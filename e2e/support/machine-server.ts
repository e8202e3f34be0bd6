import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import { isMachinePath, machines } from '@/lib/http/app'
import { createHttpServer } from '@/lib/http/create-http-server'
import { dispatcher } from '@/lib/http/dispatch'

export interface MachineServer {
  host: string
  /** What was asked, in order. */
  requests: IncomingMessage[]
  countConnections: () => Promise<number>
  close: () => Promise<void>
}

/** A listening server that opens the machines' doors as the product's own does, and has no pages; on a free port. */
export async function openMachineServer(port = 0): Promise<MachineServer> {
  const requests: IncomingMessage[] = []
  const { onRequest, onCheckContinue } = dispatcher({
    isMachinePath,
    machine: getRequestListener(machines.fetch, { overrideGlobalObjects: false }),
    page: (_, response) => response.writeHead(404).end(),
  })
  const server = createHttpServer()
  const note = (request: IncomingMessage) => requests.push(request)
  server.on('request', note).on('checkContinue', note)
  server.on('request', onRequest).on('checkContinue', onCheckContinue)
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    countConnections: promisify(server.getConnections.bind(server)),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
