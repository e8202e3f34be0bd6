// `npm start` and `npm run dev`, on a fresh clone too: makes what is missing, then runs server.ts in this process.
import './node-version.mjs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

followParent()
try {
  await start(process.argv.includes('--dev'))
} catch (error) {
  // a sentence of our own needs no stack
  console.error(error?.constructor === Error ? error.message : error)
  process.exit(1)
}

async function start(development) {
  module.enableCompileCache?.() // from Node 22 on: what has not changed is not compiled again
  process.chdir(fileURLToPath(new URL('..', import.meta.url)))
  const { prepare } = await import('./prepare.mjs')
  await prepare({ build: !development })
  process.env.NODE_ENV = development ? 'development' : 'production'
  process.env.NEXT_TELEMETRY_DISABLED ??= '1'
  // the server is TypeScript, stripped as it is loaded: no second build, and paths like @/lib come from tsconfig.json
  const { register } = await import('tsx/esm/api')
  register()
  await import('../server.ts')
}

/** npm starts us through a shell, which passes no signal on: when npm is stopped, all we see is that the shell is gone. */
function followParent() {
  const { ppid } = process
  if (!process.env.npm_lifecycle_event) return
  const watch = setInterval(() => {
    if (process.ppid === ppid) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 500)
  watch.unref()
}
