import path from 'node:path'
import { type BareServer, startBareServer } from './bare-server'
import { demoProject, findProjectId, type ServerUnderTest, startServer, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import { median, ratios, spread } from './statistics'
import { count, factor, type Part, type Row } from './table'
import { newRounds, rowOf, runRounds, type Target } from './targets'
import { basicAuthorization, insertTokens } from './tokens'

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
    await using lookup = await startBareServer('lookup-server.ts', databaseUrl)
    await using lookupAndGit = await startBareServer('lookup-server.ts', databaseUrl, [repository])
    // PostgreSQL is below the product's process; it works for the bare servers alone while they are asked
    const bare = (name: string, { port, pid }: BareServer): Target => ({
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
    await runRounds(targets, { path: infoRefs, headers: { 'git-protocol': 'version=2' } }, sizes)
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
