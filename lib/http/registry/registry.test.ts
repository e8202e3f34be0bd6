import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeToken,
  moveProject,
  password,
  sql,
} from '@/e2e/support/fixtures'
import { ask, basic } from '@/e2e/support/machine-request'
import { askRegistry, bearer, takeTicket } from '@/e2e/support/ticket-request'
import type { Group, Project } from '@/lib/domain/project'
import { registryEndpoints } from './registry'

const digest = `sha256:${'a'.repeat(64)}`
const realm = 'realm="http://localhost:3000/jwt/auth",service="container_registry"'
const unauthorized = { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] }

let group: Group
let project: Project
beforeAll(async () => {
  group = await makeGroup(undefined, { visibility: 'public' })
  project = await makeProject(group)
})

const all = (name: string) => `repository:${name}:pull,push,delete`
const ownerOf = async (place: Group | Project) => {
  const user = await makeMember(place, 'Owner')
  return { user, ...(await makePersonalToken(user)) }
}

/** An address of each endpoint of an image, as its clients write it. */
function addressOf(endpoint: string, name: string): string {
  const ends: Record<string, string> = {
    blob: `blobs/${digest}`,
    uploads: 'blobs/uploads/',
    upload: 'blobs/uploads/0193a5f0-0000-7000-8000-000000000000',
    manifest: 'manifests/latest',
    tags: 'tags/list',
    referrers: `referrers/${digest}`,
  }
  return endpoint === 'base'
    ? '/v2/'
    : endpoint === 'catalog'
      ? '/v2/_catalog'
      : `/v2/${name}/${ends[endpoint]}`
}

/** Every method of every endpoint, and what its challenge asks for. */
const requests = Object.entries(registryEndpoints).flatMap(([endpoint, methods]) =>
  Object.keys(methods).map((method) => [method, endpoint] as const),
)

describe('without a ticket', () => {
  test('C01: there is nothing but where to get one, and HEAD has no body', async () => {
    for (const target of ['/v2', '/v2/']) {
      const answer = await ask(target)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([401, unauthorized])
      expect(answer.headers).toMatchObject({
        'www-authenticate': `Bearer ${realm}`,
        'docker-distribution-api-version': 'registry/2.0',
        'x-content-type-options': 'nosniff',
        'content-type': 'application/json',
      })
      const head = await ask(target, { method: 'HEAD' })
      expect([head.status, head.body, head.headers['www-authenticate']]).toEqual([401, '', `Bearer ${realm}`])
    }
  })

  test.each(requests)(
    '%s of %s is refused alike for a project that is and one that is not',
    async (method, endpoint) => {
      const refusal = async (name: string) => {
        const { status, headers, body } = await ask(addressOf(endpoint, name), { method })
        return JSON.stringify({ status, headers, body }).replaceAll(name, ':name')
      }
      expect(await refusal(project.fullPath)).toBe(await refusal(`${group.fullPath}/is-not-there`))
    },
  )

  const pushes = 'pull,push'
  test.each([
    ['GET', 'blob', 'pull'],
    ['HEAD', 'blob', 'pull'],
    ['DELETE', 'blob', 'delete'],
    ['POST', 'uploads', pushes],
    ['GET', 'upload', pushes],
    ['PATCH', 'upload', pushes],
    ['PUT', 'upload', pushes],
    ['DELETE', 'upload', pushes],
    ['GET', 'manifest', 'pull'],
    ['HEAD', 'manifest', 'pull'],
    ['PUT', 'manifest', pushes],
    ['DELETE', 'manifest', 'delete'],
    ['GET', 'tags', 'pull'],
    ['GET', 'referrers', 'pull'],
  ])('%s of %s says that it takes %s', async (method, endpoint, actions) => {
    const answer = await ask(addressOf(endpoint, 'acme/app'), { method })
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      401,
      `Bearer ${realm},scope="repository:acme/app:${actions}"`,
    ])
  })

  test('a mount says that it takes both images, so that a client asks once', async () => {
    const challengeOf = async (query: string) =>
      (await ask(`/v2/acme/app/blobs/uploads/?${query}`, { method: 'POST' })).headers['www-authenticate']
    const own = `Bearer ${realm},scope="repository:acme/app:pull,push`
    expect(await challengeOf(`mount=${digest}&from=acme/base`)).toBe(`${own} repository:acme/base:pull"`)
    for (const from of ['', 'acme/app', 'Acme/x', 'a%22,realm=%22http://evil', '../x'])
      expect(await challengeOf(`mount=${digest}&from=${from}`)).toBe(`${own}"`)
  })

  test.each<[string, [string, string][]]>([
    ['Host', [['Host', 'evil.example']]],
    [
      'X-Forwarded-Host',
      [
        ['X-Forwarded-Host', 'evil.example'],
        ['X-Forwarded-Proto', 'gopher'],
      ],
    ],
    ['Forwarded', [['Forwarded', 'host=evil.example']]],
  ])('SV-060, C47: %s changes nothing of where to get one', async (_, headers) => {
    expect((await ask('/v2/', { headers })).headers['www-authenticate']).toBe(`Bearer ${realm}`)
    const absolute = await ask('http://evil.example/v2/', { headers })
    expect(absolute.headers['www-authenticate'] ?? '').not.toContain('evil')
  })
})

