import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { DomainError } from '@/lib/domain/error'
import { specificationBytesMax } from '@/lib/domain/packages/rubygems'
import { readTar, type TarEntry } from './tarball'

const parts = ['metadata.gz', 'data.tar.gz', 'checksums.yaml.gz']

/**
 * The metadata in a gem, unpacked, as text; its data stays as it is. Error: `invalid` for what is no gem, has an entry twice
 * or one that gems do not have, and for metadata too large.
 */
export async function readGem(file: string): Promise<string> {
  const seen = new Set<string>()
  const [packed] = (await readTar(file, (entry) => pickPart(entry, seen))).values()
  if (!packed || !seen.has('data.tar.gz'))
    throw new DomainError('invalid', 'The gem does not have its metadata and its data.')
  try {
    return (await unzip(packed, { maxOutputLength: specificationBytesMax })).toString('utf8')
  } catch (error) {
    throw new DomainError('invalid', 'The metadata of the gem cannot be unpacked.', { cause: error })
  }
}

const unzip = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip)

function pickPart({ name, type }: TarEntry, seen: Set<string>): number | undefined {
  if (type !== 'file' || seen.has(name) || !parts.includes(name.replace(/\.sig$/, '')))
    throw new DomainError('invalid', 'The gem has entries that gems do not have.')
  seen.add(name)
  return name === 'metadata.gz' ? specificationBytesMax : undefined
}
