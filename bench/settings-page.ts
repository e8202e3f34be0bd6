import http from 'node:http'
import type pg from 'pg'
import { getPage, type PageAnswer } from './get-page'
import { cpuSecondsOf } from './process-tree'
import { demoProject, findProjectId, startServer, withRows } from './server-under-test'
import { signIn } from './sign-in'
import type { Sizes } from './sizes'
import { percentile, spread } from './statistics'
import { count, kilobytes, milliseconds, type Part, type Row } from './table'
import { insertTokens } from './tokens'

interface Target {
  tokens: number
  path: string
  answers: PageAnswer[]
  cpuSeconds: number
}

type SettingsPageSizes = Sizes['settingsPage']

const millisecondsMax = 100
const largeProject = 'tanuki/bench'

/** The settings page of a project with few tokens and of one with many: time to the last byte, and size. */
export async function measureSettingsPage({ settingsPage: sizes }: Sizes): Promise<Part> {
  await using server = await startServer()
  const [few, many] = sizes.tokens
  await withRows(server, async (client) => {
    await insertTokens(client, await findProjectId(client, demoProject), few)
    await insertTokens(client, await insertProject(client, largeProject), many)
  })
  const cookie = await signIn(server)
  const targets = [newTarget(demoProject, few), newTarget(largeProject, many)]
  await askInTurn(targets, { ...sizes, port: server.port, pid: server.pid, cookie })
  return {
    title: 'settings page',
    rows: targets.flatMap(rowsOf),
    notes: [
      `${sizes.requests} requests to each project in turn, one at a time over a kept connection, after ${sizes.warmUp} to warm up; an administrator is signed in.`,
      'The time is that of the client, to the last byte of the document; scripts, styles and fonts are not in it, nor in the bytes.',
    ],
  }
}

/** A second project beside the demo project; the page asks for no repository. */
async function insertProject(client: pg.Client, fullPath: string): Promise<number> {
  const name = fullPath.replace(/.*\//, '')
  const { rows } = await client.query(
    `WITH project AS (
       INSERT INTO projects (group_id, path, name)
       SELECT group_id, $2, $2 FROM routes WHERE path = $1 RETURNING id
     )
     INSERT INTO routes (path, path_key, project_id) SELECT $3, $3, id FROM project RETURNING project_id AS id`,
    [fullPath.replace(/\/.*/, ''), name, fullPath],
  )
  return rows[0].id
}

interface Asking extends SettingsPageSizes {
  port: number
  pid: number
  cookie: string
}

async function askInTurn(targets: Target[], { requests, warmUp, port, pid, cookie }: Asking): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  try {
    for (let request = 0; request < warmUp + requests; request++) {
      for (const target of targets) {
        const cpuBefore = cpuSecondsOf(pid)
        const answer = await getPage(agent, port, target.path, cookie)
        if (request < warmUp) continue
        target.answers.push(answer)
        target.cpuSeconds += cpuSecondsOf(pid) - cpuBefore
      }
    }
  } finally {
    agent.destroy()
  }
}

function rowsOf({ tokens, answers, cpuSeconds }: Target): Row[] {
  const times = answers.map((answer) => answer.milliseconds)
  const [p50, p95] = [percentile(times, 50), percentile(times, 95)]
  const bytes = percentile(
    answers.map((answer) => answer.transferredBytes),
    50,
  )
  const uncompressed = answers[0]?.documentBytes ?? 0
  return [
    {
      what: `${count(tokens)} tokens: time, p50 and p95`,
      measured: `${milliseconds(p50)}, ${milliseconds(p95)}, ${milliseconds((cpuSeconds * 1000) / answers.length)} of processor each`,
      spread: spread(times, milliseconds),
      aim: { text: `< ${millisecondsMax} ms`, isMet: p95 < millisecondsMax },
    },
    {
      what: `${count(tokens)} tokens: transferred, uncompressed`,
      measured: `${kilobytes(bytes)}, ${kilobytes(uncompressed)}`,
    },
  ]
}

function newTarget(fullPath: string, tokens: number): Target {
  return { tokens, path: `/${fullPath}/-/settings/repository`, answers: [], cpuSeconds: 0 }
}
