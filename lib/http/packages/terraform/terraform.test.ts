import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { administrator, makeGroup, makeProject, makeToken, moveProject, sql } from '@/e2e/support/fixtures'
import { type MachineRequest, send } from '@/e2e/support/machine-request'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import { publisher } from '@/e2e/support/package-publisher'
import { makeTar, makeTarball, type TarballEntry } from '@/e2e/support/tarball'
import { packageTicketSeconds } from '@/lib/domain/package-ticket'
import { env } from '@/lib/env'
import { isMachinePath } from '@/lib/http/app'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'

let place: Awaited<ReturnType<typeof makePackageProject>>
let archive: Buffer

beforeAll(async () => {
  place = await makePackageProject()
  archive = await makeTarball([['./main.tf', 'output "made" { value = "by us" }']])
})
beforeEach(() => sql`DELETE FROM failed_authentications`)
afterEach(() => vi.useRealTimers())

type Header = [string, string]
const as = (secret: string | undefined): Header[] => (secret ? [['Deploy-Token', secret]] : [])

const projectUrl = ({ id }: { id: number } = place.project) =>
  `/api/v4/projects/${id}/packages/terraform/modules`
const registryUrl = (namespace: number | string = place.above.fullPath) =>
  `/api/v4/packages/terraform/modules/v1/${namespace}`

function get(target: string, secret: string | undefined = place.writer.secret) {
  return send(target, { headers: as(secret) })
}

function upload(
  module: string,
  {
    body = archive,
    project = place.project,
    headers = as(place.writer.secret),
  }: { body?: Uint8Array; project?: { id: number }; headers?: Header[] } = {},
) {
  const request: MachineRequest = { method: 'PUT', headers, body: new Uint8Array(body) }
  return send(`${projectUrl(project)}/${module}/file`, request)
}

/** Where Terraform is sent for the file of a version. */
async function fileUrl(module: string, secret?: string): Promise<string> {
  const answer = await get(`${registryUrl()}/${module}/download`, secret)
  expect(answer.status).toBe(204)
  return answer.headers.get('x-terraform-get') ?? ''
}

const statusOf = async (answer: Promise<Response>) => (await answer).status

test('Terraform finds the registry at the root of the host', async () => {
  const answer = await send('/.well-known/terraform.json')
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { 'modules.v1': '/api/v4/packages/terraform/modules/v1/' },
  ])
  expect(isMachinePath('/.well-known/terraform.json', '')).toBe(true)
  expect(isMachinePath('/.well-known/other', '')).toBe(false)
})

