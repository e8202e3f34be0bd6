import { type ImageWishes, imageRows } from './image-rows'
import { rowsOf } from './server-database'

/** Gives a project of the server under test an image, as if it had been pushed. */
export async function makeImage(fullPath: string, wishes: ImageWishes = {}) {
  const { text, values, digest } = imageRows(fullPath, wishes)
  const [row] = await rowsOf<{ id: number }>(text, values)
  if (!row) throw new Error('The image was not made')
  return { id: row.id, digest }
}
