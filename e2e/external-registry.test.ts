import path from 'node:path'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Group, Project } from '@/lib/domain/project'
import { deleteImageRepository } from '@/lib/services/registry/delete-image-repository'
import { deleteImageTags } from '@/lib/services/registry/delete-image-tags'
import { removeManifests, resolveReference } from '@/lib/storage/external-registry'
import { hasClient } from '@/scripts/test/clients.mjs'
import { type DockerRegistry, startDockerRegistry } from './support/docker-registry'
import {
  administrator,
  type MadeToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
  refusalOf,
  sql,
  unique,
} from './support/fixtures'
import { ask, basic } from './support/machine-request'
import { type MachineServer, openMachineServer } from './support/machine-server'
import { writeOciLayout } from './support/oci-layout'
import { Terminal } from './support/shell'

// LATCHKEY_REGISTRY=external with Debian's docker-registry and the real skopeo: the registry believes our tickets, and
// tells us what happens in it.

const { port, registryPort } = await vi.hoisted(async () => {
  const { claimPublicPort } = await import('./support/claim-public-port')
  const registryPort = await claimPublicPort()
  const port = await claimPublicPort()
  Object.assign(process.env, {
    LATCHKEY_REGISTRY: 'external',
    LATCHKEY_REGISTRY_URL: `http://127.0.0.1:${registryPort}`,
    LATCHKEY_REGISTRY_NOTIFICATION_SECRET: 'only-for-tests-0123456789abcdef0123456789abcdef',
  })
  return { port, registryPort }
})

const host = `127.0.0.1:${registryPort}`
const hasClients = hasClient('docker-registry') && hasClient('skopeo')

