import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeExpiredToken, makeGroup, makeProject, makeRevokedToken, makeToken } from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { openPackageManagers, packageManagerNames } from '@/e2e/support/package-managers'
import { type Ended, Terminal } from '@/e2e/support/shell'
import type { JsonObject } from '@/lib/domain/package'
import type { Group, Project } from '@/lib/domain/project'

// The links that clients follow name the public address: the server listens there.
const port = await vi.hoisted(async () => (await import('@/e2e/support/claim-public-port')).claimPublicPort())
const managers = await openPackageManagers()

const clients = ['npm', ...packageManagerNames] as const
type Client = (typeof clients)[number]

let server: MachineServer
let group: Group
let project: Project
let scope: string
let writer: string
const terminals: Terminal[] = []

beforeAll(async () => {
  server = await openMachineServer(port)
  group = await makeGroup()
  project = await makeProject(await makeGroup(group))
  scope = `@${group.fullPath}`
  writer = (await makeToken(project, { scopes: ['write_package_registry'] })).secret
})

afterAll(async () => {
  await server.close()
  await Promise.all(terminals.map((terminal) => terminal.close()))
})

const projects = ({ id }: Project) => `/api/v4/projects/${id}/packages/npm/`
const groups = ({ id }: Group) => `/api/v4/groups/${id}/-/packages/npm/`
const instance = '/api/v4/packages/npm/'

/** A folder of its own with a package.json, from which every client asks this registry for the scope, with this token. */
async function openPlace(registry: string, token: string | undefined, manifest: JsonObject = {}) {
  const terminal = await Terminal.open()
  terminals.push(terminal)
  const place = `//127.0.0.1:${port}${registry}`
  const npmrc = [
    `${scope}:registry=http:${place}`,
    ...(token === undefined ? [] : [`${place}:_authToken=${token}`]),
    'audit=false',
    'fund=false',
    'update-notifier=false',
  ]
  const own = {
    npmRegistryServer: `http:${place}`,
    npmPublishRegistry: `http:${place}`,
    npmMinimalAgeGate: '0',
    ...(token !== undefined && { npmAuthToken: token }),
  }
  const berry = {
    npmScopes: { [scope.slice(1)]: own },
    unsafeHttpWhitelist: ['127.0.0.1'],
    nodeLinker: 'node-modules',
    npmMinimalAgeGate: '0',
    enableTelemetry: false,
    enableGlobalCache: false,
  }
  const files = {
    '.npmrc': npmrc.join('\n'),
    // YAML is JSON and more
    '.yarnrc.yml': JSON.stringify(berry),
    'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n',
    'yarn.lock': '',
    'package.json': JSON.stringify({ name: 'consumer', version: '1.0.0', ...manifest }),
  }
  await writeAll(terminal.folder, files)
  return terminal
}

async function writeAll(folder: string, files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
}

const commandOf = (client: Client) => (client === 'npm' ? 'npm' : (managers?.[client] ?? ''))

/** Publishes from a folder of its own. */
async function publish(client: Client, manifest: JsonObject, token: string | null = writer, at = project) {
  const terminal = await openPlace(projects(at), token ?? undefined, { files: ['*.js'], ...manifest })
  await writeAll(terminal.folder, {
    'index.js': `module.exports = ${JSON.stringify(manifest.version)}\n`,
    'cli.js': '',
  })
  const flags = { npm: '', pnpm: '--no-git-checks', yarn: '--non-interactive', berry: '', bun: '' }[client]
  // berry publishes only what it has installed
  const words = client === 'berry' ? `install --no-immutable && ${commandOf(client)} npm publish` : 'publish'
  return terminal.run(`${commandOf(client)} ${words} ${flags}`)
}

const installs: Record<Client, string> = {
  npm: 'install',
  pnpm: 'install --no-frozen-lockfile',
  yarn: 'install --non-interactive',
  berry: 'install --no-immutable',
  bun: 'install',
}

async function install(
  client: Client,
  name: string,
  registry: string,
  token: string | undefined,
): Promise<Ended> {
  const terminal = await openPlace(registry, token, { dependencies: { [name]: '^1.0.0' } })
  const ended = await terminal.run(`${commandOf(client)} ${installs[client]}`)
  if (ended.code !== 0) return ended
  return terminal.run(`node -p 'require("${name}")'`)
}

const enough = 240_000
const present = (client: Client) => client === 'npm' || managers !== undefined

