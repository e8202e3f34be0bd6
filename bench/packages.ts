import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { type NpmPeer, startVerdaccio } from './npm-peer'
import { demoProject, findProjectId, type ServerUnderTest, startServer, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import { median, ratios, spread } from './statistics'
import { factor, type Part, type Row, seconds } from './table'
import { insertTokens } from './tokens'
import { makeFolder, removeFolder } from './workspace'

type PackagesSizes = Sizes['packages']

/** A registry, the packages that are published there, and how long each round took, in milliseconds. */
interface Registry extends Pick<NpmPeer, 'name' | 'registry' | 'token'> {
  folder: string
  publish: number[]
  install: number[]
}

const scope = '@bench'
const steps = ['publish', 'install'] as const

/** `npm publish` and `npm install` of many packages, beside verdaccio. */
export async function measurePackages({ packages: sizes }: Sizes): Promise<Part> {
  await using server = await startServer()
  const verdaccio = await startVerdaccio()
  const ours = open({ name: 'Latchkey', ...(await registryOf(server)) }, sizes)
  const theirs = verdaccio && open(verdaccio, sizes)
  const registries = theirs ? [ours, theirs] : [ours]
  try {
    for (let round = 0; round <= sizes.rounds; round++) {
      for (const one of round % 2 === 0 ? registries : registries.toReversed())
        await runRound(one, round, sizes)
      process.stdout.write(`  round ${round} of ${sizes.rounds}\n`)
    }
  } finally {
    await verdaccio?.close()
  }
  return {
    title: 'packages',
    rows: [
      ...steps.flatMap((step) => registries.map((one) => rowOf(one, step))),
      ...(theirs ? steps.map((step) => ratioOf(ours, theirs, step)) : []),
    ],
    notes: notesOf(sizes, theirs !== undefined),
  }
}

async function registryOf(server: ServerUnderTest) {
  return withRows(server, async (client) => {
    const projectId = await findProjectId(client, demoProject)
    const [token] = await insertTokens(client, projectId, 1, ['write_package_registry'])
    const registry = `http://localhost:${server.port}/api/v4/projects/${projectId}/packages/npm/`
    return { registry, token: token?.value ?? '' }
  })
}

function open(
  { name, registry, token }: Omit<Registry, 'folder' | (typeof steps)[number]>,
  sizes: PackagesSizes,
): Registry {
  const folder = makeFolder('packages')
  for (const index of indexes(sizes)) {
    fs.mkdirSync(path.join(folder, 'packages', `p${index}`), { recursive: true })
    fs.writeFileSync(path.join(folder, 'packages', `p${index}`, 'data'), randomBytes(sizes.bytesPerPackage))
  }
  return { name, registry, token, folder, publish: [], install: [] }
}

/** New versions of all packages are published, and installed where nothing is cached; round 0 is not counted. */
async function runRound(one: Registry, round: number, sizes: PackagesSizes): Promise<void> {
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
  if (round === 0) return
  one.publish.push(publish)
  one.install.push(install)
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

function rowOf(one: Registry, step: (typeof steps)[number]): Row {
  return {
    what: `npm ${step}, ${one.name}`,
    measured: seconds(median(one[step])),
    spread: spread(one[step], seconds),
  }
}

function ratioOf(ours: Registry, theirs: Registry, step: (typeof steps)[number]): Row {
  const ratio = median(theirs[step]) / median(ours[step])
  return {
    what: `npm ${step}, verdaccio's time / Latchkey's`,
    measured: factor(ratio),
    spread: spread(ratios(theirs[step], ours[step]), factor),
    aim: { text: '≥ 1.00', isMet: ratio >= 1 },
  }
}

function notesOf({ packages, bytesPerPackage, rounds }: PackagesSizes, hasPeer: boolean): string[] {
  return [
    `Medians of ${rounds} rounds, both registries in each round in turn: one \`npm publish --workspaces\` of ${packages} packages of ${bytesPerPackage} bytes, and one \`npm install\` of all of them with an empty cache. Much of both is npm's own work.`,
    'Both registries ask for a token to read and to write. Latchkey writes to the disk for certain before it answers, and looks into each archive.',
    ...(hasPeer ? [] : ['verdaccio was not measured: it could not be installed.']),
  ]
}
