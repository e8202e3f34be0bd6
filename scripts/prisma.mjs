// `npm run prisma -- <command>`: the Prisma command line, usable without a network and without a database at hand.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { markClientFresh, root } from './freshness.mjs'

const args = process.argv.slice(2)
const needsNoDatabase =
  ['generate', 'validate', 'format', 'version', 'init'].includes(args[0]) || !/^\w/.test(args[0] ?? '')

process.chdir(root)
const database = needsNoDatabase ? undefined : await openDatabase()
// Ctrl-C reaches the command line by itself; we stay to close the database behind it
process.on('SIGINT', () => {})
const code = await runCommandLine()
await database?.close()
if (code === 0 && args[0] === 'generate') markClientFresh()
process.exit(code)

async function openDatabase() {
  const { register } = await import('tsx/esm/api')
  register()
  return (await import('./database.ts')).openDatabase()
}

function runCommandLine() {
  const cli = path.join(
    path.dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
    'build/index.js',
  )
  const env = { PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1', ...process.env }
  // Prisma downloads its native engine at the first command, even for those that never use it. Ours is in node_modules.
  // Windows cannot run a script as a program: there, and with PRISMA_NATIVE=1, it is the native one after all.
  if (process.env.PRISMA_NATIVE !== '1' && process.platform !== 'win32')
    env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, 'schema-engine.mjs')
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], { stdio: 'inherit', env })
    child.on('close', (code) => resolve(code ?? 1))
  })
}
