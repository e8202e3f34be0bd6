import { once } from 'node:events'
import type { Server } from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { connectionsMax } from './limit-connections'

let server: Server
let port: number
let sockets: Socket[]

beforeEach(() => {
  sockets = []
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  server.close()
  vi.unstubAllEnvs()
  vi.resetModules()
})

async function listen(trustedProxies = ''): Promise<void> {
  vi.stubEnv('LATCHKEY_TRUSTED_PROXIES', trustedProxies)
  const { createHttpServer } = await import('./create-http-server')
  server = createHttpServer().on('request', (_, response) => response.end('served'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
}

/** An open connection that says nothing, from this address of the machine itself. */
async function connect(localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = net.connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  return socket
}

async function hold(count: number, localAddress?: string): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => connect(localAddress)))
}

/** What a connection hears that asks for something; '' where it is closed without a word. */
async function ask(localAddress?: string): Promise<string> {
  const socket = await connect(localAddress)
  let heard = ''
  socket.on('data', (data) => {
    heard += data
  })
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  await new Promise((resolve) => socket.once('close', resolve))
  return heard
}

describe('one address', () => {
  test('holds so many connections and no more, and others are served meanwhile', async () => {
    await listen()
    await hold(connectionsMax)
    expect(await ask()).toBe('')
    expect(await ask('127.0.0.2')).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*served$/)
  })

  test('may open another for each that it closes', async () => {
    await listen()
    await hold(connectionsMax)
    expect(await ask()).toBe('')
    sockets[0]?.destroy()
    await vi.waitFor(async () => expect(await ask()).toContain('served'), 10_000)
  })

  test('of a proxy that is trusted holds as many as its clients need', async () => {
    await listen('127.0.0.1')
    await hold(connectionsMax)
    expect(await ask()).toContain('served')
    await hold(connectionsMax, '127.0.0.2')
    expect(await ask('127.0.0.2')).toBe('')
  })
})
