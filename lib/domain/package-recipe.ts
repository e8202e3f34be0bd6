import { shellQuote } from './shell-quote'
import { moduleBlock } from './terraform-configuration'

/** Where a token opens packages, in clients' words. */
export interface PackagePlace {
  /** Public origin of the instance. */
  origin: string
  /** What holds the token. */
  kind: 'project' | 'group'
  id: number
  /** Full path of the project that packages are published in, and read from where a format has no more. */
  projectPath: string
}

export interface PackageCredentials {
  username: string
  password: string
}

/** Something to copy or to save: a command for a POSIX shell, or a file. */
export interface RecipeBlock {
  title: string
  text: string
  /** Where it is a file. */
  fileName?: string
}

/** The name under which clients keep this registry. */
const registryName = 'latchkey'
/** The same, where NuGet publishes in a project what it reads in a group. */
const nugetPublishName = `${registryName}-publish`

/** Where packages of this format are read: in the whole group where the token and the format reach so far. */
function readUrl(place: PackagePlace, word: string): string {
  return place.kind === 'group'
    ? `${place.origin}/api/v4/groups/${place.id}/-/packages/${word}`
    : writeUrl(place, word)
}

/** Where packages of this format are published: GitLab has no such endpoint for a group. */
function writeUrl({ origin, kind, id, projectPath }: PackagePlace, word: string): string {
  const project = kind === 'project' ? id : encodeURIComponent(projectPath)
  return `${origin}/api/v4/projects/${project}/packages/${word}`
}

/**
 * `.npmrc` of npm, pnpm and yarn 1: https://docs.npmjs.com/cli/configuring-npm/npmrc. Packages of the scope named after
 * the top group come from here, all others from where they did. A token counts below one URL only.
 */
export function npmrc(place: PackagePlace, { password }: PackageCredentials): string {
  const url = `${readUrl(place, 'npm')}/`
  const urls = [...new Set([url, `${writeUrl(place, 'npm')}/`])]
  const lines = [
    `${npmScope(place)}:registry=${url}`,
    ...urls.map((each) => `${each.replace(/^https?:/, '')}:_authToken=${npmText(password)}`),
  ]
  return `${lines.join('\n')}\n`
}

/** What `package.json` says of where npm, pnpm and yarn 1 publish, which otherwise is where the scope is read. */
export function npmPublishConfig(place: PackagePlace): string {
  const url = `${writeUrl(place, 'npm')}/`
  const config = { registry: url, [`${npmScope(place)}:registry`]: url }
  return `"publishConfig": ${JSON.stringify(config, undefined, 2)}`
}

/**
 * `.yarnrc.yml` of yarn 2 and later: https://yarnpkg.com/configuration/yarnrc. Since 4.15 yarn installs nothing that is less
 * than a day old, unless it is told to; before 4.10 it stops at what it does not know.
 */
