import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  makeExpiredToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import { basic, type MachineRequest, send } from '@/e2e/support/machine-request'
import { makePom } from '@/e2e/support/maven-pom'
import type { Group, Project } from '@/lib/domain/project'

let above: Group
let group: Group
let project: Project
let writer: string
let reader: string

beforeAll(async () => {
  above = await makeGroup()
  group = await makeGroup(above)
  project = await makeProject(group)
  writer = await secretOf(project, 'write_package_registry')
  reader = await secretOf(project, 'read_package_registry')
})

type PackageScope = 'read_package_registry' | 'write_package_registry'

async function secretOf(place: Group | Project, scope: PackageScope) {
  return (await makeToken(place, { scopes: [scope] })).secret
}

const repositoryOf = ({ kind, id }: Group | Project) =>
  kind === 'project' ? `/api/v4/projects/${id}/packages/maven` : `/api/v4/groups/${id}/-/packages/maven`

interface Asked extends MachineRequest {
  /** '' for none. */
  token?: string
  at?: string
}

function ask(method: string, path: string, { token = writer, at, headers = [], ...request }: Asked = {}) {
  const proof: [string, string][] = token === '' ? [] : [['Deploy-Token', token]]
  return send(`${at ?? repositoryOf(project)}/${path}`, {
    ...request,
    method,
    headers: [...proof, ...headers],
  })
}

const put = (path: string, body: BodyInit, asked: Asked = {}) => ask('PUT', path, { ...asked, body })
const get = (path: string, asked: Asked = {}) => ask('GET', path, asked)
const statusOf = async (answering: Promise<Response>) => (await answering).status

async function answerOf(answering: Promise<Response>) {
  const answer = await answering
  return { status: answer.status, body: (await answer.json()) as { message: string; error: string } }
}

const artifact = () => unique('lib')
const pathOf = (name: string, version: string, file = `${name}-${version}.jar`) =>
  `com/example/${name}/${version}/${file}`

const pomOf = (name: string, version: string) =>
  makePom({ groupId: 'com.example', artifactId: name, version })

/** Publishes an artifact and its POM, as Maven does. */
async function publish(name: string, version: string, stem = `${name}-${version}`, asked: Asked = {}) {
  expect(await statusOf(put(pathOf(name, version, `${stem}.jar`), `jar of ${stem}`, asked))).toBe(200)
  expect(await statusOf(put(pathOf(name, version, `${stem}.pom`), pomOf(name, version), asked))).toBe(200)
}

const digest = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex')
const checksums = ['md5', 'sha1', 'sha256', 'sha512']

