import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeGroup, makeProject, makeToken, moveProject, sql } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { packageFormats, packagesOf, type Upload } from '@/e2e/support/package-formats'
import { publisher } from '@/e2e/support/package-publisher'
import type { Group, Project } from '@/lib/domain/project'

// What holds for every format alike: e2e/support/package-formats.ts has a line for each.

type Header = [string, string]

let above: Group
let project: Project
let writer: Header
let names = 0

beforeAll(async () => {
  above = await makeGroup()
  project = await makeProject(above)
  writer = ['Deploy-Token', (await makeToken(project, { scopes: ['write_package_registry'] })).secret]
})
beforeEach(() => sql`DELETE FROM failed_authentications`)

async function makePublicProject(): Promise<Project> {
  const visibility = 'public'
  return makeProject(await makeGroup(undefined, { visibility }), { visibility })
}

type Sent = Pick<Upload, 'path' | 'method' | 'contentType'> & { body: BodyInit }

function sendUpload(of: Project, { path, method, contentType, body }: Sent, ...headers: Header[]) {
  return send(packagesOf(of) + path, { method, headers: [['Content-Type', contentType], ...headers], body })
}

const namesIn = (of: Project) => sql`SELECT name FROM packages WHERE project_id = ${of.id}`

describe.each(packageFormats)('$type', ({ publish, done, conflict }) => {
  const newName = () => `name${++names}`

  async function upload(of: Project, name: string, header: Header): Promise<Response> {
    return sendUpload(of, await publish(name), header)
  }

  async function read(of: Project, name: string, ...headers: Header[]): Promise<Response> {
    return send(packagesOf(of) + (await publish(name)).file, { headers })
  }

  /** Uploads with something in the middle of the body. */
  async function uploadAround(of: Project, name: string, header: Header, between: () => Promise<unknown>) {
    const whole = await publish(name)
    const middle = Math.floor(whole.body.length / 2)
    let parts = 0
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (parts++ === 0) return controller.enqueue(whole.body.subarray(0, middle))
          await between()
          controller.enqueue(whole.body.subarray(middle))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    return sendUpload(of, { ...whole, body }, header)
  }

  test('what is published can be read at once, as it was', async () => {
    const name = newName()
    const { bytes } = await publish(name)
    expect((await upload(project, name, writer)).status).toBe(done)
    const answer = await read(project, name, writer)
    expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(bytes)]).toEqual([200, true])
  })

  test('K01, SV-075: where packages are switched off there is nothing for anybody', async () => {
    const open = await makePublicProject()
    const { secret } = await makeToken(open, { scopes: ['write_package_registry'] })
    const name = newName()
    expect((await upload(open, name, ['Deploy-Token', secret])).status).toBe(done)
    expect((await read(open, name)).status).toBe(200)
    await sql`UPDATE projects SET disabled_features = ${['packages']} WHERE id = ${open.id}`
    for (const header of [['Deploy-Token', secret] as Header, await publisher()]) {
      expect((await read(open, name, header)).status).toBe(404)
      expect((await upload(open, newName(), header)).status).toBe(404)
    }
    expect((await read(open, name)).status).toBe(401)
  })

  test('K02, K49: a token that may read publishes nothing, and one of another kind does neither', async () => {
    const name = newName()
    await upload(project, name, writer)
    const tokens = [
      { scopes: ['read_package_registry' as const], reads: 200 },
      {
        scopes: ['read_registry' as const, 'write_registry' as const, 'read_repository' as const],
        reads: 403,
      },
    ]
    for (const { scopes, reads } of tokens) {
      const header: Header = ['Deploy-Token', (await makeToken(project, { scopes })).secret]
      expect((await read(project, name, header)).status).toBe(reads)
      expect((await upload(project, newName(), header)).status).toBe(403)
    }
  })

  test('SV-078: nobody publishes, not even in a public project, and nothing of the body is read', async () => {
    for (const of of [project, await makePublicProject()]) {
      let hasBeenRead = false
      const source = {
        pull: () => {
          hasBeenRead = true
        },
      }
      const body = new ReadableStream<Uint8Array>(source, { highWaterMark: 0 })
      const answer = await sendUpload(of, { ...(await publish(newName())), body })
      expect([answer.status, answer.headers.get('www-authenticate'), hasBeenRead]).toEqual([
        401,
        'Basic realm="GitLab Packages Registry"',
        false,
      ])
    }
  })

  test('K43: of fifty who publish the same at once one does, and the others are told', async () => {
    const own = await makeProject(above)
    const header = await publisher()
    const answers = await Promise.all(Array.from({ length: 50 }, () => upload(own, 'contested', header)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([done, ...Array.from({ length: 49 }, () => conflict)].sort())
    expect(await namesIn(own)).toHaveLength(1)
  }, 120_000)

  test('K44: what is deleted while it is downloaded comes whole, and is gone for the next', async () => {
    const own = await makeProject(above)
    const header = await publisher()
    await upload(own, 'leaving', header)
    const { bytes } = await publish('leaving')
    const begun = await read(own, 'leaving', header)
    const list = await send(packagesOf(own).slice(0, -1), { headers: [header] })
    const [{ id }] = (await list.json()) as [{ id: number }]
    const deleted = await send(packagesOf(own) + id, { method: 'DELETE', headers: [header] })
    expect(deleted.status).toBe(204)
    expect(Buffer.from(await begun.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await read(own, 'leaving', header)).status).toBe(404)
  })

  test('K45: a token that is revoked while it uploads has published nothing', async () => {
    const own = await makeProject(above)
    const { token, secret } = await makeToken(own, { scopes: ['write_package_registry'] })
    const revoke = () => sql`UPDATE deploy_tokens SET revoked_at = now() WHERE id = ${token.id}`
    expect((await uploadAround(own, 'late', ['Deploy-Token', secret], revoke)).status).toBe(401)
    expect(await namesIn(own)).toEqual([])
  })

  test('K48: a project that is moved away from a token’s group while it uploads gets nothing', async () => {
    const group = await makeGroup()
    const own = await makeProject(group)
    const { secret } = await makeToken(group, { scopes: ['write_package_registry'] })
    const elsewhere = await makeGroup()
    const move = () => moveProject(own, elsewhere)
    expect((await uploadAround(own, 'moved', ['Deploy-Token', secret], move)).status).toBe(404)
    expect(await namesIn(own)).toEqual([])
  })

  test('K08: an upload that breaks off leaves nothing', async () => {
    const own = await makeProject(above)
    const breakOff = () => Promise.reject(new Error('broken'))
    expect((await uploadAround(own, 'broken', await publisher(), breakOff)).status).toBe(400)
    expect(await namesIn(own)).toEqual([])
  })

  test('K03, SV-070: a path that leads elsewhere is refused', async () => {
    const whole = await publish(newName())
    const { path, file } = whole
    const before = await namesIn(project)
    for (const hostile of ['..', '.', '%2e%2e', '.%2E', '..%2f..%2fetc', '%2fetc%2fpasswd'])
      for (const target of [`${path}/${hostile}/x`, `${file}/${hostile}`, file.replace(/[^/]+$/, hostile)]) {
        const sent = await sendUpload(project, { ...whole, path: target }, writer)
        const asked = await send(packagesOf(project) + target, { headers: [writer] })
        for (const { status } of [sent, asked])
          expect([target, [400, 404].includes(status)]).toEqual([target, true])
      }
    expect(await namesIn(project)).toEqual(before)
  })
})

test.each(['99999999999999', '0', '%00', 'no%20group', 'a%2F%2Fb'])(
  'a group %s, which cannot be, is one that is not there',
  async (group) => {
    const answer = await send(`/api/v4/groups/${group}/-/packages/npm/name`, { headers: [writer] })
    expect(answer.status).toBe(404)
  },
)
