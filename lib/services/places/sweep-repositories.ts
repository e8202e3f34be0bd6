import { listDeletedProjects } from '@/lib/data/deletions'
import { log } from '@/lib/log'
import { listRepositories, removeLeftovers, removeRepository } from '@/lib/storage/repositories'

const ageHoursMin = 24

/**
 * Removes repositories whose project was deleted at least a day ago, by the log of this very database: after a crash
 * between the deletion and the removal nobody else would. A database that knows nothing of a repository leaves it.
 */
export async function sweepRepositories(now: Date): Promise<void> {
  try {
    const before = new Date(now.getTime() - ageHoursMin * 3_600_000)
    await removeLeftovers(before)
    const ids = await listRepositories(before)
    for (const id of ids.length > 0 ? await listDeletedProjects(ids) : []) await removeRepository(id)
  } catch (error) {
    log.error({ err: error }, 'repositories of deleted projects could not be swept')
  }
}
