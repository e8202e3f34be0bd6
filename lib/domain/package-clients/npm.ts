import {
  type ClientCredentials,
  type ClientPlace,
  file,
  type PackageClient,
  readUrl,
  writeUrl,
} from './package-client'

export const npm: PackageClient = {
  label: 'npm, pnpm, yarn 1',
  blocks: ({ place, credentials, canPublish }) => [
    file('.npmrc', npmrc(place, credentials)),
    ...(canPublish ? [{ title: 'Publish: in package.json', text: npmPublishConfig(place) }] : []),
  ],
}

/**
 * `.npmrc` of npm, pnpm and yarn 1: https://docs.npmjs.com/cli/configuring-npm/npmrc. Packages of the scope named after
 * the top group come from here, all others from where they did. A token counts below one URL only.
 */
export function npmrc(place: ClientPlace, { password }: ClientCredentials): string {
  const url = `${readUrl(place, 'npm')}/`
  const urls = [...new Set([url, `${writeUrl(place, 'npm')}/`])]
  const lines = [
    `${npmScope(place)}:registry=${url}`,
    ...urls.map((each) => `${each.replace(/^https?:/, '')}:_authToken=${npmText(password)}`),
  ]
  return `${lines.join('\n')}\n`
}

/** What `package.json` says of where npm, pnpm and yarn 1 publish, which otherwise is where the scope is read. */
export function npmPublishConfig(place: ClientPlace): string {
  const url = `${writeUrl(place, 'npm')}/`
  const config = { registry: url, [`${npmScope(place)}:registry`]: url }
  return `"publishConfig": ${JSON.stringify(config, undefined, 2)}`
}

/** npm's names are in lower case; GitLab's instance endpoint finds packages by a scope of the top group's name. */
export function npmScope({ projectPath }: ClientPlace): string {
  return `@${(projectPath.split('/')[0] ?? '').toLowerCase()}`
}

/**
 * A value for npm's dialect of INI: quoted where it would be read as something else, and with a backslash before what
 * would be the value of a variable.
 */
function npmText(text: string): string {
  const value = text.replaceAll('${', '\\${')
  return /^[\w.+/=-]+$/.test(value) && !/^(true|false|null)$/.test(value) ? value : JSON.stringify(value)
}
