import { shellQuote } from './shell-quote'

/** What a ready command is made for: this very instance, one repository, one credential. */
export interface CloneTarget {
  /** Public origin of the instance. */
  origin: string
  /** Full path of the project. */
  fullPath: string
  username: string
  password: string
  /** Whether the credential opens this project alone, or others beside it. */
  opensOnlyThis: boolean
}

/** `git clone` with the credential in the URL, as GitLab documents it; one line for a POSIX shell. */
export function cloneLine({ origin, fullPath, username, password }: CloneTarget): string {
  const url = new URL(`${origin}/${fullPath}.git`)
  // RFC 3986 lets `+` stand in the user name, and people know it so
  url.username = encodeURIComponent(username).replaceAll('%2B', '+')
  url.password = encodeURIComponent(password)
  return `git clone ${shellQuote(url.href)}`
}

/**
 * The same without the credential in a URL, which git would write into the clone's configuration: it is handed to
 * git's own store on standard input and found again by address (gitcredentials(7)).
 */
export function credentialHelperLines(target: CloneTarget): string {
  const { origin, fullPath, username, password, opensOnlyThis } = target
  const { protocol, host } = new URL(origin)
  const section = `credential.${origin}`
  const description = [
    `protocol=${protocol.replace(':', '')}`,
    `host=${host}`,
    ...(opensOnlyThis ? [`path=${fullPath}.git`] : []),
    `username=${username}`,
    `password=${password}`,
  ]
  return [
    `git config --global ${shellQuote(`${section}.helper`)} store`,
    `git config --global ${shellQuote(`${section}.useHttpPath`)} ${opensOnlyThis}`,
    `printf '%s\\n' ${description.map(shellQuote).join(' ')} '' | git credential approve`,
    `git clone ${shellQuote(`${origin}/${fullPath}.git`)}`,
  ].join('\n')
}
