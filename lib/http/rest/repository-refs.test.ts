import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import { makeGroup, makeMember, makePersonalToken, sql } from '@/e2e/support/fixtures'
import { countGitProcesses, inspect, makeRepository, tag } from '@/e2e/support/git-place'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'

// Branches, tags and commits of a repository with two commits, and of one without any.

const host = 'http://localhost:3000'
let group: Group
let project: Project
let empty: Project
let user: UserActor
let token: string
let first: string
let second: string

beforeAll(async () => {
  group = await makeGroup()
  project = await makeRepository(group)
  empty = await makeRepository(group, { commits: [] })
  user = await makeMember(group, 'Developer')
  token = (await makePersonalToken(user, { scopes: ['read_api'] })).secret
  second = await inspect(project, 'rev-parse', 'main')
  first = await inspect(project, 'rev-parse', 'main~1')
  await inspect(project, 'update-ref', 'refs/heads/feature/x', first)
  await inspect(project, 'update-ref', 'refs/tags/v1', first)
  await inspect(
    project,
    'update-ref',
    'refs/tags/notes',
    await inspect(project, 'rev-parse', 'main:README.md'),
  )
  await tag(project, 'v2', second, 'Release\n\nnotes')
})

// whatever was asked, git does not stay behind
afterEach(() => vi.waitFor(() => expect(countGitProcesses()).toBe(0), 5000))

function read(path: string, of = project, as = token) {
  return askApi(`/projects/${of.id}/repository${path}`, { token: as })
}

async function namesAt(path: string, name = 'name') {
  const { status, body } = await read(path)
  expect([path, status]).toEqual([path, 200])
  return (body as Record<string, unknown>[]).map((item) => item[name])
}

function aCommit(id: string, title: string, parents: string[], hour: string) {
  return {
    id,
    short_id: id.slice(0, 8),
    created_at: `2027-01-01T${hour}:00:00.000+00:00`,
    parent_ids: parents,
    title,
    message: expect.stringMatching(new RegExp(`^${title}\n?$`)),
    author_name: 'Ada Lovelace',
    author_email: 'ada@example.com',
    authored_date: `2027-01-01T${hour}:00:00.000+00:00`,
    committer_name: 'Ada Lovelace',
    committer_email: 'ada@example.com',
    committed_date: `2027-01-01T${hour}:00:00.000+00:00`,
    trailers: {},
    extended_trailers: {},
    web_url: `${host}/${project.fullPath}/-/commit/${id}`,
  }
}

describe('branches', () => {
  test('are listed by name with their commits, and told from the default one', async () => {
    const { headers, body } = await read('/branches')
    expect(body).toMatchObject([
      { name: 'feature/x', default: false, merged: true, can_push: true, commit: { id: first } },
      {
        name: 'main',
        default: true,
        merged: false,
        protected: false,
        commit: aCommit(second, 'Second', [first], '01'),
        web_url: `${host}/${project.fullPath}/-/tree/main`,
      },
    ])
    expect(headers['x-total']).toBe('2')
  })

  test.each([
    ['search=FEAT', ['feature/x']],
    ['search=%5Emain%24', ['main']],
    ['search=*', []],
    ['per_page=1&page=2', ['main']],
  ])('are found by %s', async (query, names) => {
    expect(await namesAt(`/branches?${query}`)).toEqual(names)
  })

  test('are read one by one, a slash in the name decoded once', async () => {
    expect((await read('/branches/feature%2Fx')).body).toMatchObject({ name: 'feature/x' })
    expect((await read('/branches/feature%252Fx')).status).toBe(404)
    expect((await read('/branches/none')).body).toEqual({ message: '404 Branch Not Found' })
  })

  test.each([
    'v1',
    'feature',
    'HEAD~0',
    '--all',
    '-x',
    '..%2Ftags%2Fv1',
    'main%5E',
    'ma*',
    'main%0A',
    '%20',
    '@',
  ])('of the name %s are not there', async (name) => {
    expect((await read(`/branches/${name}`)).body).toEqual({ message: '404 Branch Not Found' })
  })

  test('with a NUL in the name are a bad request, and so is a name that is too long', async () => {
    expect((await read('/branches/a%00b')).status).toBe(400)
    expect((await read(`/branches/${'a'.repeat(5000)}`)).status).toBe(400)
  })
})

