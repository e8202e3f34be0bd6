import {
  chartUploadLine,
  composerAuth,
  composerPublishLine,
  composerRepository,
  conanCredentials,
  conanRemoteLine,
  conanUploadLine,
  curlConfig,
  curlDownloadLine,
  curlUploadLine,
  gemCredentials,
  gemPushLine,
  gemSourceLine,
  goEnvLine,
  goGetLine,
  helmRepoLine,
  mavenDistribution,
  mavenSettings,
  moduleExample,
  moduleUploadLine,
  netrc,
  npmPublishConfig,
  npmrc,
  nugetConfig,
  nugetPushLine,
  type PackageCredentials,
  type PackagePlace,
  pipConf,
  pypirc,
  type RecipeBlock,
  yarnrc,
} from './package-recipe'
import { terraformCredentials } from './terraform-configuration'

/** What a token opens packages with. */
export interface PackageAccess {
  place: PackagePlace
  credentials: PackageCredentials
  /** Whether it may publish, too. */
  canPublish: boolean
}

interface PackageClient {
  label: string
  blocks: (access: PackageAccess) => RecipeBlock[]
}

const curlFile = 'latchkey.curlrc'

/** The clients that packages are read and published with, and what each must be told to use a token. */
export const packageClients = {
  npm: {
    label: 'npm, pnpm, yarn 1',
    blocks: ({ place, credentials, canPublish }) => [
      file('.npmrc', npmrc(place, credentials)),
      ...(canPublish ? [{ title: 'Publish: in package.json', text: npmPublishConfig(place) }] : []),
    ],
  },
  yarn: {
    label: 'yarn 2 and later',
    blocks: ({ place, credentials }) => [file('.yarnrc.yml', yarnrc(place, credentials))],
  },
  pip: {
    label: 'pip, twine',
    blocks: ({ place, credentials, canPublish }) => [
      file('pip.conf', pipConf(place, credentials)),
      ...(canPublish ? [file('.pypirc', pypirc(place, credentials))] : []),
    ],
  },
  nuget: {
    label: 'NuGet, dotnet',
    blocks: ({ place, credentials, canPublish }) => [
      file('NuGet.Config', nugetConfig(place, credentials)),
      ...(canPublish ? [{ title: 'Publish a package', text: nugetPushLine(place) }] : []),
    ],
  },
  maven: {
    label: 'Maven',
    blocks: ({ place, credentials, canPublish }) => [
      file('settings.xml', mavenSettings(place, credentials)),
      ...(canPublish ? [{ title: 'Publish: in pom.xml', text: mavenDistribution(place) }] : []),
    ],
  },
  composer: {
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
  },
  gem: {
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
  },
  go: {
    label: 'Go',
    blocks: ({ place, credentials }) => [
      {
        ...file('.netrc', netrc(place, credentials)),
        title: '~/.netrc, mode 0600; Go sends it over https alone',
      },
      { title: 'Where modules are found', text: goEnvLine(place) },
      { title: 'Get a module', text: goGetLine(place) },
    ],
  },
  helm: {
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
  },
  conan: {
    label: 'Conan',
    blocks: ({ place, credentials, canPublish }) => [
      { title: 'Where recipes are found', text: conanRemoteLine(place) },
      {
        ...file('credentials.json', conanCredentials(credentials)),
        title: '~/.conan2/credentials.json, mode 0600',
      },
      ...(canPublish ? [{ title: 'Publish a recipe', text: conanUploadLine() }] : []),
    ],
  },
  terraform: {
    label: 'Terraform',
    blocks: ({ place, credentials, canPublish }) => [
      file('.terraformrc', terraformCredentials(place, credentials.password)),
      { title: 'Use a module: in a .tf file', text: moduleExample(place) },
      ...(canPublish
        ? [
            file(curlFile, curlConfig(credentials)),
            { title: 'Publish a module', text: moduleUploadLine(place, curlFile) },
          ]
        : []),
    ],
  },
  curl: {
    label: 'curl',
    blocks: ({ place, credentials, canPublish }) => [
      file(curlFile, curlConfig(credentials)),
      ...(canPublish ? [{ title: 'Publish a file', text: curlUploadLine(place, curlFile) }] : []),
      { title: 'Download a file', text: curlDownloadLine(place, curlFile) },
    ],
  },
} as const satisfies Record<string, PackageClient>

export type PackageClientName = keyof typeof packageClients

export const packageClientNames = Object.keys(packageClients) as [PackageClientName, ...PackageClientName[]]

function file(fileName: string, text: string): RecipeBlock {
  return { title: fileName, text, fileName }
}
