import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { type MadeDistribution, wheelOf } from '@/e2e/support/python-distribution'
import { rowsOf, runInTurn, type Timed } from './in-turn'
import { pythonEnvironment, startPypiserver } from './python-peer'
import { demoProject, findProjectId, type ServerUnderTest, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import type { Part } from './table'
import { basicAuthorization, insertTokens, type KnownToken } from './tokens'
import { makeFolder, removeFolder } from './workspace'

type PackagesSizes = Sizes['packages']

const clients = {
  'pip install': ['pip', 'install', '--no-cache-dir', '--disable-pip-version-check'],
  'uv pip install': ['uv', 'pip', 'install', '--no-cache'],
} as const
const steps = ['pip install', 'uv pip install'] as const

interface Index extends Timed<(typeof steps)[number]> {
  index: string
}

/** pip and uv install many wheels, beside pypiserver with the same files. */
export async function measurePython(
  server: ServerUnderTest,
  sizes: PackagesSizes,
): Promise<Omit<Part, 'title'>> {
  const env = await pythonEnvironment()
  if (!env)
    return { rows: [], notes: ['pip, uv and pypiserver were not measured: they could not be installed.'] }
  const wheels = Array.from({ length: sizes.packages }, (_, index) =>
    wheelOfBytes(index, sizes.bytesPerPackage),
  )
  const folder = makeFolder('wheels')
  for (const { fileName, bytes } of wheels) fs.writeFileSync(path.join(folder, fileName), bytes)
  await using pypiserver = await startPypiserver(folder, env)
  const ours = open('Latchkey', await publish(server, wheels))
  const theirs = open(pypiserver.name, pypiserver.index)
  await runInTurn([ours, theirs], sizes.rounds, async ({ index }) => ({
    'pip install': await timeOf('pip install', index, sizes, env),
    'uv pip install': await timeOf('uv pip install', index, sizes, env),
  }))
  return { rows: rowsOf(steps, ours, theirs), notes: notesOf(sizes) }
}

function open(name: string, index: string): Index {
  return { name, index, times: { 'pip install': [], 'uv pip install': [] } }
}

const nameOf = (index: number) => `bench-${index}`

function wheelOfBytes(index: number, bytes: number): MadeDistribution {
  return wheelOf({
    name: nameOf(index),
    members: [{ name: `bench_${index}/data`, content: randomBytes(bytes) }],
  })
}

/** Uploads the wheels as twine does; gives the index with a deploy token. */
async function publish(server: ServerUnderTest, wheels: readonly MadeDistribution[]): Promise<string> {
  const { projectId, token } = await withRows(server, async (client) => {
    const id = await findProjectId(client, demoProject)
    const [made] = await insertTokens(client, id, 1, ['write_package_registry'])
    return { projectId: id, token: made }
  })
  if (!token) throw new Error('There is no token.')
  const place = `127.0.0.1:${server.port}/api/v4/projects/${projectId}/packages/pypi`
  for (const [index, wheel] of wheels.entries()) await upload(`http://${place}`, token, nameOf(index), wheel)
  return `http://${token.username}:${token.value}@${place}/simple/`
}

async function upload(
  place: string,
  token: KnownToken,
  name: string,
  wheel: MadeDistribution,
): Promise<void> {
  const form = new FormData()
  const fields = {
    ':action': 'file_upload',
    protocol_version: '1',
    name,
    version: '1.0',
    filetype: 'bdist_wheel',
  }
  for (const [field, value] of Object.entries(fields)) form.set(field, value)
  form.set('content', new Blob([new Uint8Array(wheel.bytes)]), wheel.fileName)
  const headers = { authorization: basicAuthorization(token) }
  const { status } = await fetch(place, { method: 'POST', headers, body: form })
  if (status !== 201) throw new Error(`A wheel was not taken: ${status}`)
}

/** Milliseconds until all wheels are in a new folder, where nothing is cached. */
async function timeOf(
  step: (typeof steps)[number],
  index: string,
  { packages }: PackagesSizes,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const target = makeFolder('site')
  const names = Array.from({ length: packages }, (_, number) => nameOf(number))
  const words = [...clients[step], '--quiet', '--target', target, '--index-url', index, ...names]
  const startedAt = performance.now()
  await promisify(execFile)('python3', ['-m', ...words], { env })
  const taken = performance.now() - startedAt
  if (!fs.existsSync(path.join(target, `bench_${packages - 1}`, 'data')))
    throw new Error('A wheel is missing.')
  await removeFolder(target)
  return taken
}

function notesOf({ packages, bytesPerPackage, rounds }: PackagesSizes): string[] {
  return [
    `Medians of ${rounds} rounds, both indexes in each round in turn: one \`pip install\` and one \`uv pip install\` of ${packages} wheels of ${bytesPerPackage} bytes without a cache.`,
    'Latchkey gives each wheel its metadata too (PEP 658), which both clients fetch first: a third request for each, and worth it for wheels that are not so small.',
    'pypiserver, with its cache and under waitress, gives SHA-256 digests as Latchkey does, and asks for no credentials.',
  ]
}
