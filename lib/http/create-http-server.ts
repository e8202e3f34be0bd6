import http, { type Server } from 'node:http'
import { limitConnections } from './limit-connections'

/** The one HTTP server, with its defences against clients that hold it up; nobody answers on it yet. */
export function createHttpServer(): Server {
  const server = http.createServer({
    connectionsCheckingInterval: 1000,
    headersTimeout: 15_000,
    // Node's five minutes would cut a long push; silence is what ends a connection, below
    requestTimeout: 0,
    // longer than a load balancer keeps its connections, so that it is never us who closes one it just uses
    keepAliveTimeout: 65_000,
  })
  server.setTimeout(300_000)
  limitConnections(server)
  return server
}
