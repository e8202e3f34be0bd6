import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type PackageClientName, packageClients } from '@/lib/domain/package-clients'
import type { PackagePlace } from '@/lib/domain/package-recipe'
import type { Group, Project } from '@/lib/domain/project'
import { hasClient } from '@/scripts/test/clients.mjs'
import { commitTo, composerFiles } from './support/composer-package'
import { makeGroup, makeProject, makeToken, unique } from './support/fixtures'
import { type MachineServer, openMachineServer } from './support/machine-server'
import { openPython } from './support/python'
import { Terminal } from './support/shell'

// What the notice of a new token offers for packages, taken by the programs that it is for.

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const origin = `http://127.0.0.1:${port}`

const conan = hasClient('python3') ? await openPython(['conan==2.34.0']) : undefined

let server: MachineServer
let terminal: Terminal
let group: Group
let project: Project

beforeAll(async () => {
  server = await openMachineServer(port)
  group = await makeGroup(undefined, { path: unique('Scope') })
  project = await makeProject(await makeGroup(group), { path: unique('Name') })
})
afterAll(async () => {
  await server.close()
  await conan?.close()
})
beforeEach(async () => {
  terminal = await Terminal.open()
})
afterEach(() => terminal.close())

/** Saves the files of a client's blocks in the terminal's folder, and gives all texts by their titles. */
async function take(client: PackageClientName, holder: Project | Group, scopes: ('read' | 'write')[]) {
  const made = await makeToken(holder, {
    scopes: scopes.map((scope) => `${scope}_package_registry` as const),
    username: '_dev.eloper+1-',
  })
  const place: PackagePlace = { origin, kind: holder.kind, id: holder.id, projectPath: project.fullPath }
  const access = { place, credentials: made.credentials, canPublish: scopes.includes('write') }
  const blocks = packageClients[client].blocks(access)
  for (const { fileName, text } of blocks)
    if (fileName) await writeFile(path.join(terminal.folder, fileName), text, { mode: 0o600 })
  return Object.fromEntries(blocks.map(({ title, text }) => [title, text]))
}

const holders = () => [project, group]

describe.skipIf(!hasClient('curl'))('curl', () => {
  test('publishes and downloads by the lines, with the tokens of a project and of a group above', async () => {
    for (const holder of holders()) {
      const lines = await take('curl', holder, ['write'])
      const content = unique('content')
      await writeFile(path.join(terminal.folder, 'file.txt'), content)
      const publish = lines['Publish a file']?.replace('my_package', holder.kind) ?? ''
      expect(await terminal.run(publish)).toMatchObject({
        code: 0,
        text: expect.stringContaining('201 Created'),
      })
      const download = lines['Download a file']?.replace('my_package', holder.kind) ?? ''
      await terminal.run(`rm file.txt; ${download}`)
      expect((await terminal.run('cat file.txt')).text).toBe(content)
    }
  })

  test('is refused with a token that may only read', async () => {
    await writeFile(path.join(terminal.folder, 'file.txt'), 'content')
    const { 'Publish a file': publish = '' } = await take('curl', project, ['write'])
    await take('curl', project, ['read'])
    expect(await terminal.run(publish)).toMatchObject({ code: 22, text: expect.stringContaining('403') })
  })
})

test.skipIf(!hasClient('npm'))(
  'npm publishes and installs by the file, with the tokens of a project and of a group above',
  async () => {
    for (const holder of holders()) {
      await take('npm', holder, ['write'])
      const name = `@${group.fullPath.toLowerCase()}/${holder.kind}`
      const registry = `${origin}/api/v4/projects/${
        holder.kind === 'project' ? project.id : encodeURIComponent(project.fullPath)
      }/packages/npm/`
      const manifest = {
        name,
        version: '1.0.0',
        publishConfig: { [`@${group.fullPath.toLowerCase()}:registry`]: registry },
      }
      await mkdir(path.join(terminal.folder, holder.kind))
      await writeFile(path.join(terminal.folder, holder.kind, 'package.json'), JSON.stringify(manifest))
      const published = await terminal.run(`cd ${holder.kind} && npm publish --loglevel=error`)
      expect(published).toMatchObject({ code: 0, text: expect.stringContaining(`+ ${name}@1.0.0`) })
      const install = `mkdir new-${holder.kind} && cd new-${holder.kind} && npm init -y >/dev/null && npm install --no-audit --no-fund ${name}`
      expect(await terminal.run(install)).toMatchObject({ code: 0 })
      expect((await terminal.run(`cat new-${holder.kind}/node_modules/${name}/package.json`)).text).toContain(
        name,
      )
    }
  },
)