describe('what is no ticket', () => {
  const text = (header: string): [string, string][] => [['Authorization', header]]

  test.each<[string, string]>([
    ['A01 nothing', ''],
    ['A01 the scheme alone', 'Bearer'],
    ['A01 the scheme and a space', 'Bearer '],
    ['A08 another scheme', 'Token x'],
    ['A08 Digest', 'Digest username="x"'],
    ['A08 Negotiate', 'Negotiate x'],
    ['A09 what cannot be decoded', 'Bearer %E0%A4%A'],
    ['A09 two words', 'Bearer a b'],
    ['A04 a megabyte', `Bearer ${'x'.repeat(1_000_000)}`],
    ['a word', 'Bearer x'],
    ['three words', 'Bearer a.b.c'],
    ['A31 something else that is signed', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x'],
  ])('%s', async (_, header) => {
    for (const target of ['/v2/', `/v2/${project.fullPath}/tags/list`]) {
      const answer = await ask(target, { headers: text(header) })
      expect([answer.status, JSON.parse(answer.body)]).toEqual([401, unauthorized])
      expect(answer.headers['www-authenticate']).toMatch(/,error="invalid_token"$/)
    }
  })

  test('A30: a token of ours is none, as Bearer or as Basic, nor is a password', async () => {
    const { user, secret, credentials } = await ownerOf(project)
    const deploy = await makeToken(project, { scopes: ['read_registry'] })
    const headers = [
      bearer(secret),
      bearer(deploy.secret),
      basic(credentials),
      basic(deploy.credentials),
      basic({ username: user.username, password }),
    ]
    for (const header of headers) {
      const answer = await ask('/v2/', { headers: [header] })
      expect([answer.status, answer.headers['www-authenticate']]).toEqual([
        401,
        `Bearer ${realm},error="invalid_token"`,
      ])
    }
    expect((await ask('/v2/', { headers: [['PRIVATE-TOKEN', secret]] })).status).toBe(401)
    expect((await ask(`/v2/?access_token=${secret}`)).status).toBe(401)
  })

  test('A05: two headers are refused', async () => {
    const ticket = await takeTicket((await ownerOf(project)).credentials)
    expect((await ask('/v2/', { headers: [bearer(ticket), bearer(ticket)] })).status).toBe(400)
  })

  test('A30: a ticket opens nothing but the registry', async () => {
    const { credentials } = await ownerOf(project)
    const ticket = await takeTicket(credentials, all(project.fullPath))
    for (const target of [
      '/api/v4/user',
      `/${project.fullPath}.git/info/refs?service=git-upload-pack`,
      '/jwt/auth?service=container_registry',
    ])
      expect((await askRegistry(ticket, target)).status).toBe(401)
  })
})

describe('a ticket', () => {
  test('opens /v2/, in any case of its scheme', async () => {
    const ticket = await takeTicket((await makeToken(project, { scopes: ['read_registry'] })).credentials)
    for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
      const answer = await ask('/v2/', { headers: [['Authorization', `${scheme} ${ticket}`]] })
      expect([answer.status, answer.body]).toEqual([200, '{}'])
      expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0')
    }
    const head = await askRegistry(ticket, '/v2/', { method: 'HEAD' })
    expect([head.status, head.body]).toEqual([200, ''])
  })

  test.each(requests.filter(([, endpoint]) => !['base', 'catalog'].includes(endpoint)))(
    'C08, C39: that does not open the image is too little for %s of %s',
    async (method, endpoint) => {
      const { credentials } = await ownerOf(group)
      const other = await makeProject(group)
      const tickets = [
        await takeTicket(credentials),
        await takeTicket(credentials, all(other.fullPath)),
        await takeTicket(credentials, all(`${project.fullPath}/below`)),
      ]
      for (const ticket of tickets) {
        const answer = await askRegistry(ticket, addressOf(endpoint, project.fullPath), { method })
        expect(answer.status).toBe(401)
        expect(answer.headers['www-authenticate']).toMatch(
          new RegExp(`,scope="repository:${project.fullPath}:[a-z,]+",error="insufficient_scope"$`),
        )
      }
    },
  )

  test('for pulling does not push, for pushing does not delete', async () => {
    const { credentials } = await ownerOf(project)
    const name = project.fullPath
    const pull = await takeTicket(credentials, `repository:${name}:pull`)
    const push = await takeTicket(credentials, `repository:${name}:push`)
    const statusOf = async (ticket: string, method: string, endpoint: string) =>
      (await askRegistry(ticket, addressOf(endpoint, name), { method })).status
    expect(await statusOf(pull, 'POST', 'uploads')).toBe(401)
    expect(await statusOf(pull, 'PUT', 'manifest')).toBe(401)
    expect(await statusOf(push, 'GET', 'manifest')).toBe(401)
    expect(await statusOf(push, 'DELETE', 'manifest')).toBe(401)
    expect(await statusOf(push, 'DELETE', 'blob')).toBe(401)
  })
})

