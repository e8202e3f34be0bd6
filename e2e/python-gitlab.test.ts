import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { hasClient } from '@/scripts/test/clients.mjs'
import {
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeRevokedToken,
  makeToken,
  sql,
} from './support/fixtures'
import { makeRepository } from './support/git-place'
import { makeImage } from './support/listed-images'
import { type MachineServer, openMachineServer } from './support/machine-server'
import { publishGeneric } from './support/published-package'
import { openPython, type Python } from './support/python'

// The real python-gitlab and its command line, over a real connection.

const port = await vi.hoisted(async () => (await import('./support/claim-public-port')).claimPublicPort())
const url = `http://127.0.0.1:${port}`
const python = hasClient('python3') ? await openPython(['python-gitlab==8.6.0']) : undefined

let server: MachineServer
let group: Group
let project: Project
let maintainer: UserActor
let secret: string

beforeAll(async () => {
  server = await openMachineServer(port)
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
  secret = (await makePersonalToken(maintainer)).secret
})
afterAll(async () => {
  await server.close()
  await python?.close()
})
beforeEach(() => sql`DELETE FROM failed_authentications`)

describe.skipIf(!python)('python-gitlab', () => {
  test('says who one is and what this is', async () => {
    const answer = await tell(`
gl.auth()
print(json.dumps([gl.user.username, gl.user.web_url, list(gl.version())]))`)
    expect(answer).toEqual([maintainer.username, `${url}/${maintainer.username}`, ['18.0.0', 'latchkey']])
  })

  test.each(['project', 'group'] as const)(
    'creates, lists, gets and deletes the tokens of a %s',
    async (kind) => {
      const place = kind === 'project' ? project : group
      const answer = await tell(`
place = gl.${kind}s.get('${place.fullPath}')
made = place.deploytokens.create({'name': 'from python', 'scopes': ['read_repository', 'read_registry'], 'username': '', 'expires_at': ''})
dated = place.deploytokens.create({'name': 'dated', 'scopes': 'read_registry,write_registry', 'expires_at': '2099-01-01', 'username': 'deployer'})
listed = [token.name for token in place.deploytokens.list(get_all=True)]
one = place.deploytokens.get(made.id)
made.delete()
place.deploytokens.delete(dated.id)
print(json.dumps([place.id, made.attributes, dated.attributes, listed, one.attributes, len(place.deploytokens.list())]))`)
      const [id, made, dated, listed, one, left] = answer as [
        number,
        Attributes,
        Attributes,
        string[],
        Attributes,
        number,
      ]
      expect(id).toBe(place.id)
      expect(made).toMatchObject({
        name: 'from python',
        username: `gitlab+deploy-token-${made.id}`,
        expires_at: null,
        scopes: ['read_repository', 'read_registry'],
        revoked: false,
        expired: false,
        token: expect.stringMatching(/^gldt-/),
      })
      expect(dated).toMatchObject({ username: 'deployer', expires_at: '2099-01-01T00:00:00.000Z' })
      expect(listed).toEqual(['from python', 'dated'])
      expect(one).toMatchObject({ id: made.id, name: 'from python' })
      expect(one).not.toHaveProperty('token')
      expect(left).toBe(0)
    },
  )

  test('lists the tokens of the instance for an administrator, the active ones where it asks for them', async () => {
    const other = await makeProject(group)
    const { token } = await makeRevokedToken(other)
    const answer = await tell(
      `
every = {token.id for token in gl.deploytokens.list(get_all=True)}
active = {token.id for token in gl.deploytokens.list(get_all=True, active=True)}
print(json.dumps([${token.id} in every, ${token.id} in active]))`,
      (await makePersonalToken(await administrator())).secret,
    )
    expect(answer).toEqual([true, false])
  })

  test('walks over 50 tokens by its iterator, page by page, and knows how many there are', async () => {
    const wide = await makeProject(group)
    for (let i = 0; i < 50; i++) await makeToken(wide, { name: `token ${i}` })
    const asked = server.requests.length
    const answer = await tell(`
tokens = gl.projects.get(${wide.id}, lazy=True).deploytokens.list(iterator=True, per_page=20)
names = [token.name for token in tokens]
print(json.dumps([names, tokens.total, tokens.total_pages, tokens.per_page]))`)
    expect(answer).toEqual([Array.from({ length: 50 }, (_, i) => `token ${i}`), 50, 3, 20])
    expect(server.requests.length - asked).toBe(3)
  })

  test('walks over all projects and groups by keyset, page by page', async () => {
    const wide = await makeGroup()
    const { secret: walker } = await makePersonalToken(await makeMember(wide, 'Guest'))
    for (let count = 0; count < 4; count++) {
      await makeProject(wide)
      await makeGroup(wide)
    }
    const asked = server.requests.length
    const answer = await tell(
      `
of = {'iterator': True, 'pagination': 'keyset', 'order_by': 'id', 'per_page': 2}
up = [p.id for p in gl.projects.list(membership=True, sort='asc', **of)]
down = [p.id for p in gl.projects.list(membership=True, sort='desc', **of)]
groups = [g.id for g in gl.groups.list(all_available=False, **of)]
print(json.dumps([up, down, groups]))`,
      walker,
    )
    const ids = async (rows: Promise<{ id: number }[]>) => (await rows).map(({ id }) => id)
    const projects = await ids(sql`SELECT id FROM projects WHERE group_id = ${wide.id} ORDER BY id`)
    const groups = await ids(sql`SELECT id FROM groups WHERE ${wide.id} = ANY (traversal_ids) ORDER BY id`)
    expect(answer).toEqual([projects, projects.toReversed(), groups])
    expect(server.requests.length - asked).toBe(2 + 2 + 3)
  })

  test('raises its own errors, with our sentences', async () => {
    const reading = (await makePersonalToken(maintainer, { scopes: ['read_api'] })).secret
    const deploying = (await makeToken(project)).secret
    const answer = await tell(`
def error(act, **keys):
    try: act(gitlab.Gitlab(url, **keys))
    except gitlab.exceptions.GitlabError as e: return [type(e).__name__, e.response_code, e.error_message]
mine = {'private_token': secret}
create = lambda what: lambda gl: gl.projects.get(${project.id}, lazy=True).deploytokens.create(what)
print(json.dumps([
    error(lambda gl: gl.auth(), private_token='wrong'),
    error(lambda gl: gl.auth(), private_token='${deploying}'),
    error(lambda gl: gl.projects.get('not/there'), **mine),
    error(lambda gl: gl.projects.get(${project.id}, lazy=True).deploytokens.get(999999), **mine),
    error(lambda gl: gl.projects.get(${project.id}, lazy=True).deploytokens.delete(999999), **mine),
    error(create({'name': 'x', 'scopes': []}), **mine),
    error(create({'name': 'x', 'scopes': ['all_access']}), **mine),
    error(create({'name': 'x', 'scopes': ['read_repository'], 'expires_at': 'soon'}), **mine),
    error(create({'name': 'x', 'scopes': ['read_repository']}), private_token='${reading}'),
    error(lambda gl: gl.deploytokens.list(), **mine),
]))`)
    expect(answer).toEqual([
      ['GitlabAuthenticationError', 401, '401 Unauthorized'],
      ['GitlabAuthenticationError', 401, '401 Unauthorized'],
      ['GitlabGetError', 404, '404 Project Not Found'],
      ['GitlabGetError', 404, '404 Not found'],
      ['GitlabDeleteError', 404, '404 Not found'],
      ['GitlabCreateError', 400, "Scopes can't be blank"],
      ['GitlabCreateError', 400, 'scopes does not have a valid value'],
      ['GitlabCreateError', 400, 'expires_at is invalid'],
      ['GitlabCreateError', 403, 'insufficient_scope'],
      ['GitlabListError', 403, '403 Forbidden'],
    ])
  })

  test('reads the tree around it', async () => {
    const below = await makeGroup(group)
    const answer = await tell(`
group = gl.groups.get('${group.fullPath}')
project = gl.projects.get('${project.fullPath}')
print(json.dumps([
    group.full_path, [g.full_path for g in group.subgroups.list()], [g.full_path for g in group.descendant_groups.list()],
    project.path_with_namespace in [p.path_with_namespace for p in group.projects.list(get_all=True)],
    project.path_with_namespace in [p.path_with_namespace for p in gl.projects.list(membership=True, iterator=True)],
    project.http_url_to_repo, project.namespace['full_path'],
    [m.username for m in group.members.list()], [m.access_level for m in project.members_all.list()],
    [n.full_path for n in gl.namespaces.list(search='${group.fullPath}')],
    [u.username for u in gl.users.list(username='${maintainer.username}')],
]))`)
    expect(answer).toEqual([
      ...[group.fullPath, [below.fullPath], [below.fullPath], true, true],
      ...[`${url}/${project.fullPath}.git`, group.fullPath, [maintainer.username], [40]],
      ...[[group.fullPath], [maintainer.username]],
    ])
  })
})

