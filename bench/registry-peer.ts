import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { end, findProgram, launch, untilListening } from './peer-process'
import type { KnownToken } from './tokens'
import { freePort, makeFolder, type Resource, removeFolder, resource } from './workspace'

/** Debian's docker-registry (CNCF Distribution), with its files in a folder of this run. */
export interface RegistryPeer extends Resource {
  port: number
  pid: number
}

export const peerCredentials: KnownToken = { username: 'bench', value: 'bench-only-password' }

/** Starts docker-registry, which must be installed. */
export async function startRegistry({
  asksForPassword,
}: {
  asksForPassword: boolean
}): Promise<RegistryPeer> {
  const folder = makeFolder('docker-registry')
  const port = await freePort()
  const passwords = path.join(folder, 'htpasswd')
  if (asksForPassword) fs.writeFileSync(passwords, await htpasswdLine())
  const settings = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: path.join(folder, 'files') } },
    http: { addr: `127.0.0.1:${port}` },
    ...(asksForPassword && { auth: { htpasswd: { realm: 'bench', path: passwords } } }),
  }
  const configuration = path.join(folder, 'config.yml')
  // every JSON text is a YAML one
  fs.writeFileSync(configuration, JSON.stringify(settings))
  // every blob that is not there yet is an error to its log
  const server = launch(findProgram('docker-registry'), ['serve', configuration], { stderr: 'ignore' })
  const opened = resource(async () => {
    await end(server)
    await removeFolder(folder)
  })
  await untilListening(port)
  return { ...opened, port, pid: server.pid ?? 0 }
}

/** As htpasswd(1) writes it by default with -B: bcrypt with cost 5, which crypt(3) knows and Node does not. */
async function htpasswdLine(): Promise<string> {
  const { username, value } = peerCredentials
  const salt = '$2b$05$abcdefghijklmnopqrstuu'
  const { stdout } = await promisify(execFile)('perl', ['-e', 'print crypt($ARGV[0], $ARGV[1])', value, salt])
  return `${username}:${stdout}\n`
}
