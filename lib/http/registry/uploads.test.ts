import { beforeAll, describe, expect, test } from 'vitest'
import { makeGroup, makeProject } from '@/e2e/support/fixtures'
import { bearer, type ImageClient, imageClient, makeTokenActor, sha256 } from '@/e2e/support/registry-request'
import type { Actor } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import type { Group, Project } from '@/lib/domain/project'

let group: Group
let project: Project
let name: string
let pusher: Actor
let client: ImageClient

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  name = `${project.fullPath}/app`
  pusher = await makeTokenActor(project)
  client = imageClient(name, await bearer(pusher, name))
})

async function begin(with_ = client): Promise<string> {
  const answer = await with_('POST', 'blobs/uploads/')
  expect(answer.status).toBe(202)
  return answer.headers.get('location') ?? ''
}

async function read(digest: Digest, with_ = client) {
  const answer = await with_('GET', `blobs/${digest}`)
  return { status: answer.status, body: await answer.text() }
}

describe('an upload', () => {
  test('begins at nothing, with an address of the server’s own values', async () => {
    const answer = await client('POST', 'blobs/uploads/?x=%0d%0aSet-Cookie:a')
    const location = answer.headers.get('location')
    expect(location).toMatch(new RegExp(`^/v2/${name}/blobs/uploads/[0-9a-f-]{36}$`))
    expect(answer.headers.get('docker-upload-uuid')).toBe(location?.slice(-36))
    expect(answer.headers.get('range')).toBe('0-0')
  })

  test('by chunks becomes a blob that reads back', async () => {
    const location = await begin()
    const first = await client('PATCH', location, { body: 'hello ' })
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-5'])
    const second = await client('PATCH', location, { body: 'world', headers: [['Content-Range', '6-10']] })
    expect([second.status, second.headers.get('range')]).toEqual([202, '0-10'])
    const status = await client('GET', location)
    expect([status.status, status.headers.get('range')]).toEqual([204, '0-10'])
    const digest = sha256('hello world!')
    const put = await client('PUT', `${location}?digest=${digest}`, { body: '!' })
    expect([put.status, put.headers.get('location'), put.headers.get('docker-content-digest')]).toEqual([
      201,
      `/v2/${name}/blobs/${digest}`,
      digest,
    ])
    expect(await read(digest)).toEqual({ status: 200, body: 'hello world!' })
  })
})
