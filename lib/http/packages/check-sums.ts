import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { ReceivedFile } from '@/lib/services/packages/receive-file'
import type { PackageDoor } from './package-door'

/** Headers whose whole value is a checksum in hexadecimal. */
const plainHeaders = {
  'x-checksum-sha256': 'sha-256',
  'x-checksum-sha512': 'sha-512',
  'x-checksum-sha1': 'sha',
  'x-checksum-md5': 'md5',
} as const
/** Of RFC 3230, with a `=` between name and value, and of RFC 9530, with colons around the value. */
const listHeaders = ['digest', 'content-digest', 'repr-digest']

/**
 * Compares a file with every checksum that its sender gave in a header: X-Checksum-*, Content-MD5 (RFC 1864), Digest
 * (RFC 3230), Content-Digest and Repr-Digest (RFC 9530). Error: `invalid` where one is of other bytes.
 */
export function checkSums(c: Context<PackageDoor>, file: ReceivedFile): void {
  const is: Record<string, Buffer> = {
    'sha-256': Buffer.from(file.digest.slice('sha256:'.length), 'hex'),
    'sha-512': Buffer.from(file.sha512),
    sha: Buffer.from(file.sha1),
    md5: Buffer.from(file.md5),
  }
  for (const { header, name, value } of sentSums(c)) {
    if (is[name] && !is[name].equals(value))
      throw new DomainError('invalid', `${header} does not match the file`)
  }
}

function sentSums(c: Context<PackageDoor>) {
  const plain = Object.entries(plainHeaders).flatMap(([header, name]) => {
    const sent = c.req.header(header)
    return sent === undefined ? [] : [{ header, name: name as string, value: Buffer.from(sent, 'hex') }]
  })
  const md5 = c.req.header('content-md5')
  const lists = listHeaders.flatMap((header) =>
    (c.req.header(header) ?? '').split(',').flatMap((part) => {
      const [, name = '', value = ''] = /^\s*([A-Za-z0-9-]+)=:?([A-Za-z0-9+/]+=*):?\s*$/.exec(part) ?? []
      return name === '' ? [] : [{ header, name: name.toLowerCase(), value: Buffer.from(value, 'base64') }]
    }),
  )
  if (md5 === undefined) return [...plain, ...lists]
  return [...plain, ...lists, { header: 'content-md5', name: 'md5', value: Buffer.from(md5, 'base64') }]
}
