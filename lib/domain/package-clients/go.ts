import { shellQuote } from '@/lib/domain/shell-quote'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  writeUrl,
} from './package-client'

export const go: PackageClient = {
  label: 'Go',
  blocks: ({ place, credentials }) => [
    {
      ...file('.netrc', netrc(place, credentials)),
      title: '~/.netrc, mode 0600; Go sends it over https alone',
    },
    { title: 'Where modules are found', text: goEnvLine(place) },
    { title: 'Get a module', text: goGetLine(place) },
  ],
}

/** `~/.netrc` for Go, which knows a server by its host and port: https://pkg.go.dev/cmd/go#hdr-GOAUTH_environment_variable */
export function netrc({ origin }: ClientPlace, { username, password }: ClientCredentials): string {
  return `machine ${new URL(origin).host} login ${netrcText(username)} password ${netrcText(password)}\n`
}

/**
 * Tells Go where it finds modules first, and that no public database knows their checksums. GOPRIVATE would say the
 * latter too, and that no proxy is asked.
 */
export function goEnvLine(place: ClientPlace): string {
  const proxy = `GOPROXY=${writeUrl(place, 'go')},`
  const noSum = `GONOSUMDB=${goModulePath(place)},`
  return `go env -w ${shellQuote(proxy)}"$(go env GOPROXY)" ${shellQuote(noSum)}"$(go env GONOSUMDB)"`
}

/** Adds the module at the top of the project's repository to another. */
export function goGetLine(place: ClientPlace): string {
  return `go get ${shellQuote(`${goModulePath(place)}@latest`)}`
}

function goModulePath({ origin, projectPath }: ClientPlace): string {
  return `${new URL(origin).hostname}/${projectPath}`
}

/** A word of a netrc, in which Go knows no quotes. */
function netrcText(text: string): string {
  return text.replaceAll(/\s/g, '')
}
