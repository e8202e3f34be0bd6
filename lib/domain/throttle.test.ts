import { describe, expect, test } from 'vitest'
import { addressLimit, blockSecondsMax, failuresPerHourMax, loginLimit, networkOf } from './throttle'

describe('networkOf', () => {
  test.each([
    // one IPv4 address is one network, however the socket writes it
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    // an IPv6 network is its first 64 bits, however they are written
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:0003:0004:0005:0006', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:0:0:0:9', '2001:db8:0:0::/64'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
    ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
    ['::', '0:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['1::', '1:0:0:0::/64'],
    // a zone names an interface of this machine, not a sender
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['fe80::abcd%2', 'fe80:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s counts as %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test('two customers are two networks', () => {
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'))
    expect(networkOf('192.0.2.7')).not.toBe(networkOf('192.0.2.8'))
  })

  test('whatever a proxy sends, it does not throw', () => {
    for (const text of ['', ':', ':::', '1:2:3:4:5:6:7:8:9', '::ffff:', '%', 'a::b::c', 'x'.repeat(10_000)]) {
      expect(typeof networkOf(text)).toBe('string')
    }
  })
})

describe('limits', () => {
  test('30 bad credentials in three minutes pass from one address, and then a minute must pass', () => {
    expect(addressLimit).toEqual({ failuresMax: 30, windowSeconds: 180, blockSeconds: 60 })
  })

  test('10 wrong passwords for one login in ten minutes pass, and then ten minutes must pass', () => {
    expect(loginLimit).toEqual({ failuresMax: 10, windowSeconds: 600, blockSeconds: 600 })
  })

  test('no block is longer than an hour, and 600 failures an hour are the ceiling', () => {
    expect([blockSecondsMax, failuresPerHourMax]).toEqual([3600, 600])
  })
})
