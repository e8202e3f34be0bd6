import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeGroup, makeProject, makeToken, moveProject, sql, uniqueAddress } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { nupkgOf } from '@/e2e/support/nuget-archive'
import { publisher } from '@/e2e/support/package-publisher'
import { wheelOf } from '@/e2e/support/python-distribution'
import { makeTokenActor } from '@/e2e/support/registry-request'
import type { Group, Project } from '@/lib/domain/project'
import { deletePackageVersion } from '@/lib/services/packages/delete-package-version'

// What holds for every format alike. A new one adds its line to this table.

interface FormatLine {
  type: 'generic' | 'nuget' | 'pypi'
  /** What its client sends to publish version 1.0 of this name. */
  publish: (of: Project, name: string) => { path: string; method: string; body: BodyInit }
  /** Where the file of that version is, or a list with it. */
  read: (of: Project, name: string) => string
  /** That version, in the format's one spelling. */
  versionKey: string
  /** What says that it is there already. */
  conflict: number
}

const formats: FormatLine[] = [
  {
    type: 'generic',
    publish: ({ id }, name) => ({
      path: `/api/v4/projects/${id}/packages/generic/${name}/1.0/file`,
      method: 'PUT',
      body: 'bytes',
    }),
    read: ({ id }, name) => `/api/v4/projects/${id}/packages/generic/${name}/1.0/file`,
    versionKey: '1.0',
    conflict: 409,
  },
  {
    type: 'nuget',
    publish: ({ id }, name) => {
      const body = new FormData()
      body.append('package', new Blob([new Uint8Array(nupkgOf({ id: name, version: '1.0' }))]), 'package')
      return { path: `/api/v4/projects/${id}/packages/nuget/`, method: 'PUT', body }
    },
    read: ({ id }, name) =>
      `/api/v4/projects/${id}/packages/nuget/download/${name}/1.0.0/${name}.1.0.0.nupkg`,
    versionKey: '1.0.0',
    conflict: 409,
  },
  {
    type: 'pypi',
    publish: ({ id }, name) => {
      const { fileName, bytes } = wheelOf({ name })
      const body = new FormData()
      for (const [field, value] of [
        [':action', 'file_upload'],
        ['name', name],
        ['version', '1.0'],
      ] as const)
        body.append(field, value)
      body.append('content', new Blob([new Uint8Array(bytes)]), fileName)
      return { path: `/api/v4/projects/${id}/packages/pypi`, method: 'POST', body }
    },
    read: ({ id }, name) => `/api/v4/projects/${id}/packages/pypi/simple/${name}/`,
    versionKey: '1',
    conflict: 400,
  },
]

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

