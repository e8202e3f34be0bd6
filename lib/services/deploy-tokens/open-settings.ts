import { listDeployTokens, type TokenPage } from '@/lib/data/deploy-tokens'
import { listProjectPaths } from '@/lib/data/tree'
import type { Actor } from '@/lib/domain/actor'
import { tokenListQuery } from '@/lib/domain/deploy-token'
import type { HolderKind } from '@/lib/domain/holder'
import type { Group, Project } from '@/lib/domain/project'
import { openHolder } from '@/lib/services/access/open-project'

const pathsMax = 100

export interface RepositorySettings {
  holder: Project | Group
  /** The first page of active tokens. */
  tokens: TokenPage
  /** Projects a token of this holder can clone, 100 at most: examples for the ready commands. */
  projectPaths: string[]
}

/** What Settings > Repository shows at first. Errors: those of `openHolder`. */
export async function openSettings(
  actor: Actor,
  named: { kind: HolderKind; fullPath: string },
): Promise<RepositorySettings> {
  const holder = await openHolder(actor, 'manage_deploy_tokens', named)
  const [tokens, projectPaths] = await Promise.all([
    listDeployTokens(holder, tokenListQuery.parse({})),
    holder.kind === 'group' ? listProjectPaths(holder.id, pathsMax) : [holder.fullPath],
  ])
  return { holder, tokens, projectPaths }
}
