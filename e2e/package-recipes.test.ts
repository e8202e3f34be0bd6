import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { ClientPlace } from '@/lib/domain/package-clients/package-client'
import { packageClients } from '@/lib/domain/package-clients/package-clients'
import { installRecipe } from '@/lib/domain/packages/install-recipe'
import type { Project } from '@/lib/domain/project'
import { hasClient } from '@/scripts/test/clients.mjs'
import { type MadeToken, makeGroup, makeProject, makeToken, unique } from './support/fixtures'
import { type MachineServer, openMachineServer } from './support/machine-server'
import { openPackageManagers } from './support/package-managers'
import { type PackageStory, packageStories, type Told } from './support/package-stories'
import { openPython } from './support/python'
import { Terminal } from './support/shell'

// What the notice of a new token offers for packages, and the page of a package, taken by the programs that it is for.

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const origin = `http://127.0.0.1:${port}`
const patience = 180_000

const managers = await openPackageManagers()
const python = hasClient('python3')
  ? await openPython(['twine==6.1.0', 'pip==26.0', 'conan==2.34.0'])
  : undefined
const stories = Object.entries(packageStories(managers))

let server: MachineServer
/** What Maven has downloaded, which is much. */
let repository: string

beforeAll(async () => {
  repository = await mkdtemp(path.join(tmpdir(), 'latchkey-maven-'))
  server = await openMachineServer(port)
})
afterAll(() => Promise.all([server.close(), python?.close(), rm(repository, { recursive: true })]))

function isPossible({ programs }: PackageStory): boolean {
  return programs.every(hasClient) && (python !== undefined || !programs.includes('python3'))
}

describe.each(stories)('%s', (_, story) => {
  test.skipIf(!isPossible(story)).each(['project', 'group'] as const)(
    'publishes and installs as it is told, by a token of a %s',
    async (kind) => {
      const group = await makeGroup(undefined, { path: unique('Scope') })
      const project = await makeProject(await makeGroup(group), { path: unique('Name') })
      const holder = kind === 'project' ? project : group
      const token = await makeToken(holder, {
        scopes: ['write_package_registry'],
        username: '_dev.eloper+1-',
      })
      const place: ClientPlace = { origin, kind, id: holder.id, projectPath: project.fullPath }
      const name = story.name(group.fullPath.toLowerCase())
      await story.prepare?.(project, name)
      const terminal = await Terminal.open({ PYTHONPATH: python?.folder ?? '', MAVEN_REPOSITORY: repository })
      try {
        const told = await readNotice(story, place, token, terminal)
        await save(terminal, await story.files(name, told))
        expect(await terminal.run(story.publish(told))).toEqual({ code: 0, text: expect.any(String) })
        const installed = { code: 0, text: expect.stringContaining(story.installed) }
        if (story.install) expect(await terminal.run(story.install(told))).toEqual(installed)
        if (story.follow)
          expect(await terminal.run(story.follow(readPage(story, name, project, token)))).toEqual(installed)
      } finally {
        await terminal.close()
      }
    },
    patience,
  )
})

/** Saves what is a file in the notice of a new token; the rest is to be copied. */
async function readNotice(
  { client }: PackageStory,
  place: ClientPlace,
  { credentials }: MadeToken,
  terminal: Terminal,
): Promise<Told> {
  const blocks = packageClients[client].blocks({ place, credentials, canPublish: true })
  await save(
    terminal,
    Object.fromEntries(blocks.flatMap(({ fileName, text }) => (fileName ? [[fileName, text]] : []))),
  )
  return toldBy(blocks)
}

/** The package's page, with the token in the place that is kept for it. */
function readPage(
  { type, fileName }: PackageStory,
  name: string,
  project: Project,
  { credentials }: MadeToken,
): Told {
  const steps = installRecipe(type, {
    ...{ origin, projectId: project.id, projectPath: project.fullPath },
    ...{ name, version: '1.0.0', fileName },
  })
  const fill = (text: string) =>
    text.replaceAll('<username>', credentials.username).replaceAll('<your_token>', credentials.password)
  return toldBy(steps.map(({ title, text }) => ({ title, text: fill(text) })))
}

function toldBy(blocks: readonly { title: string; text: string }[]): Told {
  return (title) => {
    const block = blocks.find((one) => one.title === title)
    if (!block) throw new Error(`Nothing is told under "${title}"`)
    return block.text
  }
}

async function save(terminal: Terminal, files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(terminal.folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, content, { mode: 0o600 })
  }
}
