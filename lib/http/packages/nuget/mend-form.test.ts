import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { mendForm } from './mend-form'

const boundary = '---------------------------8df47d1d1496d12'
// as NuGet 2.8.7 on Mono sent it, around the bytes of its package
const head = `--${boundary}\r\nContent-Disposition: form-data; name="package"; filename="package"\r\nContent-Type: application/octet-stream\r\n\r\n`
const tail = `\n--${boundary}--`

function mend(form: string, chunkLength = form.length, type = `multipart/form-data; boundary=${boundary}`) {
  const bytes = Buffer.from(form, 'latin1')
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkLength) }, (_, i) =>
    bytes.subarray(i * chunkLength, (i + 1) * chunkLength),
  )
  return text(mendForm(type)(Readable.toWeb(Readable.from(chunks)) as ReadableStream<Uint8Array>))
}

test.each([1, 2, 43, 47, 1000])(
  'a form that ends with a bare line feed ends with CRLF, in chunks of %i',
  async (length) => {
    expect(await mend(`${head}PK\0\0${tail}`, length)).toBe(`${head}PK\0\0\r\n--${boundary}--\r\n`)
  },
)

test.each([
  ['a right form', `${head}PK\r\n--${boundary}--\r\n`],
  ['a right form without the last CRLF', `${head}PK\r\n--${boundary}--`],
  ['one that breaks off', `${head}PK\n--${boundary}-`],
  ['one of another boundary', `${head}PK\n--other--`],
  ['one that is shorter than its end', '--'],
])('%s passes as it is', async (_, form) => {
  expect(await mend(form, 7)).toBe(form)
})

test('a boundary in quotes is the same, and without one nothing is changed', async () => {
  const form = `${head}PK${tail}`
  expect(await mend(form, 9, `multipart/form-data; boundary="${boundary}"`)).toContain('PK\r\n--')
  expect(await mend(form, 9, 'multipart/form-data')).toBe(form)
})