describe.each(formats)('$type', ({ type, publish, read, versionKey, conflict }) => {
  const newName = () => `name${++names}`

  function upload(of: Project, name: string, ...headers: Header[]): Promise<Response> {
    const { path, ...request } = publish(of, name)
    return send(path, { ...request, headers })
  }

  /** The same with its body in two halves, and what happens between them. */
  async function uploadAround(of: Project, name: string, header: Header, between: () => Promise<unknown>) {
    const { path, method, body } = publish(of, name)
    const whole = new Response(body)
    const contentType = whole.headers.get('content-type') ?? 'application/octet-stream'
    const bytes = new Uint8Array(await whole.arrayBuffer())
    const middle = Math.floor(bytes.length / 2)
    let parts = 0
    const halves = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (parts++ === 0) return controller.enqueue(bytes.subarray(0, middle))
          await between()
          controller.enqueue(bytes.subarray(middle))
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    return send(path, { method, headers: [header, ['Content-Type', contentType]], body: halves })
  }

  const packagesOf = (of: Project) => sql`SELECT name FROM packages WHERE project_id = ${of.id}`

  test('what is published can be read at once', async () => {
    const name = newName()
    expect((await upload(project, name, writer)).status).toBe(201)
    expect((await send(read(project, name), { headers: [writer] })).status).toBe(200)
  })

  test('where packages are switched off there is nothing for anybody', async () => {
    const open = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
      visibility: 'public',
    })
    const own: Header = [
      'Deploy-Token',
      (await makeToken(open, { scopes: ['write_package_registry'] })).secret,
    ]
    const name = newName()
    expect((await upload(open, name, own)).status).toBe(201)
    expect((await send(read(open, name))).status).toBe(200)
    await sql`UPDATE projects SET disabled_features = ${['packages']} WHERE id = ${open.id}`
    for (const header of [own, await publisher()]) {
      expect((await send(read(open, name), { headers: [header] })).status).toBe(404)
      expect((await upload(open, newName(), header)).status).toBe(404)
    }
  })

  test('a token that may read publishes nothing, and one of another kind does neither', async () => {
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
      expect((await send(read(project, name), { headers: [header] })).status).toBe(reads)
      expect((await upload(project, newName(), header)).status).toBe(403)
    }
  })

  test('nobody publishes, not even in a public project, and nothing of the body is read', async () => {
    const open = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
      visibility: 'public',
    })
    for (const of of [project, open]) {
      let hasBeenRead = false
      const { path, method } = publish(of, newName())
      const source = {
        pull: () => {
          hasBeenRead = true
        },
      }
      const body = new ReadableStream<Uint8Array>(source, { highWaterMark: 0 })
      const headers: Header[] = [
        ['Content-Length', String(10 * 1024 ** 3)],
        ['Content-Type', 'multipart/form-data; boundary=x'],
      ]
      const answer = await send(path, { method, headers, body })
      expect([answer.status, answer.headers.get('www-authenticate'), hasBeenRead]).toEqual([
        401,
        'Basic realm="GitLab Packages Registry"',
        false,
      ])
    }
  })

  test('of twenty who publish the same at once one does, and the others are told', async () => {
    const own = await makeProject(above)
    const header = await publisher()
    const answers = await Promise.all(Array.from({ length: 20 }, () => upload(own, 'contested', header)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([201, ...Array.from({ length: 19 }, () => conflict)].sort())
    expect(await packagesOf(own)).toHaveLength(1)
  }, 120_000)

  test('what is deleted while it is downloaded comes whole, and is gone for the next', async () => {
    const own = await makeProject(above)
    const header = await publisher()
    await upload(own, 'leaving', header)
    const before = await (await send(read(own, 'leaving'), { headers: [header] })).text()
    const begun = await send(read(own, 'leaving'), { headers: [header] })
    const actor = await makeTokenActor(own, ['write_package_registry'])
    const version = { type, nameKey: 'leaving', versionKey }
    await deletePackageVersion(actor, uniqueAddress(), { id: own.id }, version)
    expect(await begun.text()).toBe(before)
    expect((await send(read(own, 'leaving'), { headers: [header] })).status).toBe(404)
  })

  test('a token that is revoked while it uploads has published nothing', async () => {
    const own = await makeProject(above)
    const { token, secret } = await makeToken(own, { scopes: ['write_package_registry'] })
    const answer = await uploadAround(
      own,
      'late',
      ['Deploy-Token', secret],
      () => sql`UPDATE deploy_tokens SET revoked_at = now() WHERE id = ${token.id}`,
    )
    expect(answer.status).toBe(401)
    expect(await packagesOf(own)).toEqual([])
  })

  test('a project that is moved away from a token’s group while it uploads gets nothing', async () => {
    const group = await makeGroup()
    const own = await makeProject(group)
    const { secret } = await makeToken(group, { scopes: ['write_package_registry'] })
    const elsewhere = await makeGroup()
    const answer = await uploadAround(own, 'moved', ['Deploy-Token', secret], () =>
      moveProject(own, elsewhere),
    )
    expect(answer.status).toBe(404)
    expect(await packagesOf(own)).toEqual([])
  })

  test('an upload that breaks off leaves nothing', async () => {
    const own = await makeProject(above)
    const answer = await uploadAround(own, 'broken', await publisher(), () =>
      Promise.reject(new Error('broken')),
    )
    expect(answer.status).toBe(400)
    expect(await packagesOf(own)).toEqual([])
  })

  test.each(['..', '.', '%2e%2e', '.%2E', '..%2f..%2fetc', '%2fetc%2fpasswd'])(
    'a path with %s in it is refused',
    async (hostile) => {
      const { path, ...request } = publish(project, newName())
      for (const target of [`${path}/${hostile}/x`, read(project, hostile)]) {
        const before = await packagesOf(project)
        const answer = await send(target, { ...request, headers: [writer] })
        expect([400, 404]).toContain(answer.status)
        expect([400, 404]).toContain((await send(target, { headers: [writer] })).status)
        expect(await packagesOf(project)).toEqual(before)
      }
    },
  )
})
