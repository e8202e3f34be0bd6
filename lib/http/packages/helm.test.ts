import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { makeProject, sql, statementsOf, unique } from '@/e2e/support/fixtures'
import { chartForm, makeChart } from '@/e2e/support/helm-chart'
import { type MachineRequest, send } from '@/e2e/support/machine-request'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import { makeTarball, type TarballEntry } from '@/e2e/support/tarball'
import { yamlBomb } from '@/e2e/support/yaml-bomb'

let place: Awaited<ReturnType<typeof makePackageProject>>
let base: string

beforeAll(async () => {
  place = await makePackageProject()
  base = `/api/v4/projects/${place.project.id}/packages/helm`
})

const as = (secret: string | undefined): [string, string][] => (secret ? [['Deploy-Token', secret]] : [])

function call(
  target: string,
  request: MachineRequest = {},
  secret: string | undefined = place.writer.secret,
) {
  return send(base + target, { ...request, headers: [...as(secret), ...(request.headers ?? [])] })
}

function upload(
  archive: Uint8Array,
  { channel = 'stable', secret = place.writer.secret, part = 'chart' } = {},
) {
  return call(`/api/${channel}/charts`, { method: 'POST', body: chartForm(archive, part) }, secret)
}

interface Index {
  apiVersion: string
  entries: Record<
    string,
    { name: string; version: string; digest: string; urls: string[]; created: string }[]
  >
  serverInfo: { contextPath: string }
}

async function indexOf(channel: string): Promise<Index> {
  return parse(await (await call(`/${channel}/index.yaml`)).text())
}

describe('a chart', () => {
  test('is listed in its channel, and comes back as it was', async () => {
    const archive = await makeChart('web', '1.0.0-rc.1+build.5')
    const published = await upload(archive)
    expect([published.status, await published.json()]).toEqual([201, { message: '201 Created' }])
    const answer = await call('/stable/index.yaml')
    expect(answer.headers.get('content-type')).toBe('text/yaml; charset=utf-8')
    const index: Index = parse(await answer.text())
    expect(index).toMatchObject({ apiVersion: 'v1', serverInfo: { contextPath: base } })
    const [entry] = index.entries.web ?? []
    expect(entry).toMatchObject({
      name: 'web',
      version: '1.0.0-rc.1+build.5',
      description: "It's <b>ours</b>",
    })
    expect(Date.parse(entry?.created ?? '')).toBeGreaterThan(0)
    const file = await call(`/stable/${entry?.urls[0]}`)
    expect(file.headers.get('x-checksum-sha256')).toBe(entry?.digest)
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(Buffer.from(await file.arrayBuffer()).equals(archive)).toBe(true)
  })

  test('is in no other channel, and may be in two', async () => {
    const archive = await makeChart('both', '1.0.0')
    for (const channel of ['one', 'two']) expect((await upload(archive, { channel })).status).toBe(201)
    expect(Object.keys((await indexOf('one')).entries)).toEqual(['both'])
    expect((await indexOf('three')).entries).toEqual({})
    expect((await call('/two/charts/both-1.0.0.tgz')).status).toBe(200)
    expect((await call('/three/charts/both-1.0.0.tgz')).status).toBe(404)
  })

  test('never changes: of twenty who publish one, one does, and the others are told', async () => {
    const name = unique('chart')
    const archives = await Promise.all(
      Array.from({ length: 20 }, (_, i) => makeChart(name, '1.0.0', [[`${name}/${i}`, String(i)]])),
    )
    const answers = await Promise.all(archives.map((archive) => upload(archive)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 403)).toHaveLength(19)
    const bytes = Buffer.from(await (await call(`/stable/charts/${name}-1.0.0.tgz`)).arrayBuffer())
    expect(archives[statuses.indexOf(201)]?.equals(bytes)).toBe(true)
  })

  test('is one of ten thousand in a handful of queries', async () => {
    const project = await makeProject(place.above)
    const target = `/api/v4/projects/${project.id}/packages/helm`
    const headers = as(place.bearers.find(({ who }) => who.includes('above'))?.secret)
    const body = chartForm(await makeChart('many', '0.0.1'))
    expect((await send(`${target}/api/stable/charts`, { method: 'POST', headers, body })).status).toBe(201)
    const read = () => send(`${target}/stable/index.yaml`, { headers }).then((answer) => answer.text())
    await sql`WITH v AS (
        INSERT INTO package_versions (package_id, version, version_key, publisher_name)
        SELECT k.id, '1.0.' || i, '1.0.' || i, 'x' FROM packages k, generate_series(1, 10000) i
        WHERE k.project_id = ${project.id} RETURNING id, version)
      INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5, metadata)
      SELECT v.id, 'stable/many-' || v.version || '.tgz', f.digest, f.size, f.sha512, f.sha1, f.md5,
        jsonb_build_object('name', 'many', 'version', v.version, 'apiVersion', 'v2')
      FROM v, (SELECT f.* FROM package_files f JOIN package_versions w ON w.id = f.version_id
        JOIN packages k ON k.id = w.package_id WHERE k.project_id = ${project.id}) f`
    const many = await statementsOf(async () => {
      const index: Index = JSON.parse(await read())
      expect(index.entries.many).toHaveLength(10_001)
    })
    expect(many.length).toBeLessThan(20)
  })
})

