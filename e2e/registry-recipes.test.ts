import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { dockerLoginLine, imageRegistryAt } from '@/lib/domain/image-recipe'
import type { Project } from '@/lib/domain/project'
import { imagePullSecret, registryAuthFile } from '@/lib/domain/registry-auth-file'
import { hasClient } from '@/scripts/test/clients.mjs'
import { type MadeToken, makeGroup, makeProject, makeToken } from './support/fixtures'
import { type MachineServer, openMachineServer } from './support/machine-server'
import { Terminal } from './support/shell'

// What the notice of a new token offers for images, taken by the programs that it is for.

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const registry = imageRegistryAt(`http://127.0.0.1:${port}`)

let server: MachineServer
let terminal: Terminal
let project: Project
let token: MadeToken

beforeAll(async () => {
  server = await openMachineServer(port)
  project = await makeProject(await makeGroup())
  token = await makeToken(project, { scopes: ['read_registry'], username: '_dock.er+1-' })
})
afterAll(() => server.close())
beforeEach(async () => {
  terminal = await Terminal.open()
})
afterEach(() => terminal.close())

describe.skipIf(!hasClient('docker'))('docker', () => {
  test('logs in by the line, and keeps what the file for podman holds', async () => {
    const line = dockerLoginLine(registry, token.credentials)
    expect(await terminal.run(line)).toMatchObject({
      code: 0,
      text: expect.stringContaining('Login Succeeded'),
    })
    const kept = JSON.parse((await terminal.run('cat .docker/config.json')).text)
    expect(kept.auths).toEqual(JSON.parse(registryAuthFile(registry, token.credentials)).auths)
  })

  test('is refused by the line with a wrong value', async () => {
    const line = dockerLoginLine(registry, { ...token.credentials, password: "it's $wrong" })
    expect(await terminal.run(line)).toMatchObject({
      code: 1,
      text: expect.stringContaining('HTTP Basic: Access denied.'),
    })
  })
})

test.skipIf(!hasClient('podman'))('podman logs in with the file', async () => {
  await writeFile(path.join(terminal.folder, 'auth.json'), registryAuthFile(registry, token.credentials))
  const login = `podman --root $PWD/root --runroot $PWD/runroot login --tls-verify=false --authfile auth.json ${registry.host}`
  expect(await terminal.run(`${login} < /dev/null`)).toMatchObject({
    code: 0,
    text: expect.stringContaining('Existing credentials are valid.'),
  })
  expect(await terminal.run(`${login} --get-login`)).toMatchObject({
    text: `${token.credentials.username}\n`,
  })
})

test.skipIf(!hasClient('kubectl'))('kubectl reads the secret, and would have made the same one', async () => {
  const authFile = registryAuthFile(registry, token.credentials)
  await writeFile(path.join(terminal.folder, 'auth.json'), authFile)
  await writeFile(path.join(terminal.folder, 'secret.yaml'), imagePullSecret('deploy-token-7', authFile))
  const read = await terminal.run('kubectl label --local -f secret.yaml read=yes -o json')
  expect(read.code).toBe(0)
  const made = await terminal.run(
    'kubectl create secret docker-registry deploy-token-7 --from-file=.dockerconfigjson=auth.json --dry-run=client -o json',
  )
  const { type, data } = JSON.parse(made.text)
  expect(JSON.parse(read.text)).toMatchObject({ type, data, metadata: { name: 'deploy-token-7' } })
})
