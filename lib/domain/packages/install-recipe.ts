import type { PackageType } from '@/lib/domain/package'
import { shellQuote } from '@/lib/domain/shell-quote'
import { moduleBlock, terraformCredentials } from '@/lib/domain/terraform-configuration'
import { xmlText } from '@/lib/domain/xml-text'

/** What is to be installed, and from where. */
export interface Installed {
  /** Public origin of the instance. */
  origin: string
  projectId: number
  projectPath: string
  name: string
  version: string
  /** The first of its files, for formats that are asked for by file. */
  fileName?: string
}

/** Something to copy: what it is for, and a command or lines of a file. */
export interface RecipeStep {
  title: string
  text: string
}

/** Where a token is to be put by whoever copies this. */
const token = '<your_token>'

/**
 * How a client of this format is told of the registry and installs a version, without any token in it, in GitLab's own
 * order: what installs first, then what sets the client up. Commands are for a POSIX shell.
 */
export function installRecipe(type: PackageType, installed: Installed): RecipeStep[] {
  return recipes[type](installed)
}

const recipes = {
  composer: ({ origin, projectPath, name, version }) => {
    const { host, protocol } = new URL(origin)
    const group = encodeURIComponent(projectPath.replace(/\/[^/]*$/, ''))
    const url = `${origin}/api/v4/group/${group}/-/packages/composer/packages.json`
    return [
      { title: 'Composer', text: `composer require ${shellQuote(`${name}:${version}`)}` },
      {
        title: 'Registry setup',
        text: [
          ...(protocol === 'http:' ? ['composer config secure-http false'] : []),
          `composer config repositories.latchkey ${shellQuote(JSON.stringify({ type: 'composer', url }))}`,
          `composer config ${shellQuote(`http-basic.${host}`)} ${shellQuote('<username>')} ${shellQuote(token)}`,
        ].join('\n'),
      },
    ]
  },
  conan: ({ name, version, ...place }) => [
    {
      title: 'conan',
      text: `conan install --requires ${shellQuote(`${name}/${version}`)} --remote latchkey`,
    },
    {
      title: 'Registry setup: it asks for the token',
      text: [
        `conan remote add latchkey ${shellQuote(urlOf(place, 'conan'))}`,
        `conan remote login latchkey ${shellQuote('<username>')}`,
      ].join('\n'),
    },
  ],
  generic: ({ name, version, fileName, ...place }) => [
    {
      title: 'curl',
      text: `curl --fail --header ${shellQuote(`Deploy-Token: ${token}`)} --remote-name ${shellQuote(
        `${urlOf(place, 'generic')}/${[name, version, ...(fileName ?? '<file>').split('/')].map(encodePart).join('/')}`,
      )}`,
    },
  ],
  helm: ({ name, version, ...place }) => [
    {
      title: 'helm',
      text: `helm install ${shellQuote(name)} ${shellQuote(`latchkey/${name}`)} --version ${shellQuote(version)}`,
    },
    {
      title: 'Registry setup',
      text: `helm repo add latchkey ${shellQuote(`${urlOf(place, 'helm')}/stable`)} --username ${shellQuote('<username>')} --password ${shellQuote(token)}`,
    },
  ],
  maven: ({ name, version, ...place }) => {
    const [artifact = '', ...group] = name.split('/').reverse()
    const groupId = group.reverse().join('.')
    return [
      {
        title: 'Maven XML: in the dependencies of pom.xml',
        text: `<dependency>
  <groupId>${xmlText(groupId)}</groupId>
  <artifactId>${xmlText(artifact)}</artifactId>
  <version>${xmlText(version)}</version>
</dependency>`,
      },
      {
        title: 'Maven command',
        text: `mvn dependency:get ${shellQuote(`-Dartifact=${groupId}:${artifact}:${version}`)}`,
      },
      {
        title: 'Registry setup: in pom.xml',
        text: `<repositories>
  <repository>
    <id>latchkey</id>
    <url>${xmlText(urlOf(place, 'maven'))}</url>
  </repository>
</repositories>`,
      },
      { title: 'Gradle Groovy DSL', text: `implementation '${`${groupId}:${artifact}:${version}`}'` },
    ]
  },
  npm: ({ name, version, ...place }) => {
    const { host, pathname } = new URL(`${urlOf(place, 'npm')}/`)
    const scope = /^(@[^/]+)\//.exec(name)?.[1]
    return [
      { title: 'npm', text: `npm install ${shellQuote(`${name}@${version}`)}` },
      { title: 'yarn', text: `yarn add ${shellQuote(`${name}@${version}`)}` },
      {
        title: 'Registry setup',
        text: [
          `npm config set ${shellQuote(`${scope ? `${scope}:` : ''}registry=${urlOf(place, 'npm')}/`)}`,
          `npm config set ${shellQuote(`//${host}${pathname}:_authToken=${token}`)}`,
        ].join('\n'),
      },
    ]
  },
  nuget: ({ name, version, ...place }) => [
    { title: 'dotnet', text: `dotnet add package ${shellQuote(name)} --version ${shellQuote(version)}` },
    {
      title: 'NuGet',
      text: `nuget install ${shellQuote(name)} -Version ${shellQuote(version)} -Source latchkey`,
    },
    {
      title: 'Registry setup',
      text: `nuget source Add -Name latchkey -Source ${shellQuote(`${urlOf(place, 'nuget')}/index.json`)} -UserName ${shellQuote('<username>')} -Password ${shellQuote(token)}`,
    },
  ],
  pypi: ({ name, version, ...place }) => {
    const index = new URL(`${urlOf(place, 'pypi')}/simple`)
    const address = `${index.protocol}//<username>:${token}@${index.host}${index.pathname}`
    return [
      {
        title: 'pip',
        text: `pip install ${shellQuote(`${name}==${version}`)} --index-url ${shellQuote(address)}`,
      },
    ]
  },
  rubygems: ({ name, version, ...place }) => {
    const source = new URL(`${urlOf(place, 'rubygems')}/`)
    const address = `${source.protocol}//<username>:${token}@${source.host}${source.pathname}`
    return [
      {
        title: 'gem',
        text: `gem install ${shellQuote(name)} --version ${shellQuote(version)} --source ${shellQuote(address)}`,
      },
    ]
  },
  terraform_module: ({ name, version, ...place }) => [
    { title: 'Terraform', text: moduleBlock(place, name, version).trimEnd() },
    {
      title: 'Registry setup: in ~/.terraformrc',
      text: terraformCredentials(place, token).trimEnd(),
    },
  ],
} as const satisfies Record<PackageType, (installed: Installed) => RecipeStep[]>

function urlOf({ origin, projectId }: Pick<Installed, 'origin' | 'projectId'>, word: string): string {
  return `${origin}/api/v4/projects/${projectId}/packages/${word}`
}

function encodePart(text: string): string {
  return encodeURIComponent(text).replace('%3Cfile%3E', '<file>')
}

/** How any file is published as a generic package of a project, as an example. */
export function publishExample(origin: string, projectId: number): string {
  return `curl --fail --header ${shellQuote(`Deploy-Token: ${token}`)} --upload-file file.txt ${shellQuote(
    `${urlOf({ origin, projectId }, 'generic')}/my_package/1.0.0/file.txt`,
  )}`
}
