import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { machines } from '@/lib/http/app'
import { uniqueAddress } from './fixtures'

export interface MachineRequest {
  method?: string
  /** Names and values; an array, so that one name can come twice. */
  headers?: [string, string][]
  body?: BodyInit
  /** Where it comes from; without it an address of its own, from which nobody failed yet. */
  address?: string
  signal?: AbortSignal
}

/** An answer with the part of it that is the same each time the same is asked. */
export interface MachineAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** Sends a request to the machines' doors as the server hands it on, target and headers as they were on the wire. */
export async function send(target: string, request: MachineRequest = {}): Promise<Response> {
  const { method = 'GET', headers = [], body, signal } = request
  const incoming = new IncomingMessage(connectionFrom(request.address ?? uniqueAddress()))
  incoming.method = method
  incoming.url = target
  incoming.rawHeaders = headers.flat()
  const url = new URL(`http://latchkey.test${target.startsWith('/') ? target : '/'}`)
  const init = { method, headers, body, signal, duplex: 'half' }
  return machines.fetch(new Request(url, init), { incoming, outgoing: new ServerResponse(incoming) })
}

/** As `send`, with the answer read to its end. */
export async function ask(target: string, request: MachineRequest = {}): Promise<MachineAnswer> {
  const response = await send(target, request)
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'x-request-id'))
  return { status: response.status, headers, body: await response.text() }
}

/** The header that carries these credentials. */
export function basic({ username, password }: { username: string; password: string }): [string, string] {
  return ['Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`]
}

/** A packet of git's protocol: its length in four digits, then its text. */
export function packet(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text
}

function connectionFrom(address: string): Socket {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  return socket
}
