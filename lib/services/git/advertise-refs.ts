import type { Actor } from '@/lib/domain/actor'
import { streamGit } from '@/lib/storage/git-stream'
import { repositoryPath } from '@/lib/storage/repositories'
import { openRepository } from './open-repository'
import { type PackRequest, type PackService, packServices } from './pack-service'

const advertiseSecondsMax = 60

/**
 * The first answer of a fetch or push: what the repository has and the server can. Errors: those of
 * `openRepository` and `streamGit`.
 */
export async function advertiseRefs(actor: Actor, request: PackRequest): Promise<ReadableStream<Uint8Array>> {
  const { fullPath, service, protocol, signal, onBreak } = request
  const { verb, ability } = packServices[service]
  const project = await openRepository(actor, ability, fullPath)
  // there is no push in version 2: git answers as for 0, and so does the line before its answer
  const isVersion2 = protocol === 'version=2' && service === 'git-upload-pack'
  return streamGit({
    lane: 'read',
    words: [verb, '--stateless-rpc', '--advertise-refs', repositoryPath(project.id)],
    secondsMax: advertiseSecondsMax,
    protocol: isVersion2 || protocol !== 'version=2' ? protocol : undefined,
    prefix: isVersion2 ? undefined : announcementOf(service),
    signal,
    onBreak,
  })
}

/** The line that tells a smart server from a dumb one, as a packet, and a flush packet (gitprotocol-http). */
function announcementOf(service: PackService): Uint8Array {
  const line = `# service=${service}\n`
  return Buffer.from(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`)
}
