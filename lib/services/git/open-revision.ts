import type { Project } from '@/lib/domain/project'
import { findCommit } from '@/lib/storage/repository-refs'

/**
 * The commit that a client of the API names: a branch, a tag, a commit's id, or its first seven digits and more; `HEAD`
 * and nothing at all are the default branch. Undefined: there is none.
 */
export function openRevision(project: Project, name: string | undefined): Promise<string | undefined> {
  const isDefault = name === undefined || name === '' || name === 'HEAD'
  return findCommit(project.id, isDefault ? project.defaultBranch : name)
}
