import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { hasClient } from '@/scripts/test/clients.mjs'
import { makeGroup, makeMember, makePersonalToken, makeProject } from './support/fixtures'
import { type MachineServer, openMachineServer } from './support/machine-server'

// GitLab's own Go client, over a real connection: the program in go-client/ is built and run as it is.

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const run = promisify(execFile)
const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-go-'))
const program = hasClient('go') ? await build() : undefined

let server: MachineServer
let group: Group
let project: Project
let maintainer: UserActor

beforeAll(async () => {
  server = await openMachineServer(port)
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

test.skipIf(!program)(
  'GitLab’s Go client creates, lists, reads and deletes the tokens of a project and of a group',
  async () => {
    const answers = await tell({
      SECRET: (await makePersonalToken(maintainer)).secret,
      READ_SECRET: (await makePersonalToken(maintainer, { scopes: ['read_api'] })).secret,
      PROJECT: project.fullPath,
      GROUP: group.fullPath,
    })
    expect(Object.keys(answers).sort()).toEqual(['group', 'project'])
    for (const answer of Object.values(answers)) {
      const { id } = answer.Made
      const made = {
        id,
        name: 'from go',
        username: `gitlab+deploy-token-${id}`,
        expires_at: null,
        revoked: false,
        expired: false,
        scopes: ['read_repository', 'read_registry'],
      }
      expect(answer).toEqual({
        Username: maintainer.username,
        Made: { ...made, token: expect.stringMatching(/^gldt-/) },
        Dated: expect.objectContaining({ username: 'deployer', expires_at: '2099-01-01T00:00:00Z' }),
        Shown: made,
        Listed: ['from go', 'dated'],
        Pages: 2,
        Left: 0,
        Gone: 404,
        Forbidden: 403,
        Complaint: "{message: Scopes can't be blank}",
      })
    }
  },
)

interface Answer {
  Made: { id: number }
}

/** The program, or undefined where it cannot be built: its packages come from the network. */
async function build(): Promise<string | undefined> {
  const file = path.join(folder, 'go-client')
  try {
    await run('go', ['build', '-o', file, '.'], { cwd: path.join(import.meta.dirname, 'go-client') })
    return file
  } catch (error) {
    if (process.env.CI === 'true') throw error
    return undefined
  }
}

/** What the program prints about both kinds of place. */
async function tell(settings: Record<string, string>): Promise<Record<string, Answer>> {
  const env = { NODE_ENV: 'test', ...settings, URL: `http://127.0.0.1:${port}` } as const
  const { stdout } = await run(program ?? '', [], { env })
  return JSON.parse(stdout)
}
