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

export const composer: PackageClient = {
  label: 'Composer',
  blocks: ({ place, credentials, canPublish }) => [
    file('auth.json', composerAuth(place, credentials)),
    { title: 'Where packages are found', text: composerRepository(place) },
    ...(canPublish
      ? [
          file(curlFile, curlConfig(credentials)),
          { title: 'Publish a tag', text: composerPublishLine(place, curlFile) },
        ]
      : []),
  ],
}

/** `auth.json` of Composer, which knows a server by its host and port: https://getcomposer.org/doc/articles/authentication-for-private-packages.md */
export function composerAuth({ origin }: ClientPlace, { username, password }: ClientCredentials): string {
  return `${JSON.stringify({ 'http-basic': { [new URL(origin).host]: { username, password } } }, null, 2)}\n`
}

/** Tells Composer of the packages of the group, which is where GitLab has them all, a project's too. */
export function composerRepository({ origin, kind, id, projectPath }: ClientPlace): string {
  const group = kind === 'group' ? id : encodeURIComponent(projectPath.replace(/\/[^/]*$/, ''))
  const url = `${origin}/api/v4/group/${group}/-/packages/composer/packages.json`
  const isPlain = new URL(origin).protocol === 'http:'
  return [
    ...(isPlain ? ['composer config secure-http false'] : []),
    `composer config repositories.${registryName} ${shellQuote(JSON.stringify({ type: 'composer', url }))}`,
  ].join('\n')
}

/** Publishes a tag of the project's own repository, with such a file of options for curl. */
export function composerPublishLine(place: ClientPlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --data tag=v1.0.0 ${shellQuote(writeUrl(place, 'composer'))}`
}
