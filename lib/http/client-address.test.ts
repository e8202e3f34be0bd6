import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { addressHeader as sessionHeader } from '@/lib/session'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

describe('the address of a client', () => {
  test.each([
    ['without a proxy is the peer', '', '203.0.113.9', undefined, '203.0.113.9'],
    ['without a proxy is the peer, whatever is claimed', '', '203.0.113.9', '127.0.0.1', '203.0.113.9'],
    ['is written as IPv4 where it is one', '', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['behind a proxy is what that one saw', '10.0.0.1', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    [
      'behind a proxy is not what the client claimed',
      '10.0.0.1',
      '10.0.0.1',
      '1.2.3.4, 198.51.100.7',
      '198.51.100.7',
    ],
    [
      'behind two is what the outer one saw',
      '10.0.0.0/8',
      '10.0.0.1',
      '1.2.3.4, 198.51.100.7, 10.9.9.9',
      '198.51.100.7',
    ],
    ['of a proxy itself is its own', '10.0.0.1', '10.0.0.1', undefined, '10.0.0.1'],
    ['behind a proxy on the same machine', '127.0.0.1,::1', '::1', '2001:db8::5', '2001:db8::5'],
    ['is the same for every connection of it', '10.0.0.1', '10.0.0.1', '198.51.100.7:50812', '198.51.100.7'],
    [
      'is the same for every connection of it, IPv6',
      '10.0.0.1',
      '10.0.0.1',
      '[2001:db8::5]:443',
      '2001:db8::5',
    ],
    ['is not made of nonsense', '10.0.0.1', '10.0.0.1', ', ,', '10.0.0.1'],
  ])('%s', async (_, trusted, peer, forwarded, expected) => {
    vi.stubEnv('LATCHKEY_TRUSTED_PROXIES', trusted)
    const { clientAddress } = await import('./client-address')
    const request = { socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': forwarded } }
    expect(clientAddress(request as unknown as IncomingMessage)).toBe(expected)
  })
})

test('reaches the session under the name the session reads', async () => {
  const { addressHeader } = await import('./page-headers')
  expect(addressHeader).toBe(sessionHeader)
})
