import { nobody } from '@/lib/domain/actor'
import { DomainError, isDomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { openGroup, openProject } from '@/lib/services/access/open-project'
import type { PlaceWord } from './rest-door'

/**
 * Refuses a request without a token for what asks for one, as GitLab does: `forbidden` where anybody sees the place,
 * `not_found` where it is hidden or missing.
 */
export async function refuseStranger(word: PlaceWord, place: PlaceName): Promise<never> {
  const look =
    word === 'Project' ? openProject(nobody, 'read_project', place) : openGroup(nobody, 'read_group', place)
  const code = await look.then(
    () => 'forbidden' as const,
    (error: unknown) => {
      if (isDomainError(error, 'unauthenticated')) return 'not_found' as const
      throw error
    },
  )
  throw new DomainError(code, 'Sign in with a personal access token.')
}