describe.skipIf(!python)('python-gitlab, of a repository', () => {
  test('reads branches, tree, files, commits and archives', async () => {
    const stored = await makeRepository(group)
    const answer = await tell(`
import base64, io, tarfile, zipfile
project = gl.projects.get('${stored.fullPath}')
file = project.files.get(file_path='lib/a.txt', ref='main')
whole = tarfile.open(fileobj=io.BytesIO(project.repository_archive()))
part = zipfile.ZipFile(io.BytesIO(project.repository_archive(format='zip', sha='main', path='lib/deep')))
def status(act):
    try: act()
    except gitlab.exceptions.GitlabError as e: return [e.response_code, e.error_message]
print(json.dumps([
    [b.name for b in project.branches.list(get_all=True)], project.branches.get('main').commit['title'],
    project.tags.list(), sorted(e['path'] for e in project.repository_tree(recursive=True, get_all=True)),
    file.decode().decode(), file.size, project.files.raw(file_path='lib/deep/z.txt', ref='main').decode(),
    project.files.head('lib/a.txt', 'main')['X-Gitlab-Size'],
    [c.title for c in project.commits.list(iterator=True, per_page=1)], project.commits.get('main').stats['total'],
    sorted(n.split('/', 1)[1] for n in whole.getnames() if n.endswith('.txt')), [n.split('/', 1)[1] for n in part.namelist() if n.endswith('.txt')],
    status(lambda: project.files.get(file_path='none', ref='main')), status(lambda: project.repository_tree(path='none')),
]))`)
    expect(answer).toEqual([
      ...[['main'], 'Second', [], ['README.md', 'lib', 'lib/a.txt', 'lib/deep', 'lib/deep/z.txt']],
      ...['b\n', 2, 'z\n', '2', ['Second', 'First'], 3, ['lib/a.txt', 'lib/deep/z.txt'], ['lib/deep/z.txt']],
      [404, '404 File Not Found'],
      [404, '404 invalid revision or path Not Found'],
    ])
  })
})

