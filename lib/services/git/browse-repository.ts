import type { Actor } from '@/lib/domain/actor'
import type { Project } from '@/lib/domain/project'
import type { CommitSummary } from '@/lib/storage/commit-log'
import {
  findLastCommit,
  listBranches,
  listTree,
  type Revision,
  readFile,
  resolveRevision,
  type StoredFile,
  type TreeEntry,
} from '@/lib/storage/repository-contents'
import { notThere } from './not-there'
import { openRepository } from './open-repository'

export interface RepositoryView {
  project: Project
  /** Short names, by name. */
  branches: string[]
  /** Undefined while the default branch has no commit. */
  tree: TreeView | undefined
}

export interface TreeView {
  revision: Revision
  lastCommit: CommitSummary | undefined
  entries: TreeEntry[]
  /** There are more entries than these. */
  isCut: boolean
  readme: { name: string; file: StoredFile } | undefined
}

const readmeBytesMax = 512 * 1024

/**
 * One directory of a project's repository for a page, with its README. `at` is a revision and a path, as in
 * `main/lib`; without it the top of the default branch. Errors: those of `openRepository`; `not_found` for a
 * revision or a directory that is not there.
 */
export async function browseRepository(actor: Actor, fullPath: string, at?: string): Promise<RepositoryView> {
  const project = await openRepository(actor, 'download_code', fullPath)
  const [branches, revision] = await Promise.all([
    listBranches(project.id),
    resolveRevision(project.id, at ?? project.defaultBranch),
  ])
  if (!revision && (at ?? project.defaultBranch) === project.defaultBranch)
    return { project, branches, tree: undefined }
  if (!revision) throw notThere()
  return { project, branches, tree: await viewTree(project.id, revision) }
}

async function viewTree(projectId: number, revision: Revision): Promise<TreeView> {
  const { commit, path } = revision
  const [tree, lastCommit] = await Promise.all([
    listTree(projectId, commit, path),
    findLastCommit(projectId, commit, path),
  ])
  if (!tree) throw notThere()
  return { revision, lastCommit, ...tree, readme: await readReadme(projectId, revision, tree.entries) }
}

async function readReadme(
  projectId: number,
  { commit, path }: Revision,
  entries: TreeEntry[],
): Promise<TreeView['readme']> {
  const name = entries
    .filter(({ kind }) => kind === 'blob')
    .map((entry) => entry.name)
    .find((candidate) => /^readme(\.(md|markdown|txt))?$/i.test(candidate))
  if (name === undefined) return undefined
  const file = await readFile(projectId, commit, path === '' ? name : `${path}/${name}`, readmeBytesMax)
  return file && { name, file }
}
