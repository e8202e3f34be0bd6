import { database } from '@/lib/data/client'
import { listReferrers as listRows, type ReferrerQuery } from '@/lib/data/container-manifests'
import type { ActorName } from '@/lib/domain/actor'
import type { Referrer } from '@/lib/domain/image-manifest'
import { openImage } from './open-image'

/**
 * The manifests of an image that are about this one, whether it is there or not, by digest, and whether there are
 * more: as the query of that name. Errors: those of `openImage`.
 */
export async function listReferrers(
  bearer: ActorName,
  imageName: string,
  query: ReferrerQuery,
): Promise<{ referrers: Referrer[]; hasMore: boolean }> {
  const { project, name } = await openImage(bearer, 'pull_image', imageName)
  return listRows(database(), { projectId: project.id, name }, query)
}
