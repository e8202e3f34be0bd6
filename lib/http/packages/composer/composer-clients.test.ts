import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { commitTo, composerFiles } from '@/e2e/support/composer-package'
import { administrator, makeToken, sql, unique } from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { makePackageProject, type PackageBearer } from '@/e2e/support/package-bearers'
import { Terminal } from '@/e2e/support/shell'
import type { JsonObject } from '@/lib/domain/package'
import { installRecipe } from '@/lib/domain/packages/install-recipe'
import type { Project } from '@/lib/domain/project'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { hasClient } from '@/scripts/test/clients.mjs'

// composer itself, which publishes nothing: that is curl's. The links that it follows name the public address.
const port = await vi.hoisted(async () => (await import('@/e2e/support/claim-public-port')).claimPublicPort())
const host = `127.0.0.1:${port}`
const origin = `http://${host}`

let server: MachineServer
let place: Awaited<ReturnType<typeof makePackageProject>>
let project: Project
let repository: string

beforeAll(async () => {
  server = await openMachineServer(port)
  place = await makePackageProject()
  project = place.project
  repository = `${origin}/api/v4/group/${project.traversalIds.at(-1)}/-/packages/composer/packages.json`
})
afterAll(() => server.close())
// all of these come from one address, and some of them are wrong on purpose
beforeEach(() => sql`DELETE FROM failed_authentications`)

const newName = () => `acme/${unique('lib').toLowerCase()}`
const basic = (password: string): JsonObject => ({
  'http-basic': { [host]: { username: 'anybody', password } },
})
const nothingElse = { packagist: false }

/** A desk with an empty home, and a project that finds packages here alone. */
async function atDesk<Value>(
  { auth = {}, config = {}, url = repository }: { auth?: JsonObject; config?: JsonObject; url?: string },
  work: (desk: Terminal) => Promise<Value>,
): Promise<Value> {
  const desk = await Terminal.open({ COMPOSER_NO_INTERACTION: '1', COMPOSER_ALLOW_SUPERUSER: '1' })
  const save = (name: string, document: JsonObject) =>
    writeFile(path.join(desk.folder, name), JSON.stringify(document))
  try {
    await save('composer.json', {
      repositories: [{ type: 'composer', url }, nothingElse],
      config: { 'secure-http': false, ...config },
    })
    await save('auth.json', auth)
    return await work(desk)
  } finally {
    await desk.close()
  }
}

/** Publishes as GitLab tells people to; the status. */
async function publish(desk: Terminal, ref: string, secret: string | undefined): Promise<string> {
  const user = secret ? `-u anybody:${secret}` : ''
  const url = `${origin}/api/v4/projects/${project.id}/packages/composer`
  return (await desk.run(`curl -s -o /dev/null -w '%{http_code}' ${user} --data ${ref} ${url}`)).text
}

/** What PHP has of an installed package's function. */
async function says(desk: Terminal, name: string): Promise<string> {
  return (await desk.run(`php -r 'require "vendor/autoload.php"; echo ${name.replace(/\W/g, '_')}();'`)).text
}

const lockOf = async (desk: Terminal) =>
  JSON.parse(await readFile(path.join(desk.folder, 'composer.lock'), 'utf8'))

