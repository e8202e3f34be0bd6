import { DomainError } from '@/lib/domain/error'
import type { ArchiveEntry } from './archive-entry'

interface NpmEntry extends ArchiveEntry {
  size?: number
}

/** What an archive says beside its package.json. */
export interface ArchiveFacts {
  fileCount: number
  unpackedBytes: number
  /** Names of the files that stand beside the package.json. */
  topFiles: ReadonlySet<string>
}

const manifestName = 'package.json'
const manifestBytesMax = 1024 * 1024

/**
 * Sees each entry of an npm package's archive, and refuses what some client could take for another one than others do, or
 * would write outside the folder it unpacks to: everything stands in one folder, and is a file or a folder; no two entries
 * have one name; there is one package.json.
 */
export class ArchiveCheck {
  #root: string | undefined
  readonly #names = new Set<string>()
  readonly #topFiles = new Set<string>()
  #unpackedBytes = 0
  #fileCount = 0

  /** How many bytes of this entry are wanted at most: of its package.json, and of nothing else any. Error: `invalid`. */
  readonly look = (entry: NpmEntry): number | undefined => {
    const parts = partsOf(entry)
    const [root, ...below] = parts
    this.#root ??= root
    if (root !== this.#root) throw refusal('The archive holds more than one folder')
    if (entry.type === 'directory') return undefined
    if (entry.type !== 'file') throw refusal(`The archive holds ${entry.type ?? 'something'} ${entry.name}`)
    if (below.length === 0) throw refusal('The archive holds a file outside its folder')
    this.#note(below.join('/'))
    this.#fileCount++
    this.#unpackedBytes += entry.size ?? 0
    return below.length === 1 && below[0] === manifestName ? manifestBytesMax : undefined
  }

  get facts(): ArchiveFacts {
    return { fileCount: this.#fileCount, unpackedBytes: this.#unpackedBytes, topFiles: this.#topFiles }
  }

  #note(name: string): void {
    const plain = name.normalize('NFKC')
    if (plain !== manifestName && plain.toLowerCase() === manifestName)
      throw refusal(`The archive holds ${name}, which some file systems take for ${manifestName}`)
    if (this.#names.has(plain)) throw refusal(`The archive holds ${name} more than once`)
    this.#names.add(plain)
    if (!name.includes('/')) this.#topFiles.add(name)
  }
}

/** The folders and the name of an entry. Error: `invalid` for one that leads elsewhere on any system. */
function partsOf({ name }: ArchiveEntry): string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  if (/^\/|^[A-Za-z]:|[\\\p{Cc}]/u.test(name) || parts.includes('..') || parts.length === 0)
    throw refusal('The archive holds a name that leads out of it')
  return parts
}

function refusal(text: string): DomainError {
  return new DomainError('invalid', `${text}.`)
}
