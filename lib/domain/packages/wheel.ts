import { DomainError } from '@/lib/domain/error'
import { type Distribution, pypiNameKey, pypiVersionKey } from './pypi'

/** An entry of a wheel's archive. */
interface WheelEntry {
  name: string
  size: number
  isLink: boolean
}

export interface WheelContents {
  metadata: Uint8Array
  /** What the wheel's own list says of the metadata, as `sha256=` and the digest in base64url, if it does. */
  recordedDigest: string
}

const metadataBytesMax = 2 * 1024 ** 2
const recordBytesMax = 16 * 1024 ** 2
const bytesMaxOf: Record<string, number> = {
  METADATA: metadataBytesMax,
  WHEEL: metadataBytesMax,
  RECORD: recordBytesMax,
}
/** Where a wheel may put files beside its package: https://docs.python.org/3/library/sysconfig.html#installation-paths */
const dataForm = /^[^/]+\/(purelib|platlib|headers|scripts|data)\/./
/** What cannot be in the list, which it signs or is. */
const unlistedForm = /^[^/]+\.dist-info\/RECORD(\.jws|\.p7s)?$/

/** How much is wanted of an entry of a wheel. Error: `invalid` for links, and for data that has no place to go to. */
export function pickOfWheel({ name, isLink }: WheelEntry): number | undefined {
  if (isLink) throw invalid('The archive has links.')
  if (/^[^/]+-[^/]+\.data\/./.test(name) && !dataForm.test(name) && !name.endsWith('/'))
    throw invalid('The archive has data that has no place to go to.')
  return bytesMaxOf[/^[^/]+\.dist-info\/([^/]+)$/.exec(name)?.[1] ?? '']
}

/**
 * The metadata of a wheel by its entries and the bytes of those that were picked; the entries must be those of its own list:
 * https://packaging.python.org/en/latest/specifications/binary-distribution-format/. Error: `invalid` for any other.
 */
export function readWheel(
  entries: readonly WheelEntry[],
  picked: ReadonlyMap<string, Uint8Array>,
  distribution: Distribution,
): WheelContents {
  const folders = new Set(entries.map(({ name }) => /^([^/]+\.dist-info)\//i.exec(name)?.[1]).filter(Boolean))
  const [folder = ''] = folders
  if (folders.size !== 1 || !isOf(folder, distribution))
    throw invalid('The archive must have one .dist-info, of the same name and version.')
  const [metadata, record, wheel] = ['METADATA', 'RECORD', 'WHEEL'].map((name) =>
    picked.get(`${folder}/${name}`),
  )
  if (!metadata || !record || !wheel) throw invalid('The archive lacks METADATA, RECORD or WHEEL.')
  const listed = readRecord(new TextDecoder().decode(record))
  checkRecord(listed, entries)
  return { metadata, recordedDigest: listed.get(`${folder}/METADATA`)?.digest ?? '' }
}

function isOf(folder: string, { nameKey, versionKey }: Distribution): boolean {
  const [, name = '', version = ''] = /^([^-]+)-([^-]+)\.dist-info$/.exec(folder) ?? []
  return pypiNameKey(name) === nameKey && pypiVersionKey(version) === versionKey
}

interface Listed {
  digest: string
  size: string
}

/** https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file */
function readRecord(text: string): Map<string, Listed> {
  const listed = new Map<string, Listed>()
  for (const line of text.split(/\r?\n/)) {
    if (line === '') continue
    const [, quoted, plain = '', digest, size] =
      /^(?:"((?:[^"]|"")*)"|([^",]*)),([^,]*),(\d*)$/.exec(line) ?? []
    if (digest === undefined || size === undefined) throw mismatch()
    const name = quoted?.replaceAll('""', '"') ?? plain
    if (listed.has(name)) throw mismatch()
    listed.set(name, { digest, size })
  }
  return listed
}

function checkRecord(listed: ReadonlyMap<string, Listed>, entries: readonly WheelEntry[]): void {
  const files = entries.filter(({ name }) => !name.endsWith('/') && !unlistedForm.test(name))
  for (const { name, size } of files) {
    const said = listed.get(name)
    if (!said || (said.size !== '' && Number(said.size) !== size)) throw mismatch()
  }
  const names = [...listed.keys()].filter((name) => !unlistedForm.test(name))
  if (names.length !== files.length) throw mismatch()
}

function mismatch(): DomainError {
  return invalid('The files in the archive are not those of its RECORD.')
}

function invalid(text: string): DomainError {
  return new DomainError('invalid', text)
}
