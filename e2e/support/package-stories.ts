import type { PackageType } from '@/lib/domain/package'
import type { PackageClientName } from '@/lib/domain/package-clients/package-clients'
import type { Project } from '@/lib/domain/project'
import { commitTo, composerFiles } from './composer-package'
import { makeChart } from './helm-chart'
import { machineSettings } from './maven-place'
import { nupkgOf } from './nuget-archive'
import { wheelOf } from './python-distribution'

/** What a person was told, by its title. */
export type Told = (title: string) => string

/** What one client does with what a person was told, as lines for a shell in a folder of its own, which is its home. */
export interface PackageStory {
  client: PackageClientName
  /** What it is to be installed with beside what the notice names. */
  programs: readonly string[]
  type: PackageType
  /** In version 1.0.0, with this name, whatever the scope is. */
  name: (scope: string) => string
  fileName?: string
  /** What the project has, for formats of which nothing is uploaded. */
  prepare?: (project: Project, name: string) => Promise<unknown>
  /** What is there at first, by its place in the folder; what the notice has as a file is beside it. */
  files: (
    name: string,
    told: Told,
  ) => Record<string, string | Uint8Array> | Promise<Record<string, string | Uint8Array>>
  publish: (told: Told) => string
  /** By the notice's words alone; it prints what was installed. */
  install?: (told: Told) => string
  /** By the words of the package's page; where it has none for this client, there is nothing. */
  follow?: (told: Told) => string
  installed: string
}

const npmStory = {
  client: 'npm',
  programs: ['npm'],
  type: 'npm',
  name: (scope: string) => `@${scope}/my-lib`,
  installed: 'my-lib is here',
} as const

/** A library for npm's clients, and a place to install it. */
function npmFiles(name: string, publishConfig = '') {
  const more = publishConfig ? `, ${publishConfig}` : ''
  return {
    'lib/package.json': `{ "name": "${name}", "version": "1.0.0", "license": "MIT"${more} }`,
    'lib/index.js': "console.log('my-lib is here')",
    'lib/yarn.lock': '',
    'app/package.json': '{ "name": "app", "version": "1.0.0", "license": "MIT" }',
    'app/yarn.lock': '',
    'app/name': name,
  }
}

const use = `node -e 'require(require("fs").readFileSync("name", "utf8"))'`

export type ManagerCommands = Record<'pnpm' | 'yarn' | 'berry', string>

