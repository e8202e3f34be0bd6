import { readFileSync } from 'node:fs'

/** The password of a demo account, or of root, from what the server printed at its first start. */
export function passwordOf(username: 'root' | 'maintainer' | 'developer'): string {
  if (username === 'root') return process.env.LATCHKEY_E2E_ROOT_PASSWORD ?? ''
  const output = readFileSync(process.env.LATCHKEY_E2E_OUTPUT ?? '', 'utf8')
  const password = output.match(new RegExp(`^ {2}${username} +(\\S+)$`, 'm'))?.[1]
  if (!password) throw new Error(`The server did not print a password for ${username}.`)
  return password
}
