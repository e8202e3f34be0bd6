import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { imageRegistryAt } from '@/lib/domain/image-recipe'
import type { Group, Project } from '@/lib/domain/project'
import { registryAuthFile } from '@/lib/domain/registry-auth-file'
import type { Scope } from '@/lib/domain/scope'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { type DockerEngine, hasDockerEngine, openDockerEngine } from './support/docker-engine'
import {
  administrator,
  makeExpiredToken,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeRevokedToken,
  makeToken,
  sql,
} from './support/fixtures'
import { writeImageArchive } from './support/image-archive'
import { type MachineServer, openMachineServer } from './support/machine-server'
import { dockerClient, type RegistryClient, registryClients } from './support/registry-clients'
import { Terminal } from './support/shell'

// The real clients of container registries, over a real connection.

vi.setConfig({ testTimeout: 120_000 })

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const registry = imageRegistryAt(`http://127.0.0.1:${port}`)
const { host } = registry
const both: Scope[] = ['read_registry', 'write_registry']
const reading: Scope[] = ['read_registry']
const refusal = /denied|unauthorized|authentication required|invalid username\/password/i

interface Credentials {
  username: string
  password: string
}

let server: MachineServer
let engine: DockerEngine | undefined
let top: Group
let project: Project
let sibling: Project
let writer: Credentials

beforeAll(async () => {
  server = await openMachineServer(port)
  top = await makeGroup()
  const group = await makeGroup(top)
  project = await makeProject(group)
  sibling = await makeProject(group)
  writer = (await makeToken(project, { scopes: both })).credentials
  engine = hasDockerEngine() ? await openDockerEngine() : undefined
}, 120_000)
afterAll(async () => {
  await engine?.close()
  await server.close()
}, 60_000)
beforeEach(() => sql`DELETE FROM failed_authentications`)

/** What each client has pushed first, and what is in it. */
const pushed = new Map<string, { image: string; text: string }>()

/** One client at a machine of its own, where an image lies ready with `text` in it. */
async function openDesk(client: RegistryClient) {
  const terminal = await Terminal.open({ DOCKER_HOST: engine?.address ?? '' })
  const text = await writeImageArchive(terminal.folder)
  const run = async (line: string) => {
    const ended = await terminal.run(`set -e; ${line}`)
    if (ended.code !== 0) throw new Error(`exit ${ended.code} of ${line}:\n${ended.text}`)
    return ended.text
  }
  const signOut = () => run(`rm -rf .docker .regctl; echo {} > auth.json; ${client.prepare?.(host) ?? ''}`)
  return {
    text,
    run,
    signOut,
    signIn: async ({ username, password }: Credentials) => {
      await signOut()
      return terminal.run(`printf %s '${password}' | ${client.login(host, username)}`)
    },
    /** Asks for something with credentials in its file, without having logged in with them; it must be refused. */
    refused: async (credentials: Credentials, line: string) => {
      await signOut()
      await mkdir(path.join(terminal.folder, '.docker'))
      for (const name of ['auth.json', '.docker/config.json'])
        await writeFile(path.join(terminal.folder, name), registryAuthFile(registry, credentials))
      await expect(run(line)).rejects.toThrow(refusal)
    },
    close: () => terminal.close(),
  }
}

