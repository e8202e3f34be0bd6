import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { dispatcher } from './dispatch'
import { drain } from './drain'

test('a server that closes finishes what it has begun, takes nothing new, and waits for no idle connection', async () => {
  let finish = () => {}
  const { onRequest, inFlight } = dispatcher({
    isMachinePath: () => true,
    machine: async (_, response) => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      response.end('all of it')
    },
    page: () => {},
  })
  const server = http.createServer(onRequest).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const idle = net.connect(port, '127.0.0.1')
  await once(idle, 'connect')
  const answer = fetch(`http://127.0.0.1:${port}/`)
  await expect.poll(() => inFlight.size).toBe(1)

  const idleClosed = once(idle, 'close')
  const drained = drain(server, inFlight)
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow('fetch failed')
  finish()
  const { headers, text } = await answer.then(async (it) => ({ headers: it.headers, text: await it.text() }))
  expect(text).toBe('all of it')
  expect(headers.get('connection')).toBe('close')
  await drained
  await idleClosed
})
