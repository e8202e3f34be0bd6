import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { getPage } from './get-page'
import { answeredUnderLoad } from './load'
import { processTree, pssOf } from './process-tree'
import { demoProject, findProjectId, type ServerUnderTest, startServer, withRows } from './server-under-test'
import { signIn } from './sign-in'
import type { Sizes } from './sizes'
import { median, spread } from './statistics'
import { megabytes, type Part, type Row, seconds } from './table'
import { basicAuthorization, insertTokens } from './tokens'
import { makeFolder } from './workspace'

const laterStartSecondsMax = 5
const load = { pages: 200, infoRefsSeconds: 5, connections: 8 }

/** From the command to the ready line, and what memory the product takes before and after some work. */
export async function measureStartUp({ startUp: sizes }: Sizes): Promise<Part> {
  const firstStarts: number[] = []
  const laterStarts: number[] = []
  let dataDir = ''
  for (let start = 0; start < sizes.firstStarts; start++) {
    dataDir = makeFolder('data')
    firstStarts.push(await timeStart(dataDir))
  }
  for (let start = 0; start < sizes.laterStarts; start++) laterStarts.push(await timeStart(dataDir))
  const later = median(laterStarts)
  const aim = { text: `< ${laterStartSecondsMax} s`, isMet: later < laterStartSecondsMax * 1000 }
  return {
    title: 'start and memory',
    rows: [
      { what: 'first start', measured: seconds(median(firstStarts)), spread: spread(firstStarts, seconds) },
      { what: 'second start', measured: seconds(later), spread: spread(laterStarts, seconds), aim },
      ...(await measureResidentMemory(dataDir, sizes.settleSeconds)),
    ],
    notes: [
      `Medians of ${sizes.firstStarts} first and ${sizes.laterStarts} later starts, from the command to the ready line. A first start has an empty data directory; dependencies and build are there.`,
      `Memory is PSS (shared pages counted once) of the server and PostgreSQL, ${sizes.settleSeconds} seconds after the last request; the load is ${load.pages} settings pages and ${load.infoRefsSeconds} seconds of info/refs over ${load.connections} connections.`,
    ],
  }
}

async function timeStart(dataDir: string): Promise<number> {
  await using server = await startServer(dataDir)
  process.stdout.write(`  started in ${seconds(server.startMilliseconds)}\n`)
  return server.startMilliseconds
}

async function measureResidentMemory(dataDir: string, settleSeconds: number): Promise<Row[]> {
  await using server = await startServer(dataDir)
  await sleep(settleSeconds * 1000)
  const idle = memoryRow('memory, idle', server)
  await work(server)
  await sleep(settleSeconds * 1000)
  return [idle, memoryRow('memory, after the load', server)]
}

function memoryRow(what: string, { pid }: ServerUnderTest): Row {
  const { tree, root } = pssOf(pid)
  const processes = processTree(pid).length
  return {
    what,
    measured: `${megabytes(tree)}, ${megabytes(root)} of it the server, in ${processes} processes`,
  }
}

async function work(server: ServerUnderTest): Promise<void> {
  const tokens = await withRows(server, async (client) =>
    insertTokens(client, await findProjectId(client, demoProject), 100),
  )
  const cookie = await signIn(server)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  for (let page = 0; page < load.pages; page++)
    await getPage(agent, server.port, `/${demoProject}/-/settings/repository`, cookie)
  agent.destroy()
  await answeredUnderLoad({
    port: server.port,
    path: `/${demoProject}.git/info/refs?service=git-upload-pack`,
    headers: { 'git-protocol': 'version=2' },
    authorizations: tokens.map(basicAuthorization),
    connections: load.connections,
    seconds: load.infoRefsSeconds,
  })
}
