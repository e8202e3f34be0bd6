import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { rowsOf, runInTurn, type Timed } from './in-turn'
import { type NpmPeer, startVerdaccio } from './npm-peer'
import { demoProject, findProjectId, type ServerUnderTest, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import type { Part } from './table'
import { insertTokens } from './tokens'
import { makeFolder, type Resource, removeFolder } from './workspace'

type PackagesSizes = Sizes['packages']

const steps = ['npm publish', 'npm install'] as const
const scope = '@bench'

/** A registry, and a folder with the packages that are published there. */
interface Registry extends Timed<(typeof steps)[number]>, Pick<NpmPeer, 'registry' | 'token'> {
  folder: string
}

/** `npm publish` and `npm install` of many packages, beside verdaccio. */
export async function measureNpm(
  server: ServerUnderTest,
  sizes: PackagesSizes,
): Promise<Omit<Part, 'title'>> {
  const verdaccio = await startVerdaccio()
  const ours = open({ name: 'Latchkey', ...(await registryOf(server)) }, sizes)
  const theirs = verdaccio && open(verdaccio, sizes)
  try {
    const registries = theirs ? [ours, theirs] : [ours]
    await runInTurn(registries, sizes.rounds, (one, round) => runRound(one, round, sizes))
  } finally {
    await verdaccio?.close()
  }
  return { rows: rowsOf(steps, ours, theirs), notes: notesOf(sizes, theirs !== undefined) }
}

async function registryOf(server: ServerUnderTest) {
  return withRows(server, async (client) => {
    const projectId = await findProjectId(client, demoProject)
    const [token] = await insertTokens(client, projectId, 1, ['write_package_registry'])
    const registry = `http://localhost:${server.port}/api/v4/projects/${projectId}/packages/npm/`
    return { registry, token: token?.value ?? '' }
  })
}

function open({ name, registry, token }: Omit<NpmPeer, keyof Resource>, sizes: PackagesSizes): Registry {
  const folder = makeFolder('packages')
  for (const index of indexes(sizes)) {
    fs.mkdirSync(path.join(folder, 'packages', `p${index}`), { recursive: true })
    fs.writeFileSync(path.join(folder, 'packages', `p${index}`, 'data'), randomBytes(sizes.bytesPerPackage))
  }
  return { name, registry, token, folder, times: { 'npm publish': [], 'npm install': [] } }
}

/** New versions of all packages are published, and installed where nothing is cached. */
async function runRound(one: Registry, round: number, sizes: PackagesSizes) {
  const version = `1.0.${round}`
  const workspaces = indexes(sizes).map((index) => `packages/p${index}`)
  writeProject(one, one.folder, { name: 'bench', workspaces })
  for (const index of indexes(sizes)) {
    const manifest = { name: `${scope}/p${index}`, version }
    fs.writeFileSync(path.join(one.folder, 'packages', `p${index}`, 'package.json'), JSON.stringify(manifest))
  }
  const publish = await timeOf(one.folder, ['publish', '--workspaces'])
  const consumer = makeFolder('consumer')
  const dependencies = Object.fromEntries(indexes(sizes).map((index) => [`${scope}/p${index}`, version]))
  writeProject(one, consumer, { name: 'consumer', dependencies })
  const install = await timeOf(consumer, ['install'])
  const last = path.join(consumer, 'node_modules', scope, `p${sizes.packages - 1}`, 'package.json')
  if (JSON.parse(fs.readFileSync(last, 'utf8')).version !== version)
    throw new Error('Something else was installed.')
  await removeFolder(consumer)
  return { 'npm publish': publish, 'npm install': install }
}

function writeProject({ registry, token }: Registry, folder: string, manifest: object): void {
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, version: '1.0.0', ...manifest }),
  )
  const settings = [
    `${scope}:registry=${registry}`,
    `${registry.replace(/^http:/, '')}:_authToken=${token}`,
    `cache=${path.join(folder, '.cache')}`,
    'audit=false',
    'fund=false',
    'update-notifier=false',
  ]
  fs.writeFileSync(path.join(folder, '.npmrc'), settings.join('\n'))
}

/** Milliseconds that npm takes, with nothing of this machine's settings. */
async function timeOf(folder: string, words: string[]): Promise<number> {
  const startedAt = performance.now()
  const env = { PATH: process.env.PATH, HOME: folder, NODE_ENV: 'production' } as const
  await promisify(execFile)('npm', words, { cwd: folder, env, maxBuffer: 64 * 1024 ** 2 })
  return performance.now() - startedAt
}

function indexes({ packages }: PackagesSizes): number[] {
  return Array.from({ length: packages }, (_, index) => index)
}

function notesOf({ packages, bytesPerPackage, rounds }: PackagesSizes, hasPeer: boolean): string[] {
  return [
    `Medians of ${rounds} rounds, both registries in each round in turn: one \`npm publish --workspaces\` of ${packages} packages of ${bytesPerPackage} bytes, and one \`npm install\` of all of them with an empty cache. Much of both is npm's own work.`,
    'Both registries ask for a token to read and to write. Latchkey writes to the disk for certain before it answers, and looks into each archive.',
    ...(hasPeer ? [] : ['verdaccio was not measured: it could not be installed.']),
  ]
}