describe('tags', () => {
  test('are listed, the newest first, with what an annotated one says', async () => {
    const { body } = await read('/tags?order_by=name&sort=asc')
    expect(body).toMatchObject([
      { name: 'notes', commit: null, message: '', created_at: null },
      { name: 'v1', target: first, commit: { id: first }, message: '', created_at: null, release: null },
      { name: 'v2', commit: { id: second }, message: 'Release\n\nnotes' },
    ])
    expect((body as { created_at: string }[])[2]?.created_at).toBe('2027-01-15T10:00:00.000+02:00')
    expect(await namesAt('/tags?search=%5Ev')).toEqual(['v2', 'v1'])
  })

  test('are read one by one', async () => {
    const target = await inspect(project, 'rev-parse', 'refs/tags/v2')
    expect((await read('/tags/v2')).body).toMatchObject({ name: 'v2', target, commit: { id: second } })
    expect((await read('/tags/main')).body).toEqual({ message: '404 Tag Not Found' })
    expect((await read('/tags?order_by=size')).body).toEqual({
      error: 'order_by does not have a valid value',
    })
  })
})

describe('commits', () => {
  test('are listed from the default branch, the newest first, page by page and uncounted', async () => {
    const { headers, body } = await read('/commits?per_page=1')
    expect(body).toEqual([aCommit(second, 'Second', [first], '01')])
    expect(headers).toMatchObject({ 'x-next-page': '2', 'x-per-page': '1' })
    expect(headers['x-total']).toBeUndefined()
    const last = await read('/commits?per_page=1&page=2')
    expect(last.body).toEqual([aCommit(first, 'First', [], '00')])
    expect(last.headers['x-next-page']).toBe('')
    expect(await namesAt('/commits?page=1000000&per_page=100', 'id')).toEqual([])
  })

  test.each([
    ['ref_name=feature%2Fx', ['First']],
    ['ref_name=v2', ['Second', 'First']],
    ['path=README.md', ['First']],
    ['path=lib', ['Second', 'First']],
    ['path=..%2F..%2Fetc', []],
    ['path=:(top)README.md', []],
    ['path=--all', []],
    ['since=2027-01-01T00:30:00Z', ['Second']],
    ['until=2027-01-01T01:30:00%2B01:00', ['First']],
    ['since=2028-01-01', []],
  ])('are chosen by %s', async (query, titles) => {
    expect(await namesAt(`/commits?${query}`, 'title')).toEqual(titles)
  })

  test('of what is not there are not found; a time that is none is a bad request', async () => {
    for (const name of ['none', '--all', 'main~1', 'main..v1', '0'.repeat(40)]) {
      const { status, body } = await read(`/commits?ref_name=${name}`)
      expect([name, status, body]).toEqual([name, 404, { message: '404 Commit Not Found' }])
    }
    expect((await read('/commits?since=yesterday')).body).toEqual({ error: 'since is invalid' })
  })

  test('are read one by one, by id, by its beginning, by branch and by tag', async () => {
    const whole = await read(`/commits/${second}`)
    expect(whole.body).toEqual({
      ...aCommit(second, 'Second', [first], '01'),
      stats: { additions: 2, deletions: 1, total: 3 },
      status: null,
      project_id: project.id,
      last_pipeline: null,
    })
    for (const name of [second.slice(0, 8), 'main', 'v2', 'HEAD']) {
      expect((await read(`/commits/${name}`)).body).toEqual(whole.body)
    }
    for (const name of [second.slice(0, 6), '0'.repeat(40), 'main%5E', '-1', 'notes', 'main:README.md']) {
      expect((await read(`/commits/${name}`)).body).toEqual({ message: '404 Commit Not Found' })
    }
  })
})

describe('a repository', () => {
  test('that is empty has no branches, tags and commits', async () => {
    for (const list of ['/branches', '/tags', '/commits']) expect((await read(list, empty)).body).toEqual([])
    expect((await read('/commits?ref_name=main', empty)).status).toBe(404)
    expect((await read('/commits/main', empty)).status).toBe(404)
    expect((await read('/branches/main', empty)).status).toBe(404)
  })

  test('that is switched off is forbidden', async () => {
    const off = await makeRepository(group)
    await sql`UPDATE projects SET disabled_features = '{repository}' WHERE id = ${off.id}`
    for (const path of ['/branches', '/branches/main', '/tags', '/tags/v1', '/commits', '/commits/main']) {
      expect((await read(path, off)).body).toEqual({ message: '403 Forbidden' })
    }
  })

  test('is read with the scopes of the API, and not by those of git alone', async () => {
    const git = (await makePersonalToken(user, { scopes: ['read_repository', 'write_repository'] })).secret
    for (const path of ['/branches', '/tags', '/commits']) {
      expect((await read(path, project, git)).body).toMatchObject({ error: 'insufficient_scope' })
    }
  })
})
