import { sumPackageBytes } from '@/lib/data/package-storage'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { packageQuota, quotaExceeded } from '@/lib/domain/package-quota'
import { openProject } from '@/lib/services/access/open-project'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { recentSettings } from '@/lib/services/instance/recent-settings'
import { type Draft, withDraft } from '@/lib/storage/drafts'

/** A file that has arrived whole, and that nobody can read yet. */
export type ReceivedFile = Draft

/** GitLab's limit for a generic package's file, which every format has here. */
export const packageBytesMax = 5 * 1024 ** 3

/** How many bytes a file may have, and what is said of more. */
export interface FileLimit {
  bytesMax: number
  tooLarge: () => DomainError
}

/** Opens the body that a file comes in. */
export type OpenBody = (limit: FileLimit) => ReadableStream<Uint8Array>

interface Origin {
  openBody: OpenBody
  bytesMax?: number
  /** The file may take another's place, or be there already: only the end tells whether there is room. */
  mayReplace?: boolean
}

/**
 * Receives a body as a file for a project's packages, for as long as the actor may publish there, and hands it over whole,
 * while it is made durable; what `use` does not publish is gone afterwards. The body is asked for once the actor is let in.
 * Errors: those of `openProject`, `confirmTransfer`, `withDraft` and `use`; `too_large` for more than `bytesMax`, or than there
 * is room for.
 */
export async function receiveFile<Value>(
  actor: Actor,
  projectName: PlaceName,
  origin: Origin,
  use: (draft: Draft) => Promise<Value>,
): Promise<Value> {
  const project = await openProject(actor, 'publish_package', projectName)
  const confirm = () => confirmTransfer(actor, 'publish_package', project.id)
  const limit = await limitOf(project.id, origin)
  const body = origin.openBody(limit)
  return withDraft({ body, bytesMax: limit.bytesMax, confirm }, limit.tooLarge, use)
}

async function limitOf(
  projectId: number,
  { bytesMax = packageBytesMax, mayReplace = false }: Origin,
): Promise<FileLimit> {
  const quota = packageQuota(await recentSettings())
  if (mayReplace || quota === Number.POSITIVE_INFINITY) return { bytesMax, tooLarge }
  const room = Math.max(0, quota - (await sumPackageBytes(projectId)))
  return room < bytesMax ? { bytesMax: room, tooLarge: () => quotaExceeded(quota) } : { bytesMax, tooLarge }
}

function tooLarge(): DomainError {
  return new DomainError('too_large', 'File is too large')
}
