import { z } from 'zod'
import { isImageTag } from './image-name'
import { listQuery } from './list-query'

/** How the image repositories of a project or group are listed, as the page's own address says it. */
export const imageListQuery = listQuery(['name', 'published'], ['all'])
export type ImageListQuery = z.infer<typeof imageListQuery>

/** How the tags of an image repository are listed. */
export const imageTagListQuery = listQuery(['name', 'published'], ['all'])
export type ImageTagListQuery = z.infer<typeof imageTagListQuery>

export const imagesPerPage = 20

/** At most so many tags are deleted by one act. */
export const tagsDeletedAtOnceMax = 100

/** The tags that somebody has chosen to delete. */
export const chosenTags = z.array(z.string().refine(isImageTag)).min(1).max(tagsDeletedAtOnceMax)

/** Which of the image repositories that somebody may see a list shows, and in what order. */
export interface ImageSearch {
  /** Part of a full name; '' for all. */
  text: string
  orderBy: 'id' | 'name' | 'published'
  sort: 'asc' | 'desc'
}

/** Which tags of an image repository a list shows, and in what order. */
export interface ImageTagSearch {
  /** Part of a name, in any case; '' for all. */
  text: string
  orderBy: 'name' | 'published'
  sort: 'asc' | 'desc'
}

/** What the address of a list asks for. */
export function searchOf({ search, sort, direction }: ImageListQuery | ImageTagListQuery): ImageTagSearch {
  return { text: search, orderBy: sort, sort: direction }
}
