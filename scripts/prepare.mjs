import { rmSync } from 'node:fs'
import path from 'node:path'
import { buildHash, isBuildFresh, isClientFresh, isInstalled, markBuildFresh, root } from './freshness.mjs'
import { withLock } from './lock.mjs'
import { runQuietly } from './run-quietly.mjs'

// `next build` empties .next but keeps its cache folder
const lockFile = path.join(root, '.next/cache/latchkey.lock')

/**
 * Makes what a fresh clone lacks: dependencies, the Prisma client, the build. Does nothing, fast, when all is there.
 * One process at a time: a second one waits and then finds the work done.
 * @param {{ development?: boolean, build?: boolean }} needs development dependencies too; the production build too
 */
export async function prepare({ development = false, build = false }) {
  if (isInstalled({ development }) && isClientFresh() && (!build || isBuildFresh())) return
  const work = async () => {
    if (!isInstalled({ development })) await install()
    if (!isClientFresh()) await generateClient()
    if (build && !isBuildFresh()) await buildPages()
  }
  await withLock(lockFile, work, () => console.log('Waiting for another start that prepares this folder…'))
}

/** With the development dependencies, so that `npm test` after `npm start` does not install everything again. */
function install() {
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath ?? ''
  return npm.endsWith('npm-cli.js')
    ? runQuietly('Installing dependencies', process.execPath, [npm, ...options])
    : runQuietly('Installing dependencies', 'npm', options, { shell: process.platform === 'win32' })
}

function generateClient() {
  return runQuietly('Generating the database client', process.execPath, ['scripts/prisma.mjs', 'generate'])
}

async function buildPages() {
  const hash = buildHash()
  rmSync(path.join(root, '.next/latchkey-build-hash'), { force: true })
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // a build loads the routes: nothing they derive from this is kept, and no key is made in the data directory
    LATCHKEY_SECRET: 'stands in for the secret in a build',
  }
  // a start that was killed while it built leaves its builder at work
  const busy = /Another next build process is already running/
  await runQuietly('Building', process.execPath, ['node_modules/next/dist/bin/next', 'build'], { env, busy })
  markBuildFresh(hash)
}
