import { beforeAll, describe, expect, test } from 'vitest'
import { makeGroup, makeMember, makeProject, makeToken, makeUser, refusalOf } from '@/e2e/support/fixtures'
import { commitOf, makeRepository } from '@/e2e/support/git-place'
import { type Actor, nobody, type UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { browseRepository } from './browse-repository'
import { viewFile } from './view-file'

let group: Group
let project: Project
let reporter: UserActor

beforeAll(async () => {
  group = await makeGroup()
  project = await makeRepository(group, {
    commits: [
      commitOf('First', {
        'README.md': '# Top',
        'readme.txt': 'not this',
        'docs/Readme': 'plain',
        'lib/a.txt': 'a',
      }),
      commitOf('Second', { 'lib/b.txt': 'b' }, 1),
    ],
  })
  reporter = await makeMember(group, 'Reporter')
})

describe('a repository', () => {
  test('is shown at the top of its default branch, with its README', async () => {
    const view = await browseRepository(reporter, project.fullPath)
    expect(view).toMatchObject({
      project: { id: project.id },
      branches: ['main'],
      tree: {
        revision: { name: 'main', path: '' },
        lastCommit: { title: 'Second', authorName: 'Ada Lovelace' },
        isCut: false,
        readme: { name: 'README.md', file: { text: '# Top' } },
      },
    })
    expect(view.tree?.entries.map(({ name }) => name)).toEqual(['docs', 'lib', 'README.md', 'readme.txt'])
  })

  test('is shown at any directory of any revision', async () => {
    const { tree } = await browseRepository(reporter, project.fullPath, 'main/docs')
    expect(tree).toMatchObject({
      revision: { path: 'docs' },
      readme: { name: 'Readme', file: { text: 'plain' } },
    })
    const first = tree?.lastCommit?.id
    const then = await browseRepository(reporter, project.fullPath, `${first}/lib`)
    expect(then.tree?.entries.map(({ name }) => name)).toEqual(['a.txt'])
    expect(then.tree?.readme).toBeUndefined()
  })

  test('without commits has nothing to show yet', async () => {
    const empty = await makeRepository(group, { commits: [] })
    expect(await browseRepository(reporter, empty.fullPath)).toMatchObject({ branches: [], tree: undefined })
  })

  test.each(['master', 'main/nothing', 'main/README.md', 'main/../..', ''])(
    'has nothing at %j',
    async (at) => {
      expect((await refusalOf(browseRepository(reporter, project.fullPath, at))).code).toBe('not_found')
    },
  )
})

describe('a file', () => {
  test('is shown with the last commit that changed it', async () => {
    expect(await viewFile(reporter, project.fullPath, 'main/lib/a.txt')).toMatchObject({
      project: { id: project.id },
      revision: { name: 'main', path: 'lib/a.txt' },
      file: { text: 'a', bytes: 1, isCut: false },
      lastCommit: { title: 'First' },
    })
  })

  test.each(['main', 'main/lib', 'main/nothing', 'nothing/README.md', ''])('is not at %j', async (at) => {
    expect((await refusalOf(viewFile(reporter, project.fullPath, at))).code).toBe('not_found')
  })
})

describe('who may not download code', () => {
  test.each<[string, () => Promise<Actor>, string]>([
    ['nobody', async () => nobody, 'unauthenticated'],
    ['an outsider', () => makeUser(), 'not_found'],
    ['a guest', () => makeMember(group, 'Guest'), 'forbidden'],
    [
      'a token for images',
      async () =>
        authenticate((await makeToken(project, { scopes: ['read_registry'] })).credentials, '192.0.2.1'),
      'forbidden',
    ],
  ])('sees neither files nor directories: %s', async (_, actorOf, code) => {
    const actor = await actorOf()
    expect((await refusalOf(browseRepository(actor, project.fullPath))).code).toBe(code)
    expect((await refusalOf(viewFile(actor, project.fullPath, 'main/README.md'))).code).toBe(code)
  })
})

test('a project whose repository is not on disk says so to whoever may read it', async () => {
  const bare = await makeProject(group)
  expect(await refusalOf(browseRepository(reporter, bare.fullPath))).toMatchObject({
    code: 'not_found',
    message: 'A repository for this project does not exist yet.',
  })
})
