import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  sql,
} from '@/e2e/support/fixtures'
import { openMachineServer } from '@/e2e/support/machine-server'
import {
  bearer,
  codeOf,
  type ImageClient,
  imageClient,
  makeTokenActor,
  pushed,
  sha256,
} from '@/e2e/support/registry-request'
import type { DeployTokenActor, UserActor } from '@/lib/domain/actor'
import type { Digest } from '@/lib/domain/digest'
import type { Group, Project } from '@/lib/domain/project'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'

let group: Group
let project: Project
let name: string
let pusher: DeployTokenActor
let client: ImageClient

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  name = `${project.fullPath}/app`
  pusher = await makeTokenActor(project)
  client = imageClient(name, await bearer(pusher, name))
})

async function begin(sender = client): Promise<string> {
  const answer = await sender('POST', 'blobs/uploads/')
  expect(answer.status).toBe(202)
  return answer.headers.get('location') ?? ''
}

/** How much of an upload is there, as its status tells. */
async function progress(location: string, sender = client): Promise<string | number | null> {
  const answer = await sender('GET', location)
  return answer.status === 204 ? answer.headers.get('range') : answer.status
}

async function read(digest: Digest, reader = client): Promise<string | number> {
  const answer = await reader('GET', `blobs/${digest}`)
  return answer.status === 200 ? answer.text() : answer.status
}

/** A body that begins with this, and goes on when it is told to. */
function openBody(start: string) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const begun = writer.write(Buffer.from(start))
  return { body: readable, begun, writer }
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
    expect(await progress(location)).toBe('0-10')
    const digest = sha256('hello world!')
    const put = await client('PUT', `${location}?digest=${digest}`, { body: '!' })
    expect([put.status, put.headers.get('location'), put.headers.get('docker-content-digest')]).toEqual([
      201,
      `/v2/${name}/blobs/${digest}`,
      digest,
    ])
    expect(await read(digest)).toBe('hello world!')
  })
  test.each([
    ['overlaps', '3-8', 'worlds'],
    ['leaves a gap', '9-10', 'xx'],
    ['is reversed', '10-6', 'xx'],
    ['is open', '6-', 'xx'],
    ['has a unit', 'bytes 6-7', 'xx'],
    ['is beyond every number', '9223372036854775808-9223372036854775809', 'xx'],
    ['promises more than comes', '6-20', 'xx'],
    ['promises less than comes', '6-6', 'xx'],
  ])('whose next range %s is told where it stands, and goes on', async (_, range, body) => {
    const location = await begin()
    await client('PATCH', location, { body: 'hello ' })
    const refused = await client('PATCH', location, {
      body,
      headers: [
        ['Content-Range', range],
        ['Content-Length', String(body.length)],
      ],
    })
    expect(refused.status).toBe(416)
    expect([refused.headers.get('range'), refused.headers.get('location')]).toEqual(['0-5', location])
    const digest = sha256('hello world')
    const last = await client('PUT', `${location}?digest=${digest}`, {
      body: 'world',
      headers: [['Content-Range', '6-10']],
    })
    expect(last.status).toBe(201)
    expect(await read(digest)).toBe('hello world')
  })

  test('takes one request at a time: the other gets 416, and no byte of it is there', async () => {
    const location = await begin()
    const { body, begun, writer } = openBody('one')
    const first = client('PATCH', location, { body })
    await begun
    const second = await client('PATCH', location, { body: 'two' })
    expect([second.status, await codeOf(second)]).toEqual([416, 'RANGE_INVALID'])
    expect((await client('DELETE', location)).status).toBe(416)
    await writer.close()
    expect((await first).headers.get('range')).toBe('0-2')
    const digest = sha256('one')
    expect((await client('PUT', `${location}?digest=${digest}`)).status).toBe(201)
  })

  test('of ten at once has one winner each time, and the bytes of the winners', async () => {
    const location = await begin()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => client('PATCH', location, { body: String(index).repeat(5) })),
    )
    const won = answers.filter(({ status }) => status === 202).length
    expect(won).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 416)).toHaveLength(10 - won)
    expect(await progress(location)).toBe(`0-${won * 5 - 1}`)
  })

  test('keeps what arrived when its client leaves in the middle', async () => {
    const location = await begin()
    const { body, begun, writer } = openBody('hello')
    const broken = client('PATCH', location, { body })
    await begun
    await writer.abort(new Error('gone'))
    expect((await broken).status).toBe(400)
    expect(await progress(location)).toBe('0-4')
    const digest = sha256('hello!')
    expect((await client('PUT', `${location}?digest=${digest}`, { body: '!' })).status).toBe(201)
  })

  test.each([
    '',
    'sha256:xyz',
    `sha256:${'a'.repeat(63)}`,
    `md5:${'a'.repeat(32)}`,
    `sha256:${'A'.repeat(64)}`,
  ])('is not finished with the digest "%s", and stays', async (digest) => {
    const location = await begin()
    const answer = await client('PUT', `${location}?digest=${digest}`, { body: 'x' })
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID'])
    expect(await progress(location)).toBe('0-0')
  })

  test('is not finished without a digest, or with two', async () => {
    const location = await begin()
    const two = `?digest=${sha256('x')}&digest=${sha256('y')}`
    for (const query of ['', two]) {
      const answer = await client('PUT', location + query, { body: 'x' })
      expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID'])
    }
  })

  test('with other bytes than its digest is thrown away, and nothing can be read', async () => {
    const location = await begin()
    const digest = sha256(randomUUID())
    const answer = await client('PUT', `${location}?digest=${digest}`, { body: 'other' })
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID'])
    expect(await progress(location)).toBe(404)
    expect(await read(digest)).toBe(404)
  })

  test('is finished once', async () => {
    const location = await begin()
    const digest = sha256('once')
    expect((await client('PUT', `${location}?digest=${digest}`, { body: 'once' })).status).toBe(201)
    const again = await client('PUT', `${location}?digest=${digest}`, { body: 'once' })
    expect([again.status, await codeOf(again)]).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
  })

  test.each(['in one', 'by chunks'])('of sha512 is verified, %s', async (how) => {
    const content = randomUUID()
    const digest: Digest = `sha512:${createHash('sha512').update(content).digest('hex')}`
    const location = await begin()
    if (how === 'by chunks') await client('PATCH', location, { body: content })
    const rest = how === 'in one' ? content : ''
    expect((await client('PUT', `${location}?digest=${digest}`, { body: rest })).status).toBe(201)
    expect(await read(digest)).toBe(content)
    const other = await client('POST', `blobs/uploads/?digest=${digest}`, { body: 'other' })
    expect(other.status).toBe(400)
  })

  test('of nothing is a blob of nothing', async () => {
    const digest = sha256('')
    expect((await client('PUT', `${await begin()}?digest=${digest}`)).status).toBe(201)
    expect(await read(digest)).toBe('')
  })

  test('is ended by DELETE', async () => {
    const location = await begin()
    await client('PATCH', location, { body: 'x' })
    expect((await client('DELETE', location)).status).toBe(204)
    expect(await progress(location)).toBe(404)
  })

  test('of more than 10 GiB is refused before a byte of it is read', async () => {
    const location = await begin()
    const announced = await client('PATCH', location, {
      body: 'x',
      headers: [['Content-Length', String(10 * 1024 ** 3 + 1)]],
    })
    expect([announced.status, await codeOf(announced)]).toEqual([413, 'SIZE_INVALID'])
    expect(await progress(location)).toBe('0-0')
    const range = await client('PATCH', location, {
      body: 'x',
      headers: [['Content-Range', `0-${10 * 1024 ** 3}`]],
    })
    expect(range.status).toBe(413)
  })
})