describe('what is over after the ticket was given', () => {
  const invalid = `Bearer ${realm},error="invalid_token"`

  test.each<[string, string]>([
    ['revoked', 'revoked_at = now()'],
    ['expired', 'expires_at = now()'],
  ])('C44: a deploy token that was %s', async (_, change) => {
    const { credentials, token } = await makeToken(project, { scopes: ['read_registry'] })
    const ticket = await takeTicket(credentials, all(project.fullPath))
    expect((await askRegistry(ticket, '/v2/')).status).toBe(200)
    expect((await askRegistry(ticket, addressOf('tags', project.fullPath))).status).not.toBe(401)
    await sql`UPDATE deploy_tokens SET revoked_at = CASE WHEN ${change.startsWith('revoked')} THEN now() END,
      expires_at = CASE WHEN ${change.startsWith('expires')} THEN now() END WHERE id = ${token.id}`
    const base = await askRegistry(ticket, '/v2/')
    expect([base.status, base.headers['www-authenticate']]).toEqual([401, invalid])
    const tags = await askRegistry(ticket, addressOf('tags', project.fullPath))
    expect([tags.status, JSON.parse(tags.body)]).toEqual([401, unauthorized])
  })

  test('C44: a deploy token that is not there any more', async () => {
    const { credentials, token } = await makeToken(project, { scopes: ['read_registry'] })
    const ticket = await takeTicket(credentials, all(project.fullPath))
    await sql`DELETE FROM deploy_tokens WHERE id = ${token.id}`
    for (const target of ['/v2/', addressOf('tags', project.fullPath)]) {
      const answer = await askRegistry(ticket, target)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([401, unauthorized])
      expect(answer.headers['www-authenticate']).toMatch(/,error="invalid_token"$/)
    }
  })

  test.each(['revoked', 'expired', 'blocked', 'made to choose another password', 'deleted'])(
    'C44: a personal access token whose user or itself was %s',
    async (what) => {
      const { user, token, credentials } = await ownerOf(project)
      const ticket = await takeTicket(credentials, all(project.fullPath))
      expect((await askRegistry(ticket, '/v2/')).status).toBe(200)
      if (what === 'revoked')
        await sql`UPDATE personal_access_tokens SET revoked_at = now() WHERE id = ${token.id}`
      if (what === 'expired')
        await sql`UPDATE personal_access_tokens SET expires_at = now() WHERE id = ${token.id}`
      if (what === 'blocked') await sql`UPDATE users SET blocked_at = now() WHERE id = ${user.id}`
      if (what.startsWith('made'))
        await sql`UPDATE users SET must_change_password = true WHERE id = ${user.id}`
      if (what === 'deleted') await sql`DELETE FROM users WHERE id = ${user.id}`
      for (const target of ['/v2/', addressOf('tags', project.fullPath)])
        expect((await askRegistry(ticket, target)).status).toBe(401)
    },
  )
})

