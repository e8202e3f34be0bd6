import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { passwordOf } from './support/accounts'
import { createToken, origin, revokeToken } from './support/browser'
import { madeSecrets } from './support/made-secrets'
import { openOwnProject } from './support/own-project'
import { unique } from './support/places'
import { dataFolder, withDatabase } from './support/server-database'
import { Terminal } from './support/shell'

// Runs after every other browser test, and searches all that the server has left for all that was ever secret.
test.describe.configure({ mode: 'default' })

test('no secret of the whole run was printed, logged, stored or written', async ({ page, context }) => {
  const name = unique('traced')
  const { section, fullPath } = await openOwnProject(page, context)
  const { secret, username } = await createToken(section, { name })
  await useEverywhere({ secret, username, fullPath })
  await revokeToken(page, section, name)
  await useEverywhere({ secret, username, fullPath })

  const passwords = (['root', 'maintainer', 'developer'] as const).map(passwordOf)
  const secrets = [...madeSecrets(), ...passwords]
  expect(secrets).toContain(secret)
  const places = {
    'what the server printed': withoutAccounts(serverOutput()),
    "PostgreSQL's log": read(path.join(dataFolder, 'postgres/server.log')),
    'the database': await wholeDatabase(),
    ...dataFiles(),
  }
  // the search would find what is there
  expect(places['the database']).toContain(name)
  expect(places['the database']).toContain(Buffer.from('{read_repository}').toString())
  expect(serverOutput()).toContain(passwordOf('maintainer'))
  expect(Object.keys(places).join('\n')).toMatch(/^repositories\/.*HEAD$/m)

  const found: string[] = []
  for (const [place, text] of Object.entries(places)) {
    const lowered = text.toLowerCase()
    for (const one of secrets) {
      for (const [form, shape] of Object.entries(formsOf(one))) {
        // lower case has fewer letters to tell apart, and still no accident has twenty of them
        if (lowered.includes(shape.toLowerCase())) found.push(`${form} of ${one.slice(0, 7)}… in ${place}`)
      }
    }
  }
  expect(found).toEqual([])
})

test('nothing the tests did brought an error into the log', () => {
  const lines = serverOutput()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { level: string; msg: string })
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([])
})

/** A secret where it belongs, and where people put it by mistake. */
async function useEverywhere(token: { secret: string; username: string; fullPath: string }): Promise<void> {
  const { secret, username, fullPath } = token
  const host = new URL(origin).host
  const user = encodeURIComponent(username)
  const terminal = await Terminal.open()
  try {
    await terminal.run(`git ls-remote http://${user}:${secret}@${host}/${fullPath}.git`)
    await terminal.run(`git ls-remote http://${secret}:${secret}@${host}/${fullPath}.git`)
    await terminal.run(`git ls-remote http://${secret}:x@${host}/${fullPath}.git`)
    await terminal.run(`git ls-remote http://${host}/${fullPath}/${secret}.git`)
    const places = [
      `/${fullPath}?private_token=${secret}`,
      `/?search=${secret}`,
      `/${secret}`,
      `/-/${secret}`,
    ]
    for (const place of places) {
      const headers = `-H 'PRIVATE-TOKEN: ${secret}' -H 'Authorization: Bearer ${secret}' -H 'Cookie: x=${secret}'`
      await terminal.run(`curl -s -o /dev/null ${headers} -A ${secret} -e ${secret} '${origin}${place}'`)
    }
  } finally {
    await terminal.close()
  }
}

function serverOutput(): string {
  return read(process.env.LATCHKEY_E2E_OUTPUT ?? '')
}

/** Without the one place where passwords are shown, once. */
function withoutAccounts(output: string): string {
  return output.replace(/^Accounts made at this first start.*\n\n(?: {2}\S+ +\S.*\n)+/m, '')
}

/** Every file of the data directory but the database's own and the keys; names count as content. */
function dataFiles(): Record<string, string> {
  const names = readdirSync(dataFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dataFolder, path.join(entry.parentPath, entry.name)))
    .filter((name) => !/^(postgres|secrets)\//.test(name))
  return Object.fromEntries(names.map((name) => [name, `${name}\n${read(path.join(dataFolder, name))}`]))
}

/** Every row of every table as text; bytes are hexadecimal there. */
function wholeDatabase(): Promise<string> {
  return withDatabase(async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    )
    const dumps: string[] = []
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)
      dumps.push(name, ...rows.map(({ row }) => row))
    }
    return dumps.join('\n')
  })
}

/** A secret as it is, and as it would stand in an encoding or as a digest without a key. */
function formsOf(secret: string): Record<string, string> {
  const body = secret.replace(/^gldt-/, '')
  const bytes = Buffer.from(secret)
  return {
    value: secret,
    body,
    'half the body': secret.startsWith('gldt-') ? body.slice(0, 18) : body,
    reversed: [...secret].reverse().join(''),
    hexadecimal: bytes.toString('hex'),
    ...Object.fromEntries(base64Of(secret).map((form, shift) => [`base64 at ${shift}`, form])),
    'SHA-256': createHash('sha256').update(secret).digest('hex'),
    'SHA-256 in base64': createHash('sha256').update(secret).digest('base64url'),
    'SHA-512': createHash('sha512').update(secret).digest('hex'),
    'SHA-1': createHash('sha1').update(secret).digest('hex'),
    MD5: createHash('md5').update(secret).digest('hex'),
  }
}

/** What base64 makes of it wherever it stands in a longer text: the letters that depend on it alone. */
function base64Of(secret: string): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.from('\0'.repeat(shift) + secret)
      .toString('base64')
      .replace(/=+$/, '')
    return text.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + secret.length) * 8) / 6))
  })
}

function read(file: string): string {
  return readFileSync(file, 'latin1')
}