describe('a file', () => {
  test('comes back as it was sent, with its checksums', async () => {
    const name = artifact()
    await publish(name, '1.0')
    const path = pathOf(name, '1.0')
    const answer = await get(path, { token: reader })
    expect([answer.status, await answer.text()]).toEqual([200, `jar of ${name}-1.0`])
    expect(answer.headers.get('x-checksum-sha1')).toBe(digest('sha1', `jar of ${name}-1.0`))
    for (const algorithm of checksums) {
      const checksum = await get(`${path}.${algorithm}`, { token: reader })
      expect(checksum.headers.get('content-type')).toContain('text/plain')
      expect(await checksum.text()).toBe(digest(algorithm, `jar of ${name}-1.0`))
    }
    const head = await ask('HEAD', path, { token: reader })
    expect([head.status, head.headers.get('content-length')]).toEqual([
      200,
      String(`jar of ${name}-1.0`.length),
    ])
  })

  test('of a release never changes', async () => {
    const name = artifact()
    await publish(name, '1.0')
    const again = await answerOf(put(pathOf(name, '1.0'), 'another'))
    expect(again).toMatchObject({ status: 400, body: { message: 'Duplicate package is not allowed' } })
    expect(await (await get(pathOf(name, '1.0'))).text()).toBe(`jar of ${name}-1.0`)
  })

  test('of a build of a snapshot never changes, and the next build is beside it', async () => {
    const name = artifact()
    const first = `${name}-1.0-20260101.000000-1`
    await publish(name, '1.0-SNAPSHOT', first)
    await publish(name, '1.0-SNAPSHOT', `${name}-1.0-20260102.000000-2`)
    const path = pathOf(name, '1.0-SNAPSHOT', `${first}.jar`)
    expect(await statusOf(put(path, 'another'))).toBe(400)
    expect(await (await get(path)).text()).toBe(`jar of ${first}`)
  })

  test('of a snapshot without builds gives way to the next of its name, and only there', async () => {
    const name = artifact()
    const path = pathOf(name, '1.0-SNAPSHOT', `${name}-1.0-SNAPSHOT.jar`)
    for (const body of ['first', 'second']) {
      expect(await statusOf(put(path, body))).toBe(200)
      expect(await (await get(path)).text()).toBe(body)
      expect(await (await get(`${path}.sha1`)).text()).toBe(digest('sha1', body))
    }
    const other = pathOf(name, '1.0-SNAPSHOT', `${name}-1.0-SNAPSHOT-tests.jar`)
    expect(await statusOf(put(other, 'tests'))).toBe(200)
    expect(await (await get(path)).text()).toBe('second')
  })

  test('sent by twenty at once is one’s, and the others are told', async () => {
    const name = artifact()
    const sent = Array.from({ length: 20 }, (_, index) => `jar ${index}`)
    const statuses = await Promise.all(sent.map((body) => statusOf(put(pathOf(name, '1.0'), body))))
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 400)).toHaveLength(19)
    expect(await (await get(pathOf(name, '1.0'))).text()).toBe(sent[statuses.indexOf(200)])
  }, 60_000)

  test('that is not there is not found, nor are its checksums', async () => {
    const name = artifact()
    expect(await statusOf(get(pathOf(name, '1.0')))).toBe(404)
    expect(await statusOf(get(`${pathOf(name, '1.0')}.sha1`))).toBe(404)
    expect(await statusOf(get('.meta/prefixes.txt'))).toBe(404)
  })
})

describe('a checksum that is sent', () => {
  test('is compared with the file, but for MD5', async () => {
    const name = artifact()
    await publish(name, '1.0')
    const path = pathOf(name, '1.0')
    for (const algorithm of ['sha1', 'sha256', 'sha512']) {
      const right = digest(algorithm, `jar of ${name}-1.0`)
      expect(await statusOf(put(`${path}.${algorithm}`, right))).toBe(204)
      expect(await statusOf(put(`${path}.${algorithm}`, `${right.toUpperCase()}  ${name}-1.0.jar\n`))).toBe(
        204,
      )
      const wrong = await answerOf(put(`${path}.${algorithm}`, digest(algorithm, 'another')))
      expect(wrong).toMatchObject({ status: 409, body: { message: '409 Conflict' } })
      expect(await (await get(`${path}.${algorithm}`)).text()).toBe(right)
    }
    expect(await statusOf(put(`${path}.md5`, 'whatever'))).toBe(200)
    expect(await (await get(`${path}.md5`)).text()).toBe(digest('md5', `jar of ${name}-1.0`))
  })

  test('of nothing, or that is too long, is refused', async () => {
    const name = artifact()
    expect(await statusOf(put(`${pathOf(name, '1.0')}.sha1`, digest('sha1', '')))).toBe(404)
    await publish(name, '1.0')
    expect(await statusOf(put(`${pathOf(name, '1.0')}.sha1`, 'a'.repeat(2000)))).toBe(400)
  })
})