describe('C45, C46: what changes while a ticket lives', () => {
  const content = 'layer'
  const layer = `sha256:${createHash('sha256').update(content).digest('hex')}`
  const change: Record<string, (place: Project, userId: number) => Promise<unknown>> = {
    'the role is lowered': (_, userId) =>
      sql`UPDATE memberships SET access_level = 10 WHERE user_id = ${userId}`,
    'the membership is over': (_, userId) =>
      sql`UPDATE memberships SET expires_at = now() WHERE user_id = ${userId}`,
    'the project goes elsewhere': async (place) => moveProject(place, await makeGroup()),
    'the project is deleted': ({ id }) => sql`DELETE FROM projects WHERE id = ${id}`,
    'the project has no registry any more': ({ id }) =>
      sql`UPDATE projects SET disabled_features = '{container_registry}' WHERE id = ${id}`,
    'a group above has none': ({ traversalIds }) =>
      sql`UPDATE groups SET disabled_features = '{container_registry}' WHERE id = ANY (${[...traversalIds]})`,
    'the instance has none': async () => {
      onTestFinished(async () => void (await sql`DELETE FROM settings WHERE key = 'disabled_features'`))
      await sql`INSERT INTO settings (key, value) VALUES ('disabled_features', '["container_registry"]')`
    },
  }

  /** A project with a blob, whose Developer has a ticket for it. */
  async function makePulled() {
    const place = await makeProject(await makeGroup())
    const user = await makeMember(place, 'Developer')
    const { credentials } = await makePersonalToken(user)
    const ticket = await takeTicket(credentials, all(place.fullPath))
    const askFor = (method: string, below: string, body?: string) =>
      askRegistry(ticket, `/v2/${place.fullPath}/${below}`, { method, body })
    expect((await askFor('POST', `blobs/uploads/?digest=${layer}`, content)).status).toBe(201)
    expect(await askFor('GET', `blobs/${layer}`)).toMatchObject({ status: 200, body: content })
    return { place, user, ticket, askFor }
  }

  test.each(Object.keys(change))('%s: the next request is refused, and says no more', async (what) => {
    const { place, user, ticket, askFor } = await makePulled()
    await change[what]?.(place, user.id)
    for (const [method, below, actions] of [
      ['GET', `blobs/${layer}`, 'pull'],
      ['GET', 'tags/list', 'pull'],
      ['POST', 'blobs/uploads/', 'pull,push'],
    ] as const) {
      const answer = await askFor(method, below)
      expect([answer.status, JSON.parse(answer.body)]).toEqual([401, unauthorized])
      expect(answer.headers['www-authenticate']).toBe(
        `Bearer ${realm},scope="repository:${place.fullPath}:${actions}",error="insufficient_scope"`,
      )
    }
    // it is still who it was
    expect((await askRegistry(ticket, '/v2/')).status).toBe(200)
  })

  test('the project is archived: it is pulled from, and not pushed to', async () => {
    const { place, askFor } = await makePulled()
    await sql`UPDATE projects SET archived_at = now() WHERE id = ${place.id}`
    expect((await askFor('GET', `blobs/${layer}`)).status).toBe(200)
    expect((await askFor('POST', 'blobs/uploads/')).status).toBe(401)
  })

  test('the project is not public any more: nobody’s ticket is worth nothing', async () => {
    const { place } = await makePulled()
    await sql`UPDATE projects SET visibility = 'public' WHERE id = ${place.id}`
    await sql`UPDATE groups SET visibility = 'public' WHERE id = ANY (${[...place.traversalIds]})`
    const ticket = await takeTicket(undefined, all(place.fullPath))
    const target = `/v2/${place.fullPath}/blobs/${layer}`
    expect((await askRegistry(ticket, target)).status).toBe(200)
    await sql`UPDATE projects SET visibility = 'private' WHERE id = ${place.id}`
    expect((await askRegistry(ticket, target)).status).toBe(401)
  })

  test('a blob is not mounted from where its bearer may not pull any more', async () => {
    const { place, user } = await makePulled()
    const target = await makeProject(group)
    await addMember(user, target, 'Developer')
    const { credentials } = await makePersonalToken(user)
    const ticket = await takeTicket(credentials, all(target.fullPath), all(place.fullPath))
    const mount = async () => {
      const query = `mount=${layer}&from=${place.fullPath}`
      return (await askRegistry(ticket, `/v2/${target.fullPath}/blobs/uploads/?${query}`, { method: 'POST' }))
        .status
    }
    expect(await mount()).toBe(201)
    await sql`DELETE FROM memberships WHERE user_id = ${user.id} AND project_id = ${place.id}`
    expect(await mount()).toBe(202)
  })

  test('a blob is mounted where the ticket opens both images, and not on the bearer’s rights alone', async () => {
    const { place, user } = await makePulled()
    const { credentials } = await makePersonalToken(user)
    const target = `${place.fullPath}/copy`
    const mount = async (...names: string[]) => {
      const ticket = await takeTicket(credentials, ...names.map(all))
      const query = `mount=${layer}&from=${place.fullPath}`
      return (await askRegistry(ticket, `/v2/${target}/blobs/uploads/?${query}`, { method: 'POST' })).status
    }
    expect(await mount(target)).toBe(202)
    expect(await mount(target, place.fullPath)).toBe(201)
  })
})

