import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Group, Project } from '@/lib/domain/project'
import { readGit } from '@/lib/storage/git-read'
import { type Commit, createRepository, repositoryPath } from '@/lib/storage/repositories'
import { readZip } from '@/lib/storage/zip'
import { makeProject } from './fixtures'
import { commitOf, inspect } from './git-place'

/** The host's name that module paths begin with: the tests that use them set LATCHKEY_URL to it. */
export const goHost = 'latchkey.test'

/**
 * Gives a project a repository with a module at its top, one below and a second major version, all tagged, and a commit
 * after them; gives the path of the first.
 */
export async function makeModules(project: Project): Promise<string> {
  const root = `${goHost}/${project.fullPath}`
  const first = {
    'go.mod': `module ${root}\n\ngo 1.21\n`,
    'hello.go': goFile('hello', 'Greet', 'first'),
    LICENSE: 'Free for all.\n',
    'Deep/Inner.go': goFile('deep', 'Greet', 'deep'),
    'vendor/example.com/x/x.go': 'package x\n',
    'tool/go.mod': `module ${root}/tool\n\ngo 1.21\n`,
    'tool/tool.go': goFile('tool', 'Greet', 'tool'),
  }
  const second = {
    'v2/go.mod': `module ${root}/v2\n\ngo 1.21\n`,
    'v2/hello.go': goFile('hello', 'Greet', 'second'),
  }
  const next = { 'hello.go': goFile('hello', 'Greet', 'untagged') }
  const history = [commitOf('First', first), commitOf('Second', second, 1), commitOf('Third', next, 2)]
  await createRepository(project.id, history)
  for (const tag of ['v1.0.0', 'v1.1.0-rc.1', 'tool/v0.1.0'])
    await inspect(project, 'update-ref', `refs/tags/${tag}`, 'refs/heads/main~2')
  for (const tag of ['v1.1.0', 'v2.0.0'])
    await inspect(project, 'update-ref', `refs/tags/${tag}`, 'refs/heads/main~1')
  return root
}

function goFile(name: string, exported: string, says: string): string {
  return `package ${name}\n\nfunc ${exported}() string { return "${says}" }\n`
}

/** What a Go client asks of a module in a project's proxy, with capitals as it writes them. */
export function goTarget({ id }: Pick<Project, 'id'>, modulePath: string, asked: string): string {
  const escaped = modulePath.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`)
  return `/api/v4/projects/${id}/packages/go/${escaped}/@${asked}`
}

/** The contents of an archive by their names, as our own strict reader has them. */
export async function unzip(answer: Response): Promise<Record<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-zip-'))
  try {
    const file = path.join(folder, 'module.zip')
    await writeFile(file, Buffer.from(await answer.arrayBuffer()))
    const read = await readZip(file, ({ size }) => size)
    return Object.fromEntries([...read].map(([name, bytes]) => [name, bytes.toString()]))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A project with these commits, which are told the path of its module. */
export async function makeModuleOf(
  group: Group,
  commitsOf: (root: string) => Commit[],
): Promise<{ project: Project; root: string }> {
  const project = await makeProject(group)
  const root = `${goHost}/${project.fullPath}`
  await createRepository(project.id, commitsOf(root))
  return { project, root }
}

/** Gives the tag v1.0.0 to a commit of the go.mod on `main`, a link, a submodule and a program. */
export async function tagOddFiles(project: Project): Promise<void> {
  const id = await inspect(project, 'rev-parse', 'main:go.mod')
  const rows = [
    `100644 blob ${id}\tgo.mod`,
    `120000 blob ${id}\tlink`,
    `160000 commit ${'1'.repeat(40)}\tsub`,
    `100755 blob ${id}\trun.sh`,
  ]
  const git = `--git-dir=${repositoryPath(project.id)}`
  const { output } = await readGit({ words: [git, 'mktree', '--missing'], input: `${rows.join('\n')}\n` })
  const author = ['-c', 'user.name=Ada Lovelace', '-c', 'user.email=ada@example.com']
  const commit = await inspect(project, ...author, 'commit-tree', '-m', 'Odd', output.toString().trim())
  await inspect(project, 'update-ref', 'refs/tags/v1.0.0', commit)
}

/** Gives the commit on `main` these tags, all at once; there are no others yet. */
export async function tagMany(project: Project, tags: readonly string[]): Promise<void> {
  const commit = await inspect(project, 'rev-parse', 'main')
  const rows = [...tags].sort().map((tag) => `${commit} refs/tags/${tag}\n`)
  const file = path.join(repositoryPath(project.id), 'packed-refs')
  await writeFile(file, `# pack-refs with: peeled fully-peeled sorted \n${rows.join('')}`)
}

let made = 0

/** Adds a module of this path to a project's repository: a tag for a new version of it and a branch, named by this number. */
export async function addModule({ id }: Pick<Project, 'id'>, modulePath: string): Promise<number> {
  const number = ++made
  const goMod = `module ${modulePath}\n`
  const input = `commit refs/heads/go-${number}
committer Ada Lovelace <ada@example.com> 1800000000 +0000
data 0
M 100644 inline go.mod
data ${goMod.length}
${goMod}
reset refs/tags/v1.0.${number}
from refs/heads/go-${number}

done
`
  await readGit({ words: [`--git-dir=${repositoryPath(id)}`, 'fast-import', '--quiet', '--done'], input })
  return number
}
