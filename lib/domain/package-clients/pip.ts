import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  readUrl,
  registryName,
  withUserinfo,
  writeUrl,
} from './package-client'

export const pip: PackageClient = {
  label: 'pip, twine',
  blocks: ({ place, credentials, canPublish }) => [
    file('pip.conf', pipConf(place, credentials)),
    ...(canPublish ? [file('.pypirc', pypirc(place, credentials))] : []),
  ],
}

/** `pip.conf`: https://pip.pypa.io/en/stable/topics/configuration/. Nothing is taken from elsewhere under the same name. */
export function pipConf(place: ClientPlace, credentials: ClientCredentials): string {
  const { hostname, protocol } = new URL(place.origin)
  const lines = [
    '[global]',
    `index-url = ${withUserinfo(`${readUrl(place, 'pypi')}/simple`, credentials)}`,
    ...(protocol === 'http:' ? [`trusted-host = ${hostname}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** `.pypirc` of twine: https://packaging.python.org/en/latest/specifications/pypirc/ */
export function pypirc(place: ClientPlace, { username, password }: ClientCredentials): string {
  return `[distutils]
index-servers =
    ${registryName}

[${registryName}]
repository = ${writeUrl(place, 'pypi')}
username = ${iniText(username)}
password = ${iniText(password)}
`
}

/** A value of Python's ConfigParser without interpolation, which ends with its line and has no quotes. */
function iniText(text: string): string {
  return text.replaceAll(/[\r\n]/g, '')
}
