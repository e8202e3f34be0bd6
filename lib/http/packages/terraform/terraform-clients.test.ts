import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { administrator, makeGroup, makeProject, makeToken, sql, unique } from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import { type Ended, Terminal } from '@/e2e/support/shell'
import { makeTarball } from '@/e2e/support/tarball'
import { openTlsFront, type TlsFront } from '@/e2e/support/tls-front'
import { packageClients } from '@/lib/domain/package-clients/package-clients'
import { installRecipe } from '@/lib/domain/packages/install-recipe'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { hasClient } from '@/scripts/test/clients.mjs'

// terraform itself, which sends tokens by TLS alone and publishes nothing: that is curl's.

const host = vi.hoisted(() => {
  process.env.LATCHKEY_URL = 'https://latchkey.test'
  return 'latchkey.test'
})

let server: MachineServer
let front: TlsFront
let folder: string
let variables: Record<string, string>
let place: Awaited<ReturnType<typeof makePackageProject>>
let desk: Terminal
/** What happens before terraform gets a file. */
let beforeFile: () => Promise<unknown>

beforeAll(async () => {
  server = await openMachineServer()
  front = await openTlsFront(host, server.host, async (target) => {
    if (/\/file\?/.test(target)) await beforeFile()
  })
  folder = await mkdtemp(path.join(tmpdir(), 'latchkey-authority-'))
  const certificate = path.join(folder, 'certificate.pem')
  await writeFile(certificate, front.certificate)
  variables = { HTTPS_PROXY: front.proxy, SSL_CERT_FILE: certificate, CHECKPOINT_DISABLE: '1' }
  place = await makePackageProject()
})
afterAll(async () => {
  await front.close()
  await server.close()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  beforeFile = async () => {}
  desk = await Terminal.open(variables)
  // all of these come from one address, and some of them are wrong on purpose
  await sql`DELETE FROM failed_authentications`
})
afterEach(() => desk.close())

/** Publishes a module that says its version, by the command that GitLab's manual has; the status. */
async function publish(
  module: string,
  secret: string | undefined,
  { project = place.project, file = './main.tf' }: { project?: { id: number }; file?: string } = {},
): Promise<string> {
  const [version] = module.split('/').slice(-1)
  const archive = await makeTarball([[file, `output "version" { value = "${version}" }\n`]])
  await writeFile(path.join(desk.folder, 'module.tgz'), archive)
  const url = `https://${host}/api/v4/projects/${project.id}/packages/terraform/modules/${module}/file`
  const header = secret ? `--header 'Deploy-Token: ${secret}'` : ''
  const { text } = await desk.run(
    `curl --silent -o answer -w '%{http_code}' ${header} --upload-file module.tgz ${url}`,
  )
  return text
}

/** Writes a file at the desk. */
function save(name: string, text: string): Promise<void> {
  return writeFile(path.join(desk.folder, name), text)
}

/** Initialises a configuration that calls one module from here, with this token in the home's own file. */
async function init(source: string, secret: string | undefined, version?: string): Promise<Ended> {
  const credentials = `credentials "${host}" {\n  token = "${secret}"\n}\n`
  await save('.terraformrc', secret ? credentials : '')
  const constraint = version ? `version = "${version}"` : ''
  await save(
    'main.tf',
    `module "made" {\n  source = "${source}"\n  ${constraint}\n}\noutput "version" { value = module.made.version }\n`,
  )
  return desk.run('terraform init -no-color -upgrade && terraform apply -no-color -auto-approve')
}

const sourceOf = (module: string, namespace = place.above.fullPath) => `${host}/${namespace}/${module}`
const installed = (version: string) => ({
  code: 0,
  text: expect.stringContaining(`version = "${version}"`),
})

