import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { makeGroup, makeMember, makePersonalToken, makeProject, sql } from '@/e2e/support/fixtures'
import { ociConfig, ociManifest } from '@/e2e/support/images'
import { makeImage } from '@/e2e/support/listed-images'
import { bearer, imageClient, makeTokenActor, pushed, sha256 } from '@/e2e/support/registry-request'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { listImageTags } from '@/lib/services/registry/list-image-tags'

// GitLab's Container registry API.

const host = 'localhost:3000'
let group: Group
let project: Project
let token: string
let maintainer: UserActor
let image: Awaited<ReturnType<typeof makeImage>>

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group, { path: `Upper-${Date.now()}` })
  maintainer = await makeMember(group, 'Maintainer')
  token = (await makePersonalToken(maintainer)).secret
  image = await makeImage(project, { tags: ['latest', 'v1'] })
})

function read(path: string, as: string | undefined = token) {
  return askApi(path, { token: as })
}

describe('image repositories', () => {
  test('of a project are listed in GitLab’s names, with docker’s in lower case', async () => {
    const name = project.fullPath.toLowerCase()
    const plain = {
      id: image.repositoryId,
      name: '',
      path: name,
      project_id: project.id,
      location: `${host}/${name}`,
      created_at: expect.stringMatching(/Z$/),
      cleanup_policy_started_at: null,
      status: null,
    }
    const { body, headers } = await read(`/projects/${project.id}/registry/repositories`)
    expect(body).toEqual([plain])
    expect(headers['x-total']).toBe('1')
    const asked = await read(`/projects/${project.id}/registry/repositories?tags=1&tags_count=true`)
    const tags = ['latest', 'v1'].map((tag) => ({
      name: tag,
      path: `${name}:${tag}`,
      location: `${host}/${name}:${tag}`,
    }))
    expect(asked.body).toEqual([{ ...plain, tags_count: 2, tags }])
    const one = `/registry/repositories/${image.repositoryId}`
    expect((await read(one)).body).toEqual(plain)
    const whole = await read(`${one}?tags=1&tags_count=1&size=1`)
    expect(whole.body).toEqual({ ...plain, tags_count: 2, tags, size: 1_501_000 })
  })

  test('of a group are those of the projects below it whose images one may read, page by page', async () => {
    const top = await makeGroup()
    const below = await makeGroup(await makeGroup(top))
    const guest = await makeMember(top, 'Guest')
    const [open, closed, off] = [
      await makeProject(below, { visibility: 'public' }),
      await makeProject(below),
      await makeProject(below, { visibility: 'public' }),
    ]
    await sql`UPDATE projects SET disabled_features = '{container_registry}' WHERE id = ${off.id}`
    await makeImage(open)
    await makeImage(closed)
    await makeImage(off)
    await sql`UPDATE groups SET visibility = 'public' WHERE id = ${top.id}`
    const address = `/groups/${top.id}/registry/repositories`
    const projectsFor = async (as?: string) => {
      const { body } = await askApi(address, { token: as })
      return (body as { project_id: number }[]).map(({ project_id }) => project_id)
    }
    expect(await projectsFor()).toEqual([open.id])
    expect(await projectsFor((await makePersonalToken(guest)).secret)).toEqual([open.id])
    const reporter = (await makePersonalToken(await makeMember(top, 'Reporter'))).secret
    expect(await projectsFor(reporter)).toEqual([open.id, closed.id])
    const second = await read(`${address}?per_page=1&page=2`, reporter)
    expect(second.body).toEqual([expect.objectContaining({ project_id: closed.id })])
    expect(second.headers).toMatchObject({ 'x-total': '2', 'x-total-pages': '2' })
  })

  test('are deleted with their tags, once', async () => {
    const { repositoryId } = await makeImage(project, { name: 'doomed' })
    const address = `/projects/${project.id}/registry/repositories/${repositoryId}`
    const deleted = await askApi(address, { method: 'DELETE', token })
    expect(deleted).toMatchObject({ status: 202, body: { message: '202 Accepted' } })
    expect(await askApi(address, { method: 'DELETE', token })).toMatchObject({
      status: 404,
      body: { message: '404 Not found' },
    })
  })

  test('of another project are not found through this one', async () => {
    const other = await makeImage(await makeProject(group))
    const address = `/projects/${project.id}/registry/repositories/${other.repositoryId}`
    for (const [method, rest] of [
      ['GET', '/tags'],
      ['GET', '/tags/latest'],
      ['DELETE', '/tags/latest'],
      ['DELETE', ''],
    ] as const) {
      expect((await askApi(address + rest, { method, token })).status, `${method} ${rest}`).toBe(404)
    }
    expect((await read(`/registry/repositories/${other.repositoryId}`)).status).toBe(200)
  })
})

