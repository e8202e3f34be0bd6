import { once } from 'node:events'
import http from 'node:http'
import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

export interface PageAnswer {
  /** From the request to the last byte. */
  milliseconds: number
  /** As sent, headers included. */
  transferredBytes: number
  /** As the browser reads it. */
  documentBytes: number
}

/** A page as a browser asks for it, over a connection the agent keeps. Error: any answer but 200. */
export async function getPage(
  agent: http.Agent,
  port: number,
  path: string,
  cookie: string,
): Promise<PageAnswer> {
  const startedAt = performance.now()
  const headers = { cookie, accept: 'text/html', 'accept-encoding': 'gzip' }
  const request = http.get({ agent, host: 'localhost', port, path, headers })
  const answered = once(request, 'response') as Promise<[http.IncomingMessage]>
  const [socket] = (await once(request, 'socket')) as [Socket]
  const bytesBefore = socket.bytesRead
  const [response] = await answered
  const sent = await buffer(response)
  const milliseconds = performance.now() - startedAt
  if (response.statusCode !== 200) throw new Error(`The page was answered ${response.statusCode}.`)
  const document = response.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
  return { milliseconds, transferredBytes: socket.bytesRead - bytesBefore, documentBytes: document.length }
}
