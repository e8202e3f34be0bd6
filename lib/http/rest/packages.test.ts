import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { makeGroup, makeMember, makePersonalToken, makeProject, sql } from '@/e2e/support/fixtures'
import { hexDigest, type PublishedPackage, publishGeneric } from '@/e2e/support/published-package'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'

// GitLab's packages API.

let group: Group
let project: Project
let token: string
let first: PublishedPackage

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  token = (await makePersonalToken(await makeMember(group, 'Maintainer'))).secret
  first = await publishGeneric(project, {
    name: 'alpha',
    version: '1.0.0',
    files: { 'a.txt': 'one', 'b/c.txt': 'two' },
  })
  await publishGeneric(project, { name: 'alpha', version: '2.0.0' })
  await publishGeneric(project, { name: 'Beta', version: '0.1.0' })
})

function read(path: string, as: string | undefined = token) {
  return askApi(path, { token: as })
}

function viewOf({ id, name, version }: PublishedPackage) {
  return {
    id,
    name,
    version,
    package_type: 'generic',
    status: 'default',
    _links: {
      web_path: `/${project.fullPath}/-/packages/${id}`,
      delete_api_path: `${env.url}/api/v4/projects/${project.id}/packages/${id}`,
    },
    created_at: expect.stringMatching(/Z$/),
    last_downloaded_at: null,
    tags: [],
    pipelines: [],
  }
}

