import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

const token = 'gldt-0123456789ABCDEFGHIJKLMNOPQRST0zCl76'
let dataDir: string

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-keys-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  fs.rmSync(dataDir, { recursive: true })
})

describe('keys from LATCHKEY_SECRET', () => {
  const secret = '0123456789012345678901234567890123456789'

  test('are HKDF-SHA-256 of it by purpose, and digests HMAC-SHA-256 under them', async () => {
    const { digestPersonalToken, digestToken, keyFor, pseudonymOf } = await keysWith({
      LATCHKEY_SECRET: secret,
    })
    // computed with Python's hmac and hashlib
    expect(hex(digestToken(token))).toBe('b45de82b06d2e9578f2ca5842f53ee87b4cb4ba614261b8e1e3c24a4253599d8')
    expect(hex(digestPersonalToken(token))).toBe(
      '2715bc0220692081819721ff76dcaa65b89428aa2c5462b9290a7dc2352f2da0',
    )
    expect(hex(keyFor('session'))).toBe('262353f5d92683f08b08a6eafafff0ea3006820312709a745c858a1d8711eb33')
    expect(pseudonymOf('mai')).toBe('e98a8a517363b369b61af1de36429522')
  })

  test('differ by purpose, and are the same each time', async () => {
    const { keyFor } = await keysWith({ LATCHKEY_SECRET: secret })
    const purposes = ['deploy-token digest', 'personal-access-token digest', 'session', 'throttle'] as const
    expect(new Set(purposes.map((purpose) => hex(keyFor(purpose)))).size).toBe(4)
    for (const purpose of purposes) {
      expect(keyFor(purpose)).toHaveLength(32)
      expect(keyFor(purpose)).toEqual(keyFor(purpose))
    }
  })

  test('give other digests under another secret', async () => {
    const one = (await keysWith({ LATCHKEY_SECRET: secret })).digestToken(token)
    const other = (await keysWith({ LATCHKEY_SECRET: `${secret}x` })).digestToken(token)
    expect(hex(one)).not.toBe(hex(other))
  })

  test('leave nothing on disk', async () => {
    ;(await keysWith({ LATCHKEY_SECRET: secret })).digestToken(token)
    expect(fs.readdirSync(dataDir)).toEqual([])
  })
})

describe('keys without LATCHKEY_SECRET', () => {
  test('come from a file that only its owner may read, made once', async () => {
    const first = hex((await keysWith({})).digestToken(token))
    const directory = path.join(dataDir, 'secrets')
    expect(fs.readdirSync(directory)).toEqual(['instance.key'])
    expect(modeOf(directory)).toBe(0o700)
    expect(modeOf(path.join(directory, 'instance.key'))).toBe(0o600)
    expect(fs.statSync(path.join(directory, 'instance.key')).size).toBe(32)
    expect(hex((await keysWith({})).digestToken(token))).toBe(first)
  })

  test('are another instance’s own', async () => {
    const first = hex((await keysWith({})).digestToken(token))
    fs.rmSync(path.join(dataDir, 'secrets'), { recursive: true })
    expect(hex((await keysWith({})).digestToken(token))).not.toBe(first)
  })

  test('are the same in all of several processes that start at once', async () => {
    const code = `
      import { digestToken } from '@/lib/storage/keys'
      console.log(Buffer.from(digestToken('${token}')).toString('hex'))`
    const starts = Array.from({ length: 4 }, () => runElsewhere(code, { LATCHKEY_DATA_DIR: dataDir }))
    const digests = await Promise.all(starts)
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(digests).size).toBe(1)
    expect(fs.readdirSync(path.join(dataDir, 'secrets'))).toEqual(['instance.key'])
  })
})

describe('isSameText', () => {
  test.each([
    ['deployer', 'deployer', true],
    ['', '', true],
    ['deployer', 'Deployer', false],
    ['deployer', 'deployer ', false],
    ['deployer', 'deploye', false],
    ['deployer', '', false],
    // composed and decomposed are two texts: nobody may sign in by a look-alike
    ['caf\u00e9', 'cafe\u0301', false],
  ])('%j and %j: %s', async (left, right, same) => {
    const { isSameText } = await keysWith({ LATCHKEY_SECRET: 'x'.repeat(32) })
    expect(isSameText(left, right)).toBe(same)
  })
})

/** The module as a process with these settings loads it. */
function keysWith(settings: { LATCHKEY_SECRET?: string }): Promise<typeof import('./keys')> {
  vi.stubEnv('LATCHKEY_SECRET', settings.LATCHKEY_SECRET ?? '')
  vi.stubEnv('LATCHKEY_DATA_DIR', dataDir)
  vi.resetModules()
  return import('./keys')
}

/** What a process of its own prints. */
async function runElsewhere(code: string, settings: Record<string, string>): Promise<string> {
  const { LATCHKEY_SECRET: _, ...inherited } = process.env
  const node = ['--import', 'tsx', '--input-type=module', '-e', code]
  const { stdout } = await promisify(execFile)(process.execPath, node, { env: { ...inherited, ...settings } })
  return stdout.trim()
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function modeOf(file: string): number {
  return fs.statSync(file).mode & 0o777
}
