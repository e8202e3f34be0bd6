// `npm test`, on a fresh clone too: installs what is missing and runs every check, also after one has failed.
// The last line is `N passed, N failed`, with `, N skipped` when something was.
import './node-version.mjs'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const { prepare } = await import('./prepare.mjs')
const reports = mkdtempSync(path.join(tmpdir(), 'latchkey-reports-'))
const total = { passed: 0, failed: 0, skipped: 0 }

await step('Dependencies', () => prepare({ development: true }), { silent: true })
await step('Lint', lint)
await step('Types', checkTypes)
await step('Rules and doors', runVitest)
await step('Build', () => prepare({ development: true, build: true }), { silent: true })
await step('Browser', runPlaywright)

rmSync(reports, { recursive: true, force: true })
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`,
)
process.exitCode = total.failed > 0 ? 1 : 0

/** Runs one check and adds up its counts; a `silent` one, which only prepares, counts when it fails. */
async function step(name, check, { silent = false } = {}) {
  const started = performance.now()
  console.log(`\n── ${name}`)
  try {
    const counts = (await check()) ?? { passed: silent ? 0 : 1 }
    for (const key of Object.keys(total)) total[key] += counts[key] ?? 0
  } catch (error) {
    console.error(error.message)
    total.failed++
  }
  console.log(`── ${name}: ${Math.round((performance.now() - started) / 1000)} s`)
}

function lint() {
  mustPass('@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.')
}

function checkTypes() {
  mustPass('next/dist/bin/next', 'typegen') // the types of the routes
  mustPass('typescript/bin/tsc', '--noEmit')
}

function runVitest() {
  const report = path.join(reports, 'vitest.json')
  const status = run('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = readReport(report)
  // a file that does not even load has no tests to fail
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.length,
  )
  return counted(status, numPassedTests, numFailedTests + brokenFiles.length, numPendingTests + numTodoTests)
}

async function runPlaywright() {
  const { hasClient } = await import('./test/clients.mjs')
  if (!hasClient('chromium')) {
    console.log(
      'skipped: the browser tests, as there is no Chromium (apt install chromium, or set PLAYWRIGHT_CHROMIUM)',
    )
    return { skipped: 1 }
  }
  const report = path.join(reports, 'playwright.json')
  const status = run('@playwright/test/cli.js', ['test'], { PLAYWRIGHT_JSON_OUTPUT_FILE: report })
  const { expected, unexpected, flaky, skipped } = readReport(report).stats
  if (flaky) console.log(`${flaky} passed only when tried again`)
  return counted(status, expected + flaky, unexpected, skipped)
}

/** What was skipped counts as failed in CI; so does a run that failed without a failing test. */
function counted(status, passed, failed, skipped) {
  if (process.env.CI === 'true') return { passed, failed: failed + skipped || Number(status !== 0) }
  return { passed, failed: failed || Number(status !== 0), skipped }
}

function mustPass(program, ...args) {
  const status = run(program, args)
  if (status !== 0) throw new Error(`${path.basename(program)} ${args.join(' ')} failed.`)
}

function run(program, args, env = {}) {
  const file = path.join('node_modules', program)
  const { status } = spawnSync(process.execPath, [file, ...args], {
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
  })
  return status ?? 1
}

function readReport(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}
