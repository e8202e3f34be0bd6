import { setDefaultBranch } from '@/lib/data/projects'
import type { Project } from '@/lib/domain/project'
import { log } from '@/lib/log'
import { hasBranch, setHead } from '@/lib/storage/repositories'
import { listBranches } from '@/lib/storage/repository-contents'
import { planUpkeep } from '@/lib/storage/repository-upkeep'

/** Branches that people call theirs when they push a repository made elsewhere, in the order of preference. */
const usualNames = ['main', 'master', 'develop']

/**
 * What follows a push: where the default branch does not exist and others do, one of them becomes it, so that the
 * next clone checks something out; and the repository is tidied in the background. The push stands if this fails.
 */
export async function settlePush(project: Project): Promise<void> {
  try {
    await adoptBranch(project)
  } catch (error) {
    log.error({ err: error, project_id: project.id }, 'the default branch could not be set after a push')
  }
  planUpkeep(project.id)
}

async function adoptBranch({ id, defaultBranch }: Project): Promise<void> {
  if (await hasBranch(id, defaultBranch)) return
  const branches = await listBranches(id)
  const chosen = usualNames.find((name) => branches.includes(name)) ?? branches[0]
  if (chosen === undefined) return
  await setHead(id, chosen)
  await setDefaultBranch(id, chosen)
}
