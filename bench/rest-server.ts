import http from 'node:http'
import pg from 'pg'
import { database } from '@/lib/data/client'
import { toToken } from '@/lib/data/deploy-tokens'
import { findPersonalByDigest } from '@/lib/data/personal-access-tokens'
import { findProjectById } from '@/lib/data/projects'
import { findTokenPage } from '@/lib/data/token-pages'
import { env } from '@/lib/env'
import { presentDeployToken } from '@/lib/http/rest/views/present-deploy-token'
import { digestPersonalToken } from '@/lib/storage/keys'

// What a page of deploy tokens costs without the product: the digest of the token, the product's own three statements
// one after the other, and the JSON. Started by bench/rest with a token that may read, and the number of a project.

interface Statement {
  text: string
  values: unknown[]
}

const [, , token = '', projectId = ''] = process.argv
const [findToken, findProject, findPage] = await statementsOf(async () => {
  const found = await findPersonalByDigest(digestPersonalToken(token))
  const project = await findProjectById(Number(projectId), found?.actor.id)
  if (!project) throw new Error('The token or the project is not there.')
  await findTokenPage({ holder: project, activeOnly: false }, { page: 1, perPage: 100 })
})
await database().$disconnect()
const pool = new pg.Pool({ connectionString: env.databaseUrl, max: 20 })

const server = http.createServer(async (request, response) => {
  const [, sent = ''] = (request.headers.authorization ?? '').split(' ')
  const digest = Buffer.from(digestPersonalToken(sent))
  const user = await rowsOf(findToken, [digest])
  const project = await rowsOf(findProject)
  if (!user[0] || !project[0]) return response.writeHead(404).end()
  const rows = await rowsOf(findPage)
  const body = rows.map(({ creator, now, ...row }) =>
    presentDeployToken({ token: toToken(row), creator, now }),
  )
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
})

server.listen(env.port, '127.0.0.1', () => process.send?.('ready'))

async function rowsOf(statement: Statement | undefined, values = statement?.values) {
  const { rows } = await pool.query(statement?.text ?? '', values)
  return rows
}

/** Every statement that the driver sends to PostgreSQL while `work` runs. */
async function statementsOf(work: () => Promise<void>): Promise<Statement[]> {
  const statements: Statement[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...sent: [Statement, unknown[]?]) {
    const [{ text, values }, apart] = sent
    statements.push({ text, values: apart ?? values })
    return Reflect.apply(query, this, sent)
  } as typeof query
  await work()
  pg.Client.prototype.query = query
  return statements
}
