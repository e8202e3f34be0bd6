import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { openProject } from '@/lib/services/access/open-project'

/**
 * Lets in whoever may read a project's packages, and nobody at all: the service index says no more than the address it was
 * asked at, and dotnet asks for it without the API key that it pushes with. Errors: those of `openProject` for anybody else.
 */
export async function openIndex(c: Context<PackageDoor>): Promise<void> {
  const place = c.get('place')
  if (place.kind !== 'project') return
  try {
    await openProject(c.get('client'), 'read_packages', place.name)
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'unauthenticated') throw error
  }
}