describe('tags', () => {
  test('are listed by name', async () => {
    const address = `/projects/${encodeURIComponent(project.fullPath)}/registry/repositories/${image.repositoryId}/tags`
    const { body, headers } = await read(`${address}?per_page=1`)
    const path = `${project.fullPath.toLowerCase()}:latest`
    expect(body).toEqual([{ name: 'latest', path, location: `${host}/${path}` }])
    expect(headers).toMatchObject({ 'x-total': '2', 'x-next-page': '2' })
  })

  test('are read one by one with what they name, and deleted one by one', async () => {
    const { repositoryId, digest, configDigest } = await makeImage(project, {
      name: 'one',
      tags: ['v1', 'v2'],
    })
    const address = `/projects/${project.id}/registry/repositories/${repositoryId}/tags`
    const path = `${project.fullPath.toLowerCase()}/one:v1`
    const revision = configDigest.slice('sha256:'.length)
    expect((await read(`${address}/v1`)).body).toEqual({
      name: 'v1',
      path,
      location: `${host}/${path}`,
      revision,
      short_revision: revision.slice(0, 9),
      digest,
      created_at: expect.stringMatching(/Z$/),
      total_size: 1_501_000,
    })
    expect(await askApi(`${address}/v1`, { method: 'DELETE', token })).toMatchObject({ status: 200 })
    for (const method of ['GET', 'DELETE'] as const) {
      const gone = await askApi(`${address}/v1`, { method, token })
      expect(gone).toMatchObject({ status: 404, body: { message: '404 Tag Not Found' } })
    }
    expect((await read(`${address}/v2`)).status).toBe(200)
    for (const odd of ['x'.repeat(500), '..%2F..', '%20', "'"])
      expect((await read(`${address}/${odd}`)).status, odd).toBe(404)
  })
})

test('what has been pushed is told of as it is', async () => {
  const own = await makeProject(group, { path: `Pushed-${Date.now()}` })
  const imageName = `${own.fullPath.toLowerCase()}/worker`
  const actor = await makeTokenActor(own)
  const client = imageClient(imageName, await bearer(actor, imageName))
  const config = JSON.stringify({
    os: 'linux',
    architecture: 'arm64',
    rootfs: { type: 'layers', diff_ids: [] },
  })
  const configDigest = await pushed(client, config)
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: { mediaType: ociConfig, digest: configDigest, size: config.length },
    layers: [],
  })
  const headers: [string, string][] = [['Content-Type', ociManifest]]
  expect((await client('PUT', 'manifests/v1', { headers, body: manifest })).status).toBe(201)

  const listed = await read(`/projects/${own.id}/registry/repositories?tags=1`)
  expect(listed.body).toEqual([
    expect.objectContaining({
      name: 'worker',
      path: imageName,
      tags: [expect.objectContaining({ name: 'v1' })],
    }),
  ])
  const [{ id }] = listed.body as [{ id: number }]
  expect((await read(`/projects/${own.id}/registry/repositories/${id}/tags/v1`)).body).toMatchObject({
    digest: sha256(manifest),
    revision: configDigest.slice('sha256:'.length),
    total_size: manifest.length + config.length,
  })
  const page = await listImageTags(
    maintainer,
    { id },
    { text: '', orderBy: 'name', sort: 'asc' },
    { page: 1, perPage: 20 },
  )
  expect(page.page.items).toMatchObject([{ platforms: ['linux/arm64'], publisherName: actor.name }])
})

test('a switched-off registry is forbidden to whoever sees the project, and an archived one is read-only', async () => {
  const off = await makeProject(group)
  const { repositoryId } = await makeImage(off)
  const address = `/projects/${off.id}/registry/repositories`
  await sql`UPDATE projects SET archived_at = now() WHERE id = ${off.id}`
  expect((await read(address)).status).toBe(200)
  expect((await askApi(`${address}/${repositoryId}`, { method: 'DELETE', token })).status).toBe(403)
  await sql`UPDATE projects SET disabled_features = '{container_registry}' WHERE id = ${off.id}`
  expect(await read(address)).toMatchObject({ status: 403, body: { message: '403 Forbidden' } })
  expect((await read(`/registry/repositories/${repositoryId}`)).status).toBe(403)
})

test('a registry that is off in a group above, or in the whole instance, is off in the project', async () => {
  const closed = await makeGroup(group)
  const inside = await makeProject(closed)
  const statuses = async () => {
    const of = [`projects/${inside.id}`, `groups/${closed.id}`, `projects/${project.id}`]
    const answers = await Promise.all(of.map((place) => read(`/${place}/registry/repositories`)))
    return answers.map(({ status }) => status)
  }
  await sql`UPDATE groups SET disabled_features = '{container_registry}' WHERE id = ${closed.id}`
  expect(await statuses()).toEqual([403, 403, 200])
  await sql`INSERT INTO settings (key, value) VALUES ('disabled_features', '["container_registry"]'::jsonb)`
  try {
    expect(await statuses()).toEqual([403, 403, 403])
  } finally {
    await sql`DELETE FROM settings WHERE key = 'disabled_features'`
  }
})

test('nobody learns from a number whether there is such an image repository', async () => {
  const stranger = (await makePersonalToken(await makeMember(await makeGroup(), 'Owner'))).secret
  for (const id of [image.repositoryId, 2_147_483_647, 99_999_999_999_999]) {
    expect((await read(`/registry/repositories/${id}`, stranger)).body).toEqual({ message: '404 Not found' })
    expect((await askApi(`/registry/repositories/${id}`)).status).toBe(401)
  }
  expect((await read('/registry/repositories/x')).status).toBe(400)
})

test('a token that reads nothing of the API reads no images, and one that only reads deletes none', async () => {
  const user = await makeMember(group, 'Maintainer')
  const registry = (await makePersonalToken(user, { scopes: ['write_registry', 'read_registry'] })).secret
  const reading = (await makePersonalToken(user, { scopes: ['read_api'] })).secret
  const address = `/projects/${project.id}/registry/repositories`
  expect((await read(address, registry)).status).toBe(403)
  expect((await read(address, reading)).status).toBe(200)
  const deletion = { method: 'DELETE', token: reading }
  expect((await askApi(`${address}/${image.repositoryId}`, deletion)).status).toBe(403)
})