describe.skipIf(!python)('python-gitlab, of a container registry', () => {
  test('lists image repositories and tags, and deletes them', async () => {
    const own = await makeProject(group)
    const { digest, configDigest } = await makeImage(own, { tags: ['latest', 'v1', 'v2'] })
    await makeImage(own, { name: 'worker' })
    const answer = await tell(`
project = gl.projects.get('${own.fullPath}')
def error(act):
    try: act()
    except gitlab.exceptions.GitlabError as e: return [type(e).__name__, e.response_code, e.error_message]
one, worker = project.repositories.list(get_all=True)
counted = project.repositories.list(tags=True, tags_count=True)[0]
tag = one.tags.get('v1')
one.tags.delete('v1')
one.tags.get('v2').delete()
left = [tag.name for tag in one.tags.list(iterator=True, per_page=1)]
alone = gl.registry_repositories.get(one.id, tags_count=True, size=True)
of_group = [r.path for r in gl.groups.get('${group.fullPath}').registry_repositories.list(get_all=True)]
project.repositories.delete(worker.id)
print(json.dumps([
    [one.path, one.location, worker.name, worker.project_id], [counted.tags_count, [tag['name'] for tag in counted.attributes['tags']]],
    [tag.location, tag.digest, tag.revision, tag.short_revision, tag.total_size], left,
    [alone.tags_count, alone.size], of_group, [r.name for r in project.repositories.list()],
    error(lambda: one.tags.get('v1')), error(lambda: one.tags.delete('v1')), error(lambda: project.repositories.delete(worker.id)),
]))`)
    const host = new URL(url).host
    const revision = configDigest.slice('sha256:'.length)
    expect(answer).toEqual([
      [own.fullPath, `${host}/${own.fullPath}`, 'worker', own.id],
      [3, ['latest', 'v1', 'v2']],
      [`${host}/${own.fullPath}:v1`, digest, revision, revision.slice(0, 9), 1_501_000],
      ['latest'],
      [1, 1_501_000],
      [own.fullPath, `${own.fullPath}/worker`],
      [''],
      ['GitlabGetError', 404, '404 Tag Not Found'],
      ['GitlabDeleteError', 404, '404 Tag Not Found'],
      ['GitlabDeleteError', 404, '404 Not found'],
    ])
  })
})

