import { shellQuote } from '@/lib/domain/shell-quote'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  writeUrl,
} from './package-client'

/** The name under which the notice has curl's file of options. */
export const curlFile = 'latchkey.curlrc'

export const curl: PackageClient = {
  label: 'curl',
  blocks: ({ place, credentials, canPublish }) => [
    file(curlFile, curlConfig(credentials)),
    ...(canPublish ? [{ title: 'Publish a file', text: curlUploadLine(place, curlFile) }] : []),
    { title: 'Download a file', text: curlDownloadLine(place, curlFile) },
  ],
}

/** A file of options that lets curl in: https://curl.se/docs/manpage.html#-K */
export function curlConfig({ password }: ClientCredentials): string {
  return `header = ${curlText(`Deploy-Token: ${password}`)}\n`
}

/** Publishes any file as a generic package, with such a file of options. */
export function curlUploadLine(place: ClientPlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --upload-file file.txt ${shellQuote(genericUrl(place))}`
}

/** Gets it again. */
export function curlDownloadLine(place: ClientPlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --remote-name ${shellQuote(genericUrl(place))}`
}

function genericUrl(place: ClientPlace): string {
  return `${writeUrl(place, 'generic')}/my_package/1.0.0/file.txt`
}

/** A quoted parameter in curl's file of options. */
function curlText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
