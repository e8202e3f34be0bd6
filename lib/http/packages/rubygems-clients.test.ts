import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { administrator, makeToken, sql } from '@/e2e/support/fixtures'
import { type MachineServer, openMachineServer } from '@/e2e/support/machine-server'
import { makePackageProject } from '@/e2e/support/package-bearers'
import { Terminal } from '@/e2e/support/shell'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { hasClient } from '@/scripts/test/clients.mjs'

// RubyGems and Bundler themselves.

let server: MachineServer
let place: Awaited<ReturnType<typeof makePackageProject>>
let path: string

beforeAll(async () => {
  server = await openMachineServer()
  place = await makePackageProject()
  path = `${server.host}/api/v4/projects/${place.project.id}/packages/rubygems`
})
afterAll(() => server.close())
// all of these come from one address, and some of them are wrong on purpose
beforeEach(() => sql`DELETE FROM failed_authentications`)

async function atDesk(work: (desk: Terminal) => Promise<void>): Promise<void> {
  const desk = await Terminal.open()
  try {
    await work(desk)
  } finally {
    await desk.close()
  }
}

/** Writes and builds a gem whose code says its own version. */
const build = (name: string, version: string, more = '') => `
  mkdir -p lib && echo 'puts "${name} ${version} is here"' > lib/${name}.rb
  cat > ${name}.gemspec <<'END'
    Gem::Specification.new do |s|
      s.name = '${name}'
      s.version = '${version}'
      s.summary = 'It’s a gem'
      s.authors = ['Devon Lee']
      s.files = ['lib/${name}.rb']
      ${more}
    end
END
  gem build ${name}.gemspec`
const push = (file: string, secret: string | undefined) =>
  `GEM_HOST_API_KEY=${secret ?? ''} gem push ${file} --host http://${path}`
const sources = (secret: string | undefined) =>
  `--clear-sources --source http://${secret ? `any+body:${secret}@` : ''}${path}/`
// by name, RubyGems 3.3 finds no gem for a platform where there is no compact index
const fetchGem = (gem: string, secret: string | undefined) => `gem fetch ${gem} ${sources(secret)}`
const install = (gem: string, secret: string | undefined) =>
  `gem install ${gem} --remote ${sources(secret)} --no-document --install-dir gems`

describe.skipIf(!hasClient('gem') || !hasClient('bundle'))('RubyGems', () => {
  test(
    'pushes gems that depend on each other, and installs the newest release or one before it',
    () =>
      atDesk(async (desk) => {
        const { secret } = place.writer
        const { code, text } = await desk.run(`set -e
        ${build('bottom', '1.0.0')}; ${push('bottom-1.0.0.gem', secret)}
        ${build('bottom', '1.2.0')}; ${push('bottom-1.2.0.gem', secret)}
        ${build('bottom', '1.10.0')}; ${push('bottom-1.10.0.gem', secret)}
        ${build('bottom', '2.0.0.rc1')}; ${push('bottom-2.0.0.rc1.gem', secret)}
        ${build('top', '1.0.0', "s.add_dependency 'bottom', '~> 1.1', '!= 1.3'; s.required_ruby_version = '>= 2.0'")}
        ${push('top-1.0.0.gem', secret)}
        ${build('native', '1.0.0', 's.platform = Gem::Platform::CURRENT')}; ${push('native-1.0.0-*.gem', secret)}
        ${install('top', secret)}
        rm native-*.gem; ${fetchGem('native', secret)}
        gem install --local native-*.gem --no-document --install-dir gems
        GEM_HOME=gems ruby -r top -r bottom -r native -e 1
        ${install('bottom --prerelease', secret)}
        ls gems/gems`)
        expect([code, text]).toEqual([0, expect.stringContaining('bottom 1.10.0 is here')])
        expect(text).toContain('native 1.0.0 is here')
        expect(text.split('\n').filter((line) => /^(bottom|top|native)-[^ ]*$/.test(line))).toEqual([
          'bottom-1.10.0',
          'bottom-2.0.0.rc1',
          expect.stringMatching(/^native-1\.0\.0-/),
          'top-1.0.0',
        ])
        const again = await desk.run(push('top-1.0.0.gem', secret))
        expect([again.code, again.text]).toEqual([1, expect.stringContaining('Package already exists.')])
      }),
    240_000,
  )

  test(
    'is let in, or told why not, by each kind of token',
    () =>
      atDesk(async (desk) => {
        await desk.run(`${build('known', '1.0.0')}; ${push('known-1.0.0.gem', place.writer.secret)}`)
        for (const [i, { who, secret, reads, publishes }] of place.bearers.entries()) {
          const installed = await desk.run(`rm -rf gems; ${install('known', secret)}`)
          expect([who, installed.code === 0, installed.text]).toEqual([
            who,
            reads === 200,
            expect.stringMatching(
              reads === 200 ? /1 gem installed/ : new RegExp(`${reads}|Could not find a valid gem`),
            ),
          ])
          // gem asks for a name and password where it has no key
          if (secret === undefined) continue
          const pushed = await desk.run(`${build('one', `1.0.${i}`)}; ${push(`one-1.0.${i}.gem`, secret)}`)
          expect([who, pushed.code === 0, pushed.text]).toEqual([
            who,
            publishes === 201,
            expect.stringMatching(/./),
          ])
          await sql`DELETE FROM failed_authentications`
        }
      }),
    240_000,
  )

  test(
    'Bundler installs by its own way of asking, and nothing once its token is revoked',
    () =>
      atDesk(async (desk) => {
        const { token, secret } = await makeToken(place.project, { scopes: ['read_package_registry'] })
        const { code, text } = await desk.run(`set -e
        ${build('base', '1.0.0')}; ${push('base-1.0.0.gem', place.writer.secret)}
        ${build('peak', '1.0.0', "s.add_dependency 'base', '>= 1'")}; ${push('peak-1.0.0.gem', place.writer.secret)}
        echo 'source "http://${path}/"' > Gemfile; echo 'gem "peak"' >> Gemfile
        bundle config set --local path vendor
        bundle config set --local http://${path}/ gitlab+deploy-token-1:${secret}
        bundle install
        bundle exec ruby -e 'require "peak"; require "base"'; cat Gemfile.lock`)
        expect([code, text]).toEqual([0, expect.stringMatching(/base 1\.0\.0 is here[\s\S]*base \(>= 1\)/)])
        expect(server.requests.some(({ url }) => url?.includes('/api/v1/dependencies?gems='))).toBe(true)
        const holder = { holder: place.project, tokenId: token.id, address: '192.0.2.1' }
        await revokeDeployToken(await administrator(), holder)
        const after = await desk.run('rm -rf vendor Gemfile.lock; bundle install')
        expect([after.code, after.text]).toEqual([
          17,
          expect.stringMatching(/Authentication|Bad username or password/i),
        ])
      }),
    240_000,
  )
})