describe('a POM', () => {
  const refusal = async (pom: BodyInit) => {
    const name = artifact()
    const answer = await answerOf(put(pathOf(name, '1.0', `${name}-1.0.pom`), pom))
    expect(await statusOf(get(pathOf(name, '1.0', `${name}-1.0.pom`)))).toBe(404)
    return answer
  }

  test('is of the artifact and the version in its path', async () => {
    const name = artifact()
    const path = pathOf(name, '1.0', `${name}-1.0.pom`)
    for (const pom of [
      pomOf(name, '1.1'),
      pomOf(`${name}x`, '1.0'),
      pomOf(name, '1.0').replace('com.', 'org.'),
    ])
      expect(await statusOf(put(path, pom))).toBe(400)
    expect(await statusOf(put(path, pomOf(name, '1.0')))).toBe(200)
  })

  test('of a snapshot’s build has the version of the snapshot', async () => {
    const name = artifact()
    const path = pathOf(name, '1.0-SNAPSHOT', `${name}-1.0-20260101.000000-1.pom`)
    expect(await statusOf(put(path, pomOf(name, '1.0-20260101.000000-1')))).toBe(400)
    expect(await statusOf(put(path, pomOf(name, '1.0-SNAPSHOT')))).toBe(200)
  })

  test.each([
    [
      'an external entity',
      '<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]><project>&x;</project>',
    ],
    ['a DTD from elsewhere', '<!DOCTYPE project SYSTEM "http://127.0.0.1:9/x.dtd"><project/>'],
    ['a billion laughs', '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><project>&b;</project>'],
    ['no XML', 'jar'],
    ['nothing', ''],
    ['a depth that nobody needs', `<project>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</project>`],
  ])('with %s is refused', async (_, pom) => {
    expect(await refusal(pom)).toMatchObject({ status: 400 })
  })

  test('of ten megabytes is refused', async () => {
    const pom = `<project><!-- ${'x'.repeat(10 * 1024 ** 2)} --></project>`
    expect(await refusal(pom)).toMatchObject({ status: 413, body: { message: 'File is too large' } })
  })

  test('with a classifier is a POM too, of whatever its build says', async () => {
    const name = artifact()
    const path = pathOf(name, '1.0', `${name}-1.0-build.pom`)
    expect(await statusOf(put(path, '<!DOCTYPE project><project/>'))).toBe(400)
    expect(await statusOf(put(path, '<project/>'))).toBe(200)
  })
})

