import { versionsOf } from '@/lib/domain/packages/go-version'
import { parseRefSearch } from '@/lib/domain/ref-search'
import { listRefNames } from '@/lib/storage/repository-refs'
import type { OpenGoModule } from './open-go-module'

const tagsMax = 100_000

/**
 * The versions of a module that is open, the lowest first: its tags, by one run of git; of those in a commit's history alone,
 * where one is given. Errors: those of `scanGit`.
 */
export async function listGoVersions(
  { project, module }: OpenGoModule,
  mergedInto?: string,
): Promise<string[]> {
  const { names } = await listRefNames(project.id, 'tags', {
    search: parseRefSearch(`^${module.tagPrefix}v`),
    order: { by: 'name', sort: 'asc' },
    skip: 0,
    count: tagsMax,
    mergedInto,
  })
  return versionsOf(module, names)
}
