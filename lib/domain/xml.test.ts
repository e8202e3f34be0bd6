import { expect, test } from 'vitest'
import { parseXml } from './xml'

const parse = (text: string) => parseXml(new TextEncoder().encode(text))
const repeat = (text: string) => text.repeat(Math.ceil((512 * 1024) / text.length))

test('SV-081: what would be expanded or fetched is refused before it is', () => {
  for (const declared of [
    '<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>',
    '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>',
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    '<a><!ENTITY x "y"></a>',
  ])
    expect(() => parse(declared)).toThrow('DTD')
})

test.each([
  ['elements', `<a>${repeat('<b/>')}</a>`],
  ['elements in a text', `<a>${repeat('x<b/>')}</a>`],
  ['attributes', `<a ${Array.from({ length: 70_000 }, (_, n) => `b${n}=""`).join(' ')}/>`],
  ['instructions', `<a>${repeat('<?x?>')}</a>`],
  ['comments', `<a>${repeat('<!---->')}</a>`],
])('as many %s as fit are too many', (_, text) => {
  expect(() => parse(text)).toThrow('The XML has too many elements.')
})

test('elements are hardly more than a hundred deep', () => {
  expect(() => parse('<a>'.repeat(110) + '</a>'.repeat(110))).toThrow('malformed')
})

test('the metadata of 25,000 versions is read', () => {
  const { versions } = parse(`<versions>${'<version>1.0.0</version>'.repeat(25_000)}</versions>`)
  expect((versions as { version: string[] }).version).toHaveLength(25_000)
})
