// Runs the product for the browser tests, as `npm start` does. All it prints goes to LATCHKEY_E2E_OUTPUT; its log lines go
// nowhere else. Its folder is gone after the last test.
import { spawn } from 'node:child_process'
import { createWriteStream, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

const { LATCHKEY_E2E_FOLDER: folder, LATCHKEY_E2E_OUTPUT: output } = process.env
const record = createWriteStream(output, { mode: 0o600 })
const server = spawn(process.execPath, ['scripts/start.mjs'], { stdio: ['ignore', 'pipe', 'pipe'] })

for (const stream of [server.stdout, server.stderr]) {
  stream.pipe(record, { end: false })
  createInterface({ input: stream }).on('line', (line) => line.startsWith('{') || console.error(line))
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('close', (code) => {
  rmSync(folder, { recursive: true, force: true })
  process.exit(code ?? 1)
})
