import type { Actor } from '@/lib/domain/actor'
import type { Project } from '@/lib/domain/project'
import { streamGit } from '@/lib/storage/git-stream'
import { pushInspector } from '@/lib/storage/push-commands'
import { repositoryPath, syncRepository } from '@/lib/storage/repositories'
import { confirmTransfer } from './confirm-transfer'
import { openRepository } from './open-repository'
import { type PackRequest, packServices } from './pack-service'
import { settlePush } from './settle-push'

/**
 * One exchange of a fetch or push: the client's body to git and git's answer back, as streams. `openBody` is called
 * only once the actor is let in, which is asked again while it lasts, and before git gets the last of a push. The end of
 * a push's answer waits until what was pushed is durable. Errors: those of `openRepository` and `streamGit`.
 */
export async function exchangePack(
  actor: Actor,
  request: PackRequest,
  openBody: () => ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  const { fullPath, service, protocol, signal, onBreak } = request
  const { verb, ability, secondsMax } = packServices[service]
  const project = await openRepository(actor, ability, fullPath)
  const confirm = () => confirmTransfer(actor, ability, project.id)
  return streamGit({
    lane: 'transfer',
    words: [verb, '--stateless-rpc', repositoryPath(project.id)],
    secondsMax,
    protocol,
    input: openBody,
    confirm,
    ...(service === 'git-receive-pack' && { ...precautionsOf(project), confirmLast: confirm }),
    signal,
    onBreak,
  })
}

/** A push writes: what it asks for is looked at, and its end made durable. */
function precautionsOf(project: Project) {
  const startedAt = new Date()
  return {
    inspect: pushInspector(),
    beforeEnd: async () => {
      await syncRepository(project.id, startedAt)
      await settlePush(project)
    },
  }
}
