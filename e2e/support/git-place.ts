import type { Group, Project } from '@/lib/domain/project'
import type { Visibility } from '@/lib/domain/visibility'
import { countGitProcesses } from '@/lib/storage/git-process'
import { readGit } from '@/lib/storage/git-read'
import { type Commit, createRepository, repositoryPath } from '@/lib/storage/repositories'
import { makeProject } from './fixtures'

/** A commit of these files, an hour after the one before. */
export function commitOf(message: string, files: Record<string, string>, hour = 0): Commit {
  const date = new Date(Date.UTC(2027, 0, 1, hour))
  return { author: { name: 'Ada Lovelace', email: 'ada@example.com' }, date, message, files }
}

export const history = [
  commitOf('First', { 'README.md': '# Hello\n', 'lib/a.txt': 'a\n' }),
  commitOf('Second', { 'lib/a.txt': 'b\n', 'lib/deep/z.txt': 'z\n' }, 1),
]

/** A project with a repository of two commits on `main`, or of these. */
export async function makeRepository(
  group: Group,
  wishes: { visibility?: Visibility; commits?: Commit[] } = {},
): Promise<Project> {
  const project = await makeProject(group, { visibility: wishes.visibility })
  await createRepository(project.id, wishes.commits ?? history)
  return project
}

/** What git itself says of a project's repository, asked behind the product's back. */
export async function inspect(project: Project, ...words: string[]): Promise<string> {
  const { output } = await readGit({ words: [`--git-dir=${repositoryPath(project.id)}`, ...words] })
  return output.toString().trim()
}

/** Makes an annotated tag of a commit, at the start of 2027 in a time zone of its own. */
export async function tag(project: Project, name: string, commit: string, message: string): Promise<void> {
  const input = `object ${commit}\ntype commit\ntag ${name}\ntagger Bob <b@example.com> 1800000000 +0200\n\n${message}\n`
  const { output } = await readGit({ words: [`--git-dir=${repositoryPath(project.id)}`, 'mktag'], input })
  await inspect(project, 'update-ref', `refs/tags/${name}`, output.toString().trim())
}

export { countGitProcesses, repositoryPath }
