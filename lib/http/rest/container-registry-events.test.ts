import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { makeGroup, makeProject, sql } from '@/e2e/support/fixtures'

// What another registry, or somebody else, may send. Nobody listens at its address: what has to be looked up there has to
// be sent again.

const secret = 'only-for-tests-0123456789abcdef0123456789abcdef'
await vi.hoisted(async () => {
  const { claimPublicPort } = await import('@/e2e/support/claim-public-port')
  const port = await claimPublicPort()
  Object.assign(process.env, {
    LATCHKEY_REGISTRY: 'external',
    LATCHKEY_REGISTRY_URL: `http://127.0.0.1:${port}`,
    LATCHKEY_REGISTRY_NOTIFICATION_SECRET: 'only-for-tests-0123456789abcdef0123456789abcdef',
  })
})

const type = 'application/vnd.docker.distribution.events.v1+json'
const digest = `sha256:${createHash('sha256').update('a manifest').digest('hex')}`
let image: string

beforeAll(async () => {
  image = `${(await makeProject(await makeGroup())).fullPath}/app`
})

/** What Distribution 2.8 tells of a push, with these parts in place of its own. */
function pushOf(target: object = {}, event: object = {}) {
  return {
    id: 'd3f4a1b2',
    timestamp: '2026-11-21T12:00:00Z',
    action: 'push',
    target: {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      size: 10,
      digest,
      length: 10,
      repository: image,
      tag: 'v1',
      ...target,
    },
    request: { id: 'r', addr: '192.0.2.7', host: 'registry.example.com', method: 'PUT', useragent: 'skopeo' },
    actor: { name: 'somebody' },
    source: { addr: 'registry:5000', instanceID: 'i' },
    ...event,
  }
}

function notify(body: unknown, { authorization = secret, contentType = type } = {}) {
  return askApi('/container_registry_event/events', {
    method: 'POST',
    headers: [
      ['Authorization', authorization],
      ['Content-Type', contentType],
    ],
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

describe('only the registry may notify', () => {
  test.each([
    ['nothing', ''],
    ['another secret', secret.replace('only', 'once')],
    ['a part of the secret', secret.slice(0, -1)],
    ['more than the secret', `${secret}0`],
    ['the secret as a bearer token', `Bearer ${secret}`],
    ['hostile text', `${secret}\u00ff`],
  ])('who sends %s is refused, whatever they tell', async (_, authorization) => {
    for (const body of [{ events: [pushOf()] }, 'no JSON'])
      expect(await notify(body, { authorization })).toMatchObject({
        status: 401,
        body: { message: '401 Unauthorized' },
      })
  })

  test('without a header at all, too', async () => {
    const { status } = await askApi('/container_registry_event/events', { method: 'POST', json: {} })
    expect(status).toBe(401)
  })
})

describe('what is no notification is refused', () => {
  test.each([
    ['no JSON', 'events', 400],
    ['nothing', '', 400],
    ['a list', [], 400],
    ['null', null, 400],
    ['no events', {}, 400],
    ['events that are no list', { events: { 0: 'push' } }, 400],
    ['ten thousand events', { events: Array.from({ length: 10_000 }, () => ({ action: 'pull' })) }, 400],
    ['a list in a list, and so on', `{"events":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 200],
    ['a list without an end', '['.repeat(500_000), 400],
    ['more than a mebibyte', { events: ['a'.repeat(1024 * 1024)] }, 413],
  ])('%s', async (_, body, status) => {
    expect((await notify(body)).status).toBe(status)
  })

  test.each(['application/json', 'text/plain', `${type}; charset=utf-16`])(
    'nor as %s',
    async (contentType) => {
      expect((await notify({ events: [] }, { contentType })).status).toBe(415)
    },
  )
})

describe('what is about nothing of ours is passed over, and not sent again', () => {
  test.each([
    ['a pull', () => pushOf({}, { action: 'pull' })],
    ['a mount', () => pushOf({}, { action: 'mount' })],
    ['an act of another time', () => pushOf({}, { action: 'sign' })],
    ['a layer', () => pushOf({ mediaType: 'application/octet-stream' })],
    [
      'a manifest of schema 1',
      () => pushOf({ mediaType: 'application/vnd.docker.distribution.manifest.v1+json' }),
    ],
    ['an image of no project', () => pushOf({ repository: 'nobody/nothing' })],
    ['a name that no image has', () => pushOf({ repository: '../../etc' })],
    ['a name with a NUL', () => pushOf({ repository: `${image}\0` })],
    ['a name of a megabyte', () => pushOf({ repository: 'a/'.repeat(100_000) })],
    ['no name', () => pushOf({ repository: undefined })],
    ['a number for a name', () => pushOf({ repository: 5 })],
    ['a tag that is none', () => pushOf({ tag: "v1'; DROP TABLE container_tags; --" })],
    ['a digest that is none', () => pushOf({ digest: 'sha256:xyz' })],
    ['a digest of a megabyte', () => pushOf({ digest: `sha256:${'a'.repeat(500_000)}` })],
    ['a digest of another algorithm', () => pushOf({ digest: `md5:${'a'.repeat(32)}` })],
    ['no time', () => pushOf({}, { timestamp: undefined })],
    ['a time that is none', () => pushOf({}, { timestamp: 'yesterday' })],
    ['no target', () => pushOf({}, { target: undefined })],
    ['nothing', () => null],
    ['a word', () => 'push'],
  ])('%s', async (_, event) => {
    expect(await notify({ events: [event()] })).toMatchObject({ status: 200, body: undefined })
    expect(await rows()).toBe(0)
  })
})

describe('what cannot be looked up has to be sent again', () => {
  test.each([
    ['a push', () => pushOf()],
    ['a push by digest', () => pushOf({ tag: undefined })],
    ['a push of nobody', () => pushOf({}, { actor: {} })],
    ['a push of somebody without a printable name', () => pushOf({}, { actor: { name: 'a\0b' } })],
    ['a push behind events that mean nothing', () => pushOf()],
  ])('%s', async (_, event) => {
    expect(await notify({ events: [null, event()] })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '10' },
    })
    expect(await rows()).toBe(0)
  })
})

async function rows(): Promise<number> {
  const [{ count } = { count: -1 }] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM container_repositories`
  return count
}
