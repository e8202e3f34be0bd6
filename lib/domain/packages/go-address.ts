import { DomainError } from '@/lib/domain/error'

/** What a Go client asks of a module: https://go.dev/ref/mod#goproxy-protocol */
export type GoAddress = { modulePath: string } & (
  | { asks: 'list' }
  | { asks: 'latest' }
  | { asks: 'info' | 'mod' | 'zip'; version: string }
)

const partsMax = 64
const charactersMax = 1024
const windowsNames = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.|$)/i

/**
 * What is asked for by the path below the proxy's base URL, decoded; undefined for what the protocol does not have. Error:
 * `invalid` for a wrong escape, and for what no Go client takes for a module's path or a version.
 */
export function readGoAddress(path: string): GoAddress | undefined {
  const [, escaped = '', asked = ''] = /^(.+)\/@(latest|v\/[^/]+)$/s.exec(path) ?? []
  if (escaped === '') return undefined
  const modulePath = unescaped(escaped)
  if (!isGoModulePath(modulePath))
    throw new DomainError('invalid', `malformed module path ${quoted(modulePath)}`)
  if (asked === 'latest') return { modulePath, asks: 'latest' }
  if (asked === 'v/list') return { modulePath, asks: 'list' }
  const [, version = '', asks] = /^v\/(.+)\.(info|mod|zip)$/s.exec(asked) ?? []
  if (asks !== 'info' && asks !== 'mod' && asks !== 'zip') return undefined
  return { modulePath, asks, version: unescaped(version) }
}

/** Capitals are written as `!` and their small letter: https://pkg.go.dev/golang.org/x/mod/module#hdr-Escaped_Paths */
function unescaped(text: string): string {
  if (text.length > charactersMax || !/^(?:[^A-Z!]|![a-z])*$/s.test(text))
    throw new DomainError('invalid', `wrong escape in ${quoted(text)}`)
  return text.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

/**
 * https://pkg.go.dev/golang.org/x/mod/module#CheckPath, without gopkg.in's own rule and without the dot that a client wants in
 * the host's name, and asks nothing where there is none.
 */
function isGoModulePath(path: string): boolean {
  const parts = path.split('/')
  const hasHost = /^[a-z0-9][a-z0-9.-]*$/.test(parts[0] ?? '')
  const hasWrongMajor = parts.length > 1 && /^v(?=[\d.]+$)(?:0|1$|.*\.)/.test(parts.at(-1) ?? '')
  return hasHost && !hasWrongMajor && parts.length <= partsMax && parts.every(isPart)
}

function isPart(part: string): boolean {
  const isPlain = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/.test(part) && !part.endsWith('.')
  return isPlain && !windowsNames.test(part) && !/^[^.]*~\d+(?:\.|$)/.test(part)
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, charactersMax))
}
