import { xmlText } from '@/lib/domain/xml-text'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  readUrl,
  registryName,
  writeUrl,
} from './package-client'

export const nuget: PackageClient = {
  label: 'NuGet, dotnet',
  blocks: ({ place, credentials, canPublish }) => [
    file('NuGet.Config', nugetConfig(place, credentials)),
    ...(canPublish ? [{ title: 'Publish a package', text: nugetPushLine(place) }] : []),
  ],
}

/** The same, where NuGet publishes in a project what it reads in a group. */
const nugetPublishName = `${registryName}-publish`

/**
 * `NuGet.Config`: https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file. NuGet 2 reads it under a name in this
 * letter case only, and passes over a source with a `protocolVersion`, which others see by the end of the URL.
 */
export function nugetConfig(place: ClientPlace, { username, password }: ClientCredentials): string {
  const isPlain = new URL(place.origin).protocol === 'http:'
  const sources = [...new Set([readUrl(place, 'nuget'), writeUrl(place, 'nuget')])]
  const names = [registryName, nugetPublishName]
  const add = (key: string, value: string, more = '') =>
    `<add key="${key}" value="${xmlText(value)}"${more} />`
  const more = isPlain ? ' allowInsecureConnections="true"' : ''
  return `<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources>
${sources.map((url, i) => `    ${add(names[i] ?? '', `${url}/index.json`, more)}`).join('\n')}
  </packageSources>
  <packageSourceCredentials>
${sources
  .map(
    (_, i) => `    <${names[i]}>
      ${add('Username', username)}
      ${add('ClearTextPassword', password)}
    </${names[i]}>`,
  )
  .join('\n')}
  </packageSourceCredentials>
</configuration>
`
}

/** Publishes a package once there is such a `NuGet.Config`. */
export function nugetPushLine({ kind }: ClientPlace): string {
  return `dotnet nuget push my_package.1.0.0.nupkg --source ${kind === 'group' ? nugetPublishName : registryName}`
}
