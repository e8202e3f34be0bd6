import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type PackageClientName, packageClients } from '@/lib/domain/package-clients'
import type { PackagePlace } from '@/lib/domain/package-recipe'
import type { Group, Project } from '@/lib/domain/project'
import { machines } from '@/lib/http/app'
import { hasClient } from '@/scripts/test/clients.mjs'
import { makeGroup, makeProject, makeToken, unique } from './support/fixtures'
import { type MachineServer, openMachineServer } from './support/machine-server'
import { Terminal } from './support/shell'

// What the notice of a new token offers for packages, taken by the programs that it is for.

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const origin = `http://127.0.0.1:${port}`

let server: MachineServer
let terminal: Terminal
let group: Group
let project: Project

beforeAll(async () => {
  server = await openMachineServer(port)
  group = await makeGroup(undefined, { path: unique('Scope') })
  project = await makeProject(await makeGroup(group), { path: unique('Name') })
})
afterAll(() => server.close())
beforeEach(async () => {
  terminal = await Terminal.open()
})
afterEach(() => terminal.close())

/** Saves the files of a client's blocks in the terminal's folder, and gives all texts by their titles. */
async function take(client: PackageClientName, holder: Project | Group, scopes: ('read' | 'write')[]) {
  const made = await makeToken(holder, {
    scopes: scopes.map((scope) => `${scope}_package_registry` as const),
    username: '_dev.eloper+1-',
  })
  const place: PackagePlace = { origin, kind: holder.kind, id: holder.id, projectPath: project.fullPath }
  const access = { place, credentials: made.credentials, canPublish: scopes.includes('write') }
  const blocks = packageClients[client].blocks(access)
  for (const { fileName, text } of blocks)
    if (fileName) await writeFile(path.join(terminal.folder, fileName), text, { mode: 0o600 })
  return Object.fromEntries(blocks.map(({ title, text }) => [title, text]))
}

const holders = () => [project, group]

describe.skipIf(!hasClient('curl'))('curl', () => {
  test('publishes and downloads by the lines, with the tokens of a project and of a group above', async () => {
    for (const holder of holders()) {
      const lines = await take('curl', holder, ['write'])
      const content = unique('content')
      await writeFile(path.join(terminal.folder, 'file.txt'), content)
      const publish = lines['Publish a file']?.replace('my_package', holder.kind) ?? ''
      expect(await terminal.run(publish)).toMatchObject({
        code: 0,
        text: expect.stringContaining('201 Created'),
      })
      const download = lines['Download a file']?.replace('my_package', holder.kind) ?? ''
      await terminal.run(`rm file.txt; ${download}`)
      expect((await terminal.run('cat file.txt')).text).toBe(content)
    }
  })

  test('is refused with a token that may only read', async () => {
    await writeFile(path.join(terminal.folder, 'file.txt'), 'content')
    const { 'Publish a file': publish = '' } = await take('curl', project, ['write'])
    await take('curl', project, ['read'])
    expect(await terminal.run(publish)).toMatchObject({ code: 22, text: expect.stringContaining('403') })
  })
})

function hasFormat(word: string): boolean {
  return machines.routes.some(({ path }) => path === `/api/v4/projects/:id/packages/${word}/*`)
}

test.skipIf(!hasClient('npm') || !hasFormat('npm'))(
  'npm publishes and installs by the file, with the tokens of a project and of a group above',
  async () => {
    for (const holder of holders()) {
      await take('npm', holder, ['write'])
      const name = `@${group.fullPath.toLowerCase()}/${holder.kind}`
      const registry = `${origin}/api/v4/projects/${
        holder.kind === 'project' ? project.id : encodeURIComponent(project.fullPath)
      }/packages/npm/`
      const manifest = {
        name,
        version: '1.0.0',
        publishConfig: { [`@${group.fullPath.toLowerCase()}:registry`]: registry },
      }
      await mkdir(path.join(terminal.folder, holder.kind))
      await writeFile(path.join(terminal.folder, holder.kind, 'package.json'), JSON.stringify(manifest))
      const published = await terminal.run(`cd ${holder.kind} && npm publish --loglevel=error`)
      expect(published).toMatchObject({ code: 0, text: expect.stringContaining(`+ ${name}@1.0.0`) })
      const install = `mkdir new-${holder.kind} && cd new-${holder.kind} && npm init -y >/dev/null && npm install --no-audit --no-fund ${name}`
      expect(await terminal.run(install)).toMatchObject({ code: 0 })
      expect((await terminal.run(`cat new-${holder.kind}/node_modules/${name}/package.json`)).text).toContain(
        name,
      )
    }
  },
)

test.skipIf(!hasClient('python3') || !hasFormat('pypi'))('pip is let in by the file', async () => {
  for (const holder of holders()) {
    await take('pip', holder, ['read'])
    const asked = await terminal.run(
      'PIP_CONFIG_FILE=pip.conf python3 -m pip download --no-input --disable-pip-version-check -v no-such-package',
    )
    expect(asked.text).not.toMatch(/401|403|User for/)
    expect(asked.text).toMatch(/No matching distribution found|404/)
  }
})
