import { gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { sql, statementsOf, unique } from '@/e2e/support/fixtures'
import { type MachineRequest, send } from '@/e2e/support/machine-request'
import { makePackageProject } from '@/e2e/support/package-bearers'
import { gemMetadata, makeGem } from '@/e2e/support/ruby-gem'
import { makeTar, type TarballEntry } from '@/e2e/support/tarball'
import { yamlBomb } from '@/e2e/support/yaml-bomb'

let place: Awaited<ReturnType<typeof makePackageProject>>
let base: string

beforeAll(async () => {
  place = await makePackageProject()
  base = `/api/v4/projects/${place.project.id}/packages/rubygems`
})

const as = (secret: string | undefined): [string, string][] => (secret ? [['Authorization', secret]] : [])

function call(
  target: string,
  request: MachineRequest = {},
  secret: string | undefined = place.writer.secret,
) {
  return send(base + target, { ...request, headers: as(secret) })
}

function push(gem: Uint8Array, secret?: string) {
  return call('/api/v1/gems', { method: 'POST', body: new Uint8Array(gem) }, secret)
}

async function bytesOf(target: string): Promise<Buffer> {
  const answer = await call(target)
  if (answer.status !== 200) throw new Error(`${target}: ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

describe('a gem', () => {
  test('is listed, described, and comes back as it was', async () => {
    const gem = await makeGem(gemMetadata('shiny', '1.2.0'))
    const answer = await push(gem)
    expect([answer.status, await answer.json()]).toEqual([201, { message: '201 Created' }])
    expect((await bytesOf('/gems/shiny-1.2.0.gem')).equals(gem)).toBe(true)
    expect(gunzipSync(await bytesOf('/specs.4.8.gz')).toString('latin1')).toContain('shiny')
    expect(gunzipSync(await bytesOf('/latest_specs.4.8.gz')).toString('latin1')).toContain('shiny')
    expect(gunzipSync(await bytesOf('/prerelease_specs.4.8.gz')).toString('latin1')).not.toContain('shiny')
    expect(
      inflateSync(await bytesOf('/quick/Marshal.4.8/shiny-1.2.0.gemspec.rz')).toString('latin1'),
    ).toMatch(/Gem::Specification[\s\S]*shiny[\s\S]*rake/)
    expect((await bytesOf('/api/v1/dependencies?gems=shiny,other')).toString('latin1')).toMatch(
      /shiny[\s\S]*rake/,
    )
    expect((await bytesOf('/api/v1/dependencies')).equals(Buffer.from('\x04\b[\0', 'latin1'))).toBe(true)
  })

  test('never changes, in whatever spelling of its version: of twenty who push one, one does', async () => {
    const name = unique('gem').replace('-', '_')
    const spellings = ['1.0', '1.0.0', '1']
    const gems = await Promise.all(
      Array.from({ length: 21 }, (_, i) =>
        makeGem(gemMetadata(name, `'${spellings[i % 3]}'`, `homepage: h${i}`)),
      ),
    )
    const statuses = (await Promise.all(gems.map((gem) => push(gem)))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 403)).toHaveLength(20)
    const won = statuses.indexOf(201)
    expect((await bytesOf(`/gems/${name}-${spellings[won % 3]}.gem`)).equals(gems[won] ?? Buffer.of())).toBe(
      true,
    )
    expect((await call(`/gems/${name}-${spellings[(won + 1) % 3]}.gem`)).status).toBe(404)
  })

  test('has a version for each platform', async () => {
    const metadata = gemMetadata('native', '1.0.0')
    for (const platform of ['ruby', 'x86_64-linux', 'java'])
      expect(
        (await push(await makeGem(metadata.replace('platform: ruby', `platform: ${platform}`)))).status,
      ).toBe(201)
    expect((await call('/gems/native-1.0.0-x86_64-linux.gem')).status).toBe(200)
    const described = inflateSync(await bytesOf('/quick/Marshal.4.8/native-1.0.0-x86_64-linux.gemspec.rz'))
    expect(described.toString('latin1')).toContain('Gem::Platform')
  })

  test('is one of ten thousand in a handful of queries', async () => {
    const name = unique('many').replace('-', '_')
    expect((await push(await makeGem(gemMetadata(name, '0.0.1')))).status).toBe(201)
    const read = () => bytesOf(`/api/v1/dependencies?gems=${name}`)
    const list = () => bytesOf('/specs.4.8.gz')
    await sql`INSERT INTO package_versions (package_id, version, version_key, publisher_name, metadata)
      SELECT k.id, '1.0.' || i, '1.0.' || i, 'x', jsonb_set(v.metadata, '{version,version}', to_jsonb('1.0.' || i))
      FROM packages k JOIN package_versions v ON v.package_id = k.id, generate_series(1, 10000) i
      WHERE k.name = ${name}`
    const many = [await statementsOf(read), await statementsOf(list)]
    for (const statements of many) expect(statements.length).toBeLessThan(20)
    expect(gunzipSync(await list()).toString('latin1')).toContain('1.0.9999')
    await sql`DELETE FROM packages WHERE name = ${name}`
  })
})

describe('who may', () => {
  test('read and push', async () => {
    await push(await makeGem(gemMetadata('seen', '1.0.0')))
    for (const { who, secret, reads, publishes } of place.bearers) {
      const ask = (target: string) => send(base + target, { headers: as(secret) })
      const body = new Uint8Array(await makeGem(gemMetadata(unique('gem').replace('-', '_'), '1.0.0')))
      const answers = [
        await ask('/gems/seen-1.0.0.gem'),
        await ask('/specs.4.8.gz'),
        await ask('/quick/Marshal.4.8/seen-1.0.0.gemspec.rz'),
        await ask('/api/v1/dependencies?gems=seen'),
        await send(`${base}/api/v1/gems`, { method: 'POST', headers: as(secret), body }),
      ]
      expect([who, ...answers.map(({ status }) => status)]).toEqual([
        who,
        reads,
        reads,
        reads,
        reads,
        publishes,
      ])
    }
  })
})

describe('bad input', () => {
  const good = gemMetadata('bad', '1.0.0')
  const swap = (from: string | RegExp, to: string) => good.replace(from, to)

  test.each([
    ['no YAML', 'a: [1'],
    ['a list', '- a'],
    ['a Ruby object that runs', '--- !ruby/object:Gem::Installer\ni: x'],
    ['no name', swap('name: bad\n', '')],
    ['a name that is a map', swap('name: bad', 'name: {a: b}')],
    ['a name with a path', swap('name: bad', 'name: ../bad')],
    ['a name that begins with a dash', swap('name: bad', 'name: "-bad"')],
    ['a name that holds a version', swap('name: bad', 'name: bad-1')],
    ['a name too long', swap('name: bad', `name: ${'a'.repeat(256)}`)],
    ['no version', swap(/version: !ruby\/object:Gem::Version\n {2}version: 1.0.0\n/, '')],
    ['a version that is none', swap('version: 1.0.0', 'version: latest')],
    ['a version with a path', swap('version: 1.0.0', 'version: 1/../2')],
    ['a version with a dash', swap('version: 1.0.0', 'version: 1.0-1')],
    ['a platform with a path', swap('platform: ruby', 'platform: ../x')],
    ['a platform that is a number', swap('platform: ruby', 'platform: 86')],
    ['an operator that is none', swap('- - ">="', '- - "=>"')],
    ['a dependency without a name', swap('  name: rake\n', '')],
    ['a NUL', swap('summary: A gem', 'summary: "a\\0b"')],
    ['half a character', swap('summary: A gem', 'summary: "a\\uDC00"')],
    ['a bomb of aliases', `${good}a: &a [x,x,x,x,x,x,x,x,x,x]\n${yamlBomb('a', 8)}`],
    ['too much of it', `${good}# ${'x'.repeat(2 * 1024 * 1024)}`],
  ])('metadata with %s is refused', async (_, metadata) => {
    const answer = await push(await makeGem(metadata))
    expect([answer.status, (await answer.json()).message]).toEqual([400, expect.stringMatching(/./)])
  })

  test.each<[string, TarballEntry[]]>([
    ['nothing', []],
    ['no metadata', [['data.tar.gz', 'x']]],
    ['no data', [['metadata.gz', gzipSync(good)]]],
    [
      'metadata that is not packed',
      [
        ['metadata.gz', good],
        ['data.tar.gz', 'x'],
      ],
    ],
    [
      'two metadata',
      [
        ['metadata.gz', gzipSync(good)],
        ['metadata.gz', gzipSync(good)],
        ['data.tar.gz', 'x'],
      ],
    ],
    [
      'other files',
      [
        ['metadata.gz', gzipSync(good)],
        ['data.tar.gz', 'x'],
        ['../x', 'x'],
      ],
    ],
    ['a link', [[{ name: 'metadata.gz', type: 'symlink', linkname: '/etc/passwd' }], ['data.tar.gz', 'x']]],
  ])('a gem with %s is refused', async (_, entries) => {
    expect((await push(await makeTar(entries))).status).toBe(400)
  })

  test('what is no gem, or breaks off', async () => {
    expect((await push(Buffer.from('no gem'))).status).toBe(400)
    expect((await call('/api/v1/gems', { method: 'POST' })).status).toBe(400)
    const gem = await makeGem(good)
    expect((await push(gem.subarray(0, 700))).status).toBe(400)
  })

  test('a dot segment is refused before any route', async () => {
    expect((await call('/gems/..')).status).toBe(400)
  })

  test.each([
    '%2e%2e%2fa-1.gem',
    'a.gem',
    'a-1.zip',
    'a-1%00.gem',
    '-1.gem',
    'a-1-%2e.gem',
    `${'a'.repeat(600)}-1.gem`,
  ])('the file %s is none', async (file) => {
    expect((await call(`/gems/${file}`)).status).toBe(404)
    expect((await call(`/quick/Marshal.4.8/${file.replace('.gem', '.gemspec.rz')}`)).status).toBe(404)
  })

  test.each(['a%00b', 'a/b', 'a b', Array(600).fill('a').join(',')])(
    'the names %s are none',
    async (names) => {
      expect((await call(`/api/v1/dependencies?gems=${names}`)).status).toBe(400)
    },
  )
})
