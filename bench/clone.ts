import fs from 'node:fs'
import path from 'node:path'
import { generateRepository } from './generated-repository'
import { git, timeGit } from './git-client'
import { type GitPeer, startPeers } from './git-peers'
import { timePack } from './read-pack'
import { demoProject, findProjectId, type ServerUnderTest, startServer, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import { median, ratios, spread } from './statistics'
import { count, factor, megabytes, type Part, type Row, seconds } from './table'
import { insertTokens } from './tokens'
import { makeFolder, removeFolder } from './workspace'

/** One way to the repository, and how long each round took, in milliseconds. */
interface Way {
  name: string
  url: string
  clones: number[]
  packs: number[]
}

const ratioMin = 0.95
const repository = 'bench.git'

/** `git clone --bare` of one repository: through the product, through its peers, and from the disk. */
export async function measureClone({ clone: sizes }: Sizes): Promise<Part> {
  const root = makeFolder('repositories')
  fs.chmodSync(root, 0o755)
  const place = path.join(root, repository)
  const commit = await generateRepository(place, sizes)
  await using server = await startServer()
  const ours = newWay('Latchkey', await serve(server, place))
  const { started, missing } = await startPeers(root, repository)
  try {
    const peers = started.map(({ name, url }: GitPeer) => newWay(name, url))
    const disk = newWay('the disk (file://)', `file://${place}`)
    await runRounds([ours, ...peers, disk], commit, sizes.rounds)
    return {
      title: `clone of ${await describe(place)}`,
      rows: [
        ...rowsOf('git clone --bare', 'clones', { ours, peers, disk }),
        ...rowsOf('the pack alone', 'packs', { ours, peers, disk }),
      ],
      notes: [...missing, ...notes(sizes.rounds)],
    }
  } finally {
    for (const peer of started) await peer.close()
    await removeFolder(root)
  }
}

/** Puts the repository where the product keeps that of the demo project; gives the address with a deploy token. */
async function serve(server: ServerUnderTest, place: string): Promise<string> {
  return withRows(server, async (client) => {
    const projectId = await findProjectId(client, demoProject)
    const ours = path.join(server.dataDir, 'repositories', `${projectId}.git`)
    await removeFolder(ours)
    fs.cpSync(place, ours, { recursive: true })
    const [token] = await insertTokens(client, projectId, 1)
    return `http://${token?.username}:${token?.value}@127.0.0.1:${server.port}/${demoProject}.git`
  })
}

/** Every way once a round, each round beginning with another; the first round warms up and is not counted. */
async function runRounds(ways: Way[], commit: string, rounds: number): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    const first = round % ways.length
    for (const way of [...ways.slice(first), ...ways.slice(0, first)]) {
      const clone = await timeClone(way.url)
      const pack = await timePack(way.url, commit)
      if (round === 0) continue
      way.clones.push(clone)
      way.packs.push(pack)
    }
    process.stdout.write(`  round ${round} of ${rounds}\n`)
  }
}

async function timeClone(url: string): Promise<number> {
  const target = makeFolder('clone')
  const duration = await timeGit('clone', '--bare', '--quiet', url, target)
  await removeFolder(target)
  return duration
}

function rowsOf(
  what: string,
  kind: 'clones' | 'packs',
  { ours, peers, disk }: { ours: Way; peers: Way[]; disk: Way },
): Row[] {
  const rows = [ours, ...peers, disk].map((way) => ({
    what: `${what}: ${way.name}`,
    measured: seconds(median(way[kind])),
    spread: spread(way[kind], seconds),
  }))
  const compared = peers.map((peer) => {
    const ratio = median(peer[kind]) / median(ours[kind])
    const aim = { text: `≥ ${ratioMin}`, isMet: ratio >= ratioMin }
    return {
      what: `${what}: ${peer.name} / Latchkey`,
      measured: `${factor(ratio)}, fastest rounds ${factor(Math.min(...peer[kind]) / Math.min(...ours[kind]))}`,
      spread: spread(ratios(peer[kind], ours[kind]), factor),
      aim,
    }
  })
  return [...rows, ...compared]
}

async function describe(place: string): Promise<string> {
  const facts = await git(`--git-dir=${place}`, 'count-objects', '-v')
  const fact = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(facts)?.[1] ?? 0)
  return `${megabytes(fact('size-pack') * 1024)}, ${count(fact('in-pack'))} objects`
}

function notes(rounds: number): string[] {
  return [
    `Medians of ${rounds} rounds, all ways in each round in turn. A ratio above 1 means that Latchkey is the faster.`,
    'Every server asks for credentials, and the client sends them after the 401: Latchkey a deploy token, the others a password.',
    'A clone is mostly the client at work (index-pack); "the pack alone" is the same answer read to nowhere, and shows the servers themselves.',
  ]
}

function newWay(name: string, url: string): Way {
  return { name, url, clones: [], packs: [] }
}
