import { spawnSync } from 'node:child_process'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { type PackageType, packageTypeNames } from '@/lib/domain/package'
import { type Installed, installRecipe, publishExample } from './install-recipe'

const plain: Installed = {
  origin: 'https://latchkey.example',
  projectId: 7,
  projectPath: 'tanuki/deep/awesome',
  name: 'name',
  version: '1.2.3',
}
const api = 'https://latchkey.example/api/v4'

function textsOf(type: PackageType, installed: Partial<Installed> = {}): string[] {
  return installRecipe(type, { ...plain, ...installed }).map(({ text }) => text)
}

/** The words that a shell makes of a command, once the client is one that prints them. */
function words(client: string, line: string): string[] {
  const script = `${client}() { printf '%s\\n' "$@"; }; ${line}`
  const { stdout, stderr } = spawnSync('sh', ['-euc', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.trimEnd().split('\n')
}

test.each([
  [
    'conan',
    { version: '1.0@acme/stable' },
    "conan install --requires 'name/1.0@acme/stable' --remote latchkey",
  ],
  ['npm', { name: '@tanuki/name' }, "npm install '@tanuki/name@1.2.3'"],
  [
    'pypi',
    {},
    `pip install 'name==1.2.3' --index-url 'https://<username>:<your_token>@latchkey.example/api/v4/projects/7/packages/pypi/simple'`,
  ],
  ['nuget', {}, "dotnet add package 'name' --version '1.2.3'"],
  [
    'generic',
    { fileName: 'a b/c.txt' },
    `curl --fail --header 'Deploy-Token: <your_token>' --remote-name '${api}/projects/7/packages/generic/name/1.2.3/a%20b/c.txt'`,
  ],
  ['composer', { name: 'tanuki/name' }, "composer require 'tanuki/name:1.2.3'"],
  ['helm', {}, "helm install 'name' 'latchkey/name' --version '1.2.3'"],
  [
    'rubygems',
    {},
    `gem install 'name' --version '1.2.3' --source 'https://<username>:<your_token>@latchkey.example/api/v4/projects/7/packages/rubygems/'`,
  ],
] as const)('%s is installed by its own command', (type, installed, command) => {
  expect(textsOf(type, installed)[0]).toBe(command)
})

test('npm is told of the registry for a scope, or for all', () => {
  const setup = (name: string) => textsOf('npm', { name }).at(-1)
  const url = `${api}/projects/7/packages/npm/`
  expect(setup('@tanuki/name')).toContain(`npm config set '@tanuki:registry=${url}'`)
  expect(setup('name')).toContain(`npm config set 'registry=${url}'`)
  expect(setup('name')).toContain(
    "'//latchkey.example/api/v4/projects/7/packages/npm/:_authToken=<your_token>'",
  )
})

test('Composer is told of the group, by its host with the port, and of a server without TLS', () => {
  const setup = (origin: string) => textsOf('composer', { origin }).at(-1)
  const url = (origin: string) => `${origin}/api/v4/group/tanuki%2Fdeep/-/packages/composer/packages.json`
  const [secure, bare] = ['https://latchkey.example', 'http://localhost:3000']
  expect(setup(secure)).not.toContain('secure-http')
  expect(setup(secure)).toContain(`'{"type":"composer","url":"${url(secure)}"}'`)
  expect(setup(bare)).toContain('composer config secure-http false\n')
  expect(setup(bare)).toContain("composer config 'http-basic.localhost:3000' '<username>' '<your_token>'")
})

test("Maven's coordinates come apart at the last slash", () => {
  const [xml = '', command] = textsOf('maven', { name: 'com/example/my-app', version: '1-SNAPSHOT' })
  expect(new XMLParser({ parseTagValue: false }).parse(xml)).toEqual({
    dependency: { groupId: 'com.example', artifactId: 'my-app', version: '1-SNAPSHOT' },
  })
  expect(command).toBe("mvn dependency:get '-Dartifact=com.example:my-app:1-SNAPSHOT'")
})

test('a Terraform module is named below the top group', () => {
  expect(textsOf('terraform_module', { name: 'vpc/aws' })).toEqual([
    'module "vpc" {\n  source  = "latchkey.example/tanuki/vpc/aws"\n  version = "1.2.3"\n}',
    'credentials "latchkey.example" {\n  token = "<your_token>"\n}',
  ])
  const [block] = textsOf('terraform_module', { name: `2"\${vpc}%{x}/aws` })
  expect(block).toContain('module "_2\\"$$' + '{vpc}%%{x}" {\n')
  expect(block).toContain('"latchkey.example/tanuki/2\\"$$' + '{vpc}%%{x}/aws"\n')
})

test('a file is published by its address', () => {
  expect(words('curl', publishExample(plain.origin, 7)).at(-1)).toBe(
    `${api}/projects/7/packages/generic/my_package/1.0.0/file.txt`,
  )
})

describe('whatever a package is called', () => {
  const hostile = { name: `'; echo broken; '`, version: '$(echo broken)`echo broken`' }

  test.each([
    ['conan', 'conan'],
    ['npm', 'npm'],
    ['pypi', 'pip'],
    ['nuget', 'dotnet'],
    ['generic', 'curl'],
    ['composer', 'composer'],
    ['helm', 'helm'],
    ['rubygems', 'gem'],
  ] as const)('the command for %s is one command', (type, client) => {
    const told = words(client, textsOf(type, hostile)[0] ?? '')
    expect(told).not.toContain('broken')
    expect(told.length).toBeGreaterThan(1)
  })

  test('what is XML stays XML', () => {
    const [xml = ''] = textsOf('maven', { name: 'a/<b>&', version: ']]>' })
    expect(new XMLParser({ parseTagValue: false }).parse(xml)).toEqual({
      dependency: { groupId: 'a', artifactId: '<b>&', version: ']]>' },
    })
  })

  test.each(packageTypeNames)('%s has no real token in it, and no two steps of one title', (type) => {
    const steps = installRecipe(type, plain)
    expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length)
    expect(JSON.stringify(steps)).not.toContain('gldt-')
  })
})
