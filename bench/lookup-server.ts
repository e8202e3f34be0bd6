import { spawn } from 'node:child_process'
import http from 'node:http'
import pg from 'pg'
import { env } from '@/lib/env'
import { gitEnvironment, gitOptions } from '@/lib/storage/git-settings'
import { digestToken } from '@/lib/storage/keys'

// What info/refs costs without the product: the digest of the password, one query on the unique index, and, where a
// repository is named, git. Started by bench/info-refs with the address of the database and of its own in the settings.

const repository = process.argv[2]
const pool = new pg.Pool({ connectionString: env.databaseUrl, max: 20 })

const server = http.createServer(async (request, response) => {
  const [, encoded = ''] = (request.headers.authorization ?? '').split(' ')
  const [username, password = ''] = Buffer.from(encoded, 'base64').toString().split(':')
  const { rows } = await pool.query({
    name: 'find by digest',
    text: 'SELECT id, username, scopes, project_id, expires_at, revoked_at FROM deploy_tokens WHERE digest = $1',
    values: [Buffer.from(digestToken(password))],
  })
  if (rows[0]?.username !== username) return response.writeHead(401).end()
  response.writeHead(200, { 'Content-Type': 'application/x-git-upload-pack-advertisement' })
  if (repository) advertise(repository, response)
  else response.end('0000')
})

server.listen(env.port, '127.0.0.1', () => process.send?.('ready'))

function advertise(place: string, response: http.ServerResponse): void {
  const words = ['upload-pack', '--stateless-rpc', '--advertise-refs', place]
  const child = spawn('git', [...gitOptions(1), ...words], {
    env: gitEnvironment(process.env.PATH, 'version=2'),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.stdout.pipe(response)
}
