import { findTokenSurroundings, type TokenSurroundings } from '@/lib/data/deploy-token-lists'
import { listDeployTokens, type TokenPage } from '@/lib/data/deploy-tokens'
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
  /** Active tokens of other holders: of the groups above, and of what stands in the group. */
  reachedCounts: TokenSurroundings['counts']
  /** Projects a token of this holder can clone, 100 at most: examples for the ready commands. */
  projectPaths: string[]
  /** What the instance asks of a new token. */
  limits: TokenSurroundings['settings']
}

/** What Settings > Repository shows at first. Errors: those of `openHolder`. */
export async function openSettings(
  actor: Actor,
  named: { kind: HolderKind; fullPath: string },
): Promise<RepositorySettings> {
  const holder = await openHolder(actor, 'manage_deploy_tokens', named)
  const [tokens, { counts, projectPaths, settings }] = await Promise.all([
    listDeployTokens(holder, tokenListQuery.parse({})),
    findTokenSurroundings(holder, pathsMax),
  ])
  return { holder, tokens, reachedCounts: counts, projectPaths, limits: settings }
}