describe('what is no endpoint', () => {
  test.each(['/v2/x', '/v2/_catalog/x', '/v2//', '/v2/a/b', '/v2//manifests/x'])(
    'Q32: %s is not there, for anybody',
    async (target) => {
      const ticket = await takeTicket((await makeToken(project, { scopes: ['read_registry'] })).credentials)
      for (const answer of [await ask(target), await askRegistry(ticket, target)])
        expect([answer.status, JSON.parse(answer.body)]).toEqual([
          404,
          { errors: [{ code: 'NAME_UNKNOWN', message: 'repository name not known to registry' }] },
        ])
    },
  )

  test.each([
    '/v2/./x/manifests/y',
    '/v2/A/manifests/x',
    '/v2/../x/tags/list',
    `/v2/a/%2e%2e/blobs/${digest}`,
  ])('C05: %s has a name that no image has', async (target) => {
    const answer = await ask(target)
    expect([answer.status, JSON.parse(answer.body).errors[0].code]).toEqual([400, 'NAME_INVALID'])
  })

  test('C42: a digest that is none, and what cannot be decoded', async () => {
    for (const target of ['/v2/a/b/referrers/sha256:x', '/v2/a/b/blobs/x'])
      expect([(await ask(target)).status, JSON.parse((await ask(target)).body).errors[0].code]).toEqual([
        400,
        'DIGEST_INVALID',
      ])
    expect((await ask('/v2/a/b/manifests/%zz')).status).toBe(400)
  })

  test.each([
    ['base', 'POST', 'GET, HEAD'],
    ['catalog', 'DELETE', 'GET'],
    ['blob', 'PUT', 'GET, HEAD, DELETE'],
    ['uploads', 'GET', 'POST'],
    ['upload', 'POST', 'GET, PATCH, PUT, DELETE'],
    ['manifest', 'PATCH', 'GET, HEAD, PUT, DELETE'],
    ['tags', 'PUT', 'GET'],
    ['referrers', 'OPTIONS', 'GET'],
  ])('%s has no %s, and says what it has', async (endpoint, method, allow) => {
    const answer = await ask(addressOf(endpoint, 'acme/app'), { method })
    expect([answer.status, answer.headers.allow]).toEqual([405, allow])
    expect(JSON.parse(answer.body).errors[0].code).toBe('UNSUPPORTED')
    expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0')
  })
})
