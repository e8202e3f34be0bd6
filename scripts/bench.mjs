// `npm run bench`: prepares the checkout as `npm start` does, then runs bench/main.ts in this process.
import { randomBytes } from 'node:crypto'
import { root } from './freshness.mjs'
import { prepare } from './prepare.mjs'

process.chdir(root)
try {
  await prepare({ build: true })
  // the servers that are measured and the rows written past them must agree on digests, and on nothing of this shell
  process.env.LATCHKEY_SECRET = randomBytes(32).toString('hex')
  process.env.NODE_ENV = 'production'
  delete process.env.DATABASE_URL
  const { register } = await import('tsx/esm/api')
  register()
  const { bench } = await import('../bench/main.ts')
  await bench(process.argv.slice(2))
} catch (error) {
  console.error(error?.constructor === Error ? error.message : error)
  process.exitCode = 1
}
