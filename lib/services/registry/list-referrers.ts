import { database } from '@/lib/data/client'
import { listReferrers as listRows, type ReferrerQuery } from '@/lib/data/container-manifests'
import type { Actor } from '@/lib/domain/actor'
import type { Referrer } from '@/lib/domain/image-manifest'
import { openImage } from './open-image'

/**
 * The manifests of an image that are about this one, whether it is there or not, by digest: at most `limit`. Errors:
 * those of `openImage`.
 */
export async function listReferrers(
  actor: Actor,
  imageName: string,
  query: ReferrerQuery,
): Promise<Referrer[]> {
  const { project, name } = await openImage(actor, 'pull_image', imageName)
  return listRows(database(), { projectId: project.id, name }, query)
}
