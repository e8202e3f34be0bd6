import { DomainError } from '@/lib/domain/error'

/** What a client of protocol 2 wants of all packages. */
export interface NugetFilter {
  /** The whole id. */
  id?: string
  /** What the id is to have in it. */
  text?: string
  /** Of each package the last version alone, or the last that is no prerelease. */
  latest?: 'release' | 'any'
}

const literal = `'((?:[^']|'')*)'`
const whole = new RegExp(`^\\(?tolower\\(Id\\) eq ${literal}\\)?$`)
// what NuGet 2 makes of the words that `nuget list` is given
const search = new RegExp(
  String.raw`^\(*Id ne null\) and substringof\(${literal},tolower\(Id\)\)\) or \(\(Description ne null\) and substringof\('\1',tolower\(Description\)\)\)\) or \(\(Tags ne null\) and substringof\(' \1 ',tolower\(Tags\)\)\)+$`,
)
const latest = /^(?:(.+) and )?\(?Is(Absolute)?LatestVersion\)?$/

/**
 * Reads OData's `$filter`, '' for none, as far as clients of packages are known to write one. Error: `invalid` for any other.
 * https://www.odata.org/documentation/odata-version-2-0/uri-conventions/#FilterSystemQueryOption
 */
export function readNugetFilter(filter: string): NugetFilter {
  const ending = latest.exec(filter)
  if (!ending) return readNames(filter)
  return { ...readNames(ending[1] ?? ''), latest: ending[2] ? 'any' : 'release' }
}

function readNames(filter: string): NugetFilter {
  if (filter === '') return {}
  const id = whole.exec(filter)?.[1]
  if (id !== undefined) return { id: unquote(id) }
  const text = search.exec(filter)?.[1]
  if (text !== undefined) return { text: unquote(text) }
  throw new DomainError('invalid', '$filter is none that this feed knows.')
}

/** The text of a literal, quotes and all. Error: `invalid` for what is none. */
export function readNugetLiteral(written: string): string {
  const text = new RegExp(`^${literal}$`).exec(written)?.[1]
  if (text === undefined) throw new DomainError('invalid', 'A text is not in single quotes.')
  return unquote(text)
}

function unquote(text: string): string {
  return text.replaceAll("''", "'")
}