describe.skipIf(!hasClients)('docker-registry, which believes our tickets', () => {
  let server: MachineServer
  let registry: DockerRegistry
  let terminal: Terminal
  let group: Group
  let project: Project
  let writer: MadeToken
  let reader: MadeToken

  beforeAll(async () => {
    server = await openMachineServer(port)
    group = await makeGroup()
    project = await makeProject(group)
    writer = await makeToken(project, { scopes: ['read_registry', 'write_registry'] })
    reader = await makeToken(project, { scopes: ['read_registry'] })
    await ticketFor(reader) // of the very first one come the keys, and the certificates for the registry
    registry = await startDockerRegistry(registryPort)
  })
  afterAll(async () => {
    await registry.stop()
    await server.close()
  })
  beforeEach(async () => {
    terminal = await Terminal.open()
  })
  afterEach(() => terminal.close())

  test('takes a push of a deploy token that may, and what was pushed stands in our tables', async () => {
    const { image, layout } = await push(['amd64'])
    await vi.waitFor(async () => expect(await tagsOf(image)).toHaveLength(1), 20_000)
    expect(await tagsOf(image)).toEqual([
      {
        name: 'v1',
        digest: layout.digest,
        size: layout.sizes[0],
        platforms: ['linux/amd64'],
        publisher: writer.credentials.username,
      },
    ])
  })

  test('and of an image for two platforms', async () => {
    const { image, layout } = await push(['amd64', 'arm64'])
    await vi.waitFor(async () => expect(await tagsOf(image)).toHaveLength(1), 20_000)
    expect(await tagsOf(image)).toMatchObject([
      { digest: layout.digest, platforms: ['linux/amd64', 'linux/arm64'] },
    ])
    expect((await manifestsOf(image)).sort()).toEqual([layout.digest, ...layout.manifests].sort())
    const [{ size } = {}] = await tagsOf(image)
    expect(size).toBe((layout.sizes[0] ?? 0) + (layout.sizes[1] ?? 0))
  })

  test('gives it to who may pull, and to nobody else', async () => {
    const { image } = await push(['amd64'])
    expect(await skopeo(`inspect ${source(image, reader)}`)).toMatchObject({ code: 0 })
    expect(await skopeo(`inspect --no-creds --tls-verify=false docker://${host}/${image}:v1`)).toMatchObject({
      code: 1,
    })
    const neighbour = await makeToken(await makeProject(group), {
      scopes: ['read_registry', 'write_registry'],
    })
    expect(await skopeo(`inspect ${source(image, neighbour)}`)).toMatchObject({ code: 1 })
  })

  test('takes no push of a token that only reads, nor of a revoked one', async () => {
    await writeOciLayout(path.join(terminal.folder, 'new'), ['amd64'])
    const revoked = await makeRevokedToken(project, { scopes: ['read_registry', 'write_registry'] })
    for (const token of [reader, revoked]) {
      const image = `${project.fullPath}/${unique('image')}`
      expect(await skopeo(`copy oci:new:image ${target(image, token)}`)).toMatchObject({ code: 1 })
      expect(await manifestsOf(image)).toEqual([])
    }
  })

  test('takes a ticket for 60 seconds', async () => {
    const statusAfter = async (seconds: number) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - seconds * 1000 })
      const { token } = await ticketFor(reader)
      vi.useRealTimers()
      const { exp = 0, iat = 0 } = decodeJwt(token)
      expect(exp - iat).toBe(60)
      return (await fetch(`http://${host}/v2/`, { headers: { Authorization: `Bearer ${token}` } })).status
    }
    expect(await statusAfter(0)).toBe(200)
    expect(await statusAfter(50)).toBe(200)
    expect(await statusAfter(63)).toBe(401)
  })

  test('is where the images are: here is none', async () => {
    for (const path of ['/v2/', `/v2/${project.fullPath}/manifests/v1`]) {
      const { status, body } = await ask(path)
      expect([status, JSON.parse(body)]).toMatchObject([404, { errors: [{ code: 'UNAVAILABLE' }] }])
    }
  })

  test('loses what is deleted here, and what is deleted there goes here', async () => {
    const { image, layout } = await push(['amd64'])
    await vi.waitFor(async () => expect(await tagsOf(image)).toHaveLength(1), 20_000)
    const deletion = { repository: { id: await repositoryOf(image) }, tags: ['v1'], address: '192.0.2.1' }
    expect(await deleteImageTags(await administrator(), deletion)).toEqual(['v1'])
    expect(await manifestsOf(image)).toEqual([])
    expect(await skopeo(`inspect ${source(image, reader)}`)).toMatchObject({ code: 1 })
    const events = await sql`SELECT before FROM audit_events WHERE target_id = ${deletion.repository.id}
      AND action = 'container_tag_deleted'`
    expect(events).toEqual([{ before: { tag: 'v1', digest: layout.digest } }])

    const other = await push(['amd64'])
    await vi.waitFor(async () => expect(await tagsOf(other.image)).toHaveLength(1), 20_000)
    await removeManifests(other.image, [other.layout.digest])
    await vi.waitFor(async () => expect(await manifestsOf(other.image)).toEqual([]), 20_000)
  })

  test('is believed more than its notifications, which come again, late or from nowhere', async () => {
    const { image, layout } = await push(['amd64'])
    await vi.waitFor(async () => expect(await tagsOf(image)).toHaveLength(1), 20_000)
    const between = new Date()
    const latter = await push(['amd64'], image)
    const settled = [{ name: 'v1', digest: latter.layout.digest }]
    await vi.waitFor(async () => expect(await tagsOf(image)).toMatchObject(settled), 20_000)
    const told = (action: 'push' | 'delete', at: Date, target: object) =>
      notify({ action, timestamp: at.toISOString(), target: { mediaType, repository: image, ...target } })
    const longAgo = new Date(between.getTime() - 3_600_000)
    for (const at of [between, longAgo]) {
      expect(await told('push', at, { digest: layout.digest, tag: 'v1' })).toBe(200)
      expect(await tagsOf(image)).toMatchObject(settled)
    }
    for (const target of [{ digest: latter.layout.digest }, { tag: 'v1' }])
      expect(await told('delete', new Date(), target)).toBe(200)
    const nowhere = `sha256:${'0'.repeat(64)}`
    expect(await told('push', new Date(), { digest: nowhere })).toBe(200)
    expect(await tagsOf(image)).toMatchObject(settled)
    expect((await manifestsOf(image)).sort()).toEqual([layout.digest, latter.layout.digest].sort())
  })

  test('keeps a tag that shares its image, and the image that an index holds, until all go', async () => {
    const { image } = await push(['amd64', 'arm64'])
    const { code, text } = await skopeo(
      `copy --src-tls-verify=false --src-creds ${pairOf(reader)} docker://${host}/${image}:v1 ${target(image, writer, 'amd64')}`,
    )
    expect(code, text).toBe(0)
    await vi.waitFor(async () => expect(await tagsOf(image)).toHaveLength(2), 20_000)
    const repository = { id: await repositoryOf(image) }
    const remove = async (tags: string[]) =>
      deleteImageTags(await administrator(), { repository, tags, address: '192.0.2.1' })
    expect(await refusalOf(remove(['amd64']))).toMatchObject({
      code: 'conflict',
      message: 'The registry deletes whole images. Delete also v1, which is of the same image.',
    })
    expect(await tagsOf(image)).toHaveLength(2)
    expect(await remove(['amd64', 'v1'])).toEqual(['amd64', 'v1'])
    expect(await tagsOf(image)).toEqual([])
  })

  test('loses all of an image repository that is deleted here', async () => {
    const { image, layout } = await push(['amd64', 'arm64'])
    await vi.waitFor(async () => expect(await tagsOf(image)).toHaveLength(1), 20_000)
    const repository = { id: await repositoryOf(image) }
    await deleteImageRepository(await administrator(), { repository, address: '192.0.2.1' })
    expect(await repositoryOf(image)).toBe(0)
    for (const digest of [layout.digest, ...layout.manifests])
      expect(await resolveReference(image, digest)).toBeUndefined()
  })

  async function push(architectures: string[], image = `${project.fullPath}/${unique('image')}`) {
    const folder = unique('layout')
    const layout = await writeOciLayout(path.join(terminal.folder, folder), architectures)
    const { code, text } = await skopeo(`copy --all oci:${folder}:image ${target(image, writer)}`)
    expect(code, text).toBe(0)
    return { image, layout }
  }

  function skopeo(words: string) {
    return terminal.run(`skopeo --insecure-policy ${words}`)
  }
})