/** The stories of all clients in the notice; `managers` start those of npm's registry that are not npm. */
export function packageStories(managers: ManagerCommands | undefined): Record<string, PackageStory> {
  const { pnpm, yarn, berry } = managers ?? { pnpm: 'pnpm', yarn: 'yarn', berry: 'yarn' }
  return {
    npm: {
      ...npmStory,
      files: (name, told) => npmFiles(name, told('Publish: in package.json')),
      publish: () => 'cd lib && npm publish --loglevel=error',
      install: () => `cd app && npm install --no-audit --no-fund "$(cat name)" && ${use}`,
      follow: (told) =>
        `rm -r .npmrc app/node_modules app/package-lock.json; ${told('Registry setup')} && cd app && ${told('npm')} && ${use}`,
    },
    pnpm: {
      ...npmStory,
      files: (name, told) => npmFiles(name, told('Publish: in package.json')),
      publish: () => `cd lib && ${pnpm} publish --no-git-checks`,
      install: () => `cd app && ${pnpm} add "$(cat name)" && ${use}`,
    },
    'yarn 1': {
      ...npmStory,
      files: (name, told) => npmFiles(name, told('Publish: in package.json')),
      publish: () => `cd lib && ${yarn} publish --non-interactive`,
      install: () => `cd app && ${yarn} add --non-interactive "$(cat name)" && ${use}`,
      follow: (told) =>
        `rm -r .npmrc app/node_modules; ${told('Registry setup')} && cd app && yarn() { ${yarn} "$@"; } && ${told('yarn')} && ${use}`,
    },
    'yarn 4': {
      ...npmStory,
      client: 'yarn',
      files: (name) => npmFiles(name),
      publish: () =>
        `export YARN_ENABLE_TELEMETRY=0; cd lib && ${berry} install --no-immutable && ${berry} npm publish`,
      install: () =>
        `export YARN_ENABLE_TELEMETRY=0 YARN_NODE_LINKER=node-modules; cd app && ${berry} add "$(cat name)" && ${use}`,
    },
    'twine and pip': {
      client: 'pip',
      programs: ['python3'],
      type: 'pypi',
      name: () => 'my-lib',
      files: () => {
        const { fileName, bytes } = wheelOf({ name: 'my-lib', version: '1.0.0' })
        return { [fileName]: bytes }
      },
      publish: () =>
        'python3 -m twine upload --disable-progress-bar -r latchkey my_lib-*.whl && rm my_lib-*.whl',
      install: () => `PIP_CONFIG_FILE=pip.conf ${pip} install --target one my-lib && python3 one/my_lib.py`,
      follow: (told) => `pip() { ${pip} "$@" --target two; } && ${told('pip')} && python3 two/my_lib.py`,
      installed: 'hello from my_lib-1.0.0',
    },
    dotnet: {
      client: 'nuget',
      programs: ['dotnet'],
      type: 'nuget',
      name: () => 'My.Lib',
      files: () => ({
        ...nothingElsewhere,
        'my_package.1.0.0.nupkg': nupkgOf({ id: 'My.Lib', version: '1.0.0' }),
        'app.csproj': csproj,
        'again.xml': csproj,
      }),
      publish: (told) => told('Publish a package'),
      install: () =>
        `dotnet add package My.Lib --version 1.0.0 && dotnet restore --no-cache --force --packages here && ls here/my.lib/1.0.0`,
      follow: (told) =>
        `rm -r here app.csproj && mv again.xml app.csproj && ${told('dotnet')} && dotnet restore --no-cache --force --packages here && ls here/my.lib/1.0.0`,
      installed: 'my.lib.1.0.0.nupkg',
    },
    nuget: {
      client: 'nuget',
      programs: ['nuget'],
      type: 'nuget',
      name: () => 'My.Lib',
      files: () => ({ 'my_package.1.0.0.nupkg': nupkgOf({ id: 'My.Lib', version: '1.0.0' }) }),
      publish: (told) =>
        told('Publish a package').replace('dotnet ', '').replace('--source', '-NonInteractive -Source'),
      follow: (told) => `rm NuGet.Config; ${told('Registry setup')}`,
      installed: 'added successfully',
    },
    Maven: {
      client: 'maven',
      programs: ['mvn'],
      type: 'maven',
      name: () => 'com/example/my-lib',
      files: async (_, told) => ({
        'global.xml': await machineSettings(),
        'lib/pom.xml': pom('my-lib', told('Publish: in pom.xml')),
        'app/pom.xml': pom('app'),
      }),
      publish: () => `${mvn} -f lib deploy && rm -r "$MAVEN_REPOSITORY"/com/example`,
      install: () =>
        `${mvn} -f app dependency:get -Dartifact=com.example:my-lib:1.0.0 && ls "$MAVEN_REPOSITORY"/com/example/*/*`,
      follow: (told) => `rm -r "$MAVEN_REPOSITORY"/com/example; cat > app/pom.xml <<'END'
${pom('app', `${told('Registry setup: in pom.xml')}<dependencies>${told('Maven XML: in the dependencies of pom.xml')}</dependencies>`)}
END
      cd app && mvn() { command ${mvn} "$@"; } && mvn package && rm -r "$MAVEN_REPOSITORY"/com/example && ${told('Maven command')} && ls "$MAVEN_REPOSITORY"/com/example/*/*`,
      installed: 'my-lib-1.0.0.jar',
    },
    composer: {
      client: 'composer',
      programs: ['composer', 'php', 'curl'],
      type: 'composer',
      name: () => 'acme/my-lib',
      prepare: (project, name) =>
        commitTo(project, 'refs/tags/v1.0.0', composerFiles(name, 'my-lib is here')),
      files: () => ({ 'composer.json': nothingFromPackagist, 'again.json': nothingFromPackagist }),
      publish: (told) => told('Publish a tag'),
      install: (told) =>
        `${composer}; ${told('Where packages are found')} && composer require acme/my-lib && ${useComposer}`,
      follow: (told) =>
        `rm -r auth.json vendor composer.lock .cache; mv again.json composer.json; ${composer}; ${told('Registry setup')} && ${told('Composer')} && ${useComposer}`,
      installed: 'my-lib is here',
    },
    conan: {
      client: 'conan',
      programs: ['python3'],
      type: 'conan',
      name: () => 'my_package',
      files: () => ({
        '.conan2/global.conf': 'core:non_interactive=True',
        '.conan2/profiles/default': '[settings]\nos=Linux',
        'conanfile.py': conanfile,
      }),
      publish: (told) =>
        `${conan}; mv credentials.json .conan2 && conan create . && ${told('Where recipes are found')} && ${told('Publish a recipe')}`,
      install: () => `${conan}; ${forget} && conan install --requires my_package/1.0.0 --remote latchkey`,
      // what it asks for is in its credentials
      follow: (told) =>
        `${conan}; ${forget} && conan remote remove latchkey && ${told('Registry setup: it asks for the token').replace(/\n.*/, '')} && ${told('conan')}`,
      installed: 'my_package/1.0.0: Downloaded',
    },
    gem: {
      client: 'gem',
      programs: ['gem'],
      type: 'rubygems',
      name: () => 'my_gem',
      files: () => ({ 'my_gem.gemspec': gemspec, 'lib/my_gem.rb': "puts 'my_gem is here'" }),
      publish: (told) =>
        `mkdir .gem && mv credentials .gem && gem build my_gem.gemspec && ${told('Publish a gem')} && rm my_gem-*.gem`,
      install: (told) =>
        `${gemsFromHereOnly}; ${told('Where gems are found')} && gem install my_gem --no-document && ${useGem}`,
      follow: (told) => `rm -r gems; ${gemsFromHereOnly}; ${told('gem')} && ${useGem}`,
      installed: 'my_gem is here',
    },
    helm: {
      client: 'helm',
      programs: ['helm', 'curl'],
      type: 'helm',
      name: () => 'mychart',
      files: async () => ({ 'mychart-0.1.0.tgz': await makeChart('mychart', '1.0.0') }),
      publish: (told) => told('Publish a chart'),
      install: (told) =>
        `${told('Where charts are found')} && helm pull latchkey/mychart && ls mychart-1.0.0.tgz`,
      // there is no cluster to install it in
      follow: (told) =>
        `helm repo remove latchkey && ${told('Registry setup')} && ${told('helm').replace('install', 'template')} && echo mychart-1.0.0.tgz`,
      installed: 'mychart-1.0.0.tgz',
    },
    curl: {
      client: 'curl',
      programs: ['curl'],
      type: 'generic',
      name: () => 'my_package',
      fileName: 'file.txt',
      files: () => ({ 'file.txt': 'my file is here' }),
      publish: (told) => `${told('Publish a file')} && rm file.txt`,
      install: (told) => `${told('Download a file')} && cat file.txt`,
      follow: (told) => `rm file.txt; ${told('curl')} && cat file.txt`,
      installed: 'my file is here',
    },
  }
}

