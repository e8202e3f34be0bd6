import { expect, test } from 'vitest'
import { readBasicAuth } from './basic-auth'

const encode = (text: string | Uint8Array) => Buffer.from(text).toString('base64')

test.each([
  ['a name and a password', `Basic ${encode('bot:secret')}`, 'bot', 'secret'],
  ['the scheme in any case', `bAsIc ${encode('bot:secret')}`, 'bot', 'secret'],
  ['several spaces after the scheme', `Basic   ${encode('bot:secret')}`, 'bot', 'secret'],
  ['colons in the password', `Basic ${encode('bot:a:b:')}`, 'bot', 'a:b:'],
  [
    'a plus sign, which is none of a form',
    `Basic ${encode('gitlab+deploy-token-1:x+y')}`,
    'gitlab+deploy-token-1',
    'x+y',
  ],
  ['no name', `Basic ${encode(':secret')}`, '', 'secret'],
  ['no password', `Basic ${encode('bot:')}`, 'bot', ''],
  ['UTF-8', `Basic ${encode('zoë:пароль')}`, 'zoë', 'пароль'],
  ['no padding', `Basic ${encode('bot:secrets').replace(/=/g, '')}`, 'bot', 'secrets'],
])('%s is read', (_, header, username, password) => {
  expect(readBasicAuth(header)).toEqual({ username, password })
})

test('no header is no credentials', () => {
  expect(readBasicAuth(undefined)).toBe('none')
})

test.each([
  ['an empty header', ''],
  ['the scheme alone', 'Basic'],
  ['the scheme and a space', 'Basic '],
  ['another scheme', 'Bearer gldt-abc'],
  ['a scheme that only begins so', `BasicX ${encode('bot:secret')}`],
  ['what is not base64', 'Basic !!!'],
  ['base64 for URLs', 'Basic Ym90On7-_w=='],
  ['base64 with bits left over', 'Basic Ym90OnN=='],
  ['base64 of one character', 'Basic Y'],
  ['two credentials', `Basic ${encode('a:b')}, Basic ${encode('c:d')}`],
  ['no colon', `Basic ${encode('secret')}`],
  ['bytes that are no UTF-8', `Basic ${encode(Uint8Array.of(0x61, 0x3a, 0xff))}`],
  ['a NUL', `Basic ${encode('bot:sec\0ret')}`],
  ['2 KiB', `Basic ${encode(`bot:${'x'.repeat(2048)}`)}`],
])('%s is malformed', (_, header) => {
  expect(readBasicAuth(header)).toBe('malformed')
})