describe.skipIf(!hasClient('terraform') || !hasClient('curl'))('terraform', () => {
  test('gets the highest version that its constraint allows, and upgrades', async () => {
    const { secret } = place.writer
    for (const version of ['1.0.0', '1.0.1', '1.1.0', '2.0.0-rc.1'])
      expect(await publish(`vpc/aws/${version}`, secret)).toBe('201')
    expect(await init(sourceOf('vpc/aws'), secret, '~> 1.0.0')).toMatchObject(installed('1.0.1'))
    expect(await publish('vpc/aws/1.0.2', secret)).toBe('201')
    expect(await init(sourceOf('vpc/aws'), secret, '~> 1.0.0')).toMatchObject(installed('1.0.2'))
    expect(await init(sourceOf('vpc/aws'), secret)).toMatchObject(installed('1.1.0'))
    expect(await init(sourceOf('vpc/aws'), secret, '2.0.0-rc.1')).toMatchObject(installed('2.0.0-rc.1'))
  }, 120_000)

  test('gets what stands in a subgroup by the name of its top group', async () => {
    const top = await makeGroup()
    const project = await makeProject(await makeGroup(await makeGroup(top)))
    const { secret } = await makeToken(top, { scopes: ['write_package_registry'] })
    const name = unique('deep')
    expect(await publish(`${name}/local/1.0.0`, secret, { project })).toBe('201')
    expect(await init(sourceOf(`${name}/local`, top.fullPath), secret)).toMatchObject(installed('1.0.0'))
  }, 60_000)

  test('gets a module that stands inside another', async () => {
    const { secret } = place.writer
    await publish('outer/local/1.0.0', secret, { file: 'modules/inner/main.tf' })
    const source = `${sourceOf('outer/local')}//modules/inner`
    expect(await init(source, secret)).toMatchObject(installed('1.0.0'))
  }, 60_000)

  test('is let in, or told why not, by each kind of token', async () => {
    expect(await publish('who/local/1.0.0', place.writer.secret)).toBe('201')
    for (const [i, { who, secret, reads, publishes }] of place.bearers.entries() satisfies Iterable<
      [number, PackageBearer]
    >) {
      expect([who, await publish(`who-${i}/local/1.0.0`, secret)]).toEqual([who, String(publishes)])
      const { code, text } = await init(sourceOf('who/local'), secret)
      const said =
        { 401: /401 Unauthorized/, 403: /403 Forbidden/, 404: /not found/ }[reads] ?? /version = "1/
      expect([who, code, text]).toEqual([who, reads === 200 ? 0 : 1, expect.stringMatching(said)])
    }
  }, 180_000)

  test('gets no file by a ticket whose token was revoked after it was given', async () => {
    await publish('late/local/1.0.0', place.writer.secret)
    const { token, secret } = await makeToken(place.project, { scopes: ['read_package_registry'] })
    const which = { holder: place.project, tokenId: token.id, address: '192.0.2.1' }
    expect(await init(sourceOf('late/local'), secret)).toMatchObject(installed('1.0.0'))
    await desk.run('rm -r .terraform')
    beforeFile = async () => revokeDeployToken(await administrator(), which)
    const { code, text } = await init(sourceOf('late/local'), secret)
    expect([code, text]).toEqual([1, expect.stringMatching(/bad response code: 401/)])
    expect(text).not.toContain(secret)
  }, 60_000)

  test('reads a public project without a token', async () => {
    const top = await makeGroup(undefined, { visibility: 'public' })
    const project = await makeProject(top, { visibility: 'public' })
    const { secret } = await makeToken(project, { scopes: ['write_package_registry'] })
    await publish('open/local/1.0.0', secret, { project })
    expect(await init(sourceOf('open/local', top.fullPath), undefined)).toMatchObject(installed('1.0.0'))
  }, 60_000)

  test('gets a project’s module by its address, with what stands in .netrc', async () => {
    const { secret } = place.writer
    await publish('plain/local/1.0.0', secret)
    await publish('plain/local/1.1.0', secret)
    const url = `https://${host}/api/v4/projects/${place.project.id}/packages/terraform/modules/plain/local`
    expect((await init(url, undefined)).code).toBe(1)
    const netrc = `machine ${host}\nlogin anybody\npassword ${secret}\n`
    await writeFile(path.join(desk.folder, '.netrc'), netrc, { mode: 0o600 })
    expect(await init(url, undefined)).toMatchObject(installed('1.1.0'))
    expect(await init(`${url}/1.0.0`, undefined)).toMatchObject(installed('1.0.0'))
  }, 60_000)

  test('takes what a new token’s notice and a package’s page say, as it was saved', async () => {
    const top = await makeGroup()
    const project = await makeProject(await makeGroup(top))
    for (const holder of [project, top]) {
      const { kind, id } = holder
      const access = { place: { origin: `https://${host}`, kind, id, projectPath: project.fullPath } }
      const { credentials } = await makeToken(holder, { scopes: ['write_package_registry'] })
      const blocks = packageClients.terraform.blocks({ ...access, credentials, canPublish: true })
      for (const { fileName, text } of blocks) if (fileName) await save(fileName, text)
      const textOf = (title: string) => blocks.find((block) => block.title === title)?.text ?? ''
      await writeFile(path.join(desk.folder, 'my-module.tgz'), await makeTarball([['main.tf', '']]))
      const published = await desk.run(textOf('Publish a module'))
      // the second finds what the first has published
      expect(published.text).toContain(kind === 'project' ? '201 Created' : '403')
      await save('main.tf', textOf('Use a module: in a .tf file'))
      const { code, text } = await desk.run('rm -rf .terraform; terraform init -no-color')
      expect([code, text]).toEqual([0, expect.stringContaining('1.0.0 for my-module')])
      const page = installRecipe('terraform_module', {
        ...{ origin: `https://${host}`, projectId: project.id, projectPath: project.fullPath },
        ...{ name: 'my-module/local', version: '1.0.0' },
      })
      await save('main.tf', page[0]?.text ?? '')
      await save('.terraformrc', page[1]?.text.replace('<your_token>', credentials.password) ?? '')
      expect(await desk.run('rm -r .terraform; terraform init -no-color')).toMatchObject({ code: 0 })
    }
  }, 60_000)
})
