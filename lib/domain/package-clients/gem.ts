import { shellQuote } from '@/lib/domain/shell-quote'
import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  withUserinfo,
  writeUrl,
  yamlText,
} from './package-client'

export const gem: PackageClient = {
  label: 'gem',
  blocks: ({ place, credentials, canPublish }) => [
    { title: 'Where gems are found', text: gemSourceLine(place, credentials) },
    ...(canPublish
      ? [
          {
            ...file('credentials', gemCredentials(place, credentials)),
            title: '~/.gem/credentials, mode 0600',
          },
          { title: 'Publish a gem', text: gemPushLine(place) },
        ]
      : []),
  ],
}

/** `~/.gem/credentials`: https://guides.rubygems.org/api-key-scopes/ */
export function gemCredentials(place: ClientPlace, { password }: ClientCredentials): string {
  return `---\n${yamlText(writeUrl(place, 'rubygems'))}: ${yamlText(password)}\n`
}

/** Tells gem where it also finds gems; the space in front keeps the line out of a shell's history. */
export function gemSourceLine(place: ClientPlace, credentials: ClientCredentials): string {
  return ` gem sources --add ${shellQuote(withUserinfo(`${writeUrl(place, 'rubygems')}/`, credentials))}`
}

/** Publishes a gem once the credentials are in place. */
export function gemPushLine(place: ClientPlace): string {
  return `gem push --host ${shellQuote(writeUrl(place, 'rubygems'))} my_gem-1.0.0.gem`
}
