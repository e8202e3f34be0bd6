import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { hasClient } from '@/scripts/test/clients.mjs'
import { composerAuth, composerPublishLine, composerRepository } from './composer'
import { conanCredentials, conanRemoteLine } from './conan'
import { curlConfig, curlUploadLine } from './curl'
import { gemCredentials, gemSourceLine } from './gem'
import { goEnvLine, goGetLine, netrc } from './go'
import { helmRepoLine } from './helm'
import { mavenDistribution, mavenSettings } from './maven'
import { npmrc } from './npm'
import { nugetConfig } from './nuget'
import type { ClientPlace } from './package-client'
import { packageClientNames, packageClients } from './package-clients'
import { pipConf, pypirc } from './pip'
import { moduleUploadLine } from './terraform'
import { yarnrc } from './yarn'

// Each text is given to a parser of its format, or to a shell.

const project: ClientPlace = {
  origin: 'https://latchkey.example:8443',
  kind: 'project',
  id: 7,
  projectPath: 'Tanuki/deep/awesome',
}
const group: ClientPlace = { ...project, kind: 'group', id: 5 }
const plain: ClientPlace = { ...project, origin: 'http://localhost:3000' }
const api = 'https://latchkey.example:8443/api/v4'
const encoded = 'Tanuki%2Fdeep%2Fawesome'

const real = { username: 'gitlab+deploy-token-7', password: 'gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW' }
const people = [
  real,
  { username: '_dock.er+1-', password: 'gldt-_-.aB9' },
  { username: `it's "<&lt;>" %(x)s $HOME`, password: `a;b#c'd"e\\f<g>&amp;h %i \`j\` $(k) {l}: m@n/o?p` },
  { username: 'ünïcödé', password: 'pässwörd 🔑' },
]