export function yarnrc(place: PackagePlace, { password }: PackageCredentials): string {
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

/** `pip.conf`: https://pip.pypa.io/en/stable/topics/configuration/. Nothing is taken from elsewhere under the same name. */
export function pipConf(place: PackagePlace, credentials: PackageCredentials): string {
  const { hostname, protocol } = new URL(place.origin)
  const lines = [
    '[global]',
    `index-url = ${withUserinfo(`${readUrl(place, 'pypi')}/simple`, credentials)}`,
    ...(protocol === 'http:' ? [`trusted-host = ${hostname}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** `.pypirc` of twine: https://packaging.python.org/en/latest/specifications/pypirc/ */
export function pypirc(place: PackagePlace, { username, password }: PackageCredentials): string {
  return `[distutils]
index-servers =
    ${registryName}

[${registryName}]
repository = ${writeUrl(place, 'pypi')}
username = ${iniText(username)}
password = ${iniText(password)}
`
}

/** Publishes a package once there is such a `NuGet.Config`. */
export function nugetPushLine({ kind }: PackagePlace): string {
  return `dotnet nuget push my_package.1.0.0.nupkg --source ${kind === 'group' ? nugetPublishName : registryName}`
}

/**
 * `NuGet.Config`: https://learn.microsoft.com/en-us/nuget/reference/nuget-config-file. NuGet 2 reads it under a name in this
 * letter case only, and passes over a source with a `protocolVersion`, which others see by the end of the URL.
 */
export function nugetConfig(place: PackagePlace, { username, password }: PackageCredentials): string {
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

/**
 * `settings.xml` of Maven: https://maven.apache.org/settings.html. The token goes in a header, as GitLab tells: Maven
 * would wait for a challenge before it sent a password.
 */
export function mavenSettings(place: PackagePlace, { password }: PackageCredentials): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
  <servers>
    <server>
      <id>${registryName}</id>
      <configuration>
        <httpHeaders>
          <property>
            <name>Deploy-Token</name>
            <value>${xmlText(password)}</value>
          </property>
        </httpHeaders>
      </configuration>
    </server>
  </servers>
  <profiles>
    <profile>
      <id>${registryName}</id>
      <repositories>
        <repository>
          <id>${registryName}</id>
          <url>${xmlText(readUrl(place, 'maven'))}</url>
        </repository>
      </repositories>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>${registryName}</activeProfile>
  </activeProfiles>
</settings>
`
}

/** What `pom.xml` says of where `mvn deploy` puts a package. */
export function mavenDistribution(place: PackagePlace): string {
  const url = xmlText(writeUrl(place, 'maven'))
  const repository = (element: string) =>
    `  <${element}>\n    <id>${registryName}</id>\n    <url>${url}</url>\n  </${element}>\n`
  return `<distributionManagement>\n${repository('repository')}${repository('snapshotRepository')}</distributionManagement>\n`
}

/** `auth.json` of Composer, which knows a server by its host and port: https://getcomposer.org/doc/articles/authentication-for-private-packages.md */
export function composerAuth({ origin }: PackagePlace, { username, password }: PackageCredentials): string {
  return `${JSON.stringify({ 'http-basic': { [new URL(origin).host]: { username, password } } }, null, 2)}\n`
}

/** Tells Composer of the packages of the group, which is where GitLab has them all, a project's too. */
export function composerRepository({ origin, kind, id, projectPath }: PackagePlace): string {
  const group = kind === 'group' ? id : encodeURIComponent(projectPath.replace(/\/[^/]*$/, ''))
  const url = `${origin}/api/v4/group/${group}/-/packages/composer/packages.json`
  const isPlain = new URL(origin).protocol === 'http:'
  return [
    ...(isPlain ? ['composer config secure-http false'] : []),
    `composer config repositories.${registryName} ${shellQuote(JSON.stringify({ type: 'composer', url }))}`,
  ].join('\n')
}

/** Publishes a tag of the project's own repository, with such a file of options for curl. */
export function composerPublishLine(place: PackagePlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --data tag=v1.0.0 ${shellQuote(writeUrl(place, 'composer'))}`
}

/** `~/.gem/credentials`: https://guides.rubygems.org/api-key-scopes/ */
export function gemCredentials(place: PackagePlace, { password }: PackageCredentials): string {
  return `---\n${yamlText(writeUrl(place, 'rubygems'))}: ${yamlText(password)}\n`
}

/** Publishes a gem once the credentials are in place. */
export function gemPushLine(place: PackagePlace): string {
  return `gem push --host ${shellQuote(writeUrl(place, 'rubygems'))} my_gem-1.0.0.gem`
}

/** Tells gem where it also finds gems; the space in front keeps the line out of a shell's history. */
export function gemSourceLine(place: PackagePlace, credentials: PackageCredentials): string {
  return ` gem sources --add ${shellQuote(withUserinfo(`${writeUrl(place, 'rubygems')}/`, credentials))}`
}

/** Tells helm of the charts of the channel `stable`, its token by the shell's own printf: no list of processes shows it. */
export function helmRepoLine(place: PackagePlace, { username, password }: PackageCredentials): string {
  const url = shellQuote(`${writeUrl(place, 'helm')}/stable`)
  return ` printf %s ${shellQuote(password)} | helm repo add ${registryName} ${url} --username ${shellQuote(username)} --password-stdin`
}

/** Tells Conan of the registry. */
export function conanRemoteLine(place: PackagePlace): string {
  return `conan remote add ${registryName} ${shellQuote(writeUrl(place, 'conan'))}`
}

/**
 * `credentials.json` in Conan's home: https://docs.conan.io/2/reference/config_files/credentials.html. It is a template of
 * Jinja before it is JSON, which no brace in a value may reach.
 */
export function conanCredentials({ username, password }: PackageCredentials): string {
  const text = (value: string) => JSON.stringify(value).replaceAll('{', '\\u007b')
  const entry = `"remote": "${registryName}", "user": ${text(username)}, "password": ${text(password)}`
  return `{ "credentials": [{ ${entry} }] }\n`
}

/** Publishes a recipe and all that was built of it. */
export function conanUploadLine(): string {
  return `conan upload my_package/1.0.0 --remote ${registryName} --confirm`
}

/** `~/.netrc` for Go, which knows a server by its host and port: https://pkg.go.dev/cmd/go#hdr-GOAUTH_environment_variable */
export function netrc({ origin }: PackagePlace, { username, password }: PackageCredentials): string {
  return `machine ${new URL(origin).host} login ${netrcText(username)} password ${netrcText(password)}\n`
}

/**
 * Tells Go where it finds modules first, and that no public database knows their checksums. GOPRIVATE would say the
 * latter too, and that no proxy is asked.
 */
export function goEnvLine(place: PackagePlace): string {
  const proxy = `GOPROXY=${writeUrl(place, 'go')},`
  const noSum = `GONOSUMDB=${goModulePath(place)},`
  return `go env -w ${shellQuote(proxy)}"$(go env GOPROXY)" ${shellQuote(noSum)}"$(go env GONOSUMDB)"`
}

/** Adds the module at the top of the project's repository to another. */
export function goGetLine(place: PackagePlace): string {
  return `go get ${shellQuote(`${goModulePath(place)}@latest`)}`
}

function goModulePath({ origin, projectPath }: PackagePlace): string {
  return `${new URL(origin).hostname}/${projectPath}`
}

/** A file of options that lets curl in: https://curl.se/docs/manpage.html#-K */
export function curlConfig({ password }: PackageCredentials): string {
  return `header = ${curlText(`Deploy-Token: ${password}`)}\n`
}

/** Publishes any file as a generic package, with such a file of options. */
export function curlUploadLine(place: PackagePlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --upload-file file.txt ${shellQuote(genericUrl(place))}`
}

/** Gets it again. */
export function curlDownloadLine(place: PackagePlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --remote-name ${shellQuote(genericUrl(place))}`
}

/** Publishes a Helm chart, which helm itself cannot. */
export function chartUploadLine(place: PackagePlace, configFile: string): string {
  return `curl --fail --config ${shellQuote(configFile)} --form 'chart=@mychart-0.1.0.tgz' ${shellQuote(`${writeUrl(place, 'helm')}/api/stable/charts`)}`
}

/** Publishes a Terraform module, which terraform itself cannot. */
export function moduleUploadLine(place: PackagePlace, configFile: string): string {
  const url = `${writeUrl(place, 'terraform')}/modules/${exampleModule}/${exampleVersion}/file`
  return `curl --fail --config ${shellQuote(configFile)} --upload-file my-module.tgz ${shellQuote(url)}`
}

/** What calls it in a .tf file. */
export function moduleExample(place: PackagePlace): string {
  return moduleBlock(place, exampleModule, exampleVersion)
}

const exampleModule = 'my-module/local'
const exampleVersion = '1.0.0'

function genericUrl(place: PackagePlace): string {
  return `${writeUrl(place, 'generic')}/my_package/1.0.0/file.txt`
}

/** npm's names are in lower case; GitLab's instance endpoint finds packages by a scope of the top group's name. */
function npmScope({ projectPath }: PackagePlace): string {
  return `@${(projectPath.split('/')[0] ?? '').toLowerCase()}`
}

function withUserinfo(url: string, { username, password }: PackageCredentials): string {
  const userinfo = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`
  return url.replace('://', `://${userinfo}@`)
}

/**
 * A value for npm's dialect of INI: quoted where it would be read as something else, and with a backslash before what
 * would be the value of a variable.
 */
function npmText(text: string): string {
  const value = text.replaceAll('${', '\\${')
  return /^[\w.+/=-]+$/.test(value) && !/^(true|false|null)$/.test(value) ? value : JSON.stringify(value)
}

/** A value of Python's ConfigParser without interpolation, which ends with its line and has no quotes. */
function iniText(text: string): string {
  return text.replaceAll(/[\r\n]/g, '')
}

/** A word of a netrc, in which Go knows no quotes. */
function netrcText(text: string): string {
  return text.replaceAll(/\s/g, '')
}

/** A double-quoted scalar of YAML 1.2, of which JSON is a part. */
function yamlText(text: string): string {
  return JSON.stringify(text)
}

/** Text between tags or quotes (XML 1.0, 2.4). */
function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** A quoted parameter in curl's file of options. */
function curlText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
