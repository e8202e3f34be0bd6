import { startBareServer } from './bare-server'
import { demoProject, findProjectId, startServer, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import { median, ratios, spread } from './statistics'
import { factor, type Part, type Row } from './table'
import { newRounds, rowOf, runRounds, type Target } from './targets'
import { insertPersonalToken, insertTokens } from './tokens'

const ratioMin = 0.4

/**
 * Pages of deploy tokens per second from the REST API, beside a bare server that sends PostgreSQL the same statements
 * and writes the same JSON.
 */
export async function measureRest({ rest: sizes }: Sizes): Promise<Part> {
  await using server = await startServer()
  // awaited here, or the server would be stopped first
  return await withRows(server, async (client, databaseUrl) => {
    const projectId = await findProjectId(client, demoProject)
    await client.query('DELETE FROM deploy_tokens WHERE project_id = $1', [projectId])
    await insertTokens(client, projectId, sizes.tokens)
    const token = await insertPersonalToken(client, 'root')
    await using bare = await startBareServer('rest-server.ts', databaseUrl, [token, String(projectId)])
    const authorization = `Bearer ${token}`
    const common = { authorizations: [authorization] }
    const ours: Target = {
      ...common,
      ...newRounds(),
      name: 'Latchkey',
      port: server.port,
      pids: [server.pid],
    }
    const theirs: Target = {
      ...common,
      ...newRounds(),
      name: 'bare Node, the same SQL and JSON',
      port: bare.port,
      // PostgreSQL is below the product's process; it works for the bare server alone while that is asked
      pids: [server.pid, bare.pid],
    }
    const path = `/api/v4/projects/${projectId}/deploy_tokens?per_page=100`
    const bytes = await compareBodies(ours, theirs, { path, headers: { authorization } })
    await runRounds([ours, theirs], { path, headers: {} }, sizes)
    return {
      title: 'rest',
      rows: [rowOf(ours), rowOf(theirs), ratioOf(ours, theirs)],
      notes: [
        `Medians of ${sizes.rounds} rounds of ${sizes.secondsPerRound} seconds each, both servers in each round in turn; ${sizes.connections} connections, each waiting for its answer; ${sizes.tokens} tokens and ${bytes} bytes in each.`,
        'The bare server checks no scopes, parameters or rights, and has no log; its statements are those that the product sends.',
      ],
    }
  })
}

interface Asked {
  path: string
  headers: Record<string, string>
}

/** The bytes of the body that both answer with. Error: they differ. */
async function compareBodies(ours: Target, theirs: Target, { path, headers }: Asked): Promise<number> {
  const [body, bareBody] = await Promise.all(
    [ours, theirs].map(async ({ port }) =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { headers })).text(),
    ),
  )
  if (body === undefined || body !== bareBody) throw new Error('The bare server answers something else.')
  return Buffer.byteLength(body)
}

function ratioOf(ours: Target, theirs: Target): Row {
  const ratio = median(ours.perSecond) / median(theirs.perSecond)
  return {
    what: 'Latchkey / bare Node',
    measured: `${factor(ratio)}, of processor each ${factor(median(ours.cpuMilliseconds) / median(theirs.cpuMilliseconds))}`,
    spread: spread(ratios(ours.perSecond, theirs.perSecond), factor),
    aim: { text: '≥ 0.40', isMet: ratio >= ratioMin },
  }
}