test.skipIf(!hasClient('python3'))(
  'pip downloads by the file, with the tokens of a project and of a group above, and with no other',
  async () => {
    await take('curl', project, ['write'])
    await writeFile(path.join(terminal.folder, 'wheel.py'), wheelMaker)
    const wheel = 'latchkey_tool-1.0-py3-none-any.whl'
    const form = `-F :action=file_upload -F name=latchkey-tool -F version=1.0 -F filetype=bdist_wheel -F pyversion=py3 -F metadata_version=2.1`
    const upload = `python3 wheel.py && curl --silent --fail --config latchkey.curlrc ${form} -F content=@${wheel} ${origin}/api/v4/projects/${project.id}/packages/pypi`
    expect(await terminal.run(upload)).toMatchObject({ code: 0 })
    const pip =
      'PIP_CONFIG_FILE=pip.conf python3 -m pip download --no-input --disable-pip-version-check --no-cache-dir'
    for (const holder of holders()) {
      await take('pip', holder, ['read'])
      expect(await terminal.run(`rm ${wheel}; ${pip} latchkey-tool`)).toMatchObject({ code: 0 })
      const wrong = await terminal.run(
        `rm ${wheel}; sed -i s/gldt-/gldt-0/ pip.conf && ${pip} latchkey-tool; touch ${wheel}`,
      )
      expect(wrong.text).toContain('No matching distribution found')
    }
  },
)

test.skipIf(!hasClient('composer') || !hasClient('curl'))(
  'composer installs by the file, with the tokens of a project and of a group above, what curl published by the line',
  { timeout: 120_000 },
  async () => {
    const name = `acme/${unique('lib').toLowerCase()}`
    await commitTo(project, 'refs/tags/v1.0.0', composerFiles(name, 'one'))
    const require = `COMPOSER_ALLOW_SUPERUSER=1 composer require --no-interaction ${name}`
    for (const holder of holders()) {
      const { 'Publish a tag': publish = '' } = await take('composer', holder, ['write'])
      expect(await terminal.run(publish)).toMatchObject({
        code: 0,
        text: expect.stringContaining('201 Created'),
      })
      const { 'Where packages are found': found = '' } = await take('composer', holder, ['read'])
      await writeFile(
        path.join(terminal.folder, 'composer.json'),
        JSON.stringify({ repositories: [{ 'packagist.org': false }] }),
      )
      expect(await terminal.run(found)).toMatchObject({ code: 0 })
      expect(await terminal.run(`rm -rf vendor composer.lock .cache; ${require}`)).toMatchObject({ code: 0 })
      const says = `php -r 'require "vendor/autoload.php"; echo ${name.replace(/\W/g, '_')}();'`
      expect((await terminal.run(says)).text).toBe('one')
      const wrong = await terminal.run(`rm -rf vendor .cache; sed -i s/gldt-/gldt-0/ auth.json; ${require}`)
      expect([wrong.code === 0, wrong.text]).toEqual([false, expect.stringMatching(/credentials|401/)])
    }
  },
)

test.skipIf(!conan)(
  'Conan publishes and installs by the lines and the file, with the tokens of a project and of a group above',
  async () => {
    const env = { CONAN_HOME: terminal.folder, NO_COLOR: '1' }
    const run = (line: string) => conan?.command('conans.conan', line.split(' ').slice(1), env)
    const done = { code: 0 }
    await writeFile(path.join(terminal.folder, 'global.conf'), 'core:non_interactive=True\n')
    await mkdir(path.join(terminal.folder, 'profiles'))
    await writeFile(path.join(terminal.folder, 'profiles', 'default'), '[settings]\nos=Linux\n')
    for (const holder of holders()) {
      const lines = await take('conan', holder, ['write'])
      const name = `recipe_${holder.kind}`
      const file = path.join(terminal.folder, 'conanfile.py')
      const recipe = `class Recipe(ConanFile):\n    name = '${name}'\n    version = '1.0.0'\n`
      await writeFile(file, `from conan import ConanFile\n\n${recipe}`)
      expect(await run(`conan create ${file}`)).toMatchObject(done)
      // a group's token is told of the project by its path
      expect(await run(`${lines['Where recipes are found']?.replaceAll("'", '')} --force`)).toMatchObject(
        done,
      )
      expect(await run(lines['Publish a recipe']?.replace('my_package', name) ?? '')).toMatchObject(done)
      expect(await run(`conan remove ${name}/1.0.0 --confirm`)).toMatchObject(done)
      await take('conan', holder, ['read'])
      expect(await run('conan remote logout *')).toMatchObject(done)
      expect(await run(`conan install --requires ${name}/1.0.0 --remote latchkey`)).toMatchObject({
        code: 0,
        text: expect.stringContaining(`${name}/1.0.0: Downloaded`),
      })
      expect(await run('conan remote logout *')).toMatchObject(done)
    }
  },
  120_000,
)

const wheelMaker = `
import base64, hashlib, zipfile
folder = 'latchkey_tool-1.0.dist-info/'
files = {
    'latchkey_tool.py': '',
    folder + 'METADATA': 'Metadata-Version: 2.1\\nName: latchkey-tool\\nVersion: 1.0\\n',
    folder + 'WHEEL': 'Wheel-Version: 1.0\\nGenerator: hand\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n',
}
def line(name, text):
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()
    return f'{name},sha256={digest},{len(text)}\\n'
with zipfile.ZipFile('latchkey_tool-1.0-py3-none-any.whl', 'w') as z:
    for name, text in files.items(): z.writestr(name, text)
    z.writestr(folder + 'RECORD', ''.join(line(*file) for file in files.items()) + folder + 'RECORD,,\\n')
`