describe.skipIf(!hasClient('composer') || !hasClient('curl'))('composer', { timeout: 180_000 }, () => {
  test('requires what curl published, with all it needs, and installs the same by the lock file', () =>
    atDesk({ auth: basic(place.writer.secret) }, async (desk) => {
      const [base, name] = [newName(), newName()]
      await commitTo(project, 'refs/tags/v1.4.0', composerFiles(base, 'base 1.4'))
      expect(await publish(desk, 'tag=v1.4.0', place.writer.secret)).toBe('201')
      const needs = { require: { [base]: '^1.2' } }
      const commit = await commitTo(project, 'refs/tags/v2.0.1', composerFiles(name, 'lib 2.0.1', needs))
      expect(await publish(desk, 'tag=v2.0.1', place.writer.secret)).toBe('201')
      const required = await desk.run(`composer require ${name}`)
      expect(required.code, required.text).toBe(0)
      expect([await says(desk, base), await says(desk, name)]).toEqual(['base 1.4', 'lib 2.0.1'])
      const lock = await lockOf(desk)
      const [locked] = lock.packages.filter((one: { name: string }) => one.name === name)
      expect(locked).toMatchObject({ version: '2.0.1', dist: { reference: commit } })
      expect(locked.dist.shasum).toMatch(/^[0-9a-f]{40}$/)
      const installed = await desk.run('rm -r vendor .cache; composer install')
      expect(installed.code, installed.text).toBe(0)
      expect(await says(desk, name)).toBe('lib 2.0.1')
      expect(await readdir(path.join(desk.folder, 'vendor', name))).toEqual(['composer.json', 'src'])
    }))

  test('takes no archive of other bytes than the list says', () =>
    atDesk({ auth: basic(place.writer.secret) }, async (desk) => {
      const name = newName()
      await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
      await publish(desk, 'tag=1.0', place.writer.secret)
      expect((await desk.run(`composer require ${name}:1.0`)).code).toBe(0)
      const lie = `sed -i 's/"shasum": "[0-9a-f]*"/"shasum": "${'0'.repeat(40)}"/; /"source": {/,/},/d' composer.lock`
      const refused = await desk.run(`${lie} && rm -r vendor .cache; composer install`)
      expect([refused.code, refused.text]).toEqual([1, expect.stringContaining('checksum verification')])
    }))

  test('follows a branch, while a lock file keeps what it was', () =>
    atDesk({ auth: basic(place.writer.secret) }, async (desk) => {
      const name = newName()
      await commitTo(project, 'refs/heads/main', composerFiles(name, 'before'))
      await publish(desk, 'branch=main', place.writer.secret)
      const required = await desk.run(`composer require ${name}:dev-main`)
      expect(required.code, required.text).toBe(0)
      await commitTo(project, 'refs/heads/main', composerFiles(name, 'after'))
      expect(await publish(desk, 'branch=main', place.writer.secret)).toBe('201')
      expect((await desk.run('rm -r vendor .cache; composer install')).code).toBe(0)
      expect(await says(desk, name)).toBe('before')
      expect((await desk.run('composer update')).code).toBe(0)
      expect(await says(desk, name)).toBe('after')
    }))

  test('takes the branch of a number for what comes next there', () =>
    atDesk({ auth: basic(place.writer.secret) }, async (desk) => {
      const name = newName()
      await commitTo(project, 'refs/heads/v3', composerFiles(name, 'three'))
      await publish(desk, 'branch=v3', place.writer.secret)
      const required = await desk.run(`composer require '${name}:^3.1@dev'`)
      expect(required.code, required.text).toBe(0)
      expect((await lockOf(desk)).packages[0].version).toBe('3.x-dev')
    }))

  test.each<[string, (secret: string) => JsonObject, JsonObject]>([
    ['http-basic', basic, {}],
    ['bearer', (secret) => ({ bearer: { [host]: secret } }), {}],
    ['gitlab-token', (secret) => ({ 'gitlab-token': { [host]: secret } }), { 'gitlab-domains': [host] }],
    [
      'gitlab-token with a user',
      (token) => ({ 'gitlab-token': { [host]: { username: 'anybody', token } } }),
      { 'gitlab-domains': [host] },
    ],
  ])('is let in by an auth.json of the kind %s', async (_, authOf, config) => {
    const name = newName()
    await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    const { secret } = await makeToken(project, { scopes: ['read_package_registry'] })
    await atDesk({ auth: authOf(secret), config }, async (desk) => {
      await publish(desk, 'tag=1.0', place.writer.secret)
      const required = await desk.run(`composer require ${name}`)
      expect(required.code, required.text).toBe(0)
      expect(await says(desk, name)).toBe('one')
    })
  })

  test('clones the source with a token that may', async () => {
    const name = newName()
    const commit = await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'cloned'))
    const { credentials } = await makeToken(project, { scopes: ['read_package_registry', 'read_repository'] })
    await atDesk({ auth: { 'http-basic': { [host]: { ...credentials } } } }, async (desk) => {
      await publish(desk, 'tag=1.0', place.writer.secret)
      const required = await desk.run(`composer require --prefer-source ${name}`)
      expect(required.code, required.text).toBe(0)
      expect(await says(desk, name)).toBe('cloned')
      expect((await desk.run(`git -C vendor/${name} rev-parse HEAD`)).text.trim()).toBe(commit)
    })
  })

  test('is let in, or told why not, by each kind of token', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    await atDesk({}, (desk) => publish(desk, 'tag=1.0', place.writer.secret))
    for (const { who, secret, reads, publishes } of place.bearers satisfies PackageBearer[]) {
      await sql`DELETE FROM failed_authentications`
      await atDesk({ auth: secret ? basic(secret) : {} }, async (desk) => {
        expect([who, await publish(desk, 'tag=1.0', secret)]).toEqual([who, String(publishes)])
        const { code, text } = await desk.run(`composer require ${name}`)
        const said = reads === 200 ? /Installing acme/ : new RegExp(`\\b${reads}\\b|Invalid credentials`)
        expect([who, code === 0, text]).toEqual([who, reads === 200, expect.stringMatching(said)])
      })
    }
  })

  test('gets nothing once its token is revoked', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    const { token, secret } = await makeToken(project, { scopes: ['read_package_registry'] })
    await atDesk({ auth: basic(secret) }, async (desk) => {
      await publish(desk, 'tag=1.0', place.writer.secret)
      expect((await desk.run(`composer require ${name}`)).code).toBe(0)
      const holder = { holder: project, tokenId: token.id, address: '192.0.2.1' }
      await revokeDeployToken(await administrator(), holder)
      const { code, text } = await desk.run('rm -r vendor .cache; composer install')
      expect([code === 0, text]).toEqual([false, expect.stringMatching(/Invalid credentials|\b401\b/)])
    })
  })

  test('takes the documents of Composer 1 by their digests, too', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    const own = 'packages.json'
    await atDesk({ auth: basic(place.writer.secret), url: own }, async (desk) => {
      await publish(desk, 'tag=1.0', place.writer.secret)
      const get = async (target: string) =>
        JSON.parse((await desk.run(`curl -sf -u any:${place.writer.secret} '${origin}${target}'`)).text)
      const root = await get(new URL(repository).pathname)
      const hash = root['provider-includes']['p/%hash%.json'].sha256
      const { providers } = await get(new URL(`p/${hash}.json`, repository).pathname)
      // Composer 2 reads version 1 where it is told of nothing newer
      const old = { packages: [], providers, 'providers-url': origin + root['providers-url'] }
      await writeFile(path.join(desk.folder, own), JSON.stringify(old))
      await desk.run(`sed -i 's#"packages.json"#"file://'"$PWD"'"#' composer.json`)
      const required = await desk.run(`composer require ${name}`)
      expect(required.code, required.text).toBe(0)
      expect(await says(desk, name)).toBe('one')
    })
  })

  test('installs by the lines of a package’s page', async () => {
    const name = newName()
    await commitTo(project, 'refs/tags/1.0', composerFiles(name, 'one'))
    const { credentials } = await makeToken(project, { scopes: ['read_package_registry'] })
    await atDesk({}, async (desk) => {
      await publish(desk, 'tag=1.0', place.writer.secret)
      const steps = installRecipe('composer', {
        ...{ origin, projectId: project.id, projectPath: project.fullPath, name, version: '1.0' },
      })
      await writeFile(
        path.join(desk.folder, 'composer.json'),
        JSON.stringify({ repositories: [nothingElse] }),
      )
      for (const { text } of steps.toReversed()) {
        const line = text
          .replace('<username>', credentials.username)
          .replace('<your_token>', credentials.password)
        const done = await desk.run(line)
        expect(done.code, done.text).toBe(0)
      }
      expect(await says(desk, name)).toBe('one')
    })
  })
})