const pip = 'python3 -m pip --no-input --disable-pip-version-check --no-cache-dir'
const mvn =
  'mvn --batch-mode --no-transfer-progress -gs "$HOME"/global.xml -s "$HOME"/settings.xml -Dmaven.repo.local="$MAVEN_REPOSITORY"'
const nothingFromPackagist = '{ "repositories": [{ "packagist": false }] }'
const composer = 'export COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_NO_INTERACTION=1'
const useComposer = `php -r 'require "vendor/autoload.php"; echo acme_my_lib();'`
const conan = 'conan() { python3 -m conans.conan "$@"; }'
const forget = "conan remote logout '*' && conan remove 'my_package/*' --confirm"
const gemsFromHereOnly = `export GEM_HOME="$HOME/gems"; echo ':sources: []' > .gemrc`
const useGem = "ruby -r my_gem -e ''"

/** The configuration of a machine that knows of no other source. */
const nothingElsewhere = {
  '.nuget/NuGet/NuGet.Config': '<configuration><packageSources><clear /></packageSources></configuration>',
}
const csproj =
  '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>netcoreapp3.1</TargetFramework></PropertyGroup></Project>'

const conanfile = `from conan import ConanFile

class Recipe(ConanFile):
    name = 'my_package'
    version = '1.0.0'
`

const gemspec = `Gem::Specification.new do |s|
  s.name = 'my_gem'
  s.version = '1.0.0'
  s.summary = 'A gem'
  s.authors = ['Devon Lee']
  s.files = ['lib/my_gem.rb']
end`

function pom(artifactId: string, more = ''): string {
  return `<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId>
<artifactId>${artifactId}</artifactId><version>1.0.0</version>${more}</project>`
}