describe('metadata', () => {
  const metadataOf = (name: string, version = '') =>
    `com/example/${name}/${version && `${version}/`}maven-metadata.xml`

  test('is of what is there, and agrees with its checksums', async () => {
    const name = artifact()
    await publish(name, '1.0')
    await publish(name, '1.1-SNAPSHOT', `${name}-1.1-20260101.000000-1`)
    await put(pathOf(name, '2.0'), 'a jar whose POM is still coming')
    for (const path of [metadataOf(name), metadataOf(name, '1.1-SNAPSHOT')]) {
      const answer = await get(path, { token: reader })
      const text = await answer.text()
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toContain('application/xml')
      for (const algorithm of checksums)
        expect(await (await get(`${path}.${algorithm}`)).text()).toBe(digest(algorithm, text))
      const head = await ask('HEAD', path)
      expect(head.headers.get('content-length')).toBe(String(text.length))
      expect(
        await statusOf(get(path, { headers: [['If-None-Match', answer.headers.get('etag') ?? '']] })),
      ).toBe(304)
    }
    const text = await (await get(metadataOf(name))).text()
    expect(text).toContain('<latest>1.1-SNAPSHOT</latest>')
    expect(text).toContain('<release>1.0</release>')
    expect(text).not.toContain('2.0')
    const snapshot = await (await get(metadataOf(name, '1.1-SNAPSHOT'))).text()
    expect(snapshot).toContain('<value>1.1-20260101.000000-1</value>')
  })

  test('that is sent is read, and changes nothing', async () => {
    const name = artifact()
    await publish(name, '1.0')
    const before = await (await get(metadataOf(name))).text()
    const sent = '<metadata><versioning><versions><version>6.6</version></versions></versioning></metadata>'
    expect(await statusOf(put(metadataOf(name), sent))).toBe(200)
    for (const algorithm of checksums)
      expect(await statusOf(put(`${metadataOf(name)}.${algorithm}`, digest(algorithm, sent)))).toBe(200)
    expect(await (await get(metadataOf(name))).text()).toBe(before)
    // of a group's plugins, whose depth is that of an artifact
    expect(await statusOf(put('com/example/maven-metadata.xml', '<metadata><plugins/></metadata>'))).toBe(200)
  })

  test.each([
    '<!DOCTYPE metadata [<!ENTITY x SYSTEM "file:///etc/passwd">]><metadata>&x;</metadata>',
    '<project/>',
    'no XML',
    '',
  ])('%j is refused', async (text) => {
    expect(await statusOf(put(metadataOf(artifact()), text))).toBe(400)
  })

  test('that is too large is refused', async () => {
    const text = `<metadata>${' '.repeat(1024 ** 2)}</metadata>`
    const refused = { status: 400, body: { message: 'File is too large' } }
    expect(await answerOf(put(metadataOf(artifact()), text))).toMatchObject(refused)
  })

  test.each(['maven-metadata.xml', 'com/maven-metadata.xml'])('%s is at no depth', async (path) => {
    expect(await statusOf(put(path, '<metadata/>'))).toBe(400)
    expect(await statusOf(get(path))).toBe(404)
  })

  test('lists what twenty published at once', async () => {
    const name = artifact()
    const versions = Array.from({ length: 20 }, (_, index) => `1.${index}`)
    await Promise.all(versions.map((version) => publish(name, version)))
    const text = await (await get(metadataOf(name))).text()
    for (const version of versions) expect(text).toContain(`<version>${version}</version>`)
  }, 60_000)

  test('of ten thousand versions is told', async () => {
    const name = artifact()
    await publish(name, '0')
    await sql`WITH made AS (
        INSERT INTO package_versions (package_id, version, version_key, publisher_name, updated_at)
        SELECT v.package_id, n::text, n::text, '', now() FROM package_versions v
          JOIN packages k ON k.id = v.package_id, generate_series(1, 9999) n
        WHERE k.name = ${`com/example/${name}`} RETURNING id, package_id)
      INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5)
      SELECT made.id, f.name, f.digest, f.size, f.sha512, f.sha1, f.md5
      FROM made JOIN package_versions v ON v.package_id = made.package_id
        JOIN package_files f ON f.version_id = v.id`
    const text = await (await get(metadataOf(name))).text()
    expect(text.match(/<version>/g)).toHaveLength(10_000)
  }, 60_000)
})

describe('a path', () => {
  test.each([
    'com/../../x',
    'com/%2e%2e/%2E%2E/x',
    'com/..%2f..%2fx/1/x-1.jar',
    'com/a%5cb/c/1/c-1.jar',
    'com//b/1/b-1.jar',
    'com/a/b/1/',
    'com/a%20b/c/1/c-1.jar',
  ])('%s is refused, to read and to write', async (path) => {
    expect(await statusOf(get(path))).toBe(400)
    expect(await statusOf(put(path, 'x'))).toBe(400)
  })

  test.each([
    'lib-1.0.jar',
    'lib/1.0/lib-1.0.jar',
    'com/a/b/1/c-1.jar',
    'com/a/b/1/b-2.jar',
    'com/a/b/1/b-1',
  ])('%s holds nothing', async (path) => {
    expect(await statusOf(put(path, 'x'))).toBe(400)
  })
})

