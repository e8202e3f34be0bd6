import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import {
  addTicketKey,
  keysFreshMilliseconds,
  prepareTicketKeys,
  readTicketKeys,
  removeTicketKey,
  type TicketKey,
  useTicketKey,
} from './ticket-keys'

const folder = path.join(env.dataDir, 'secrets', 'registry')
const file = (name: string) => path.join(folder, name)
const idsOf = (keys: readonly TicketKey[]) => keys.map(({ id }) => id)

beforeEach(() => fs.rm(folder, { recursive: true, force: true }))

/** What the file of certificates holds, by the key each is for. */
async function certificates() {
  const text = await fs.readFile(file('certificates.pem'), 'utf8')
  const pems = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return pems.map((pem) => new X509Certificate(pem))
}

describe('the first key', () => {
  test('is made at a start, for our eyes only, and is the same from then on', async () => {
    await prepareTicketKeys()
    const { all, signing } = await readTicketKeys()
    expect(idsOf(all)).toEqual([signing.id])
    expect(signing.id).toMatch(/^([A-Z2-7]{4}:){11}[A-Z2-7]{4}$/)
    expect(signing.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    for (const name of await fs.readdir(folder)) expect((await fs.stat(file(name))).mode & 0o077).toBe(0)
    await prepareTicketKeys()
    expect((await readTicketKeys()).signing.id).toBe(signing.id)
  })

  test('of ten first starts at once is one, and no other is left', async () => {
    const starts = await Promise.all(Array.from({ length: 10 }, () => readTicketKeys()))
    await prepareTicketKeys()
    const { all, signing } = await readTicketKeys()
    expect(new Set(starts.map((keys) => keys.signing.id))).toEqual(new Set([signing.id]))
    expect(idsOf(all)).toEqual([signing.id])
    expect((await fs.readdir(folder)).sort()).toEqual(
      [`${signing.id.replaceAll(':', '-')}.pem`, 'certificates.pem', 'signing'].sort(),
    )
  })
})

describe('certificates', () => {
  test('there is one of each key, signed by itself, without an end', async () => {
    await prepareTicketKeys()
    await addTicketKey()
    const { all } = await readTicketKeys()
    const found = await certificates()
    expect(found).toHaveLength(2)
    for (const key of all) {
      const own = found.find((certificate) => certificate.checkPrivateKey(key.privateKey))
      expect(own?.verify(key.publicKey)).toBe(true)
      expect(own?.validTo).toContain('9999')
    }
  })

  test('of a removed key is removed, and a start writes what an interrupted one did not', async () => {
    await prepareTicketKeys()
    await removeTicketKey(await addTicketKey())
    expect(await certificates()).toHaveLength(1)
    await fs.rm(file('certificates.pem'))
    await prepareTicketKeys()
    expect(await certificates()).toHaveLength(1)
  })
})

describe('the command', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/registry-keys.ts', ...args])

  test('lists, adds, uses and removes', async () => {
    await prepareTicketKeys()
    const first = (await readTicketKeys()).signing.id
    const second = (await run('add')).stdout.trim()
    expect((await run('list')).stdout).toBe(`${first}  signs\n${second}  verifies\n`)
    await expect(run('remove', first)).rejects.toThrow(`${first} signs.`)
    expect((await run('use', second)).stdout).toContain(`${second} signs.`)
    expect((await run('remove', first)).stdout).toBe(`${first} is removed.\n`)
    expect((await run('list')).stdout).toBe(`${second}  signs\n`)
  })

  test.each([
    [[]],
    [['keys']],
    [['constructor']],
    [['use']],
    [['remove']],
    [['list', 'all']],
    [['add', 'one', 'two']],
  ])('%j says what it takes', async (args) => {
    await expect(run(...args)).rejects.toMatchObject({
      code: 1,
      stderr: 'Use one of: list, add, use <kid>, remove <kid>.\n',
    })
  })

  test.each(['use', 'remove'])('%s of a key that is not there says so', async (name) => {
    for (const id of ['AAAA:BBBB', '../../instance.key', 'signing'])
      await expect(run(name, id)).rejects.toMatchObject({ code: 1, stderr: `There is no key ${id}.\n` })
  })
})

describe('a change of keys', () => {
  const ours = { issuer: 'latchkey', audience: 'container_registry' }

  /** A process of its own, as far as what it remembers goes. */
  async function start() {
    vi.resetModules()
    const { signTicket, verifyTicket } = await import('./tickets')
    return {
      sign: () => signTicket({}, { ...ours, seconds: 300 }),
      takes: async (ticket: string) => (await verifyTicket(ticket, ours)) !== undefined,
    }
  }

  const kidOf = (ticket: string): string =>
    JSON.parse(Buffer.from(ticket.split('.')[0] ?? '', 'base64url').toString()).kid

  test('under load: three processes take each other’s tickets throughout', async () => {
    await prepareTicketKeys()
    const former = (await readTicketKeys()).signing.id
    const processes = [await start()]
    while (processes.length < 3) {
      // each reads the keys at another moment of the second
      await processes.at(-1)?.sign()
      await sleep(keysFreshMilliseconds / 3)
      processes.push(await start())
    }
    const kids = new Set<string>()
    let isOver = false
    const load = processes.flatMap((signer) =>
      processes.map(async (verifier) => {
        while (!isOver) {
          const ticket = await signer.sign()
          expect(await verifier.takes(ticket)).toBe(true)
          kids.add(kidOf(ticket))
          await new Promise(setImmediate)
        }
      }),
    )
    const change = async () => {
      const next = await addTicketKey()
      await useTicketKey(next)
      await vi.waitFor(() => expect(kids).toContain(next), 20_000)
      return next
    }
    const [next] = await Promise.all([change().finally(() => (isOver = true)), ...load])
    expect([...kids].sort()).toEqual([former, next].sort())
  })

  test('a removed key opens nothing any more in any process', async () => {
    await prepareTicketKeys()
    const former = (await readTicketKeys()).signing.id
    const processes = [await start(), await start()]
    const ticket = (await processes[0]?.sign()) ?? ''
    for (const { takes } of processes) expect(await takes(ticket)).toBe(true)
    await useTicketKey(await addTicketKey())
    await removeTicketKey(former)
    for (const { takes } of processes)
      await vi.waitFor(async () => expect(await takes(ticket)).toBe(false), 20_000)
  })
})
