import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { addTicketKey, prepareTicketKeys, useTicketKey } from '@/lib/storage/ticket-keys'
import { hasClient } from '@/scripts/test/clients.mjs'
import { makeGroup, makeProject, makeToken } from './support/fixtures'
import { bearer, takeTicket } from './support/ticket-request'

// CNCF Distribution, which knows of us no more than the file of certificates.

let registry: ChildProcess | undefined

afterEach(async () => {
  if (registry?.exitCode === null) {
    registry.kill()
    await once(registry, 'exit')
  }
})

/** Starts one that takes tickets of this issuer; gives its origin. */
async function startDistribution({ issuer = 'latchkey' } = {}): Promise<string> {
  const certificates = path.join(env.dataDir, 'secrets', 'registry', 'certificates.pem')
  const config = {
    version: '0.1',
    log: { level: 'info' },
    storage: { inmemory: {} },
    http: { addr: '127.0.0.1:0' },
    auth: {
      token: {
        realm: `${env.url}/jwt/auth`,
        service: 'container_registry',
        issuer,
        rootcertbundle: certificates,
      },
    },
  }
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'latchkey-distribution-')), 'config.yml')
  await writeFile(file, JSON.stringify(config))
  registry = spawn('docker-registry', ['serve', file], { stdio: ['ignore', 'ignore', 'pipe'] })
  if (!registry.stderr) throw new Error('It has no log')
  for await (const line of createInterface(registry.stderr)) {
    const [, host] = /listening on (127\.0\.0\.1:\d+)/.exec(line) ?? []
    if (host) {
      registry.stderr.resume()
      return `http://${host}`
    }
  }
  throw new Error('docker-registry did not start')
}

describe.skipIf(!hasClient('docker-registry'))('CNCF Distribution', () => {
  const ask = async (url: string, ticket: string, method = 'GET') =>
    (await fetch(url, { method, headers: [bearer(ticket)] })).status

  test('takes our tickets, for what they open and no more, before and after a change of keys', async () => {
    const project = await makeProject(await makeGroup())
    const reader = (await makeToken(project, { scopes: ['read_registry'] })).credentials
    const writer = (await makeToken(project, { scopes: ['read_registry', 'write_registry'] })).credentials
    const scope = `repository:${project.fullPath}:pull,push`
    await prepareTicketKeys()
    const next = await addTicketKey()
    const origin = await startDistribution()
    const uploads = `${origin}/v2/${project.fullPath}/blobs/uploads/`
    const expectTaken = async () => {
      const [reading, writing] = [await takeTicket(reader, scope), await takeTicket(writer, scope)]
      expect(await ask(`${origin}/v2/`, await takeTicket(reader))).toBe(200)
      expect(await ask(`${origin}/v2/${project.fullPath}/tags/list`, reading)).toBe(404)
      expect(await ask(uploads, reading, 'POST')).toBe(401)
      expect(await ask(uploads, writing, 'POST')).toBe(202)
      expect(await ask(`${origin}/v2/another/image/tags/list`, writing)).toBe(401)
      expect(await ask(`${origin}/v2/`, `${reading.slice(0, -8)}AAAAAAAA`)).toBe(401)
      return reading
    }
    const before = await expectTaken()
    await useTicketKey(next)
    await expect
      .poll(async () => (await takeTicket(reader)).split('.')[0], { timeout: 20_000 })
      .not.toBe(before.split('.')[0])
    await expectTaken()
  })

  test('refuses them where it expects another issuer', async () => {
    const project = await makeProject(await makeGroup())
    const { credentials } = await makeToken(project, { scopes: ['read_registry'] })
    await prepareTicketKeys()
    const origin = await startDistribution({ issuer: 'somebody else' })
    expect(await ask(`${origin}/v2/`, await takeTicket(credentials))).toBe(401)
  })
})
