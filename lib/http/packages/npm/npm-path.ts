/** What npm's clients ask for below the word `npm`, with every name decoded once. */
export type NpmPath =
  | { endpoint: 'packument'; name: string }
  | { endpoint: 'revision'; name: string; revision: string }
  | { endpoint: 'tarball'; name: string; file: string }
  | { endpoint: 'tarball-revision'; name: string; file: string }
  | { endpoint: 'dist-tags'; name: string }
  | { endpoint: 'dist-tag'; name: string; tag: string }
  | { endpoint: 'ping' | 'whoami' | 'advisories' | 'audit' | 'other' }

export type NpmEndpoint = NpmPath['endpoint']

/** Paths below `/-/` that say nothing of a package: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md */
const plainPaths: Record<string, 'ping' | 'whoami' | 'advisories' | 'audit'> = {
  ping: 'ping',
  whoami: 'whoami',
  'npm/v1/security/advisories/bulk': 'advisories',
  'npm/v1/security/audits': 'audit',
  'npm/v1/security/audits/quick': 'audit',
}

/**
 * What a path is, as it stands in the request after `npm/`; undefined for what is none. The slash in a scoped name may be
 * encoded or not, and a file may stand in the folder of its scope, where GitLab has it.
 */
export function parseNpmPath(path: string): NpmPath | undefined {
  const parts = decode(path)
  if (!parts) return undefined
  if (parts[0] === '-') return parseService(parts.slice(1))
  const [name = '', word, ...rest] = joinScope(parts)
  const [first, second, third, ...others] = word === '-' ? joinScope(rest) : rest
  if (word === undefined) return { endpoint: 'packument', name }
  if (first === undefined || others.length > 0) return undefined
  if (word === '-rev')
    return second === undefined ? { endpoint: 'revision', name, revision: first } : undefined
  if (word !== '-') return undefined
  const file = first.replace(/^@[^/]*\//, '')
  if (second === undefined) return { endpoint: 'tarball', name, file }
  return second === '-rev' && third !== undefined ? { endpoint: 'tarball-revision', name, file } : undefined
}

function parseService(parts: readonly string[]): NpmPath {
  const [word, ...rest] = parts
  const plain = parts.join('/')
  if (Object.hasOwn(plainPaths, plain)) return { endpoint: plainPaths[plain] ?? 'other' }
  if (word !== 'package') return { endpoint: 'other' }
  const [name, last, tag, ...others] = joinScope(rest)
  if (name === undefined || last !== 'dist-tags' || others.length > 0) return { endpoint: 'other' }
  return tag === undefined ? { endpoint: 'dist-tags', name } : { endpoint: 'dist-tag', name, tag }
}

/** A scope and the name in it are one part. */
function joinScope([first, second, ...rest]: readonly string[]): string[] {
  if (first?.startsWith('@') && !first.includes('/') && second !== undefined)
    return [`${first}/${second}`, ...rest]
  return [first, second, ...rest].filter((part) => part !== undefined)
}

function decode(path: string): string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent)
  } catch {
    return undefined
  }
}
