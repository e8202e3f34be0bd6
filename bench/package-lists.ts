import { once } from 'node:events'
import http from 'node:http'
import { buffer } from 'node:stream/consumers'
import { insertManyVersions, manyName } from './many-versions'
import { cpuSecondsOf, forgetPeak, residentOf } from './process-tree'
import { demoProject, findProjectId, startServer, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import { percentile, spread } from './statistics'
import { count, kilobytes, milliseconds, type Part, type Row } from './table'
import { insertPersonalToken } from './tokens'

const millisecondsMax = 500

/** What clients ask for, below a project's packages. */
const lists: Record<string, { path: string; accept?: string }> = {
  'npm, full': { path: `packages/npm/${manyName}` },
  'npm, abbreviated': { path: `packages/npm/${manyName}`, accept: 'application/vnd.npm.install-v1+json' },
  'PyPI, HTML': { path: `packages/pypi/simple/${manyName}` },
  'PyPI, JSON': { path: `packages/pypi/simple/${manyName}`, accept: 'application/vnd.pypi.simple.v1+json' },
  'NuGet, registration': { path: `packages/nuget/metadata/${manyName}/index.json` },
  'NuGet, versions': { path: `packages/nuget/download/${manyName}/index.json` },
  'NuGet, search': { path: `packages/nuget/query?q=${manyName}` },
  'Maven, metadata': { path: `packages/maven/com/example/${manyName}/maven-metadata.xml` },
  'Helm, index': { path: 'packages/helm/stable/index.yaml' },
  'REST, a page': { path: 'packages?per_page=100' },
  'RubyGems, specs': { path: 'packages/rubygems/specs.4.8.gz' },
  'RubyGems, dependencies': { path: `packages/rubygems/api/v1/dependencies?gems=${manyName}` },
}

interface Answer {
  milliseconds: number
  cpuSeconds: number
  bytes: number
  /** How much more memory the server had meanwhile than before. */
  grownBytes: number
}

/** The lists of a package with very many versions, in each format: time to the last byte, processor time, size, memory. */
export async function measurePackageLists({ packageLists: sizes }: Sizes): Promise<Part> {
  await using server = await startServer()
  const { id, token } = await withRows(server, async (client) => {
    const projectId = await findProjectId(client, demoProject)
    await insertManyVersions(client, projectId, sizes.versions)
    return { id: projectId, token: await insertPersonalToken(client, 'root') }
  })
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const rows: Row[] = []
  try {
    for (const [what, { path, accept = '*/*' }] of Object.entries(lists)) {
      const url = `http://localhost:${server.port}/api/v4/projects/${id}/${path}`
      const ask = () => askFor(url, { agent, pid: server.pid, headers: { 'private-token': token, accept } })
      await ask()
      const answers: Answer[] = []
      for (let request = 0; request < sizes.requests; request++) answers.push(await ask())
      rows.push(rowOf(what, answers))
    }
  } finally {
    agent.destroy()
  }
  return {
    title: 'package lists',
    rows,
    notes: [
      `One package of ${count(sizes.versions)} versions in each format; ${sizes.requests} requests for each list, one at a time over a kept connection, after one to warm up. The time is the client's, to the last byte.`,
    ],
  }
}

interface Asking {
  agent: http.Agent
  pid: number
  headers: http.OutgoingHttpHeaders
}

async function askFor(url: string, { agent, pid, headers }: Asking): Promise<Answer> {
  forgetPeak(pid)
  const [cpuBefore, { now: residentBefore }] = [cpuSecondsOf(pid), residentOf(pid)]
  const startedAt = performance.now()
  const [response] = (await once(http.get(url, { agent, headers }), 'response')) as [http.IncomingMessage]
  const { length: bytes } = await buffer(response)
  const elapsed = performance.now() - startedAt
  if (response.statusCode !== 200) throw new Error(`${url} was answered ${response.statusCode}.`)
  const grownBytes = Math.max(0, residentOf(pid).peak - residentBefore)
  return { milliseconds: elapsed, cpuSeconds: cpuSecondsOf(pid) - cpuBefore, bytes, grownBytes }
}

function rowOf(what: string, answers: readonly Answer[]): Row {
  const times = answers.map((answer) => answer.milliseconds)
  const [p50, p95] = [percentile(times, 50), percentile(times, 95)]
  const cpu = percentile(
    answers.map(({ cpuSeconds }) => cpuSeconds * 1000),
    50,
  )
  const grown = Math.max(...answers.map(({ grownBytes }) => grownBytes))
  return {
    what: `${what}: time, p50 and p95`,
    measured: `${milliseconds(p50)}, ${milliseconds(p95)}, ${milliseconds(cpu)} of processor each, ${kilobytes(answers[0]?.bytes ?? 0)}, memory + ${kilobytes(grown)}`,
    spread: spread(times, milliseconds),
    aim: { text: `< ${millisecondsMax} ms`, isMet: p95 < millisecondsMax },
  }
}
