import { npmScope } from './npm'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  readUrl,
  writeUrl,
  yamlText,
} from './package-client'

export const yarn: PackageClient = {
  label: 'yarn 2 and later',
  blocks: ({ place, credentials }) => [file('.yarnrc.yml', yarnrc(place, credentials))],
}

/**
 * `.yarnrc.yml` of yarn 2 and later: https://yarnpkg.com/configuration/yarnrc. Since 4.15 yarn installs nothing that is less
 * than a day old, unless it is told to; before 4.10 it stops at what it does not know.
 */
export function yarnrc(place: ClientPlace, { password }: ClientCredentials): string {
  const { hostname, protocol } = new URL(place.origin)
  const lines = [
    'npmScopes:',
    `  ${npmScope(place).slice(1)}:`,
    `    npmRegistryServer: ${yamlText(readUrl(place, 'npm'))}`,
    `    npmPublishRegistry: ${yamlText(writeUrl(place, 'npm'))}`,
    '    npmAlwaysAuth: true',
    `    npmAuthToken: ${yamlText(password)}`,
    '# install new versions at once; yarn before 4.10 needs no such lines and takes none',
    'npmPreapprovedPackages:',
    `  - ${yamlText(`${npmScope(place)}/*`)}`,
    ...(protocol === 'http:' ? ['unsafeHttpWhitelist:', `  - ${yamlText(hostname)}`] : []),
  ]
  return `${lines.join('\n')}\n`
}
