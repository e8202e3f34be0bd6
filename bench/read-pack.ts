import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import os from 'node:os'
import { finished } from 'node:stream/promises'
import { gitEnvironment, gitOptions } from '@/lib/storage/git-settings'

const version2 = 'version=2'

/** How long it takes to ask for everything below a commit and to read the answer to nowhere, in milliseconds. */
export async function timePack(address: string, commit: string): Promise<number> {
  const url = new URL(address)
  const body = fetchRequest(commit)
  const startedAt = performance.now()
  await (url.protocol === 'file:' ? readFromGit(url.pathname, body) : readFromServer(url, body))
  return performance.now() - startedAt
}

async function readFromServer(url: URL, body: string): Promise<void> {
  const request = http.request({
    host: url.hostname,
    port: url.port,
    path: `${url.pathname}/git-upload-pack`,
    method: 'POST',
    auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`,
    agent: false,
    headers: {
      'Content-Type': 'application/x-git-upload-pack-request',
      'Content-Length': body.length,
      'Git-Protocol': version2,
    },
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  if (response.statusCode !== 200) throw new Error(`The server answered ${response.statusCode}.`)
  response.resume()
  await finished(response)
}

async function readFromGit(place: string, body: string): Promise<void> {
  const words = [...gitOptions(os.availableParallelism()), 'upload-pack', '--stateless-rpc', place]
  const child = spawn('git', words, {
    env: gitEnvironment(process.env.PATH, version2),
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  child.stdin.end(body)
  child.stdout.resume()
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error('git upload-pack failed.')
}

/** What `git clone` sends once it knows the refs (gitprotocol-v2). */
function fetchRequest(commit: string): string {
  const delimiter = '0001'
  const flush = '0000'
  const wishes = ['thin-pack', 'no-progress', 'ofs-delta', `want ${commit}`, 'done']
  return [packet('command=fetch'), delimiter, ...wishes.map(packet), flush].join('')
}

function packet(line: string): string {
  return `${(line.length + 5).toString(16).padStart(4, '0')}${line}\n`
}
