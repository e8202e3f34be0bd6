import { expect, test } from 'vitest'
import { redact } from './log'

test.each([
  ['a token', 'value gldt-0123456789ABCDEFGHIJabcdefghij0123456789 sent', 'value [redacted] sent'],
  ['a token of GitLab', 'glpat-0123456789abcdefghij', '[redacted]'],
  ['Basic credentials', '"authorization":"Basic cm9vdDpzZWNyZXQ="', '"authorization":"[redacted]"'],
  ['a Bearer token', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc', '[redacted]'],
  ['credentials in a URL', 'http://user:secret@localhost/a.git', 'http:[redacted]localhost/a.git'],
])('%s is taken out of a line', (_, line, expected) => {
  expect(redact(line)).toBe(expected)
})

test('other text stays as it is', () => {
  const line = '{"route":"/:path.git/info/refs","msg":"basic things, //comment, a@b"}'
  expect(redact(line)).toBe(line)
})
