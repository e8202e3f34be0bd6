import { chmodSync, mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './scripts/test/clients.mjs'

// Workers read this file again: what is chosen here reaches them through the environment.
process.env.LATCHKEY_E2E_FOLDER ??= passableFolder()
process.env.LATCHKEY_E2E_PORT ??= String(await freePort())
process.env.LATCHKEY_E2E_ROOT_PASSWORD ??= 'root-for-the-browser-tests'
// everything the server prints: the demo accounts' passwords, once, and a log that must hold no secret
process.env.LATCHKEY_E2E_OUTPUT ??= path.join(process.env.LATCHKEY_E2E_FOLDER, 'server-output.txt')

const url = `http://localhost:${process.env.LATCHKEY_E2E_PORT}`
const browser = { ...devices['Desktop Chrome'], launchOptions: { executablePath: findChromium() } }
const lastOfAll = '**/zz-*.spec.ts'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  fullyParallel: true,
  // generous, for machines that do other things too: a test that hangs is still found out
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI === 'true',
  // a shared machine can stall for seconds; what passes only at the second try is named in the summary
  retries: process.env.CI === 'true' ? 2 : 0,
  workers: 2,
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  // a trace costs a sixth of the time: only what failed once is worth one
  use: { baseURL: url, trace: 'on-first-retry' },
  projects: [
    { name: 'chromium', testIgnore: lastOfAll, teardown: 'last of all', use: browser },
    // looks at what all the others have left behind, also when some of them failed
    { name: 'last of all', testMatch: lastOfAll, use: browser },
  ],
  webServer: {
    command: 'node e2e/support/serve.mjs',
    url: `${url}/users/sign_in`,
    timeout: 300_000,
    // in order: a killed server would leave its PostgreSQL behind
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    env: {
      PORT: process.env.LATCHKEY_E2E_PORT,
      LATCHKEY_URL: url,
      LATCHKEY_DATA_DIR: path.join(process.env.LATCHKEY_E2E_FOLDER, 'data'),
      LATCHKEY_DEMO: '1',
      LATCHKEY_ROOT_PASSWORD: process.env.LATCHKEY_E2E_ROOT_PASSWORD,
      DATABASE_URL: '', // never the database of whoever runs the tests
    },
  },
})

/** Where root may not make namespaces, PostgreSQL runs as nobody, who must get to its data. */
function passableFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'latchkey-e2e-'))
  chmodSync(folder, 0o711)
  return folder
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
