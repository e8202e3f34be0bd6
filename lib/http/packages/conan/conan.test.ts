import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { packageUploads, recipeUploads } from '@/e2e/support/conan-recipe'
import {
  administrator,
  makeMember,
  makePersonalToken,
  makeToken,
  planOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { basic, type MachineRequest, send } from '@/e2e/support/machine-request'
import { makePackageProject } from '@/e2e/support/package-bearers'
import { bearer, makeTokenActor } from '@/e2e/support/registry-request'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'

type Header = [string, string]

let place: Awaited<ReturnType<typeof makePackageProject>>
let base: string
let writer: Header

beforeAll(async () => {
  place = await makePackageProject()
  base = `/api/v4/projects/${place.project.id}/packages/conan`
  writer = ['Deploy-Token', place.writer.secret]
})

const as = (secret: string | undefined): Header[] => (secret ? [['Deploy-Token', secret]] : [])
const referenceOf = (name: string) => `/v2/conans/${name}/1.0/_/_`

function call(target: string, request: MachineRequest = {}, headers: Header[] = [writer]) {
  return send(base + target, { ...request, headers: [...headers, ...(request.headers ?? [])] })
}

const put = (target: string, body: BodyInit, ...headers: Header[]) =>
  call(target, { method: 'PUT', body, headers })

/** Publishes a recipe, as Conan does. */
async function publish(name: string, text?: string) {
  const made = recipeUploads(text)
  for (const { path, body } of made.uploads) {
    const answer = await put(referenceOf(name) + path, body)
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status}`)
  }
  return made
}

async function publishPackage(name: string, recipeRevision: string, info?: string, archive?: string) {
  const made = packageUploads(recipeRevision, info, archive)
  for (const { path, body } of made.uploads) await put(referenceOf(name) + path, body)
  return made
}

async function jsonOf(target: string) {
  const answer = await call(target)
  if (answer.status !== 200) throw new Error(`${target}: ${answer.status}`)
  expect(answer.headers.get('content-type')).toBe('application/json')
  return answer.json()
}

describe('a recipe', () => {
  test('is there from its manifest on, and not before', async () => {
    const name = unique('whole')
    const { uploads, revision, at } = recipeUploads()
    const [own, manifest] = uploads
    const address = referenceOf(name)
    const readings = [
      `${address}/latest`,
      `${address}/revisions`,
      `${address}/search`,
      `${address}/revisions/${revision}/search`,
      address + at,
      `${address}${own?.path}`,
    ]
    const statuses = async () => Promise.all(readings.map(async (one) => (await call(one)).status))
    expect((await put(`${address}${own?.path}`, own?.body ?? '')).status).toBe(201)
    expect(await statuses()).toEqual(readings.map(() => 404))
    expect(await jsonOf(`/v2/conans/search?q=${name}`)).toEqual({ results: [] })
    expect((await put(`${address}${manifest?.path}`, manifest?.body ?? '')).status).toBe(201)
    expect(await statuses()).toEqual(readings.map(() => 200))
    expect(await jsonOf(`${address}/latest`)).toEqual({
      revision,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
    })
    expect(await jsonOf(address + at)).toEqual({ files: { 'conanfile.py': {}, 'conanmanifest.txt': {} } })
    expect(await jsonOf(`/v2/conans/search?q=${name}`)).toEqual({ results: [`${name}/1.0`] })
  })

  test('never changes once it is published; the same again is no error', async () => {
    const name = unique('fixed')
    const { uploads, at, revision } = await publish(name)
    for (const { path, body } of uploads) expect((await put(referenceOf(name) + path, body)).status).toBe(200)
    const answers = [
      await put(`${referenceOf(name)}${at}/conanfile.py`, 'other'),
      await put(`${referenceOf(name)}${at}/conan_sources.tgz`, 'more'),
      await put(`${referenceOf(name)}${at}/conanmanifest.txt`, '1\n'),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409])
    expect(await (await call(`${referenceOf(name)}${at}/conanfile.py`)).text()).toBe(
      'from conan import ConanFile\n',
    )
    expect((await jsonOf(`${referenceOf(name)}/latest`)).revision).toBe(revision)
  })

  test('whose upload broke off is uploaded again from elsewhere, where archives have other bytes', async () => {
    const name = unique('broken')
    const { uploads, at } = recipeUploads()
    const address = referenceOf(name)
    expect((await put(`${address}${at}/conan_export.tgz`, 'one')).status).toBe(201)
    expect((await put(`${address}${at}/conan_export.tgz`, 'two')).status).toBe(201)
    for (const { path, body } of uploads) expect((await put(address + path, body)).status).toBe(201)
    expect(await (await call(`${address}${at}/conan_export.tgz`)).text()).toBe('two')
  })

  test('has its latest revision first', async () => {
    const name = unique('two')
    const first = await publish(name, 'one')
    const second = await publish(name, 'two')
    const { revisions } = await jsonOf(`${referenceOf(name)}/revisions`)
    expect(revisions.map(({ revision }: { revision: string }) => revision)).toEqual([
      second.revision,
      first.revision,
    ])
    expect((await jsonOf(`${referenceOf(name)}/latest`)).revision).toBe(second.revision)
  })

  test('of twenty who publish one revision at once none does harm, and there is one', async () => {
    const name = unique('race')
    const { uploads, revision } = recipeUploads()
    for (const { path, body } of uploads) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => put(referenceOf(name) + path, body)))
      expect(new Set(answers.map(({ status }) => status))).toEqual(
        new Set(path.endsWith('.txt') ? [200, 201] : [201]),
      )
    }
    const { revisions } = await jsonOf(`${referenceOf(name)}/revisions`)
    expect(revisions).toEqual([{ revision, time: expect.anything() }])
    expect(
      await sql`SELECT FROM package_files f JOIN package_versions v ON v.id = f.version_id
      JOIN packages k ON k.id = v.package_id WHERE k.name = ${name}`,
    ).toHaveLength(2)
  })
})

describe('a package', () => {
  test('is listed by its conaninfo.txt, as its latest revision is, and comes back as it was', async () => {
    const name = unique('built')
    const { revision } = await publish(name)
    await publishPackage(name, revision, '[settings]\nos=Windows\n')
    const made = await publishPackage(name, revision, '[settings]\nos=Linux\n', 'again')
    const { packageId } = made
    const address = `${referenceOf(name)}/revisions/${revision}/packages/${packageId}`
    const listed = { [packageId]: { content: '[settings]\nos=Linux\n' } }
    expect(await jsonOf(`${referenceOf(name)}/search`)).toEqual(listed)
    expect(await jsonOf(`${referenceOf(name)}/revisions/${revision}/search?list_only=True`)).toEqual(listed)
    expect((await jsonOf(`${address}/latest`)).revision).toBe(made.revision)
    expect((await jsonOf(`${address}/revisions`)).revisions).toHaveLength(2)
    expect(Object.keys((await jsonOf(referenceOf(name) + made.at)).files).sort()).toEqual([
      'conan_package.tgz',
      'conaninfo.txt',
      'conanmanifest.txt',
    ])
    expect(await (await call(`${referenceOf(name)}${made.at}/conan_package.tgz`)).text()).toBe('again')
  })

  test('may have a conaninfo.txt with nothing in it', async () => {
    const name = unique('empty')
    const { revision } = await publish(name)
    const { packageId } = await publishPackage(name, revision, '')
    expect(await jsonOf(`${referenceOf(name)}/search`)).toEqual({ [packageId]: { content: '' } })
  })

  test('and a recipe of a thousand revisions are read in a handful of queries, by an index', async () => {
    const name = unique('many')
    const { revision } = await publish(name)
    const { packageId } = await publishPackage(name, revision)
    await sql`INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5, metadata)
      SELECT f.version_id, ${revision} || '/package/' || md5(i::text) || replace(f.name, ${revision} || '/package/' || ${packageId}, ''),
        f.digest, f.size, f.sha512, f.sha1, f.md5, f.metadata
      FROM package_files f JOIN package_versions v ON v.id = f.version_id JOIN packages k ON k.id = v.package_id,
        generate_series(1, 900) i WHERE k.name = ${name} AND f.name LIKE '%/package/%'`
    for (const target of [
      `${referenceOf(name)}/search`,
      `${referenceOf(name)}/latest`,
      `/v2/conans/search?q=${name}*`,
    ]) {
      const statements = await statementsOf(() => jsonOf(target))
      expect(statements.length).toBeLessThan(20)
      const own = statements.filter(({ text }) => /package_files/.test(text))
      for (const statement of own)
        expect((await planOf(statement)).join('\n')).not.toMatch(/Seq Scan on package_files/)
    }
    expect(Object.keys(await jsonOf(`${referenceOf(name)}/search`))).toHaveLength(901)
    await sql`DELETE FROM packages WHERE name = ${name}`
  })
})

describe('a search', () => {
  const name = unique('find')
  const all = [`${name}/1.0`, `${name}/1.0@acme`, `${name}/1.0@acme/stable`, `${name}_2/1.0`]

  beforeAll(async () => {
    for (const path of [
      `${name}/1.0/_/_`,
      `${name}/1.0/acme/_`,
      `${name}/1.0/acme/stable`,
      `${name}_2/1.0/_/_`,
    ])
      for (const one of recipeUploads().uploads) await put(`/v2/conans/${path}${one.path}`, one.body)
  })

  test.each([
    [`${name}*`, all],
    [`${name}/*`, all.slice(0, 3)],
    [`${name}`, all.slice(0, 3)],
    [`${name}/1.0`, all.slice(0, 3)],
    [`${name}/1.0@acme`, all.slice(1, 3)],
    [`${name}/*@`, all.slice(0, 1)],
    [`${name}/?.0@acme/stab*`, all.slice(2, 3)],
    [`${name.toUpperCase()}_2`, all.slice(3)],
    [`${name.toUpperCase()}_2&ignorecase=False`, []],
    [`${name.slice(0, -1)}_`, []],
    ['%25', []],
  ])('for %s finds what that fits', async (q, results) => {
    expect(await jsonOf(`/v2/conans/search?q=${q}`)).toEqual({ results })
  })

  test('without a pattern finds everything', async () => {
    expect((await jsonOf('/v2/conans/search')).results).toEqual(expect.arrayContaining(all))
  })

  test.each([`${'a'.repeat(201)}`, '%00'])('for %s is refused', async (q) => {
    expect((await call(`/v2/conans/search?q=${q}`)).status).toBe(400)
  })
})

describe('a deletion', () => {
  test('takes what is below its address, and the version with its last file', async () => {
    const name = unique('gone')
    const remove = (path: string) => call(referenceOf(name) + path, { method: 'DELETE' })
    const first = await publish(name, 'one')
    const second = await publish(name, 'two')
    const built = await publishPackage(name, second.revision)
    await publishPackage(name, second.revision, 'other', 'other')
    expect((await remove(built.at.replace('/files', ''))).status).toBe(200)
    expect((await remove(built.at.replace('/files', ''))).status).toBe(404)
    expect((await remove(`/revisions/${second.revision}/packages`)).status).toBe(200)
    expect(await jsonOf(`${referenceOf(name)}/search`)).toEqual({})
    expect((await remove(`/revisions/${second.revision}`)).status).toBe(200)
    expect((await jsonOf(`${referenceOf(name)}/latest`)).revision).toBe(first.revision)
    expect((await remove(`/revisions/${first.revision}`)).status).toBe(200)
    expect(await sql`SELECT FROM packages WHERE name = ${name}`).toEqual([])
    await publish(name)
    expect((await remove('')).status).toBe(200)
    expect((await call(`${referenceOf(name)}/latest`)).status).toBe(404)
  })

  test('is for who may delete packages, and in the audit log', async () => {
    const name = unique('kept')
    const { revision } = await publish(name)
    const developer = await makePersonalToken(await makeMember(place.project, 'Developer'))
    const reader = await makeToken(place.project, { scopes: ['read_package_registry'] })
    const path = `${base}${referenceOf(name)}/revisions/${revision}`
    for (const { secret } of [developer, reader]) {
      const headers: Header[] = [['Private-Token', secret]]
      expect((await send(path, { method: 'DELETE', headers })).status).toBe(403)
    }
    expect((await call(`${referenceOf(name)}/revisions/${revision}`, { method: 'DELETE' })).status).toBe(200)
    expect(await sql`SELECT action, before FROM audit_events WHERE target_name = ${`${name} 1.0`}`).toEqual([
      { action: 'package_file_deleted', before: { type: 'conan', folder: `${revision}/`, files: 2 } },
    ])
  })
})

describe('who may', () => {
  test('read and publish, by their tokens and by the tickets that they get for these', async () => {
    const name = unique('who')
    const { revision, at } = await publish(name)
    const own = referenceOf(name)
    for (const { who, secret, reads, publishes } of place.bearers) {
      const got = await send(`${base}/v2/users/authenticate`, {
        headers: secret ? [basic({ username: 'any', password: secret })] : [],
      })
      expect([who, got.status]).toEqual([who, reads === 401 ? 401 : 200])
      const ticket: Header[] = got.status === 200 ? [['Authorization', `Bearer ${await got.text()}`]] : []
      for (const headers of [as(secret), ticket]) {
        const other = unique('new')
        const { uploads } = recipeUploads(other)
        const answers = [
          await call('/v2/conans/search?q=*', {}, headers),
          await call(`${own}/latest`, {}, headers),
          await call(`${own}/revisions/${revision}/search`, {}, headers),
          await call(`${own}${at}/conanfile.py`, {}, headers),
          await call(
            referenceOf(other) + uploads[0]?.path,
            { method: 'PUT', body: uploads[0]?.body },
            headers,
          ),
        ]
        expect([who, ...answers.map(({ status }) => status)]).toEqual([
          who,
          ...[reads, reads, reads, reads],
          publishes,
        ])
      }
    }
  })

  test('nobody is heard before they are let in', async () => {
    let asked = 0
    const body = new ReadableStream({ pull: () => void asked++ }, { highWaterMark: 0 })
    const { uploads } = recipeUploads()
    const answer = await call(referenceOf('closed') + uploads[0]?.path, { method: 'PUT', body }, [])
    expect([answer.status, asked]).toEqual([401, 0])
  })

  test('everybody learns what the server can do, and whether they are somebody', async () => {
    const ping = await send(`${base}/v1/ping`)
    expect([ping.status, ping.headers.get('x-conan-server-capabilities')]).toEqual([
      200,
      'revisions, only_v2',
    ])
    for (const version of ['v1', 'v2']) {
      expect((await send(`${base}/${version}/users/check_credentials`)).status).toBe(401)
      expect((await call(`/${version}/users/check_credentials`)).status).toBe(200)
    }
  })
})

describe('a ticket', () => {
  const ask = (ticket: string, path = '/v2/users/check_credentials') =>
    send(base + path, { headers: [['Authorization', `Bearer ${ticket}`]] })

  async function ticketOf(secret: string): Promise<string> {
    const answer = await send(`${base}/v1/users/authenticate`, {
      headers: [basic({ username: 'any', password: secret })],
    })
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
      200,
      expect.stringMatching(/^text\/plain/),
      'no-store',
    ])
    return answer.text()
  }

  test('names who came by number, and for an hour', async () => {
    const ticket = await ticketOf(place.writer.secret)
    const claims = JSON.parse(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({
      aud: 'conan',
      bearer: { kind: 'deploy-token', id: place.writer.token.id },
    })
    expect(claims.exp - claims.iat).toBe(3600)
    expect(ticket).not.toContain(place.writer.secret)
  })

  test('is over with its token, at once', async () => {
    const { token, secret } = await makeToken(place.project, { scopes: ['read_package_registry'] })
    const ticket = await ticketOf(secret)
    expect((await ask(ticket)).status).toBe(200)
    const holder = { holder: place.project, tokenId: token.id, address: '192.0.2.1' }
    await revokeDeployToken(await administrator(), holder)
    expect((await ask(ticket)).status).toBe(401)
  })

  test('is a user’s as well, by a personal access token', async () => {
    const user = await makeMember(place.project, 'Developer')
    const ticket = await ticketOf((await makePersonalToken(user)).secret)
    expect((await ask(ticket, '/v2/conans/search')).status).toBe(200)
  })

  test('brings no other ticket', async () => {
    const ticket = await ticketOf(place.writer.secret)
    expect((await ask(ticket, '/v2/users/authenticate')).status).toBe(401)
    const headers: Header[] = [basic({ username: 'any', password: ticket })]
    expect((await send(`${base}/v2/users/authenticate`, { headers })).status).toBe(401)
  })

  test('opens no other door, and no other door’s opens this one', async () => {
    const ticket = await ticketOf(place.writer.secret)
    const headers: Header[] = [['Authorization', `Bearer ${ticket}`]]
    const npm = `/api/v4/projects/${place.project.id}/packages/npm/x`
    for (const door of [npm, '/api/v4/projects', '/v2/'])
      expect((await send(door, { headers })).status).toBe(401)
    const actor = await makeTokenActor(place.project, ['read_registry', 'read_package_registry'])
    const [, value] = await bearer(actor, place.project.fullPath, ['pull'])
    expect((await ask(value.slice('Bearer '.length))).status).toBe(401)
  })
})

describe('bad input', () => {
  const { revision, uploads, at } = recipeUploads()
  const built = packageUploads(revision)
  const recipeFile = `${at}/conanfile.py`

  test.each([
    ['a name with a space', `/v2/conans/a%20b/1.0/_/_${recipeFile}`],
    ['a name of one letter', `/v2/conans/a/1.0/_/_${recipeFile}`],
    ['a name with a slash', `/v2/conans/a%2Fb/1.0/_/_${recipeFile}`],
    ['a name that begins with a dot', `/v2/conans/.ab/1.0/_/_${recipeFile}`],
    ['a name with an @', `/v2/conans/a%40b/1.0/_/_${recipeFile}`],
    ['a name with a NUL', `/v2/conans/ab%00/1.0/_/_${recipeFile}`],
    ['a name too long', `/v2/conans/${'a'.repeat(102)}/1.0/_/_${recipeFile}`],
    ['a reference too long', `/v2/conans/${'a'.repeat(101)}/${'1'.repeat(100)}/_/_${recipeFile}`],
    ['a version with a dash first', `/v2/conans/ab/-1.0/_/_${recipeFile}`],
    ['a channel without a user', `/v2/conans/ab/1.0/_/stable${recipeFile}`],
    ['a user that is none', `/v2/conans/ab/1.0/a%2Bb%2F/stable${recipeFile}`],
    ['a dot segment', `/v2/conans/ab/1.0/_/..${recipeFile}`],
    ['an encoded one', `/v2/conans/ab/1.0/_/%2e%2e${recipeFile}`],
    ['a revision that is none', '/v2/conans/ab/1.0/_/_/revisions/0/files/conanfile.py'],
    [
      'a revision in capitals',
      `/v2/conans/ab/1.0/_/_${recipeFile.replace(revision, revision.toUpperCase())}`,
    ],
    ['a file that no recipe has', `/v2/conans/ab/1.0/_/_${at}/conan_package.tgz`],
    ['a file with a path', `/v2/conans/ab/1.0/_/_${at}/..%2Fconanfile.py`],
    ['a file that no package has', `/v2/conans/ab/1.0/_/_${built.at}/conanfile.py`],
    [
      'a package that is none',
      `/v2/conans/ab/1.0/_/_${built.at.replace(built.packageId, 'a-b')}/conaninfo.txt`,
    ],
  ])('%s is refused', async (_, target) => {
    for (const method of ['PUT', 'GET'])
      expect((await call(target, { method, ...(method === 'PUT' && { body: 'x' }) })).status).toBe(400)
    expect(await sql`SELECT FROM packages WHERE project_id = ${place.project.id} AND name = 'ab'`).toEqual([])
  })

  test('a file in a folder of its own, as that of metadata, is no route', async () => {
    expect((await put(`${referenceOf('ab')}${at}/metadata/x`, 'x')).status).toBe(404)
  })

  test('a checksum of other bytes is refused, and the right one taken', async () => {
    const sums: [Header, number][] = [
      [['X-Checksum-Sha1', '0'.repeat(40)], 400],
      [['X-Checksum-Sha1', createHash('sha1').update('x').digest('hex')], 201],
    ]
    for (const [header, status] of sums)
      expect((await put(`${referenceOf(unique('sum'))}${recipeFile}`, 'x', header)).status).toBe(status)
  })

  test.each<[string, string, boolean]>([
    ['is of another conanfile.py', `1\nconanfile.py: ${'0'.repeat(32)}\n`, true],
    ['is of no conanfile.py', '1\n', true],
    ['comes before it', '1\n', false],
    [
      'names files that are not there',
      `1\n${md5Line('conanfile.py', uploads[0]?.body)}\nx: ${'0'.repeat(32)}\n`,
      true,
    ],
    [
      'names sources that are not there',
      `1\n${md5Line('conanfile.py', uploads[0]?.body)}\nexport_source/x: ${'0'.repeat(32)}\n`,
      true,
    ],
    ['has no time', `conanfile.py: ${'0'.repeat(32)}\n`, true],
    ['has no sums', '1\nconanfile.py\n', true],
    ['is no text', '\0\xff', true],
  ])('a manifest that %s is refused', async (_, manifest, withRecipe) => {
    const name = unique('bad')
    if (withRecipe) await put(referenceOf(name) + recipeFile, uploads[0]?.body ?? '')
    expect((await put(`${referenceOf(name)}${at}/conanmanifest.txt`, manifest)).status).toBe(400)
    expect((await call(`${referenceOf(name)}/latest`)).status).toBe(404)
  })

  test('a package’s manifest comes after its archive', async () => {
    const name = unique('bad')
    await publish(name)
    const [, info, manifest] = built.uploads
    await put(referenceOf(name) + info?.path, info?.body ?? '')
    expect((await put(referenceOf(name) + manifest?.path, manifest?.body ?? '')).status).toBe(400)
  })

  test('files that are looked into are bounded, and hold text', async () => {
    const name = unique('large')
    const tooLarge = [
      await put(`${referenceOf(name)}${built.at}/conaninfo.txt`, 'x'.repeat(256 * 1024 + 1)),
      await put(`${referenceOf(name)}${at}/conanmanifest.txt`, 'x'.repeat(4 * 1024 * 1024 + 1)),
    ]
    expect(tooLarge.map(({ status }) => status)).toEqual([413, 413])
    expect((await put(`${referenceOf(name)}${built.at}/conaninfo.txt`, 'a\0b')).status).toBe(400)
  })
})

function md5Line(file: string, bytes: Uint8Array | undefined): string {
  return `${file}: ${createHash('md5')
    .update(bytes ?? '')
    .digest('hex')}`
}
