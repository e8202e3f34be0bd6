import { database } from '@/lib/data/client'
import { type ImageWishes, imageRows } from './image-rows'

/** Gives a project an image, as if it had been pushed. */
export async function makeImage({ fullPath }: { fullPath: string }, wishes: ImageWishes = {}) {
  const { text, values, digest, configDigest } = imageRows(fullPath, wishes)
  const [row] = await database().$queryRawUnsafe<{ id: number }[]>(text, ...values)
  if (!row) throw new Error('The image was not made')
  return { repositoryId: row.id, digest, configDigest }
}