describe.skipIf(!python)('python-gitlab, of packages', () => {
  test('lists packages and files, publishes one, and deletes them', async () => {
    const own = await makeProject(group)
    const { id, files } = await publishGeneric(own, {
      name: 'tool',
      files: { 'a.txt': 'one', 'b.txt': 'other' },
    })
    await publishGeneric(own, { name: 'doomed', version: '2.0.0' })
    const answer = await tell(`
import tempfile
project = gl.projects.get('${own.fullPath}')
def error(act):
    try: act()
    except gitlab.exceptions.GitlabError as e: return [type(e).__name__, e.response_code, e.error_message]
tool, doomed = project.packages.list(get_all=True, order_by='created_at', sort='asc')
found = project.packages.list(package_type='generic', package_name='DOOM')
one = project.packages.get(tool.id)
files = one.package_files.list(get_all=True)
one.package_files.delete(files[0].id)
left = [f.file_name for f in one.package_files.list(iterator=True, per_page=1)]
doomed.delete()
folder = tempfile.mkdtemp()
open(folder + '/f', 'w').write('from python')
project.generic_packages.upload(package_name='own', package_version='1.0', file_name='f.txt', path=folder + '/f')
back = project.generic_packages.download(package_name='own', package_version='1.0', file_name='f.txt')
of_group = [[p.name, p.project_path] for p in gl.groups.get('${group.fullPath}').packages.list(get_all=True, package_name='own')]
print(json.dumps([
    [tool.id, tool.name, tool.version, tool.package_type], [p.name for p in found], one.versions,
    [[f.id, f.file_name, f.size] for f in files], left, back.decode(), of_group,
    [p.name for p in project.packages.list()],
    error(lambda: project.packages.get(doomed.id)), error(lambda: project.packages.delete(doomed.id)),
    error(lambda: one.package_files.delete(files[0].id)),
]))`)
    expect(answer).toEqual([
      [id, 'tool', '1.0.0', 'generic'],
      ['doomed'],
      [],
      files.map((file) => [file.id, file.name, file.size]),
      ['b.txt'],
      'from python',
      [['own', own.fullPath]],
      ['tool', 'own'],
      ['GitlabGetError', 404, '404 Not found'],
      ['GitlabDeleteError', 404, '404 Not found'],
      ['GitlabDeleteError', 404, '404 Not found'],
    ])
  })
})

describe.skipIf(!python)('its command line', () => {
  test('lists, makes and deletes the deploy tokens of a project', async () => {
    const own = await makeProject(group)
    const of = ['--project-id', String(own.id)]
    const made = await gitlab(
      'project-deploy-token',
      'create',
      ...of,
      '--name',
      'typed',
      '--scopes',
      'read_repository',
    )
    expect(made).toMatchObject({
      name: 'typed',
      scopes: ['read_repository'],
      token: expect.stringMatching(/^gldt-/),
    })
    const listed = await gitlab('project-deploy-token', 'list', ...of)
    expect(listed).toEqual([expect.objectContaining({ name: 'typed' })])
    const id = String((made as Attributes).id)
    await gitlab('project-deploy-token', 'delete', ...of, '--id', id)
    expect(await gitlab('project-deploy-token', 'list', ...of)).toEqual([])
  }, 120_000)
})

type Attributes = Record<string, unknown>

/** What a script prints that has a client `gl` with a personal access token. */
function tell(script: string, value = secret): Promise<unknown> {
  const start = `import gitlab, json, os
url, secret = os.environ['URL'], os.environ['SECRET']
gl = gitlab.Gitlab(url, private_token=secret)`
  return client().tell(`${start}${script}`, { URL: url, SECRET: value })
}

/** What the command prints, as JSON; undefined where it prints nothing. */
async function gitlab(...args: string[]): Promise<unknown> {
  const how = ['--server-url', url, '--private-token', secret, '--output', 'json']
  const { code, text } = await client().command('gitlab', [...how, ...args])
  expect(text).not.toMatch(/Traceback|error/i)
  expect(code).toBe(0)
  return text.trim() === '' ? undefined : JSON.parse(text)
}

function client(): Python {
  if (!python) throw new Error('python-gitlab is not installed')
  return python
}
