import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { end, launch, untilListening } from './peer-process'
import { freePort, type Resource, resource } from './workspace'

export interface PythonPeer extends Resource {
  name: string
  index: string
}

const version = '2.3.2'
// with the cache and the server that it knows as its fastest, and the clients
const packages = [`pypiserver[cache]==${version}`, 'waitress==3.0.2', 'pip==26.0', 'uv==0.13.9']

/** An environment in which Python has pip, uv and pypiserver, as they come from PyPI; undefined where they cannot be had. */
export async function pythonEnvironment(): Promise<NodeJS.ProcessEnv | undefined> {
  const folder = path.resolve('node_modules/.cache', `pypiserver-${version}`)
  const { PATH } = process.env
  try {
    if (!fs.existsSync(folder)) await install(folder)
  } catch {
    return undefined
  }
  return { PATH, HOME: folder, PYTHONPATH: folder, NODE_ENV: 'production' }
}

/** Starts pypiserver with the files of a folder, and the kind of digest that we give; it asks nobody for credentials. */
export async function startPypiserver(folder: string, env: NodeJS.ProcessEnv): Promise<PythonPeer> {
  const port = await freePort()
  const words = [
    '--interface',
    '127.0.0.1',
    '--port',
    String(port),
    '--hash-algo',
    'sha256',
    '--disable-fallback',
  ]
  const server = launch('python3', ['-m', 'pypiserver', 'run', ...words, folder], { stderr: 'ignore', env })
  const opened = resource(() => end(server))
  await untilListening(port)
  return { ...opened, name: `pypiserver ${version}`, index: `http://127.0.0.1:${port}/simple/` }
}

/** Once for a checkout. */
async function install(folder: string): Promise<void> {
  const unfinished = fs.mkdtempSync(`${folder}-`)
  const words = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', unfinished]
  await promisify(execFile)('python3', [...words, ...packages])
  fs.renameSync(unfinished, folder)
}
