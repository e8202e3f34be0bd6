import { createReadStream } from 'node:fs'
import { blake2b } from '@noble/hashes/blake2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { hashChunkBytes } from './blobs'

const digestBytes = 32

/** The BLAKE2b-256 of a file's bytes, in hexadecimal, which Node cannot compute: https://www.rfc-editor.org/rfc/rfc7693 */
export async function blake2b256Of(file: string): Promise<string> {
  const hash = blake2b.create({ dkLen: digestBytes })
  for await (const chunk of createReadStream(file, { highWaterMark: hashChunkBytes })) hash.update(chunk)
  return bytesToHex(hash.digest())
}
