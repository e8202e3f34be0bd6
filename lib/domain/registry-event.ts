import { z } from 'zod'
import { type Digest, isDigest } from './digest'
import { DomainError } from './error'
import { isManifestMediaType } from './image-manifest'
import { isImageName, isImageTag } from './image-name'

export const registryEventsMediaType = 'application/vnd.docker.distribution.events.v1+json'
/** Distribution sends them one by one; as many are taken as can be looked into before it loses patience. */
const eventsMax = 100

/** That something was pushed to a registry or deleted there; what is there now, only the registry itself says. */
export interface RegistryEvent {
  /** The image's full name. */
  name: string
  digest: Digest | undefined
  tag: string | undefined
  at: Date
  /** Who did it, as their ticket called them; '' where it called them nothing. */
  actorName: string
}

const envelope = z.object({ events: z.array(z.unknown()).max(eventsMax) })

/** What `mediaType` names something else than a manifest is a blob, or of a form that is not known here. */
const event = z
  .object({
    action: z.enum(['push', 'delete']),
    timestamp: z.iso.datetime({ offset: true }),
    target: z.object({
      repository: z.string().refine(isImageName),
      digest: z.string().refine(isDigest).optional(),
      tag: z.string().refine(isImageTag).optional(),
      mediaType: z.string().optional(),
    }),
    actor: z
      .object({ name: z.string().regex(/^\P{Cc}{1,255}$/u) })
      .optional()
      .catch(undefined),
  })
  .refine(({ action, target }) => action === 'delete' || isManifestMediaType(target.mediaType ?? ''))
  .transform(
    ({ timestamp, target: { repository, digest, tag }, actor }): RegistryEvent => ({
      name: repository,
      digest,
      tag,
      at: new Date(timestamp),
      actorName: actor?.name ?? '',
    }),
  )

/**
 * The pushes and deletions of manifests and tags in a notification, without those that say the same again; events of
 * other kinds or forms are passed over, as a registry sends again whatever it is refused. Error: `invalid` for what is
 * no notification: https://distribution.github.io/distribution/about/notifications/
 */
export function readRegistryEvents(notification: unknown): RegistryEvent[] {
  const read = envelope.safeParse(notification)
  if (!read.success) throw new DomainError('invalid', `events must be a list of at most ${eventsMax}`)
  const events = read.data.events.flatMap((one) => event.safeParse(one).data ?? [])
  const byTarget = events.map((one) => [`${one.name}@${one.digest}:${one.tag}`, one] as const)
  return [...new Map(byTarget).values()]
}
