#!/usr/bin/env node
// Stands in for Prisma's native `schema-engine` program, which can only be downloaded from Prisma's own site. The same
// engine comes from npm as WebAssembly; this speaks the native program's protocol around it: JSON-RPC, one message a
// line, on standard input and output, and log lines as JSON on standard error.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

const require = createRequire(import.meta.url)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true },
    datasource: { type: 'string' },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean' },
  },
})
const datasource = values.datasource ? JSON.parse(values.datasource) : {}

if (values.version)
  console.log(`schema-engine-cli ${require('@prisma/engines-version').enginesVersion} (wasm)`)
else if (positionals[0] === 'cli') process.exitCode = await administer(positionals[1])
else await serve()

/** `schema-engine cli <command>`: what is asked before there is a database to ask it in. */
async function administer(command) {
  const { default: pg } = await import('pg')
  const url = new URL(datasource.url)
  const name = `"${decodeURIComponent(url.pathname.slice(1)).replaceAll('"', '""')}"`
  if (command !== 'can-connect-to-database') url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  try {
    await client.connect()
    if (command === 'create-database') await client.query(`CREATE DATABASE ${name}`)
    if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS ${name}`)
    return 0
  } catch (error) {
    const codes = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' }
    // the command line reads the second line of what the engine says
    log('INFO', { message: command })
    log('ERROR', { message: error.message, error_code: codes[error.code] ?? 'P1001', is_panic: false })
    return 1
  } finally {
    await client.end().catch(() => {})
  }
}

async function serve() {
  const { migrationFactory } = await import('./schema-engine-adapter.mjs')
  const { bindMigrationAwareSqlAdapterFactory } = await import('@prisma/driver-adapter-utils')
  const factory = migrationFactory(datasource)
  const engine = await loadEngine(bindMigrationAwareSqlAdapterFactory(factory))
  let open = 0
  let ended = false
  const closeWhenDone = () => {
    if (ended && open === 0) process.exit(0)
  }
  const lines = createInterface({ input: process.stdin })
  lines.on('line', async (line) => {
    const request = line.trim() ? JSON.parse(line) : {}
    if (!request.method) return // the answer to a `print` of ours
    open++
    send(await answer(engine, factory, request))
    open--
    closeWhenDone()
  })
  lines.on('close', () => {
    ended = true
    closeWhenDone()
  })
}

async function answer(engine, factory, { id, method, params }) {
  try {
    if (needsHistory.includes(method)) await readHistory(engine, params)
    const result = await engine[method === 'getDatabaseVersion' ? 'version' : method](params)
    if (method !== 'diff' || typeof result?.stdout !== 'string') return { id, result: result ?? {} }
    // the native engine prints a diff by asking the command line to
    send({ id: 100_000 + id, method: 'print', params: { content: result.stdout } })
    return { id, result: { exitCode: result.exitCode } }
  } catch (error) {
    const data = { is_panic: false, meta: {}, ...describe(error) }
    return {
      id,
      error: { code: 4466, message: 'An error happened. Check the data field for details.', data },
    }
  } finally {
    // before the answer: after the last one the command line kills us
    await factory.dropShadows()
  }
}

// These compare with the schema that the migrations make, and as WebAssembly cannot open the shadow database for it
// themselves; they find it remembered from the one method that can.
const needsHistory = ['evaluateDataLoss', 'createMigration']

function readHistory(engine, { migrationsList, filters }) {
  return engine.diagnoseMigrationHistory({ migrationsList, filters, optInToShadowDatabase: true })
}

let panic

async function loadEngine(boundFactory) {
  // the engine reports a panic here, or dies of the missing function instead
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      panic = message
      log('ERROR', { message, is_panic: true })
    },
  }
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
  const module = new WebAssembly.Module(readFileSync(wasm))
  const { exports } = new WebAssembly.Instance(module, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(exports)
  exports.__wbindgen_start()
  const datamodels = values.datamodels?.map((file) => [file, readFileSync(file, 'utf8')])
  return glue.SchemaEngine.new({ datamodels }, (line) => process.stderr.write(`${line}\n`), boundFactory)
}

function describe(error) {
  if (panic) return { message: panic, is_panic: true }
  try {
    return JSON.parse(error.message)
  } catch {
    return { message: error.message ?? String(error) }
  }
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

function log(level, fields) {
  const line = { timestamp: new Date().toISOString(), level, fields, target: 'schema_engine::logger' }
  process.stderr.write(`${JSON.stringify(line)}\n`)
}