describe('a module', () => {
  test('is found by the top group, with its versions from the highest on', async () => {
    for (const version of ['1.2.0', '1.10.0', '2.0.0-rc.1', '1.10.1-rc.1+b.1'])
      expect(await statusOf(upload(`vpc/aws/${version}`))).toBe(201)
    const module = `${registryUrl()}/vpc/aws`
    const { modules } = await (await get(`${module}/versions`)).json()
    expect(modules).toHaveLength(1)
    expect(modules[0].source).toBe(`${env.url}/${place.project.fullPath}`)
    expect(modules[0].versions.map(({ version }: { version: string }) => version)).toEqual([
      '2.0.0-rc.1',
      '1.10.1-rc.1+b.1',
      '1.10.0',
      '1.2.0',
    ])
    expect(modules[0].versions[0]).toMatchObject({
      root: { dependencies: [], providers: [{ name: 'aws', version: '' }] },
      submodules: [],
    })
    const described = { name: 'vpc/aws', provider: 'aws', providers: ['aws'], submodules: [] }
    expect(await (await get(module)).json()).toMatchObject({ ...described, version: '1.10.0' })
    expect(await (await get(`${module}/1.2.0`)).json()).toMatchObject({ ...described, version: '1.2.0' })
    expect((await (await get(`${module}/1.10.1-rc.1`)).json()).version).toBe('1.10.1-rc.1+b.1')
    expect(await statusOf(get(`${module}/9.9.9`))).toBe(404)
    expect(await statusOf(get(`${module}/9.9.9/download`))).toBe(404)
    expect(await statusOf(get(`${registryUrl(place.above.id)}/vpc/aws/versions`))).toBe(200)
    expect(await statusOf(get(`${registryUrl()}/vpc/google/versions`))).toBe(404)
  })

  test('comes as it was, by a ticket for whoever asks without a header', async () => {
    const published = await upload('files/local/1.0.0')
    expect([published.status, await published.json()]).toEqual([201, { message: '201 Created' }])
    const latest = await get(`${registryUrl()}/files/local/download`)
    expect([latest.status, latest.headers.get('location')]).toEqual([
      302,
      `${registryUrl()}/files/local/1.0.0/download`,
    ])
    const sent = await get(`${registryUrl()}/files/local/1.0.0/download`)
    const url = sent.headers.get('x-terraform-get') ?? ''
    expect([sent.headers.get('cache-control'), url]).toEqual(['no-store', expect.stringMatching(/^\/api\//)])
    expect(url).toMatch(/\/files\/local\/1\.0\.0\/file\?token=[\w.-]+&archive=tgz$/)
    expect(url).not.toContain(place.writer.secret)
    const file = await send(url)
    expect([file.status, file.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringContaining('files-local-1.0.0.tgz'),
    ])
    expect(Buffer.from(await file.arrayBuffer()).equals(archive)).toBe(true)
    expect(await statusOf(send(url, { method: 'HEAD' }))).toBe(200)
    expect(await statusOf(send(url.replace(/\?.*/, '')))).toBe(401)
  })

  test('is the project’s own too, at an address that Terraform knows how to ask', async () => {
    for (const version of ['1.0.0', '1.1.0', '2.0.0-rc.1']) await upload(`own/local/${version}`)
    for (const path of ['own/local', 'own/local/1.0.0']) {
      const asked = await get(`${projectUrl()}/${path}?terraform-get=1`)
      expect([asked.status, asked.headers.get('x-terraform-get')]).toEqual([
        204,
        `${env.url}${projectUrl()}/${path}?archive=tgz`,
      ])
      const file = await get(`${projectUrl()}/${path}?archive=tgz`)
      expect(file.headers.get('content-disposition')).toContain(
        path === 'own/local' ? 'own-local-1.1.0.tgz' : 'own-local-1.0.0.tgz',
      )
    }
    expect(await statusOf(get(`${projectUrl()}/own/local?terraform-get=2`))).toBe(400)
    expect(await statusOf(get(`${projectUrl()}/own/local/3.0.0?terraform-get=1`))).toBe(404)
  })

  test('never changes, nor does one that differs by its build alone', async () => {
    expect(await statusOf(upload('fixed/local/1.0.0+a'))).toBe(201)
    const other = await makeTarball([['main.tf', '# another']])
    for (const version of ['1.0.0+a', '1.0.0+b', '1.0.0'])
      expect(await statusOf(upload(`fixed/local/${version}`, { body: other }))).toBe(403)
    const file = await get(`${projectUrl()}/fixed/local/1.0.0`)
    expect(Buffer.from(await file.arrayBuffer()).equals(archive)).toBe(true)
  })

  test('must be what its publisher’s checksum says', async () => {
    const headers: Header[] = [...as(place.writer.secret), ['X-Checksum-Sha256', 'ab'.repeat(32)]]
    expect(await statusOf(upload('summed/local/1.0.0', { headers }))).toBe(400)
    expect(await statusOf(get(`${projectUrl()}/summed/local/1.0.0`))).toBe(404)
  })
})

describe('the name of a module', () => {
  test('belongs to one project of a top group, and to one of another', async () => {
    const headers = [await publisher()]
    const neighbour = await makeProject(await makeGroup(place.above))
    const elsewhere = await makeProject(await makeGroup())
    expect(await statusOf(upload('taken/local/1.0.0'))).toBe(201)
    const refused = await upload('taken/local/2.0.0', { project: neighbour, headers })
    expect([refused.status, (await refused.json()).message]).toEqual([
      403,
      'A package with the same name already exists in the namespace.',
    ])
    expect(await statusOf(upload('taken/other/2.0.0', { project: neighbour, headers }))).toBe(201)
    expect(await statusOf(upload('taken/local/2.0.0', { project: elsewhere, headers }))).toBe(201)
  })

  test('is one project’s when ten begin it at once', async () => {
    const top = await makeGroup()
    const projects = await Promise.all(Array.from({ length: 10 }, () => makeProject(top)))
    const headers = [await publisher()]
    const answers = projects.map((project) => statusOf(upload('race/local/1.0.0', { project, headers })))
    expect((await Promise.all(answers)).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 403)])
  })

  test('that a project brings along is the latest begun one’s, for whoever may read both', async () => {
    const [top, elsewhere] = [await makeGroup(), await makeGroup()]
    const [first, second] = [await makeProject(top), await makeProject(elsewhere)]
    const headers = [await publisher()]
    const other = await makeTarball([['main.tf', '# the second']])
    await upload('both/local/1.0.0', { project: first, headers })
    await upload('both/local/1.0.0', { project: second, headers, body: other })
    await upload('both/local/0.1.0', { project: first, headers })
    await moveProject(second, top)
    const url = `${registryUrl(top.fullPath)}/both/local`
    const { modules } = await (await send(`${url}/versions`, { headers })).json()
    expect(modules[0].versions.map(({ version }: { version: string }) => version)).toEqual(['1.0.0', '0.1.0'])
    const file = await send(`${url}/1.0.0/file`, { headers })
    expect(Buffer.from(await file.arrayBuffer()).equals(other)).toBe(true)
    const { secret } = await makeToken(first, { scopes: ['read_package_registry'] })
    const own = await get(`${url}/1.0.0/file`, secret)
    expect(Buffer.from(await own.arrayBuffer()).equals(archive)).toBe(true)
  })
})

describe('who may', () => {
  test('read and publish', async () => {
    await upload('read/local/1.0.0')
    for (const [i, bearer] of place.bearers.entries() satisfies Iterable<[number, PackageBearer]>) {
      const { who, secret, reads, publishes } = bearer
      const read = (path: string) => statusOf(send(path, { headers: as(secret) }))
      const module = `${registryUrl()}/read/local`
      const statuses = [
        await read(`${module}/versions`),
        await read(module),
        await read(`${module}/1.0.0`),
        await read(`${module}/1.0.0/file`),
        await read(`${projectUrl()}/read/local`),
        await statusOf(upload(`by-${i}/local/1.0.0`, { headers: as(secret) })),
      ]
      expect([who, ...statuses]).toEqual([who, reads, reads, reads, reads, reads, publishes])
    }
  })

  test('terraform sends its token as a bearer, and anybody else in other headers', async () => {
    await upload('headers/local/1.0.0')
    const { secret } = place.writer
    const basic = Buffer.from(`anybody:${secret}`).toString('base64')
    const headers: Header[] = [
      ['Authorization', `Bearer ${secret}`],
      ['Authorization', `Basic ${basic}`],
      ['Private-Token', secret],
    ]
    for (const header of headers) {
      const target = `${registryUrl()}/headers/local/1.0.0/download`
      expect(await statusOf(send(target, { headers: [header] }))).toBe(204)
    }
  })

  test('a public project is read without a token, and without a ticket', async () => {
    const top = await makeGroup(undefined, { visibility: 'public' })
    const project = await makeProject(top, { visibility: 'public' })
    await upload('open/local/1.0.0', { project, headers: [await publisher()] })
    const module = `${registryUrl(top.fullPath)}/open/local`
    expect(await statusOf(send(`${module}/versions`))).toBe(200)
    const asked = await send(`${module}/1.0.0/download`)
    expect(asked.headers.get('x-terraform-get')).toBe(`${module}/1.0.0/file?archive=tgz`)
    expect(await statusOf(send(`${module}/1.0.0/file?archive=tgz`))).toBe(200)
    // as GitLab writes that address
    expect(await statusOf(send(`${module}/1.0.0/file?token=&archive=tgz`))).toBe(200)
  })
})

describe('a ticket', () => {
  beforeAll(async () => {
    for (const module of ['ticket/local/1.0.0', 'ticket/local/2.0.0', 'second/local/1.0.0'])
      await upload(module)
  })

  test('is for one file', async () => {
    const url = await fileUrl('ticket/local/1.0.0')
    for (const other of ['ticket/local/2.0.0', 'second/local/1.0.0'])
      expect(await statusOf(send(url.replace('ticket/local/1.0.0', other)))).toBe(401)
    expect(await statusOf(send(url))).toBe(200)
  })

  test('opens nothing else, in no header and at no other address', async () => {
    const ticket = new URLSearchParams((await fileUrl('ticket/local/1.0.0')).split('?')[1]).get('token') ?? ''
    const target = `${registryUrl()}/ticket/local/versions`
    expect(await statusOf(send(`${target}?token=${ticket}`))).toBe(401)
    expect(await statusOf(send(target, { headers: [['Authorization', `Bearer ${ticket}`]] }))).toBe(401)
    expect(await statusOf(send(`${projectUrl()}/ticket/local/1.0.0?token=${ticket}`))).toBe(401)
    expect(await statusOf(send('/v2/', { headers: [['Authorization', `Bearer ${ticket}`]] }))).toBe(401)
  })

  test('ends after a minute', async () => {
    const url = await fileUrl('ticket/local/1.0.0')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (packageTicketSeconds - 2) * 1000 })
    expect(await statusOf(send(url))).toBe(200)
    vi.setSystemTime(Date.now() + 2000)
    expect(await statusOf(send(url))).toBe(401)
  })

  test.each<[string, (token: { id: number }) => Promise<unknown>, number]>([
    [
      'is revoked',
      async ({ id }) => {
        const which = { holder: place.project, tokenId: id, address: '192.0.2.1' }
        return revokeDeployToken(await administrator(), which)
      },
      401,
    ],
    ['expires', ({ id }) => sql`UPDATE deploy_tokens SET expires_at = now() WHERE id = ${id}`, 401],
    [
      'loses its right',
      ({ id }) => sql`UPDATE deploy_tokens SET scopes = ${['read_registry']} WHERE id = ${id}`,
      403,
    ],
    ['is deleted', ({ id }) => sql`DELETE FROM deploy_tokens WHERE id = ${id}`, 401],
  ])('opens nothing once its token %s', async (_, end, status) => {
    const { token, secret } = await makeToken(place.project, { scopes: ['read_package_registry'] })
    const url = await fileUrl('ticket/local/1.0.0', secret)
    expect(await statusOf(send(url))).toBe(200)
    await end(token)
    expect(await statusOf(send(url))).toBe(status)
  })

  test('opens nothing once its project stands elsewhere', async () => {
    const top = await makeGroup()
    const project = await makeProject(top)
    await upload('moving/local/1.0.0', { project, headers: [await publisher()] })
    const { secret } = await makeToken(top, { scopes: ['read_package_registry'] })
    const asked = await get(`${registryUrl(top.fullPath)}/moving/local/1.0.0/download`, secret)
    const elsewhere = await makeGroup()
    await moveProject(project, elsewhere)
    const url = asked.headers.get('x-terraform-get') ?? ''
    expect(await statusOf(send(url))).toBe(404)
    expect(await statusOf(send(url.replace(top.fullPath, elsewhere.fullPath)))).toBe(404)
  })

  test.each(['x', 'a.b.c', 'e30.e30.', '%00', 'x'.repeat(20_000)])('called %s is none', async (ticket) => {
    expect(await statusOf(send(`${registryUrl()}/ticket/local/1.0.0/file?token=${ticket}`))).toBe(401)
  })

  test('is never a token that lasts', async () => {
    const target = `${registryUrl()}/ticket/local/1.0.0/file`
    expect(await statusOf(send(`${target}?token=${place.writer.secret}`))).toBe(401)
    for (const name of ['private_token', 'deploy_token'])
      expect(await statusOf(send(`${target}?${name}=${place.writer.secret}`))).toBe(400)
  })
})