const mediaType = 'application/vnd.oci.image.manifest.v1+json'

async function notify(event: unknown): Promise<number> {
  const { status } = await ask('/api/v4/container_registry_event/events', {
    method: 'POST',
    headers: [
      ['Authorization', process.env.LATCHKEY_REGISTRY_NOTIFICATION_SECRET ?? ''],
      ['Content-Type', 'application/vnd.docker.distribution.events.v1+json'],
    ],
    body: JSON.stringify({ events: [event] }),
  })
  return status
}

function target(image: string, token: MadeToken, tag = 'v1'): string {
  return `--dest-tls-verify=false --dest-creds ${pairOf(token)} docker://${host}/${image}:${tag}`
}

function source(image: string, token: MadeToken): string {
  return `--tls-verify=false --creds ${pairOf(token)} docker://${host}/${image}:v1`
}

function pairOf({ credentials: { username, password } }: MadeToken): string {
  return `${username}:${password}`
}

async function ticketFor({ credentials }: MadeToken): Promise<{ token: string }> {
  const { body } = await ask('/jwt/auth?service=container_registry', { headers: [basic(credentials)] })
  return JSON.parse(body)
}

/** Of the image repository of this full name, as it stands in our tables. */
function tagsOf(image: string) {
  return sql<{ name: string; digest: string; size: number; platforms: string[]; publisher: string }>`
    SELECT t.name, m.digest, m.image_size::int AS size, m.platforms, m.publisher_name AS publisher
    FROM container_tags t JOIN container_manifests m ON m.id = t.manifest_id
      JOIN container_repositories c ON c.id = t.repository_id JOIN routes r ON r.project_id = c.project_id
    WHERE r.path || '/' || c.name = ${image} ORDER BY t.name`
}

async function repositoryOf(image: string): Promise<number> {
  const [row] = await sql<{ id: number }>`
    SELECT c.id FROM container_repositories c JOIN routes r ON r.project_id = c.project_id
    WHERE r.path || '/' || c.name = ${image}`
  return row?.id ?? 0
}

async function manifestsOf(image: string): Promise<string[]> {
  const rows = await sql<{ digest: string }>`
    SELECT m.digest FROM container_manifests m
      JOIN container_repositories c ON c.id = m.repository_id JOIN routes r ON r.project_id = c.project_id
    WHERE r.path || '/' || c.name = ${image}`
  return rows.map(({ digest }) => digest)
}