describe('who may', () => {
  let name: string
  let path: string
  beforeAll(async () => {
    name = artifact()
    path = pathOf(name, '1.0')
    await publish(name, '1.0')
  })

  const statuses = (token: string) =>
    Promise.all([
      statusOf(get(path, { token })),
      statusOf(put(pathOf(artifact(), '1.0'), 'x', { token })),
      statusOf(put(`${path}.sha1`, 'x', { token })),
      statusOf(put(`com/example/${name}/maven-metadata.xml`, '<metadata/>', { token })),
    ])

  test('read may not write', async () => {
    expect(await statuses(reader)).toEqual([200, 403, 403, 403])
  })

  test('nobody is asked who they are', async () => {
    expect(await statuses('')).toEqual([401, 401, 401, 401])
    const answer = await get(`${path}.sha1`, { token: '' })
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="GitLab Packages Registry"')
  })

  test('a wrong, an expired and a revoked token are none', async () => {
    const wishes = { scopes: ['write_package_registry' as const] }
    const { secret: expired } = await makeExpiredToken(project, wishes)
    const { secret: revoked } = await makeRevokedToken(project, wishes)
    for (const token of ['wrong', expired, revoked])
      expect(await statuses(token)).toEqual([401, 401, 401, 401])
  })

  test('a token of another project finds nothing, one of a group above does it all', async () => {
    const other = await makeProject(await makeGroup())
    expect(await statuses(await secretOf(other, 'write_package_registry'))).toEqual([404, 404, 404, 404])
    expect(await statuses(await secretOf(above, 'write_package_registry'))).toEqual([200, 200, 409, 200])
  })

  test('a user name does not matter', async () => {
    const headers = [basic({ username: 'whoever', password: reader })]
    expect(await statusOf(get(path, { token: '', headers }))).toBe(200)
  })

  test('anybody reads what is public', async () => {
    const open = await makeProject(await makeGroup(undefined, { visibility: 'public' }), {
      visibility: 'public',
    })
    const token = await secretOf(open, 'write_package_registry')
    const at = repositoryOf(open)
    await publish(name, '5', undefined, { at, token })
    expect(await statusOf(get(pathOf(name, '5'), { at, token: '' }))).toBe(200)
    expect(await statusOf(get(pathOf(name, '5'), { at: '/api/v4/packages/maven', token: '' }))).toBe(200)
    expect(await statusOf(put(pathOf(name, '6'), 'x', { at, token: '' }))).toBe(401)
  })
})

describe('the repository of a group', () => {
  test('has what its projects have, each version once', async () => {
    const name = artifact()
    const second = await makeProject(group)
    const token = await secretOf(second, 'write_package_registry')
    await publish(name, '1.0')
    await publish(name, '1.0', undefined, { at: repositoryOf(second), token })
    await publish(name, '2.0', undefined, { at: repositoryOf(second), token })
    const read = await secretOf(above, 'read_package_registry')
    for (const at of [repositoryOf(group), repositoryOf(above), '/api/v4/packages/maven']) {
      const metadata = await (await get(`com/example/${name}/maven-metadata.xml`, { at, token: read })).text()
      expect(metadata.match(/<version>.*<\/version>/g)).toEqual([
        '<version>1.0</version>',
        '<version>2.0</version>',
      ])
      for (const version of ['1.0', '2.0'])
        expect(await statusOf(get(pathOf(name, version), { at, token: read }))).toBe(200)
      expect(await statusOf(put(pathOf(name, '3.0'), 'x', { at, token: read }))).toBe(404)
    }
  })

  test('hides what is not below it, and what the token cannot see', async () => {
    const name = artifact()
    await publish(name, '1.0')
    const other = await makeGroup()
    const token = await secretOf(other, 'read_package_registry')
    for (const at of [repositoryOf(other), repositoryOf(group), '/api/v4/packages/maven']) {
      for (const method of ['GET', 'HEAD'])
        expect(await statusOf(ask(method, pathOf(name, '1.0'), { at, token }))).toBe(404)
      expect(await statusOf(get(pathOf(name, '1.0'), { at, token: '' }))).toBe(401)
    }
  })
})
