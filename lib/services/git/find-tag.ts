import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import { readRefs } from '@/lib/storage/repository-refs'
import { describeTags, type Tag } from './list-tags'
import { openRepository } from './open-repository'

/** One tag by its name; undefined where there is none. Errors: those of `openRepository`. */
export async function findTag(actor: Actor, place: PlaceName, name: string): Promise<Tag | undefined> {
  const project = await openRepository(actor, 'read_code', place)
  const [tag] = await describeTags(project, await readRefs(project.id, 'tags', [name]))
  return tag
}
