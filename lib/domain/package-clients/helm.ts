import { shellQuote } from '@/lib/domain/shell-quote'
import { curlConfig, curlFile } from './curl'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  registryName,
  writeUrl,
} from './package-client'

export const helm: PackageClient = {
  label: 'Helm',
  blocks: ({ place, credentials, canPublish }) => [
    { title: 'Where charts are found', text: helmRepoLine(place, credentials) },
    ...(canPublish
      ? [
          file(curlFile, curlConfig(credentials)),
          { title: 'Publish a chart', text: chartUploadLine(place, curlFile) },
        ]
      : []),
  ],
}

/** Tells helm of the charts of the channel `stable`, its token by the shell's own printf: no list of processes shows it. */
export function helmRepoLine(place: ClientPlace, { username, password }: ClientCredentials): string {
  const url = shellQuote(`${writeUrl(place, 'helm')}/stable`)
  return ` printf %s ${shellQuote(password)} | helm repo add ${registryName} ${url} --username ${shellQuote(username)} --password-stdin`
}

/** Publishes a Helm chart, which helm itself cannot. */
export function chartUploadLine(place: ClientPlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --form 'chart=@mychart-0.1.0.tgz' ${shellQuote(`${writeUrl(place, 'helm')}/api/stable/charts`)}`
}
