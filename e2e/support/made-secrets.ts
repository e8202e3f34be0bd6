import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const file = path.join(process.env.LATCHKEY_E2E_FOLDER ?? '', 'made-secrets.txt')

/** Takes down a secret that a test has made, for the search after the last test. */
export function noteSecret(secret: string): string {
  appendFileSync(file, `${secret}\n`, { mode: 0o600 })
  return secret
}

/** Every secret that was taken down in this run. */
export function madeSecrets(): string[] {
  if (!existsSync(file)) return []
  return [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))]
}
