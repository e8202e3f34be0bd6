import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { env } from '@/lib/env'
import { answeredUnderLoad } from './load'
import { cpuSecondsOf } from './process-tree'
import { demoProject, findProjectId, type ServerUnderTest, startServer, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import { median, ratios, spread } from './statistics'
import { count, factor, milliseconds, type Part, type Row } from './table'
import { basicAuthorization, insertTokens } from './tokens'
import { freePort, type Resource, resource } from './workspace'

/** A server that answers info/refs, and what each round found. */
interface Target {
  name: string
  port: number
  authorizations: string[]
  /** The processes that work for it: their trees, PostgreSQL and git included. */
  pids: number[]
  perSecond: number[]
  cpuMilliseconds: number[]
}

type InfoRefsSizes = Sizes['infoRefs']

const differenceMax = 0.1
const infoRefs = `/${demoProject}.git/info/refs?service=git-upload-pack`

/**
 * Answers per second to an authenticated info/refs, in an instance with few tokens and in one with many, beside a
 * bare server that only looks up the digest and one that also starts git.
 */
export async function measureInfoRefs({ infoRefs: sizes }: Sizes): Promise<Part> {
  await using few = await startServer()
  await using many = await startServer()
  const [ours, oursWithMany] = [await fill(few, sizes.tokens[0]), await fill(many, sizes.tokens[1])]
  // awaited here, or the servers would be stopped first
  return await withRows(many, async (client, databaseUrl) => {
    const projectId = await findProjectId(client, demoProject)
    const repository = path.join(many.dataDir, 'repositories', `${projectId}.git`)
    await using lookup = await startLookup(databaseUrl)
    await using lookupAndGit = await startLookup(databaseUrl, repository)
    // PostgreSQL is below the product's process; it works for the bare servers alone while they are asked
    const bare = (name: string, { port, pid }: LookupServer): Target => ({
      ...oursWithMany,
      ...newRounds(),
      name,
      port,
      pids: [many.pid, pid],
    })
    const targets = [
      ours,
      oursWithMany,
      bare('bare Node, lookup alone', lookup),
      bare('bare Node, lookup and git', lookupAndGit),
    ]
    await runRounds(targets, sizes)
    return {
      title: 'info/refs',
      rows: [...targets.map(rowOf), ratioOf(ours, oursWithMany)],
      notes: notes(sizes),
    }
  })
}

async function fill(server: ServerUnderTest, tokenCount: number): Promise<Target> {
  const tokens = await withRows(server, async (client) =>
    insertTokens(client, await findProjectId(client, demoProject), tokenCount),
  )
  return {
    ...newRounds(),
    name: `Latchkey, ${count(tokenCount)} tokens`,
    port: server.port,
    authorizations: tokens.map(basicAuthorization),
    pids: [server.pid],
  }
}

type LookupServer = Resource & { port: number; pid: number }

async function startLookup(databaseUrl: string, ...repository: string[]): Promise<LookupServer> {
  const port = await freePort()
  const child = fork(path.join(import.meta.dirname, 'lookup-server.ts'), repository, {
    execArgv: ['--import', 'tsx'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      LATCHKEY_SECRET: env.secret,
    },
  })
  const opened = resource(async () => {
    const gone = once(child, 'exit')
    if (child.kill()) await gone
  })
  await once(child, 'message')
  return { ...opened, port, pid: child.pid ?? 0 }
}

/** Every target once a round, each round beginning with another; the first round warms up and is not counted. */
async function runRounds(
  targets: Target[],
  { rounds, secondsPerRound, connections }: InfoRefsSizes,
): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    const first = round % targets.length
    for (const target of [...targets.slice(first), ...targets.slice(0, first)]) {
      const cpuBefore = cpuOf(target)
      const { answered, seconds } = await answeredUnderLoad({
        ...target,
        path: infoRefs,
        headers: { 'git-protocol': 'version=2' },
        connections,
        seconds: secondsPerRound,
      })
      if (round === 0) continue
      target.perSecond.push(answered / seconds)
      target.cpuMilliseconds.push(((cpuOf(target) - cpuBefore) * 1000) / answered)
    }
    process.stdout.write(`  round ${round} of ${rounds}\n`)
  }
}

function cpuOf({ pids }: Target): number {
  return pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0)
}

function rowOf({ name, perSecond, cpuMilliseconds }: Target): Row {
  return {
    what: name,
    measured: `${count(median(perSecond))} / s, ${milliseconds(median(cpuMilliseconds))} of processor each`,
    spread: `${spread(perSecond, count)} / s`,
  }
}

function ratioOf(few: Target, many: Target): Row {
  const ratio = median(many.perSecond) / median(few.perSecond)
  const isMet = Math.abs(1 - ratio) <= differenceMax
  return {
    what: 'many tokens / few',
    measured: `${factor(ratio)}, of processor each ${factor(median(many.cpuMilliseconds) / median(few.cpuMilliseconds))}`,
    spread: spread(ratios(many.perSecond, few.perSecond), factor),
    aim: { text: '0.90 – 1.10', isMet },
  }
}

function notes({ rounds, secondsPerRound, connections }: InfoRefsSizes): string[] {
  return [
    `Medians of ${rounds} rounds of ${secondsPerRound} seconds each, all servers in each round in turn; ${connections} connections, each waiting for its answer; another token with every request.`,
    'The load generator runs in Node on the same processors and takes its share of them; the processor time given is that of the server, PostgreSQL and git alone.',
    'The bare servers ask the database of the larger instance. They know no projects, no throttling and no log.',
  ]
}

function newRounds(): Pick<Target, 'perSecond' | 'cpuMilliseconds'> {
  return { perSecond: [], cpuMilliseconds: [] }
}
