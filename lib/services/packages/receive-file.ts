import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { openProject } from '@/lib/services/access/open-project'
import { confirmTransfer } from '@/lib/services/git/confirm-transfer'
import { type Draft, withDraft } from '@/lib/storage/drafts'

/** A file that has arrived whole, and that nobody can read yet. */
export type ReceivedFile = Draft

/** GitLab's limit for a generic package's file, which every format has here. */
export const packageBytesMax = 5 * 1024 ** 3

/**
 * Receives a body as a file for a project's packages, for as long as the actor may publish there, and hands it over whole
 * and durable; what `use` does not publish is gone afterwards. The body is asked for once the actor is let in. Errors:
 * those of `openProject`, `confirmTransfer`, `withDraft` and `use`; `too_large` for more than `bytesMax`.
 */
export async function receiveFile<Value>(
  actor: Actor,
  projectName: PlaceName,
  { openBody, bytesMax = packageBytesMax }: { openBody: () => ReadableStream<Uint8Array>; bytesMax?: number },
  use: (draft: Draft) => Promise<Value>,
): Promise<Value> {
  const project = await openProject(actor, 'publish_package', projectName)
  const confirm = () => confirmTransfer(actor, 'publish_package', project.id)
  return withDraft({ body: openBody(), bytesMax, confirm }, tooLarge, use)
}

function tooLarge(): DomainError {
  return new DomainError('too_large', 'File is too large')
}