describe('bad input', () => {
  const main: TarballEntry = ['main.tf', '']

  test.each<[string, TarballEntry[]]>([
    ['nothing', []],
    ['no configuration', [['README.md', 'main.tf']]],
    ['a folder called like configuration', [[{ name: 'main.tf/', type: 'directory' }]]],
    ['a file called .tf', [['.tf', '']]],
    ['a link', [main, [{ name: 'l', type: 'symlink', linkname: '/etc/passwd' }]]],
    ['a link inside', [main, [{ name: 'l', type: 'symlink', linkname: 'main.tf' }]]],
    ['a hard link', [main, [{ name: 'l', type: 'link', linkname: 'main.tf' }]]],
    ['a device', [main, [{ name: 'd', type: 'character-device' }]]],
    ['a pipe', [main, [{ name: 'd', type: 'fifo' }]]],
    ['a name that leads out', [main, ['a/../../b.tf', '']]],
    ['an absolute name', [main, ['/etc/b.tf', '']]],
    ['a drive', [main, ['C:\\b.tf', '']]],
    ['a name with a backslash out', [main, ['a\\..\\..\\b.tf', '']]],
  ])('an archive with %s is refused', async (_, entries) => {
    const answer = await upload('bad/local/1.0.0', { body: await makeTarball(entries) })
    expect([answer.status, (await answer.json()).message]).toEqual([400, expect.stringMatching(/archive/)])
    expect(await statusOf(get(`${projectUrl()}/bad/local/1.0.0`))).toBe(404)
  })

  test('what is no gzipped tar archive is refused', async () => {
    for (const body of [
      Buffer.from('no archive'),
      Buffer.alloc(0),
      await makeTar([main]),
      archive.subarray(0, archive.length - 20),
    ])
      expect(await statusOf(upload('bad/local/1.0.0', { body }))).toBe(400)
  })

  test.each([
    ['main.tf.json', 'json'],
    ['modules/deep/main.tf', 'deep'],
    ['./vpc/a b.tf', 'space'],
  ])('%s is configuration', async (name, system) => {
    const module = `good/${system}/1.0.0`
    expect(await statusOf(upload(module, { body: await makeTarball([[name, '']]) }))).toBe(201)
  })

  test.each([
    'Vpc/aws/1.0.0',
    'v_pc/aws/1.0.0',
    'v.pc/aws/1.0.0',
    'vpc%2Fx/aws/1.0.0',
    '%2e%2e/aws/1.0.0',
    'vpc/AWS/1.0.0',
    'vpc/a%00/1.0.0',
    'ü/aws/1.0.0',
    `${'a'.repeat(65)}/aws/1.0.0`,
    `vpc/${'a'.repeat(65)}/1.0.0`,
    'bad/aws/1.0',
    'bad/aws/v1.0.0',
    'bad/aws/01.0.0',
    'bad/aws/latest',
    'bad/aws/1.0.0-',
    'bad/aws/%201.0.0',
    'bad/aws/1.0.0%2F..',
    `bad/aws/1.0.0-${'a'.repeat(260)}`,
  ])('%s is no version of a module', async (module) => {
    expect([400, 404]).toContain(await statusOf(upload(module)))
    expect([400, 404]).toContain(await statusOf(get(`${projectUrl()}/${module}`)))
    expect([400, 404]).toContain(await statusOf(get(`${registryUrl()}/${module}/download`)))
  })

  test.each(['..', '%00', '0', '99999999999', 'no-such-group', 'a%2Fb%2Fc'])(
    'the namespace %s has no module',
    async (namespace) => {
      expect([400, 404]).toContain(await statusOf(get(`${registryUrl(namespace)}/vpc/aws/versions`)))
    },
  )
})
