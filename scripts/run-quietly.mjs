import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './freshness.mjs'

const signOfLifeMs = 15_000
const busyRetryMs = 2000

/**
 * Runs a command in the top folder and shows one line that it runs, a sign of life every 15 seconds, and how long it
 * took. What the command itself says is shown only when it fails.
 * @param {string} label
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & { busy?: RegExp }} [options] `busy`: what the command says when
 *   another one holds it up; it is then tried again
 */
export async function runQuietly(label, command, args, { busy, ...options } = {}) {
  const started = performance.now()
  const elapsed = () => `${Math.round((performance.now() - started) / 1000)} s`
  console.log(`${label}…`)
  const progress = setInterval(() => console.log(`  still running, ${elapsed()}`), signOfLifeMs)
  let result = await capture(command, args, options)
  while (result.code !== 0 && busy?.test(result.output)) {
    await sleep(busyRetryMs)
    result = await capture(command, args, options)
  }
  clearInterval(progress)
  if (result.code === 0) return console.log(`  done in ${elapsed()}`)
  process.stderr.write(result.output)
  throw new Error(`${label} failed after ${elapsed()}.`)
}

/** Runs a command to its end; a signal that would end us ends it first, so that nothing keeps writing behind us. */
function capture(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    const keep = (chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const interrupt = (signal) => {
      child.kill(signal)
      child.once('exit', () => process.exit(signal === 'SIGINT' ? 130 : 143))
    }
    process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
    const finish = (code, note = '') => {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      resolve({ code, output: output + note })
    }
    child.on('error', (error) => finish(1, `${error.message}\n`))
    child.on('close', (code) => finish(code))
  })
}