describe.each(registryClients)('$name', (client) => {
  const isHere = client.isHere()
  const can = test.skipIf(!isHere)
  let desk: Awaited<ReturnType<typeof openDesk>>
  let repository: string
  let image: string

  beforeAll(async () => {
    desk = await openDesk(client)
    repository = `${host}/${project.fullPath}/by-${client.name}`
    image = `${repository}:1.0`
    if (!isHere) return
    await desk.signIn(writer)
    await desk.run(client.push(image))
    pushed.set(client.name, { image, text: desk.text })
  }, 60_000)
  afterAll(() => desk.close())

  can('pulls what it has pushed', async () => {
    expect(await desk.signIn((await makeToken(project, { scopes: reading })).credentials)).toMatchObject({
      code: 0,
    })
    expect(await desk.run(client.pull(image))).toContain(desk.text)
  })

  can('pushes and pulls with the token of a group further up', async () => {
    await desk.signIn((await makeToken(top, { scopes: both })).credentials)
    const other = `${repository}/from-above:1.0`
    await desk.run(client.push(other))
    expect(await desk.run(client.pull(other))).toContain(desk.text)
  })

  can('pulls from a public project as nobody, and pushes nothing there', async () => {
    const open = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
      visibility: 'public',
    })
    const shared = `${host}/${open.fullPath}`
    await desk.signIn((await makeToken(open, { scopes: both })).credentials)
    await desk.run(client.push(`${shared}:1.0`))
    await desk.signOut()
    expect(await desk.run(client.pull(`${shared}:1.0`))).toContain(desk.text)
    await expect(desk.run(client.push(`${shared}:2.0`))).rejects.toThrow(refusal)
  })

  const { tags, inspect, copy, remove, attach, discover } = client

  if (tags)
    can('lists the tags', async () => {
      await desk.signIn(writer)
      expect(await desk.run(tags(repository))).toMatch(/\b1\.0\b/)
    })

  if (inspect)
    can('tells the digest', async () => {
      await desk.signIn(writer)
      expect(await desk.run(inspect(image))).toContain(await digestOf(project, `by-${client.name}`, '1.0'))
    })

  if (copy)
    can('copies an image to another project, layers and all', async () => {
      await desk.signIn((await makeToken(top, { scopes: both })).credentials)
      const name = `by-${client.name}`
      const other = `${host}/${sibling.fullPath}/${name}:copy`
      await desk.run(copy(image, other))
      expect(await digestOf(sibling, name, 'copy')).toBe(await digestOf(project, name, '1.0'))
      expect(await desk.run(client.pull(other))).toContain(desk.text)
    })

  if (remove)
    can('takes an image away as a Maintainer, and not with a deploy token', async () => {
      const doomed = `${repository}/doomed:1.0`
      await desk.signIn(writer)
      await desk.run(client.push(doomed))
      await desk.refused(writer, remove(doomed))
      const maintainer = await makeMember(project, 'Maintainer')
      await desk.signIn((await makePersonalToken(maintainer)).credentials)
      expect(await desk.run(client.pull(doomed))).toContain(desk.text)
      await desk.run(remove(doomed))
      expect(await digestOf(project, `by-${client.name}/doomed`, '1.0')).toBeUndefined()
      await expect(desk.run(client.pull(doomed))).rejects.toThrow(/not found|unknown/i)
    })

  if (attach && discover)
    can('hangs a signature on an image, and finds it there', async () => {
      await desk.signIn(writer)
      const made = await desk.run(attach(image))
      const [, digest = 'none'] = /^Digest: (sha256:[0-9a-f]{64})$/m.exec(made) ?? []
      const found = JSON.parse(await desk.run(discover(image)))
      expect(found.referrers).toMatchObject([{ digest, artifactType: 'application/x.signature' }])
    })

  can('cannot push with a token that only reads', async () => {
    const { credentials } = await makeToken(project, { scopes: reading })
    await desk.refused(credentials, client.push(`${repository}:2.0`))
  })

  can('cannot pull with a token that only writes', async () => {
    const { credentials } = await makeToken(project, { scopes: ['write_registry'] })
    await desk.refused(credentials, client.pull(image))
  })

  can("can neither pull nor push with another project's token", async () => {
    const { credentials } = await makeToken(sibling, { scopes: both })
    await desk.refused(credentials, client.pull(image))
    await desk.refused(credentials, client.push(image))
  })

  can('gets nowhere with a wrong value, nor with a token that is over', async () => {
    const over = [
      { ...writer, password: `${writer.password}x` },
      { ...writer, username: 'somebody-else' },
      (await makeExpiredToken(project, { scopes: both })).credentials,
      (await makeRevokedToken(project, { scopes: both })).credentials,
    ]
    for (const credentials of over) {
      const login = await desk.signIn(credentials)
      if (client.asksAtLogin) {
        expect(login.code).not.toBe(0)
        expect(login.text).toMatch(refusal)
      }
      await desk.refused(credentials, client.pull(image))
      await desk.refused(credentials, client.push(image))
    }
  })

  can('is refused from the moment on at which its token is revoked', async () => {
    const { token, credentials } = await makeToken(project, { scopes: both })
    await desk.signIn(credentials)
    expect(await desk.run(client.pull(image))).toContain(desk.text)
    const revocation = { holder: project, tokenId: token.id, address: '192.0.2.1' }
    await revokeDeployToken(await administrator(), revocation)
    await expect(desk.run(client.pull(image))).rejects.toThrow(refusal)
    await expect(desk.run(client.push(image))).rejects.toThrow(refusal)
  })
})

describe.each(registryClients.filter(({ holds }) => holds === 'images'))('$name', (client) => {
  test.skipIf(!client.isHere())('pulls what every other client has pushed', async () => {
    const desk = await openDesk(client)
    try {
      await desk.signIn((await makeToken(project, { scopes: reading })).credentials)
      for (const other of registryClients.filter(({ holds }) => holds === 'images')) {
        const theirs = pushed.get(other.name)
        if (theirs) expect(await desk.run(client.pull(theirs.image)), other.name).toContain(theirs.text)
      }
    } finally {
      await desk.close()
    }
  })
})

test.skipIf(!dockerClient.isHere())('docker tells why its token is not taken any more', async () => {
  const desk = await openDesk(dockerClient)
  try {
    const { token, credentials } = await makeToken(project, { scopes: both })
    await desk.signIn(credentials)
    const revocation = { holder: project, tokenId: token.id, address: '192.0.2.1' }
    await revokeDeployToken(await administrator(), revocation)
    const { image = '' } = pushed.get('docker') ?? {}
    const reason = `The deploy token "${token.name}" was revoked at `
    await expect(desk.run(dockerClient.pull(image))).rejects.toThrow(reason)
    expect((await desk.signIn(credentials)).text).toContain(reason)
  } finally {
    await desk.close()
  }
})

/** The digest that a tag of an image names; undefined where there is none. */
async function digestOf({ id }: Project, name: string, tag: string): Promise<string | undefined> {
  const [found] = await sql<{ digest: string }>`
    SELECT m.digest FROM container_tags t
    JOIN container_manifests m ON m.id = t.manifest_id
    JOIN container_repositories r ON r.id = t.repository_id
    WHERE r.project_id = ${id} AND r.name = ${name} AND t.name = ${tag}`
  return found?.digest
}
