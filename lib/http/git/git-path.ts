/** The part of a repository's URL that follows its name. */
export type GitEndpoint = 'info/refs' | 'git-upload-pack' | 'git-receive-pack' | 'lfs' | 'other'

export interface GitPath {
  /** What stands where a project's full path does, decoded once; it may be no such path at all. */
  fullPath: string
  /** Whether the name ended in `.git`, as it should. */
  hasSuffix: boolean
  endpoint: GitEndpoint
}

const endpoints: Record<string, GitEndpoint> = {
  'info/refs': 'info/refs',
  'git-upload-pack': 'git-upload-pack',
  'git-receive-pack': 'git-receive-pack',
}

/**
 * What a raw path asks of a repository: `/acme/sub/web.git/info/refs`. Of URLs without `.git` only `info/refs` with a
 * service is git's. `malformed`: its percent-encoding cannot be read. Undefined: the path is none of git's.
 */
export function parseGitPath(pathname: string, search: string): GitPath | 'malformed' | undefined {
  const raw = pathname.split('/').slice(1)
  const end = raw.findIndex((segment) => segment === '-' || isRepositoryName(segment))
  const isNamed = end > -1 && raw[end] !== '-' && end < raw.length - 1 && raw[end + 1] !== ''
  if (isNamed) return build(raw.slice(0, end + 1), raw.slice(end + 1), true)
  const isBare = end === -1 && pathname.endsWith('/info/refs') && /[?&]service=/.test(search)
  return isBare ? build(raw.slice(0, -2), raw.slice(-2), false) : undefined
}

/** `web.git`, however much of it is percent-encoded. */
function isRepositoryName(segment: string): boolean {
  return segment.endsWith('.git') || (segment.includes('%') && (decode(segment)?.endsWith('.git') ?? false))
}

function build(name: string[], rest: string[], hasSuffix: boolean): GitPath | 'malformed' {
  const segments = [...name, ...rest].map(decode)
  if (segments.includes(undefined)) return 'malformed'
  const fullPath = segments.slice(0, name.length).join('/')
  return {
    fullPath: hasSuffix ? fullPath.slice(0, -'.git'.length) : fullPath,
    hasSuffix,
    endpoint: endpointOf(segments.slice(name.length).join('/')),
  }
}

function endpointOf(rest: string): GitEndpoint {
  if (/^(info\/lfs|gitlab-lfs)(\/|$)/.test(rest)) return 'lfs'
  return Object.hasOwn(endpoints, rest) ? (endpoints[rest] ?? 'other') : 'other'
}

/**
 * One segment, decoded exactly once; undefined for broken encoding, bytes that are no UTF-8, and NUL. A slash that
 * was encoded stays so: it would move the boundary between names, and no name holds a percent sign.
 */
function decode(segment: string): string | undefined {
  try {
    const text = decodeURIComponent(segment)
    if (text.includes('\0')) return undefined
    return text.includes('/') ? segment : text
  } catch {
    return undefined
  }
}
