import { shellQuote } from '@/lib/domain/shell-quote'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  registryName,
  writeUrl,
} from './package-client'

export const conan: PackageClient = {
  label: 'Conan',
  blocks: ({ place, credentials, canPublish }) => [
    { title: 'Where recipes are found', text: conanRemoteLine(place) },
    {
      ...file('credentials.json', conanCredentials(credentials)),
      title: '~/.conan2/credentials.json, mode 0600',
    },
    ...(canPublish ? [{ title: 'Publish a recipe', text: conanUploadLine() }] : []),
  ],
}

/** Tells Conan of the registry. */
export function conanRemoteLine(place: ClientPlace): string {
  return `conan remote add ${registryName} ${shellQuote(writeUrl(place, 'conan'))}`
}

/**
 * `credentials.json` in Conan's home: https://docs.conan.io/2/reference/config_files/credentials.html. It is a template of
 * Jinja before it is JSON, which no brace in a value may reach.
 */
export function conanCredentials({ username, password }: ClientCredentials): string {
  const text = (value: string) => JSON.stringify(value).replaceAll('{', '\\u007b')
  const entry = `"remote": "${registryName}", "user": ${text(username)}, "password": ${text(password)}`
  return `{ "credentials": [{ ${entry} }] }\n`
}

/** Publishes a recipe and all that was built of it. */
export function conanUploadLine(): string {
  return `conan upload my_package/1.0.0 --remote ${registryName} --confirm`
}