describe('packages', () => {
  test('of a project are listed in GitLab’s names, the first published first', async () => {
    const { body, headers } = await read(
      `/projects/${encodeURIComponent(project.fullPath)}/packages?per_page=1`,
    )
    expect(body).toEqual([viewOf(first)])
    expect(headers).toMatchObject({ 'x-total': '3', 'x-next-page': '2' })
  })

  test('that are hidden are in no list', async () => {
    const project = await makeProject(group)
    await publishGeneric(project, { isHidden: true })
    const shown = await publishGeneric(project)
    for (const place of [`/projects/${project.id}`, `/groups/${group.id}`]) {
      const { body } = await read(`${place}/packages?package_name=${shown.name.split('-')[0]}`)
      expect((body as { id: number }[]).map(({ id }) => id)).toEqual([shown.id])
    }
  })

  test.each([
    ['order_by=name&sort=desc', ['Beta 0.1.0', 'alpha 2.0.0', 'alpha 1.0.0']],
    ['order_by=version', ['Beta 0.1.0', 'alpha 1.0.0', 'alpha 2.0.0']],
    ['order_by=created_at&sort=desc', ['Beta 0.1.0', 'alpha 2.0.0', 'alpha 1.0.0']],
    ['order_by=type', ['alpha 1.0.0', 'alpha 2.0.0', 'Beta 0.1.0']],
    ['package_name=ALPH', ['alpha 1.0.0', 'alpha 2.0.0']],
    ['package_name=alpha&package_version=2.0.0', ['alpha 2.0.0']],
    ['package_name=%25', []],
    ['package_type=generic&package_name=beta', ['Beta 0.1.0']],
    ['package_type=npm', []],
    ['package_type=conan', []],
    ['status=default&package_name=beta', ['Beta 0.1.0']],
    ['status=hidden', []],
  ])('asked for by %s are in that order', async (query, names) => {
    const { body } = await read(`/projects/${project.id}/packages?${query}`)
    expect((body as PublishedPackage[]).map(({ name, version }) => `${name} ${version}`)).toEqual(names)
  })

  test.each(['order_by=size', 'sort=up', 'package_type=deb', 'status=odd', 'per_page=0'])(
    'are not asked for by %s',
    async (query) => {
      expect((await read(`/projects/${project.id}/packages?${query}`)).status).toBe(400)
    },
  )

  test('of a group come with their projects, as far as one may read them', async () => {
    const above = await makeGroup(undefined, { visibility: 'public' })
    const open = await makeProject(above, { visibility: 'public' })
    const closed = await makeProject(await makeGroup(above))
    const off = await makeProject(above, { visibility: 'public' })
    for (const each of [open, closed, off]) await publishGeneric(each)
    await sql`UPDATE projects SET disabled_features = '{packages}' WHERE id = ${off.id}`
    const address = `/groups/${above.id}/packages?order_by=project_path`
    const seen = async (as?: string) => {
      const { body } = await askApi(address, { token: as })
      return (body as { project_id: number }[]).map(({ project_id }) => project_id)
    }
    expect(await seen()).toEqual([open.id])
    const reporter = (await makePersonalToken(await makeMember(above, 'Reporter'))).secret
    expect((await seen(reporter)).sort()).toEqual([open.id, closed.id].sort())
    const { body } = await askApi(address)
    expect(body).toMatchObject([{ project_path: open.fullPath, version: '1.0.0' }])
  })

  test('are read one by one with their other versions', async () => {
    const { body } = await read(`/projects/${project.id}/packages/${first.id}`)
    expect(body).toEqual({
      ...viewOf(first),
      versions: [expect.objectContaining({ version: '2.0.0', created_at: expect.stringMatching(/Z$/) })],
    })
    const reporter = (await makePersonalToken(await makeMember(group, 'Reporter'))).secret
    const { body: seen } = await read(`/projects/${project.id}/packages/${first.id}`, reporter)
    expect(seen).toMatchObject({ _links: { web_path: `/${project.fullPath}/-/packages/${first.id}` } })
    expect(JSON.stringify(seen)).not.toContain('delete_api_path')
  })

  test('have files, with their digests, page by page', async () => {
    const address = `/projects/${project.id}/packages/${first.id}/package_files`
    const { body, headers } = await read(`${address}?per_page=1&page=2`)
    expect(headers['x-total']).toBe('2')
    expect(body).toEqual([
      {
        id: first.files[1]?.id,
        package_id: first.id,
        created_at: expect.stringMatching(/Z$/),
        file_name: 'b/c.txt',
        size: 3,
        file_md5: hexDigest('md5', 'two'),
        file_sha1: hexDigest('sha1', 'two'),
        file_sha256: hexDigest('sha256', 'two'),
        pipelines: [],
      },
    ])
  })

  test('are deleted once, and the log says so', async () => {
    const doomed = await publishGeneric(project, { name: 'doomed' })
    const address = `/projects/${project.id}/packages/${doomed.id}`
    expect(await askApi(address, { method: 'DELETE', token })).toMatchObject({ status: 204 })
    for (const method of ['GET', 'DELETE'])
      expect(await askApi(address, { method, token })).toMatchObject({
        status: 404,
        body: { message: '404 Not found' },
      })
    expect(
      await sql`SELECT action, target_name, before FROM audit_events
        WHERE target_type = 'package' AND target_id = ${doomed.id}`,
    ).toEqual([
      { action: 'package_deleted', target_name: 'doomed 1.0.0', before: { type: 'generic', files: 1 } },
    ])
  })

  test('lose one file after the other, and end with the last', async () => {
    const { id, files } = await publishGeneric(project, { name: 'files', files: { a: '1', b: '2' } })
    const address = `/projects/${project.id}/packages/${id}`
    const remove = (file: number | undefined) =>
      askApi(`${address}/package_files/${file}`, { method: 'DELETE', token })
    expect((await remove(first.files[0]?.id)).status).toBe(404)
    expect((await remove(files[0]?.id)).status).toBe(204)
    expect((await remove(files[0]?.id)).status).toBe(404)
    expect((await read(address)).status).toBe(200)
    expect((await remove(files[1]?.id)).status).toBe(204)
    expect((await read(address)).status).toBe(404)
    expect(
      await sql`SELECT before FROM audit_events WHERE action = 'package_file_deleted' AND target_id = ${id} ORDER BY id`,
    ).toEqual([{ before: { type: 'generic', file: 'a' } }, { before: { type: 'generic', file: 'b' } }])
  })

  test('deleted by twenty at once are deleted by one', async () => {
    const { id } = await publishGeneric(project, { name: 'raced' })
    const address = `/projects/${project.id}/packages/${id}`
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => askApi(address, { method: 'DELETE', token })),
    )
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(19)
  })

  test('of another project are not found through this one', async () => {
    const other = await publishGeneric(await makeProject(group))
    const address = `/projects/${project.id}/packages/${other.id}`
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/package_files'],
      ['DELETE', ''],
      ['DELETE', `/package_files/${other.files[0]?.id}`],
    ] as const)
      expect((await askApi(address + rest, { method, token })).status, `${method} ${rest}`).toBe(404)
    for (const odd of ['0', '2147483648', '99999999999999999999'])
      expect((await read(`/projects/${project.id}/packages/${odd}`)).status, odd).toBe(404)
    expect((await read(`/projects/${project.id}/packages/x`)).status).toBe(400)
  })
})

test('where packages are switched off there is nothing for anybody, and an archived project keeps them', async () => {
  const off = await makeProject(group, { visibility: 'public' })
  const { id } = await publishGeneric(off)
  const address = `/projects/${off.id}/packages`
  await sql`UPDATE projects SET archived_at = now() WHERE id = ${off.id}`
  expect((await read(address)).status).toBe(200)
  expect((await askApi(`${address}/${id}`, { method: 'DELETE', token })).status).toBe(403)
  await sql`UPDATE projects SET disabled_features = '{packages}' WHERE id = ${off.id}`
  for (const path of [address, `${address}/${id}`, `${address}/${id}/package_files`]) {
    expect((await read(path)).status, path).toBe(404)
    expect((await askApi(path)).status, path).toBe(404)
  }
})

test('a token that only reads deletes nothing, and one for the registry reads nothing here', async () => {
  const user = await makeMember(group, 'Maintainer')
  const reading = (await makePersonalToken(user, { scopes: ['read_api'] })).secret
  const foreign = (await makePersonalToken(user, { scopes: ['read_registry'] })).secret
  const address = `/projects/${project.id}/packages/${first.id}`
  expect((await read(address, reading)).status).toBe(200)
  expect((await askApi(address, { method: 'DELETE', token: reading })).status).toBe(403)
  expect((await read(address, foreign)).status).toBe(403)
})
