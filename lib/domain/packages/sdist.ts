import { DomainError } from '@/lib/domain/error'
import { type Distribution, readDistributionName } from './pypi'

interface SdistEntry {
  name: string
  type?: string | null
  linkname?: string | null
}

const metadataBytesMax = 2 * 1024 ** 2
const fileTypes = ['file', 'contiguous-file', 'directory', 'link', 'symlink']

/**
 * Looks at the entries of a source distribution one by one, and wants its PKG-INFO:
 * https://packaging.python.org/en/latest/specifications/source-distribution-format/. Error: `invalid` for what would lie, or
 * lead, outside the one folder of its name and version, for devices, and for a second PKG-INFO.
 */
export function pickOfSdist(distribution: Distribution): (entry: SdistEntry) => number | undefined {
  let hasMetadata = false
  return ({ name, type, linkname }) => {
    const [root = '', ...rest] = name.replace(/^\.\//, '').split('/')
    if (!fileTypes.includes(type ?? '')) throw invalid('The archive has devices.')
    if (!staysBelow(name) || (linkname && !staysBelow(linkname)))
      throw invalid('The archive has names that lead out of it.')
    if (!isOf(root, distribution))
      throw invalid('The archive must have one folder, of the same name and version.')
    if (rest.join('/') !== 'PKG-INFO' || type !== 'file') return undefined
    if (hasMetadata) throw invalid('The archive has more than one PKG-INFO.')
    hasMetadata = true
    return metadataBytesMax
  }
}

function staysBelow(name: string): boolean {
  return !/^\/|\\|^[A-Za-z]:|\p{Cc}/u.test(name) && !name.split('/').includes('..')
}

function isOf(root: string, { nameKey, versionKey }: Distribution): boolean {
  const read = readDistributionName(`${root}.tar.gz`)
  return read?.nameKey === nameKey && read.versionKey === versionKey
}

function invalid(text: string): DomainError {
  return new DomainError('invalid', text)
}