describe('who may', () => {
  test('read and publish', async () => {
    await upload(await makeChart('read', '1.0.0'))
    for (const { who, secret, reads, publishes } of place.bearers satisfies PackageBearer[]) {
      const ask = (target: string) => send(base + target, { headers: as(secret) })
      const archive = await makeChart(unique('c'), '1.0.0')
      const publishing = await send(`${base}/api/stable/charts`, {
        ...{ method: 'POST', headers: as(secret), body: chartForm(archive) },
      })
      const statuses = [
        await ask('/stable/index.yaml'),
        await ask('/stable/charts/read-1.0.0.tgz'),
        publishing,
      ]
      expect([who, ...statuses.map(({ status }) => status)]).toEqual([who, reads, reads, publishes])
    }
  })
})

describe('bad input', () => {
  const chart = (text: string): TarballEntry[] => [['x/Chart.yaml', text]]
  const good = 'apiVersion: v2\nname: x\nversion: 1.0.0\n'

  test.each<[string, TarballEntry[]]>([
    ['no Chart.yaml', [['x/values.yaml', 'a: 1']]],
    ['a Chart.yaml of another chart alone', [['x/charts/y/Chart.yaml', good]]],
    ['a Chart.yaml at the top', [['Chart.yaml', good]]],
    ['two of them', [...chart(good), ...chart('apiVersion: v2\nname: y\nversion: 1.0.0')]],
    ['two in two folders', [...chart(good), ['y/Chart.yaml', good]]],
    ['no YAML', chart('a: [1')],
    ['YAML that is a list', chart('- a')],
    ['a key twice', chart(`${good}name: y`)],
    ['a bomb of aliases', chart(`${good}a: &a [1,1,1,1,1,1,1,1]\n${yamlBomb('a', 8)}`)],
    ['a tag', chart('apiVersion: v2\nname: !!js/function "x"\nversion: [1]')],
    ['no name', chart('apiVersion: v2\nversion: 1.0.0')],
    ['no version', chart('apiVersion: v2\nname: x')],
    ['a version that is a number', chart('apiVersion: v2\nname: x\nversion: 1.0')],
    ['a version that is none', chart('apiVersion: v2\nname: x\nversion: latest')],
    ['a version with a path', chart('apiVersion: v2\nname: x\nversion: 1.0.0-../../x')],
    ['a version too long', chart(`apiVersion: v2\nname: x\nversion: 1.0.0-${'a'.repeat(260)}`)],
    ['a name with a path', chart('apiVersion: v2\nname: ../x\nversion: 1.0.0')],
    ['a name with a slash', chart('apiVersion: v2\nname: a/b\nversion: 1.0.0')],
    ['a name that begins with a dot', chart('apiVersion: v2\nname: .x\nversion: 1.0.0')],
    ['a name too long', chart(`apiVersion: v2\nname: ${'a'.repeat(256)}\nversion: 1.0.0`)],
    ['another apiVersion', chart('apiVersion: v9\nname: x\nversion: 1.0.0')],
    ['a NUL', chart(`${good}description: "a\\0b"`)],
    ['half a character', chart(`${good}description: "a\\uD800b"`)],
    ['a Chart.yaml too large', chart(`${good}# ${'x'.repeat(300_000)}`)],
    ['a link', [...chart(good), [{ name: 'x/l', type: 'symlink', linkname: '/etc/passwd' }]]],
    ['a hard link', [...chart(good), [{ name: 'x/l', type: 'link', linkname: 'x/Chart.yaml' }]]],
    ['a device', [...chart(good), [{ name: 'x/d', type: 'block-device' }]]],
    ['a name that leads out', [...chart(good), ['x/../../y', '']]],
    ['an absolute name', [...chart(good), ['/etc/passwd', '']]],
    ['a name with a backslash out', [...chart(good), ['x\\..\\..\\y', '']]],
  ])('an archive with %s is refused', async (_, entries) => {
    const answer = await upload(await makeTarball(entries))
    expect([answer.status, (await answer.json()).message]).toEqual([400, expect.stringMatching(/./)])
  })

  test('what is no archive, or in another part, or no form', async () => {
    expect((await upload(Buffer.from('no archive'))).status).toBe(400)
    expect((await upload(Buffer.alloc(0))).status).toBe(400)
    const archive = await makeChart('fine', '1.0.0')
    expect((await upload(archive.subarray(0, archive.length - 20))).status).toBe(400)
    expect((await upload(archive, { part: 'prov' })).status).toBe(400)
    const body = new Uint8Array(archive)
    expect((await call('/api/stable/charts', { method: 'POST', body })).status).toBe(400)
  })

  test.each(['..', '%2e%2e', 'a%2Fb', '.a', 'a.', 'a..b', 'a%00b', 'a%0Ab', 'ü', 'a'.repeat(256)])(
    'the channel %s is none',
    async (channel) => {
      expect([400, 404]).toContain((await call(`/${channel}/index.yaml`)).status)
      const archive = await makeChart('fine', '2.0.0')
      expect([400, 404]).toContain((await upload(archive, { channel })).status)
    },
  )

  test.each(['..', '%2e%2e%2fx.tgz', '%00.tgz', '.tgz', 'x.zip', '-1.tgz', `${'a'.repeat(600)}.tgz`])(
    'the file %s is none',
    async (file) => {
      expect([400, 404]).toContain((await call(`/stable/charts/${file}`)).status)
    },
  )
})