describe.each(clients.filter(present))('%s', (client) => {
  const name = () => `${scope}/${client}-lib`

  test(
    'publishes, and installs from the project, the group above and the instance',
    async () => {
      const base = { name: `${scope}/${client}-base`, version: '1.0.0' }
      const lib = {
        name: name(),
        version: '1.2.3',
        description: 'A library',
        main: 'index.js',
        bin: './cli.js',
        scripts: { test: 'true', prepare: 'true' },
        dependencies: { [base.name]: '^1.0.0' },
      }
      expect(await publish('npm', base)).toMatchObject({ code: 0 })
      const published = await publish(client, lib)
      expect(published.code, published.text).toBe(0)
      const { secret: ofGroup } = await makeToken(group, { scopes: ['read_package_registry'] })
      const { secret: ofProject } = await makeToken(project, { scopes: ['read_package_registry'] })
      for (const [registry, token] of [
        [projects(project), ofProject],
        [groups(group), ofGroup],
        [instance, ofGroup],
      ] as const) {
        expect(await install(client, name(), registry, token), registry).toEqual({ code: 0, text: '1.2.3\n' })
      }
    },
    enough,
  )

  test(
    'is told of a version that is there already, and of a token that may not',
    async () => {
      const own = await makeProject(group)
      const manifest = { name: `${scope}/${client}-own`, version: '1.0.0' }
      const { secret: ofWriter } = await makeToken(own, { scopes: ['write_package_registry'] })
      const { secret: ofReader } = await makeToken(own, { scopes: ['read_package_registry'] })
      expect((await publish(client, manifest, ofReader, own)).code).not.toBe(0)
      expect((await publish('npm', manifest, ofWriter, own)).code).toBe(0)
      const again = await publish(client, manifest, ofWriter, own)
      expect(again.code).not.toBe(0)
      if (client === 'npm') expect(again.text).toMatch(/E403|previously published/)
    },
    enough,
  )

  test(
    'installs nothing with a token that is none, ended or of another project',
    async () => {
      const manifest = { name: `${scope}/${client}-secret`, version: '1.0.0' }
      expect((await publish('npm', manifest)).code).toBe(0)
      const wishes = { scopes: ['read_package_registry' as const] }
      const tokens = [
        undefined,
        'gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW',
        (await makeExpiredToken(project, wishes)).secret,
        (await makeRevokedToken(project, wishes)).secret,
        (await makeToken(await makeProject(group), wishes)).secret,
      ]
      for (const token of tokens) {
        const ended = await install(client, manifest.name, projects(project), token)
        expect(ended.code).not.toBe(0)
        expect(ended.text).toMatch(/40[14]|authoriz|authent|access denied|not (be )?found/i)
      }
    },
    enough,
  )
})

describe('npm, in full', () => {
  test(
    'tags, views, warns and unpublishes',
    async () => {
      const name = `${scope}/story`
      for (const version of ['1.0.0', '1.1.0']) expect((await publish('npm', { name, version })).code).toBe(0)
      const terminal = await openPlace(projects(project), writer)
      const npm = async (command: string) => (await terminal.run(`npm ${command}`)).text.trim()
      const registry = `--registry=http://127.0.0.1:${port}${projects(project)}`
      expect(await npm(`whoami ${registry}`)).toMatch(/^gitlab\+deploy-token-\d+$/)
      expect(await npm(`ping ${registry}`)).toMatch(/PONG/)
      await npm(`dist-tag add ${name}@1.0.0 stable`)
      expect(await npm(`dist-tag ls ${name}`)).toBe('latest: 1.1.0\nstable: 1.0.0')
      expect(await npm(`dist-tag rm ${name} latest`)).toMatch(/latest cannot be removed/)
      await npm(`dist-tag rm ${name} stable`)
      expect(await npm(`dist-tag ls ${name}`)).toBe('latest: 1.1.0')
      expect(await npm(`view ${name} versions --json`)).toBe('[\n  "1.0.0",\n  "1.1.0"\n]')
      await npm(`deprecate ${name}@1.0.0 "it leaks"`)
      expect(await npm(`view ${name}@1.0.0 deprecated`)).toBe('it leaks')
      await npm(`deprecate ${name}@1.0.0 ""`)
      expect(await npm(`view ${name}@1.0.0 deprecated`)).toBe('')
      await npm(`unpublish ${name}@1.1.0`)
      expect(JSON.parse(await npm(`view ${name} version --json`))).toBe('1.0.0')
      await npm(`unpublish ${name} --force`)
      expect(await npm(`view ${name} version`)).toMatch(/E404/)
    },
    enough,
  )

  test(
    'audits, and finds nothing',
    async () => {
      const name = `${scope}/audited`
      expect((await publish('npm', { name, version: '1.0.0' })).code).toBe(0)
      const terminal = await openPlace(projects(project), writer, { dependencies: { [name]: '1.0.0' } })
      expect((await terminal.run('npm install')).code).toBe(0)
      const registry = `--registry=http://127.0.0.1:${port}${projects(project)}`
      expect(await terminal.run(`npm audit ${registry}`)).toEqual({
        code: 0,
        text: 'found 0 vulnerabilities\n',
      })
    },
    enough,
  )

  test(
    'hears why it is refused',
    async () => {
      const manifest = { name: `${scope}/told`, version: '1.0.0' }
      const { secret: ofReader } = await makeToken(project, { scopes: ['read_package_registry'] })
      const { text } = await publish('npm', manifest, ofReader)
      expect(text).toMatch(/E403/)
      expect(text).toMatch(/lacks the scope write_package_registry/)
      expect((await publish('npm', manifest, null)).text).toMatch(/ENEEDAUTH|E401/)
    },
    enough,
  )
})