describe('a blob in one request', () => {
  test('is there at once', async () => {
    const content = randomUUID()
    const digest = sha256(content)
    const answer = await client('POST', `blobs/uploads/?digest=${digest}`, { body: content })
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/v2/${name}/blobs/${digest}`])
    expect(await read(digest)).toBe(content)
  })

  test('with other bytes than its digest is none', async () => {
    const digest = sha256(randomUUID())
    const answer = await client('POST', `blobs/uploads/?digest=${digest}`, { body: 'other' })
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID'])
    expect(await read(digest)).toBe(404)
  })
})

describe('an upload is nobody else’s', () => {
  test.each(['GET', 'PATCH', 'PUT', 'DELETE'])('by %s', async (method) => {
    const location = await begin()
    await client('PATCH', location, { body: 'mine' })
    const other = await makeTokenActor(project)
    const asOther = imageClient(name, await bearer(other, name))
    const otherName = `${project.fullPath}/other`
    const toOther = imageClient(otherName, await bearer(pusher, otherName))
    const query = method === 'PUT' ? `?digest=${sha256('mine')}` : ''
    const request = method === 'PATCH' ? { body: 'theirs' } : {}
    const answers = [
      await asOther(method, location + query, request),
      await toOther(method, location.replace(name, otherName) + query, request),
    ]
    for (const answer of answers) expect(answer.status).toBe(404)
    expect(await progress(location)).toBe('0-3')
  })

  test.each(['x', '..', '%2e%2e%2f%2e%2e', randomUUID(), randomUUID().toUpperCase()])(
    'and the id %s is none',
    async (id) => {
      for (const method of ['PATCH', 'PUT', 'GET', 'DELETE']) {
        const query = `?digest=${sha256('x')}`
        const request = method === 'GET' || method === 'DELETE' ? {} : { body: 'x' }
        const answer = await client(method, `blobs/uploads/${id}${query}`, request)
        expect([answer.status, await codeOf(answer)]).toEqual([404, 'BLOB_UPLOAD_UNKNOWN'])
      }
    },
  )

  test('not even in capitals', async () => {
    const location = await begin()
    const id = location.slice(-36)
    expect((await client('GET', location.replace(id, id.toUpperCase()))).status).toBe(404)
  })
})

describe('mounting', () => {
  async function mount(digest: string, from: string | undefined, sender = client) {
    const query = new URLSearchParams({ mount: digest, ...(from !== undefined && { from }) })
    const answer = await sender('POST', `blobs/uploads/?${query}`)
    const headers = [...answer.headers.keys()].sort()
    return { status: answer.status, headers, body: await answer.text() }
  }

  test('links a blob of an image that the actor may pull', async () => {
    const from = `${project.fullPath}/source`
    const content = randomUUID()
    const digest = await pushed(imageClient(from, await bearer(pusher, from)), content)
    expect(await read(digest)).toBe(404)
    const sender = imageClient(name, await bearer(pusher, [name, from]))
    expect((await mount(digest, from, sender)).status).toBe(201)
    expect(await read(digest)).toBe(content)
  })

  test('in every other case begins the same upload, and links nothing', async () => {
    const foreign = await makeProject(await makeGroup())
    const from = `${foreign.fullPath}/secret`
    const there = imageClient(from, await bearer(await makeTokenActor(foreign), from))
    const digest = await pushed(there, randomUUID())
    const plain = await mount('', undefined)
    expect(plain.status).toBe(202)
    const unknown = sha256(randomUUID())
    for (const [what, source] of [
      [digest, from],
      [unknown, from],
      [digest, `${foreign.fullPath}/nothing`],
      [digest, 'no/such/project'],
      [digest, name],
      [digest, undefined],
      [digest, '../x'],
      ['sha256:x', from],
    ] as const)
      expect(await mount(what, source)).toEqual(plain)
    expect(await read(digest)).toBe(404)
  })
})

describe('whoever may not push', () => {
  test('begins no upload', async () => {
    const reader = await makeTokenActor(project, ['read_registry'])
    const stranger = await makeTokenActor(await makeProject(group))
    for (const actor of [reader, stranger]) {
      const answer = await imageClient(name, await bearer(actor, name))('POST', 'blobs/uploads/')
      expect([answer.status, await codeOf(answer)]).toEqual([401, 'UNAUTHORIZED'])
    }
  })

  test('any more, since the token was revoked, adds nothing, and what ran is not linked', async () => {
    const actor = await makeTokenActor(project)
    const sender = imageClient(name, await bearer(actor, name))
    const location = await begin(sender)
    const content = randomUUID()
    const { body, begun, writer } = openBody(content)
    const running = sender('PUT', `${location}?digest=${sha256(content)}`, { body })
    await begun
    const revocation = { holder: project, tokenId: actor.id, address: '192.0.2.1' }
    await revokeDeployToken(await administrator(), revocation)
    expect((await sender('PATCH', location, { body: 'x' })).status).toBe(401)
    await writer.close()
    expect((await running).status).toBe(401)
    expect(await read(sha256(content))).toBe(404)
  })

  test('any more, since the role was lowered, is refused whatever the ticket says', async () => {
    const user = await makeMember(project, 'Developer')
    const actor: UserActor = { ...user, token: { ...(await makePersonalToken(user)).token } }
    const sender = imageClient(name, await bearer(actor, name))
    const location = await begin(sender)
    await sql`UPDATE memberships SET access_level = 20 WHERE user_id = ${user.id}`
    expect((await sender('PATCH', location, { body: 'x' })).status).toBe(401)
    expect((await sender('POST', 'blobs/uploads/')).status).toBe(401)
  })

  test('as the registry was switched off, is refused too', async () => {
    const own = await makeProject(group)
    const sender = imageClient(own.fullPath, await bearer(await makeTokenActor(own), own.fullPath))
    const digest = await pushed(sender, 'x')
    await sql`UPDATE projects SET disabled_features = '{container_registry}' WHERE id = ${own.id}`
    expect((await sender('POST', 'blobs/uploads/')).status).toBe(401)
    expect(await read(digest, sender)).toBe(401)
  })
})

describe('over a real connection, a client that waits to be asked for its body', () => {
  async function offer(headers: Record<string, string>, bytes: number) {
    const server = await openMachineServer()
    try {
      const request = http.request(`http://${server.host}${await begin()}`, {
        method: 'PATCH',
        headers: { ...headers, Expect: '100-continue', 'Content-Length': String(bytes) },
      })
      let isAsked = false
      request.on('continue', () => {
        isAsked = true
        request.end('x'.repeat(bytes))
      })
      request.flushHeaders()
      const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
      answer.resume()
      request.destroy()
      return { status: answer.statusCode, isAsked }
    } finally {
      await server.close()
    }
  }

  test('is asked once it is let in, and not for more than a blob may have', async () => {
    const headers = Object.fromEntries([await bearer(pusher, name)])
    expect(await offer(headers, 5)).toEqual({ status: 202, isAsked: true })
    expect(await offer(headers, 10 * 1024 ** 3 + 1)).toEqual({ status: 413, isAsked: false })
    expect(await offer({}, 5)).toEqual({ status: 401, isAsked: false })
  })
})