function run(command: string, args: string[], input = '') {
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', input })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

/** What Python's ConfigParser reads, as pip and twine set it up. */
function readIni(ini: string): Record<string, Record<string, string>> {
  const program = `
import configparser, json, sys
c = configparser.RawConfigParser()
c.read_string(sys.stdin.buffer.read().decode())
sys.stdout.write(json.dumps({s: dict(c[s]) for s in c.sections()}))`
  return JSON.parse(run('python3', ['-c', program], ini))
}

function readXml(xml: string) {
  const options = { ignoreAttributes: false, parseTagValue: false, attributeNamePrefix: '' }
  return new XMLParser(options).parse(xml)
}

describe.each(people)('of $username', (credentials) => {
  const { username, password } = credentials

  test.skipIf(!hasClient('python3'))('.pypirc is what twine reads', () => {
    expect(readIni(pypirc(project, credentials))).toEqual({
      distutils: { 'index-servers': '\nlatchkey' },
      latchkey: { repository: `${api}/projects/7/packages/pypi`, username, password },
    })
  })

  test.skipIf(!hasClient('python3'))('pip.conf has an address that says who it is', () => {
    const { global } = readIni(pipConf(project, credentials))
    const url = new URL(global?.['index-url'] ?? '')
    expect([decodeURIComponent(url.username), decodeURIComponent(url.password)]).toEqual([username, password])
    expect(`${url.origin}${url.pathname}`).toBe(`${api}/projects/7/packages/pypi/simple`)
  })

  test('.yarnrc.yml is YAML', () => {
    expect(parseYaml(yarnrc(project, credentials))).toEqual({
      npmScopes: {
        tanuki: {
          npmRegistryServer: `${api}/projects/7/packages/npm`,
          npmPublishRegistry: `${api}/projects/7/packages/npm`,
          npmAlwaysAuth: true,
          npmAuthToken: password,
        },
      },
      npmPreapprovedPackages: ['@tanuki/*'],
    })
  })

  test("gem's credentials are YAML", () => {
    expect(parseYaml(gemCredentials(project, credentials))).toEqual({
      [`${api}/projects/7/packages/rubygems`]: password,
    })
  })

  test("Conan's credentials are JSON, in which no template begins", () => {
    const text = conanCredentials(credentials)
    expect(JSON.parse(text)).toEqual({
      credentials: [{ remote: 'latchkey', user: username, password }],
    })
    expect(text.match(/\{/g)).toHaveLength(2)
    expect(text).not.toMatch(/\{[{%#]/)
  })

  test('NuGet.Config is XML', () => {
    const { configuration } = readXml(nugetConfig(project, credentials))
    expect(configuration).toEqual({
      packageSources: {
        add: { key: 'latchkey', value: `${api}/projects/7/packages/nuget/index.json` },
      },
      packageSourceCredentials: {
        latchkey: {
          add: [
            { key: 'Username', value: username },
            { key: 'ClearTextPassword', value: password },
          ],
        },
      },
    })
  })

  test('settings.xml is XML, and names one repository', () => {
    const { settings } = readXml(mavenSettings(project, credentials))
    const { server } = settings.servers
    expect(server.configuration.httpHeaders.property).toEqual({ name: 'Deploy-Token', value: password })
    const { repository } = settings.profiles.profile.repositories
    expect(repository).toEqual({ id: server.id, url: `${api}/projects/7/packages/maven` })
    expect(settings.activeProfiles.activeProfile).toBe(settings.profiles.profile.id)
  })

  test('auth.json is JSON, and names the server with its port', () => {
    expect(JSON.parse(composerAuth(project, credentials))).toEqual({
      'http-basic': { 'latchkey.example:8443': { username, password } },
    })
  })

  test('lines for a shell are the words that they should be', () => {
    const words = `helm() { printf '<%s>' "$@"; printf '|'; cat; }; gem() { printf '<%s>' "$@"; };`
    expect(run('sh', ['-euc', `${words}${helmRepoLine(project, credentials)}`])).toBe(
      `<repo><add><latchkey><${api}/projects/7/packages/helm/stable><--username><${username}><--password-stdin>|${password}`,
    )
    const source = run('sh', ['-euc', `${words}${gemSourceLine(project, credentials)}`])
    const url = new URL(/<([^<>]*)>$/.exec(source)?.[1] ?? '')
    expect([decodeURIComponent(url.username), decodeURIComponent(url.password)]).toEqual([username, password])
  })

  test.skipIf(!hasClient('curl'))('the file of options lets curl in', async () => {
    const server = createServer((request, response) =>
      response.end(Buffer.from(String(request.headers['deploy-token']), 'latin1')),
    )
    await once(server.listen(0, '127.0.0.1'), 'listening')
    try {
      const { port } = server.address() as AddressInfo
      const curl = spawn('curl', ['--silent', '--config', '-', `http://127.0.0.1:${port}`])
      curl.stdin.end(curlConfig(credentials))
      expect(await text(curl.stdout)).toBe(password)
    } finally {
      server.close()
    }
  })

  test.skipIf(!hasClient('npm'))('.npmrc is what npm reads', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'npmrc-'))
    try {
      await writeFile(`${folder}/.npmrc`, npmrc(project, credentials))
      const program = `
const Config = require(process.argv[1] + '/@npmcli/config'), d = require(process.argv[1] + '/@npmcli/config/lib/definitions')
const c = new Config({ npmPath: process.argv[1], argv: ['node', 'npm', '--userconfig', '${folder}/.npmrc'], cwd: '/', env: { PATH: '' }, ...d })
c.load().then(() => process.stdout.write(JSON.stringify([c.get('//latchkey.example:8443/api/v4/projects/7/packages/npm/:_authToken'), c.get('@tanuki:registry')])))`
      const modules = run('sh', [
        '-c',
        'cd "$(dirname "$(readlink -f "$(command -v npm)")")/../node_modules" && pwd',
      ]).trim()
      expect(JSON.parse(run('node', ['-e', program, modules]))).toEqual([
        password,
        `${api}/projects/7/packages/npm/`,
      ])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

describe("with a group's token", () => {
  test('npm, yarn, pip and NuGet read in the whole group, and publish in the project', () => {
    expect(npmrc(group, real)).toBe(
      `@tanuki:registry=${api}/groups/5/-/packages/npm/
//latchkey.example:8443/api/v4/groups/5/-/packages/npm/:_authToken=${real.password}
//latchkey.example:8443/api/v4/projects/${encoded}/packages/npm/:_authToken=${real.password}
`,
    )
    expect(parseYaml(yarnrc(group, real)).npmScopes.tanuki).toMatchObject({
      npmRegistryServer: `${api}/groups/5/-/packages/npm`,
      npmPublishRegistry: `${api}/projects/${encoded}/packages/npm`,
    })
    expect(pipConf(group, real)).toContain('@latchkey.example:8443/api/v4/groups/5/-/packages/pypi/simple\n')
    expect(pypirc(group, real)).toContain(`repository = ${api}/projects/${encoded}/packages/pypi\n`)
    const { configuration } = readXml(nugetConfig(group, real))
    expect(configuration.packageSources.add).toMatchObject([
      { key: 'latchkey', value: `${api}/groups/5/-/packages/nuget/index.json` },
      { key: 'latchkey-publish', value: `${api}/projects/${encoded}/packages/nuget/index.json` },
    ])
    expect(Object.keys(configuration.packageSourceCredentials)).toEqual(['latchkey', 'latchkey-publish'])
  })

  test('Maven reads in the whole group, and deploys to the project', () => {
    const { repository } = readXml(mavenSettings(group, real)).settings.profiles.profile.repositories
    expect(repository.url).toBe(`${api}/groups/5/-/packages/maven`)
    const { distributionManagement } = readXml(mavenDistribution(group))
    const url = `${api}/projects/${encoded}/packages/maven`
    expect(distributionManagement).toEqual({
      repository: { id: 'latchkey', url },
      snapshotRepository: { id: 'latchkey', url },
    })
  })

  test('formats that have no endpoint of a group are read where they are published', () => {
    const uploads = [curlUploadLine(group, 'c'), moduleUploadLine(group, 'c')]
    const others = [conanRemoteLine(group), gemCredentials(group, real), helmRepoLine(group, real)]
    for (const told of [...others, ...uploads]) expect(told).toContain(`${api}/projects/${encoded}/packages/`)
  })
})

test('.netrc has words that Go takes apart at spaces', () => {
  const words = ['machine', 'latchkey.example:8443', 'login', real.username, 'password', real.password]
  expect(netrc(project, real)).toBe(`${words.join(' ')}\n`)
  expect(netrc(project, { username: 'a b\nmachine', password: 'c\td' }).split(/\s+/)).toHaveLength(7)
})

test("Go keeps the proxies that it has, and begins modules' paths with the host alone", () => {
  const words = `go() { if [ "$#" = 2 ]; then printf %s "$2's"; else printf '<%s>' "$@"; fi; };`
  const told = (line: string) => run('sh', ['-euc', `${words}${line}`])
  const module = 'latchkey.example/Tanuki/deep/awesome'
  expect(told(goEnvLine(project))).toBe(
    `<env><-w><GOPROXY=${api}/projects/7/packages/go,GOPROXY's><GONOSUMDB=${module},GONOSUMDB's>`,
  )
  expect(told(goEnvLine(group))).toContain(`<GOPROXY=${api}/projects/${encoded}/packages/go,GOPROXY's>`)
  expect(run('sh', ['-euc', `go() { printf '<%s>' "$@"; }; ${goGetLine(group)}`])).toBe(
    `<get><${module}@latest>`,
  )
})

test("Composer is told of the group's packages, which are all that GitLab lists, and publishes in the project", () => {
  const url = (place: ClientPlace) => {
    const said = run('sh', ['-euc', `composer() { printf '%s' "$3"; }; ${composerRepository(place)}`])
    return JSON.parse(said)
  }
  expect(url(project)).toEqual({
    type: 'composer',
    url: `${api}/group/Tanuki%2Fdeep/-/packages/composer/packages.json`,
  })
  expect(url(group).url).toBe(`${api}/group/5/-/packages/composer/packages.json`)
  expect(composerPublishLine(group, 'c')).toContain(`'${api}/projects/${encoded}/packages/composer'`)
})

test('where there is no TLS, clients that would refuse are told so', () => {
  expect(parseYaml(yarnrc(plain, real)).unsafeHttpWhitelist).toEqual(['localhost'])
  expect(pipConf(plain, real)).toContain('\ntrusted-host = localhost\n')
  expect(nugetConfig(plain, real)).toContain('allowInsecureConnections="true"')
  expect(composerRepository(plain)).toContain('composer config secure-http false\n')
  for (const told of [yarnrc(project, real), pipConf(project, real), nugetConfig(project, real)])
    expect(told).not.toMatch(/unsafe|trusted|Insecure/)
})

test.each(packageClientNames)('%s is told how to publish only where the token may', (name) => {
  const textsOf = (canPublish: boolean) =>
    packageClients[name].blocks({ place: project, credentials: real, canPublish }).map(({ title }) => title)
  expect(textsOf(true)).toEqual(expect.arrayContaining(textsOf(false)))
  expect(textsOf(false).filter((title) => /publish|pypirc|gem\/credentials/i.test(title))).toEqual([])
})
